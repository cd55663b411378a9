"""A unit's pages of obligations."""
