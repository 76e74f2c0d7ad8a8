"""What a terminal shows at one time."""
