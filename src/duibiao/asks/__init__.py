"""Every ask of a unit, whoever asks: one row. What is asked twice is stopped, and what is asked too late needs a reason."""
