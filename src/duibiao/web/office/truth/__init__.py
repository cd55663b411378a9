"""The office's pages about the truth of materials."""
