"""The office's pages of feedback from higher levels."""
