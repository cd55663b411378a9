"""The office's pages of obligations."""
