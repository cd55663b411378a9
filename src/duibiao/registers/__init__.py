"""Registers: what units keep in rows, and the sums that follow by themselves."""
