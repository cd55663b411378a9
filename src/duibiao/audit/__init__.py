"""Who did what, and when: lines that nobody can change."""
