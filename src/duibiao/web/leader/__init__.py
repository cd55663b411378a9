"""The door of a leader: one screen, one minute."""
