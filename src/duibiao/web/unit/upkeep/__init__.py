"""The unit's pages of upkeep."""
