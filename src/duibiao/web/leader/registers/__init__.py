"""The leader's pages of registers."""
