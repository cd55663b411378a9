"""The office's side of the ledger: what is demanded, how far it is there, the review queue, fixing and receipts, passes for visitors."""
