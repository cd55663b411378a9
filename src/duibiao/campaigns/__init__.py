"""A campaign for one title under one edition: its units, its days, what does not apply to whom."""
