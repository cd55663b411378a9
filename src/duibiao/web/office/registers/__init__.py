"""The office's pages of registers."""
