"""Meetings: what is put to them, what they resolve, and the duties that come of it."""
