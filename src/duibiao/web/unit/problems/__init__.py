"""The unit's pages of problems."""
