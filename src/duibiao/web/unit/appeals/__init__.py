"""A unit's pages of appeals."""
