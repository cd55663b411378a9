"""The office's pages of pledges."""
