"""The canonical form of every sealed row: one dictionary for each kind, written as `hashing.canonical` writes it.

Its one trick: a row is made from its columns alone, in one statement for thousands. Ids stand for people; names, telephone
numbers and file names are never in it, so erasing a person changes no sealed row. docs/reference/sealed-rows.md says it all.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Model, OuterRef, QuerySet

from duibiao.audit.models import Line
from duibiao.facts.models import Fact, Liability
from duibiao.ledger.models import MaterialFile
from duibiao.scores.models import Snapshot
from duibiao.seals.choices import Kind
from duibiao_engine.seals.hashing import canonical, leaf

BATCH = 2000


@dataclass(frozen=True)
class Sealed:
    """One kind of sealed row: its model, its columns under their sealed names, and the name of its number."""

    kind: Kind
    model: type[Model]
    key: str
    columns: Sequence[str]
    more: Callable[[], dict[str, Any]] = dict

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    def rows(self) -> QuerySet[Any, dict[str, Any]]:
        """The rows as they are sealed, in the order of their numbers."""
        renamed = {name: F(name) for name in self.columns}
        given = {f"c_{name}": value for name, value in (renamed | self.more()).items()}
        return self.model._default_manager.order_by("pk").values("pk", **given)

    def text(self, row: dict[str, Any]) -> str:
        """The canonical form."""
        held = {name.removeprefix("c_"): plain(value) for name, value in row.items() if name != "pk"}
        return canonical({"kind": self.kind.value, self.key: row["pk"], **held})


def plain(value: Any) -> Any:
    """A moment in UTC to the microsecond; a day as it is; all else as JSON has it."""
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"
    return value.isoformat() if isinstance(value, date) else value


def _liable() -> dict[str, Any]:
    return {"liable": ArraySubquery(Liability.objects.filter(fact=OuterRef("pk")).order_by("unit").values("unit"))}


KINDS: dict[str, Sealed] = {
    Kind.FACT: Sealed(
        Kind.FACT, Fact, "sequence",
        ("uid", "measure", "unit", "site", "at", "value", "out_of", "grade", "level", "source", "reference",
         "recorded_at", "recorded_by", "supersedes", "reason"),
        _liable,
    ),
    Kind.LINE: Sealed(Kind.LINE, Line, "id", ("at", "by_id", "act", "thing", "thing_id", "request", "detail")),
    Kind.SNAPSHOT: Sealed(
        Kind.SNAPSHOT, Snapshot, "id",
        ("campaign", "title", "sequence", "since", "until", "as_of_day", "frame_sha256", "taken_at", "taken_by"),
        lambda: {"edition": F("edition__sha256"), "sha256": F("result_sha256")},
    ),
    Kind.MATERIAL: Sealed(
        Kind.MATERIAL, MaterialFile, "id", ("material", "number", "at", "by"),
        lambda: {
            "unit": F("material__unit"), "sha256": F("blob__sha256"), "sm3": F("blob__sm3"), "size": F("blob__size"),
        },
    ),
}  # fmt: skip


def leaves_of(texts: Iterable[str]) -> Iterator[tuple[bytes, bytes]]:
    """The hashes of rows, in SHA-256 and SM3."""
    for text in texts:
        data = text.encode()
        yield leaf("sha256", data), leaf("sm3", data)
