"""The office's pages of selections and applications."""
