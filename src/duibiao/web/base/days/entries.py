"""What stands on somebody's days, and who provides it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from duibiao.organisation.models import User


@dataclass(frozen=True)
class Entry:
    """One matter on one day. `uid` names it for ever (calendar programs and reminders go by it); `is_owed`: the reader must do something,
    so that it is overdue after the day. `link` is an address within the site."""

    uid: str
    day: date
    title: str
    kind: str
    link: str = ""
    is_owed: bool = False
    note: str = ""


Provider = Callable[[User, date, date], Iterable[Entry]]
_providers: dict[str, Provider] = {}


def register(name: str, provider: Provider) -> None:
    """Ask `provider` too. The same name again takes the other's place."""
    _providers[name] = provider


def entries(by: User, first: date, last: date) -> list[Entry]:
    """Everything between two days (both inside) that concerns `by`, in order; what is owed comes first on its day."""
    found = [one for provider in _providers.values() for one in provider(by, first, last)]
    return sorted(found, key=lambda one: (one.day, not one.is_owed, one.kind, one.uid))
