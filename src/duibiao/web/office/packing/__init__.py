"""The office's pages about packages."""
