"""One's messages, the same pages for every door."""
