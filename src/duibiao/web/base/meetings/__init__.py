"""What several doors show of meetings and working groups."""
