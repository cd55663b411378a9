"""Duties as the office's door and the unit's show them: the page of one, the acts on it, their forms."""
