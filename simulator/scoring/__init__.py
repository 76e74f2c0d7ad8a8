"""Scoring rules, one a file, each a pure function of a case; found by being there."""
