"""Areas and road segments, and who answers for them."""
