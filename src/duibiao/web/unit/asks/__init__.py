"""What is asked of the unit, and its answers."""
