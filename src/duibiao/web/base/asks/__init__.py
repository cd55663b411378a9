"""Asks of units as both doors show them: columns, states, history."""
