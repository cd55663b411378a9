"""The office's pages about the field: sites, checklists, rounds and visits."""
