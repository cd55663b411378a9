"""What is refused, in words for people; `field` is the field of the form that it belongs to."""


class Refused(Exception):
    def __init__(self, words: str, field: str = "") -> None:
        super().__init__(words)
        self.field = field
