"""The office's pages about seals."""
