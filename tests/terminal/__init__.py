"""The full-screen console as a terminal meets it."""
