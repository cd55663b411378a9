"""Taking in a workbook: simulate, then confirm. Both run the same code; the first is rolled back."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from duibiao.audit.services import note
from duibiao.files.importing import Kind, Outcome, kind_of
from duibiao.files.models import Import
from duibiao.lib import sheets


class NotAsSimulated(Exception):
    """Confirming would now do something else than was shown: somebody changed things in between."""

    def __init__(self, stored: Import) -> None:
        super().__init__("the outcome differs from the simulated one")
        self.stored = stored


def simulate(by: Any, *, kind: Kind, name: str, content: bytes) -> Import:
    """Keep the workbook, with what executing it would do now."""
    if not kind.may(by):
        raise PermissionDenied
    outcome = tried(by, kind, content)
    with transaction.atomic():
        stored = Import.objects.create(
            kind=kind.name, name=name[:200], content=content, by=by, outcome=outcome.as_json()
        )
        note(by, "files.simulate", stored)
    return stored


def tried(by: Any, kind: Kind, content: bytes) -> Outcome:
    """The execution, rolled back."""
    with transaction.atomic():
        outcome = applied(by, kind, content)
        transaction.set_rollback(True)
    return outcome


def applied(by: Any, kind: Kind, content: bytes) -> Outcome:
    read = sheets.read(content, kind.heads)
    outcome = kind.apply(by, read.rows) if not read.problems else Outcome()
    outcome.problems[:0] = read.problems
    outcome.problems.sort(key=lambda problem: problem.row)
    return outcome


def confirm(by: Any, *, stored: Import) -> Import:
    """Execute it, all or nothing. Confirming twice does it once; a changed outcome is shown first."""
    with transaction.atomic():
        held = Import.objects.select_for_update().get(pk=stored.pk)
        kind = kind_of(held.kind)
        if kind is None or not kind.may(by):
            raise PermissionDenied
        if held.state == Import.State.DONE:
            return held
        outcome = applied(by, kind, bytes(held.content)).as_json()
        if outcome != held.outcome or outcome["problems"]:
            transaction.set_rollback(True)
        else:
            held.state, held.done_at = Import.State.DONE, timezone.now()
            held.save(update_fields=["state", "done_at"])
            note(by, "files.confirm", held)
            return held
    held.outcome = outcome
    Import.objects.filter(pk=held.pk).update(outcome=outcome)
    raise NotAsSimulated(held)
