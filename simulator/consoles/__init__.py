"""The exercise in a terminal."""
