"""An act that did not happen, and why."""


class Refused(Exception):
    """The text says why and what to do next; `field`: where in the form it belongs."""

    def __init__(self, words: str, field: str = "") -> None:
        super().__init__(words)
        self.field = field


class LooksTwice(Refused):
    """Somebody has registered the same day, kind and theme already; it takes a tick to say that it is another one."""
