"""The office's pages of partner units."""
