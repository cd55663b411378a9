"""Documents that the work rests on: schemes, scoring rules, superiors' papers; sent, explained, read, asked about, in force or not."""
