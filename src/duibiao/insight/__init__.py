"""What the field's records say when they are looked at together: maps, heat, relapse, blind spots."""
