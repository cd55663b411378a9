"""What one's own unit can still win."""
