"""The office's pages of problems."""
