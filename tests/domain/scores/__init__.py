"""Scores: held against a whole evaluation and against the engine itself."""
