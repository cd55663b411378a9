"""Inspections: checklists, rounds and their draw, visits and what was observed at them."""
