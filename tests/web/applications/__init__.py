"""Pages of selections and applications."""
