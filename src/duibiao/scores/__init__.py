"""Scores as derived rows: they can be dropped and rebuilt from the facts at any time."""
