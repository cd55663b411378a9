"""The journal of facts as every door shows it."""
