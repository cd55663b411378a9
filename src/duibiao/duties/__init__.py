"""Duties: which unit and person answers for which indicator, by when and how; signed, objected to, ruled, reported on."""
