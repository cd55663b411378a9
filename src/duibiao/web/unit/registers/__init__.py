"""A unit's pages of registers."""
