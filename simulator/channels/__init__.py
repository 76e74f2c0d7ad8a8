"""The ways an inject reaches a team, one a file; each makes a face of an inject and its details."""
