"""What an app says about its own workbooks: the columns, and how to apply the rows. Registered by kind."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.utils.functional import Promise

from duibiao.lib.sheets import Head, Problem, Row


@dataclass
class Outcome:
    """What applying the rows did, or would do: counts, the first lines in words, and what is wrong."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    lines: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        problems = [[one.row, one.column, one.says, one.remedy] for one in self.problems]
        counts = {"added": self.added, "changed": self.changed, "unchanged": self.unchanged}
        return {**counts, "lines": self.lines[:200], "problems": problems}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Outcome":
        problems = [Problem(*one) for one in stored.get("problems", [])]
        counts = {name: stored.get(name, 0) for name in ("added", "changed", "unchanged")}
        return cls(**counts, lines=stored.get("lines", []), problems=problems)


#: Applies rows for somebody, with permission checks and audit lines as any service; what is wrong goes into the outcome.
Apply = Callable[[Any, Sequence[Row]], Outcome]


@dataclass(frozen=True)
class Kind:
    """A kind of workbook: `apply` is called inside a transaction, and again, rolled back, to simulate."""

    name: str
    title: str | Promise
    heads: tuple[Head, ...]
    apply: Apply
    may: Callable[[Any], bool]


_kinds: dict[str, Kind] = {}
_families: dict[str, Callable[[str], Kind | None]] = {}


def register(kind: Kind) -> None:
    _kinds[kind.name] = kind


def register_family(name: str, one_of: Callable[[str], Kind | None]) -> None:
    """Kinds that are made as they are needed: "name:key" is `one_of("key")`. They have pages of their own, and stand in no list."""
    _families[name] = one_of


def kind_of(name: str) -> Kind | None:
    family, _colon, key = name.partition(":")
    return _families[family](key) if family in _families else _kinds.get(name)


def kinds_for(by: AbstractBaseUser) -> list[Kind]:
    return [kind for kind in _kinds.values() if kind.may(by)]
