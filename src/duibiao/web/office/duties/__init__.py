"""The office's pages of duties: the list, the matrix, what is drafted and given out, what was ruled, what passes on."""
