"""A unit's pages of pledges."""
