"""The leader's pages of upkeep."""
