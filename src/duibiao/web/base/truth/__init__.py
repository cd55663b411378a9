"""Hints about materials, shown beside them wherever a reviewer looks; and who looked at a material."""
