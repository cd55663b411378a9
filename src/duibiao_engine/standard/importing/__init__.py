"""From an official table to a standard: tables, their clauses, and what was relied on for each proposal."""
