"""Hints about the truth of materials, shown to a person and never a verdict; confirmed forgeries; redacted copies."""
