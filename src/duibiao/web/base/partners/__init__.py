"""Partner units, for both doors."""
