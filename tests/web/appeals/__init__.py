"""The ledger at its doors."""
