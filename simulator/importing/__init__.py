"""Foreign formats read into our values; each importer tells what it could not carry over."""
