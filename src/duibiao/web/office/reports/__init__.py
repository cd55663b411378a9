"""The office's pages of residents' reports."""
