"""The submission: everything that was accepted, as one package that proves itself."""
