"""Registers below the pages."""
