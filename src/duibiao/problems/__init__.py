"""What was found wrong, until it is put right and stays right: one owner, one clock, one history."""
