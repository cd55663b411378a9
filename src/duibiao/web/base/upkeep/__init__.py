"""What several doors show of upkeep, and what can be done there."""
