"""Partner units (单位包联): what they found and did at the place that they stand by, and how it counts."""
