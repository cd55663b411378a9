"""Pledges between levels (责任书): made from the duties, signed on line or on paper, kept, settled at the end of the term."""
