"""A unit's meetings: what it is asked to come to, what it puts to them, what it has to carry out."""
