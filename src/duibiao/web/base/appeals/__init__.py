"""What several doors show of appeals."""
