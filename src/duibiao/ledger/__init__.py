"""The ledger: what is demanded as evidence, what was given once and is used everywhere, and what was said of it."""
