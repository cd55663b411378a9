"""The journal of facts: append-only in the database itself."""
