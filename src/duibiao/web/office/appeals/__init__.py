"""The office's pages of appeals."""
