"""A unit's documents: what was sent to it, whether it has read it, what it asks."""
