"""Registers as several doors show them."""
