"""What several doors show of problems, and what can be done with them."""
