"""The doors, one folder per audience, and what they share (`base`). Doors do not know each other."""
