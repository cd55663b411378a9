"""The office's pages of insight: those of every door, and what only the office does."""
