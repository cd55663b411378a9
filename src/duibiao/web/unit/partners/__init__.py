"""The unit's pages of the places that it stands by."""
