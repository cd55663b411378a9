"""The work calendar that the office can edit: holidays, days worked instead, and years whose notice is not in yet."""
