"""Saying no in words."""


class Refused(Exception):
    """It did not happen; the text says why and what to do. `field`: where in the form it belongs."""

    def __init__(self, words: str, field: str = "") -> None:
        super().__init__(words)
        self.field = field
