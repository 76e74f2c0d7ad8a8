"""What is done to exercises as they are kept, and what is looked at before an event."""
