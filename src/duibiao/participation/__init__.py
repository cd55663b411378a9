"""What others tell the county: residents' reports, and what higher levels found, taken apart item by item."""
