"""The unit's side of the ledger: what is demanded of it, giving, its materials, its leader's look, and an assessor's reading."""
