"""The standard: its model, the only YAML door, its checks, and the comparison of two editions."""
