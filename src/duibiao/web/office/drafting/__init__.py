"""From an official table to an edition: upload, columns, clauses, units, checks."""
