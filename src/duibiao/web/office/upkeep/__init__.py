"""The office's pages of upkeep."""
