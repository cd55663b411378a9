"""Meetings in the office: called, held, resolved, looked back at; and the cockpit of each working group."""
