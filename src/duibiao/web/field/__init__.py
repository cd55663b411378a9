"""The inspector's door: a page that works without signal, and the addresses at which phones hand in."""
