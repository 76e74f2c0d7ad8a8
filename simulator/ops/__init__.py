"""What is done to exercises as they are kept: taken out, brought in, removed."""
