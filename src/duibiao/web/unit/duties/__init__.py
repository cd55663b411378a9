"""The unit's duties. Opened by its liaison officer between two meetings.

In ten seconds: what do I owe, by when; what waits for a signature; what comes from us and waits for an answer.
"""
