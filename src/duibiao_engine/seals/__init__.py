"""Seals: rows in one form, a Merkle tree over them, proofs, and the verifier that stands alone."""
