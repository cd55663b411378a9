"""From the official table to a standard: files are read into tables, tables into a proposal, a proposal into a pack.

Nothing here decides for a person: what was understood is proposed with the words and the cell that it rests on, what was
not is listed. The values that pass between the steps are in `proposal`.
"""
