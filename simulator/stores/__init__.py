"""Homes of the event log, one a file; found by being there."""
