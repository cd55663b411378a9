"""A leader's pages of applications."""
