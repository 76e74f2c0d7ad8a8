"""The exercise over HTTP: for browsers, consoles elsewhere, and other programs."""
