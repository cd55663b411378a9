"""The office's pages of two-sided fairness."""
