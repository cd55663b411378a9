"""Asks of units in the office: the list, a new one, answers to judge, the burden meter."""
