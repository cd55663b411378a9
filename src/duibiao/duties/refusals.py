"""Why an act on a duty is refused: each says what, why, and what to do next, in words that a page shows as they are."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from duibiao.lib.dates import day_text


class Refused(Exception):
    """The act did not happen. `field` is where in a form it belongs; empty: above all."""

    field = ""

    @property
    def words(self) -> str:
        return str(self.args[0])


class NotNow(Refused):
    """The duty is no longer in the state in which this can be done: somebody else was first, or it is too early."""


class Incomplete(Refused):
    """Parts of the duty are not there yet. `missing` holds their words."""

    def __init__(self, name: str, missing: Sequence[str]) -> None:
        known = {"name": name, "parts": "、".join(missing)}
        super().__init__(_("“%(name)s”还不能下达，缺：%(parts)s。请补齐后再下达。") % known)
        self.missing = tuple(missing)


class OnAHoliday(Refused):
    """The day is no workday; `proposed` is the last one before it."""

    field = "due_on"

    def __init__(self, day: date, proposed: date) -> None:
        known = {"day": day_text(day), "proposed": day_text(proposed)}
        super().__init__(
            _("%(day)s 不是工作日，建议提前到 %(proposed)s；一定要用这一天，请勾选“节假日也照此时限”。") % known
        )
        self.day, self.proposed = day, proposed


class BadDay(Refused):
    """A day lies outside of what it belongs to."""

    field = "due_on"


class NoReason(Refused):
    """A sub-duty asks for more than the one above it, and nobody says why."""

    field = "stricter_reason"


class Circle(Refused):
    """A duty would stand below itself."""

    field = "parent"


class Taken(Refused):
    """The unit has this duty already, or another unit leads."""

    field = "unit"


class NotCompetent(Refused):
    """The unit cannot be given the duty: it is dissolved, or does not stand below."""

    field = "unit"
