"""The unit's pages of facilities."""
