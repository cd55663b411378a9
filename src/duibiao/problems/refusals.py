"""Why an act on a problem is refused: each says what, why, and what to do next, in words that a page shows as they are."""


class Refused(Exception):
    """The act did not happen. `field` is where in a form it belongs; empty: above all."""

    field = ""

    @property
    def words(self) -> str:
        return str(self.args[0])


class NotNow(Refused):
    """The problem is no longer in the state in which this can be done: somebody else was first, or it is too early."""


class NoPhoto(Refused):
    """The kind wants a photo of the place put right."""

    field = "photos"


class NoEnd(Refused):
    """This disposal does not end a problem of this kind, or its document is not named."""

    field = "disposal"


class NotAnother(Refused):
    """Who rectified or assigned it cannot recheck it."""


class BadDay(Refused):
    """The day is past, or no workday."""

    field = "until"


class NotCompetent(Refused):
    """The unit cannot be given the problem."""

    field = "unit"
