"""Duties as a workbook."""
