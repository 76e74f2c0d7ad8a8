"""A crowd at a server: it joins, reads and decides as people with browsers do, and is counted."""
