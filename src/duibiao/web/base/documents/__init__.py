"""What the office's and the unit's pages of documents share."""
