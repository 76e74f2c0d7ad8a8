"""Play scripts: an exercise played from a file, and what was expected of it."""
