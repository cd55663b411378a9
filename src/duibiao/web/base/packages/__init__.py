"""A unit's indicator package: everything that a campaign asks of it, on one page and as files."""
