"""Runs exercises: where rules, disk and people meet."""
