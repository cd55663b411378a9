"""The office's pages of sprint."""
