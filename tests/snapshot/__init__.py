"""The screens as pictures."""
