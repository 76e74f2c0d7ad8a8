"""What can be worked out from an exercise or a scenario, without clock, disk or network."""
