"""The only place that writes the ledger."""
