"""Helpers without models: the lowest floor."""
