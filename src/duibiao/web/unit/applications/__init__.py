"""A unit's pages of applications."""
