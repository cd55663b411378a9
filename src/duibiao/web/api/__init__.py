"""The door of other systems: JSON over HTTP, with keys."""
