"""The leader's pages of problems."""
