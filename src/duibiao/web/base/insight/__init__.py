"""Maps, heat, the wall, everyday life and blind spots: the same for every door, each about what its visitor may see."""
