"""The only place that writes what others tell the county: `residents` their reports, `feedback` what higher levels found."""
