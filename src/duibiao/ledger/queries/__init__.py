"""The only place that reads the ledger for pages."""
