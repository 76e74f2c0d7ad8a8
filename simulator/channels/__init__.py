"""The ways an inject reaches a team: one a file, each making a face of an inject and its details."""
