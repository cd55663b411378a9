"""What several doors show of inspections."""
