"""The door of a unit: its own matters, nothing else."""
