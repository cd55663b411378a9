"""From an official table to an edition, step by step: taking the file, correcting, settling clauses, making the edition.

Its one trick: reading is a pure function of file and corrections, and what people settled is laid over it again by the clause's own
words. So columns may be corrected at any time, and nobody's work is lost.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import timezone
from procrastinate.exceptions import AlreadyEnqueued

from duibiao.audit.services import note
from duibiao.files import progress
from duibiao.files.models import Import
from duibiao.lib import versions
from duibiao.organisation.models import User
from duibiao.organisation.permissions import require
from duibiao.standards import clauses
from duibiao.standards.choices import ClauseState, Origin
from duibiao.standards.draft_rows import Whole, rows_of
from duibiao.standards.models import ConfirmedClause, DraftIndicator, Edition, ImportDraft, ProposedDuty
from duibiao.standards.permissions import may_keep_standards
from duibiao.standards.services import take_in
from duibiao.standards.tasks import read_draft
from duibiao.standards.unit_words import Duty, UnitNames, duty_of
from duibiao_engine.problems import Problem
from duibiao_engine.standard.importing.codec import from_json, to_json
from duibiao_engine.standard.importing.files import read_bytes
from duibiao_engine.standard.importing.office_conversion import find_soffice
from duibiao_engine.standard.importing.proposal import Corrections, Source
from duibiao_engine.standard.importing.proposing import propose

KIND = "standard_table"
#: A file up to this size is read while one waits.
BYTES_AT_ONCE = 60_000
_HEAD = ("title", "standard", "edition_name", "issuer")


class NothingToConfirm(Exception):
    """A clause without a rule cannot be confirmed."""


class StillOpen(Exception):
    """Clauses wait for a person; no edition can be made yet."""

    def __init__(self, waiting: list[str]) -> None:
        super().__init__("、".join(waiting[:20]))
        self.waiting = waiting


# ── reading the file ──────────────────────────────────────────────────────────────────────────────


def begin(by: User, *, name: str, content: bytes) -> ImportDraft:
    """Keep the file, and read it: at once, or by a job that exists exactly if this is committed."""
    require(may_keep_standards(by))
    with transaction.atomic():
        file = Import.objects.create(kind=KIND, name=name[:200], content=content, by=by, state=Import.State.SIMULATING)
        draft = ImportDraft.objects.create(file=file)
        note(by, "standards.begin_draft", draft, bytes=len(content))
        if len(content) > BYTES_AT_ONCE:
            _ask(draft)
    return draft if len(content) > BYTES_AT_ONCE else carry_on(draft.pk)


def again(by: User, draft: ImportDraft) -> None:
    """Ask once more for a reading that was stopped in the middle. Reading twice gives the same."""
    require(may_keep_standards(by))
    with transaction.atomic():
        Import.objects.filter(pk=draft.file_id).update(state=Import.State.SIMULATING, asked_at=timezone.now())
        _ask(draft)


def _ask(draft: ImportDraft) -> None:
    try:
        with transaction.atomic():
            read_draft.configure(queueing_lock=f"standards.read_draft:{draft.pk}").defer(draft=draft.pk)
    except AlreadyEnqueued:
        pass


def carry_on(pk: int, say: progress.Say = progress.silently) -> ImportDraft:
    """Read the file of a draft. Whatever happens, its state says which."""
    draft = ImportDraft.objects.select_related("file").get(pk=pk)
    try:
        if not draft.source:
            say(0.02)
            source = read_bytes(draft.file.name, bytes(draft.file.content), find_soffice())
            draft.source = to_json(source)
        with transaction.atomic():
            _understand(draft, say)
    except Exception:
        Import.objects.filter(pk=draft.file_id).update(state=Import.State.FAILED)
        raise
    return draft


def _understand(draft: ImportDraft, say: progress.Say = progress.silently) -> None:
    """Proposal and rows from the tables and the corrections; what people settled stays."""
    say(0.15)
    proposal = propose(from_json(Source, draft.source), from_json(Corrections, draft.corrections))
    say(0.3)
    rows = rows_of(draft, proposal, lambda part: say(0.3 + 0.6 * part))
    _keep_settled(draft, rows)
    draft.indicators.all().delete()
    DraftIndicator.objects.bulk_create(rows, batch_size=500)
    draft.understood = to_json(replace(proposal, indicators=()))
    fields = ["source", "understood"]
    if not draft.title:
        for name, words in Whole(draft, rows).head().items():
            setattr(draft, name, words)
        fields += _HEAD
    draft.save(update_fields=fields)
    Import.objects.filter(pk=draft.file_id).update(state=Import.State.SIMULATED)


def _keep_settled(draft: ImportDraft, rows: Iterable[DraftIndicator]) -> None:
    held: dict[tuple[str, str], list[DraftIndicator]] = {}
    for old in draft.indicators.filter(settled__isnull=False):
        held.setdefault((old.key, old.context), []).append(old)
    for row in rows:
        found = held.get((row.key, row.context)) if row.leaf else None
        if found:
            old = found.pop(0) if len(found) > 1 else found[0]
            row.settled, row.state, row.origin = old.settled, old.state, old.origin
            row.confirmed_by_id, row.confirmed_at, row.version = old.confirmed_by_id, old.confirmed_at, old.version


@transaction.atomic
def correct(by: User, draft: ImportDraft, *, version: int, corrections: Corrections) -> ImportDraft:
    """Read the tables as a person says; `versions.Stale` if somebody corrected them first."""
    require(may_keep_standards(by))
    versions.save(draft, version=version, corrections=to_json(corrections))
    _understand(draft)
    note(by, "standards.correct_draft", draft, tables=len(corrections.tables))
    return draft


# ── settling clauses ──────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def settle(by: User, row: DraftIndicator, *, version: int, reading: Mapping[str, Any]) -> DraftIndicator:
    """A person says what the clause means. Confirmed if nothing waits in it any more; remembered then."""
    require(may_keep_standards(by))
    whole = dict(reading)
    state: str = clauses.state_of(whole)
    done = state == ClauseState.READ
    now = timezone.now() if done else None
    versions.save(
        row, version=version, settled=whole, state=ClauseState.CONFIRMED if done else state, origin=Origin.PERSON,
        confirmed_by=by if done else None, confirmed_at=now,
    )  # fmt: skip
    if done:
        _remember(by, [row])
    note(by, "standards.settle_clause", row.draft, indicator=row.code, confirmed=done)
    return row


def confirm(by: User, row: DraftIndicator, *, version: int) -> DraftIndicator:
    """The reading is right as it stands: every doubt is settled with what was proposed first."""
    if not (row.reading or {}).get("terms"):
        raise NothingToConfirm
    return settle(by, row, version=version, reading=clauses.confirmed(row.reading or {}))


@transaction.atomic
def take_back(by: User, row: DraftIndicator, *, version: int) -> DraftIndicator:
    """Back to what was proposed, as if nobody had said anything."""
    require(may_keep_standards(by))
    state = clauses.state_of(row.proposed)
    nobody = {"settled": None, "confirmed_by": None, "confirmed_at": None}
    versions.save(
        row, version=version, state=state, origin=Origin.REMEMBERED if row.remembered_id else Origin.READER, **nobody
    )
    note(by, "standards.take_back_clause", row.draft, indicator=row.code)
    return row


@transaction.atomic
def confirm_read(by: User, draft: ImportDraft, *, top: int) -> int:
    """Confirm all of a first level that was read without a doubt. How many that were."""
    require(may_keep_standards(by))
    rows = list(draft.indicators.select_for_update().filter(top_number=top, state=ClauseState.READ))
    for row in rows:
        row.settled = clauses.confirmed(row.reading or {})
        row.state, row.confirmed_by, row.confirmed_at = ClauseState.CONFIRMED, by, timezone.now()
        row.version += 1
    DraftIndicator.objects.bulk_update(
        rows, ["settled", "state", "confirmed_by", "confirmed_at", "version"], batch_size=500
    )
    _remember(by, rows)
    if rows:
        note(by, "standards.confirm_read", draft, clauses=len(rows))
    return len(rows)


def _remember(by: User, rows: Iterable[DraftIndicator]) -> None:
    """The newest reading of the same words in the same place counts."""
    found = {
        (row.key, row.context): ConfirmedClause(
            key=row.key, context=row.context, words=row.clause, points=row.points, reading=row.settled, title=str(row.draft)[:200],
            code=row.code, by=by, at=timezone.now(),
        )
        for row in rows
        if row.clause and row.settled
    }  # fmt: skip
    fields = ["words", "points", "reading", "title", "code", "by", "at"]
    ConfirmedClause.objects.bulk_create(
        found.values(), update_conflicts=True, unique_fields=["key", "context"], update_fields=fields, batch_size=500
    )


# ── head, units, and the edition ──────────────────────────────────────────────────────────────────


@transaction.atomic
def set_head(by: User, draft: ImportDraft, *, version: int, **fields: str) -> ImportDraft:
    """Title, code, edition and issuer, as the office says them."""
    require(may_keep_standards(by))
    versions.save(draft, version=version, **{name: fields[name] for name in _HEAD})
    note(by, "standards.set_draft_head", draft)
    return draft


@transaction.atomic
def choose_units(by: User, draft: ImportDraft, *, version: int, chosen: Mapping[str, list[str]]) -> ImportDraft:
    """Whom words of the table mean, by the units' codes; an empty list takes the words out."""
    require(may_keep_standards(by))
    versions.save(draft, version=version, unit_choices={**draft.unit_choices, **chosen})
    note(by, "standards.choose_draft_units", draft, words=len(chosen))
    return draft


def duties_of(
    draft: ImportDraft, rows: Iterable[DraftIndicator], names: UnitNames
) -> list[tuple[DraftIndicator, Duty]]:
    """Who is proposed for each leaf that names a unit."""
    found = []
    for row in rows:
        units = row.piece.get("units") or {}
        if row.leaf and any(units.get(part) for part in ("lead", "responsible", "supporting")):
            lead, responsible, supporting = (str(units.get(part, "")) for part in ("lead", "responsible", "supporting"))
            found.append((row, duty_of(names, lead, responsible, supporting, draft.unit_choices)))
    return found


@transaction.atomic
def make_edition(by: User, draft: ImportDraft) -> tuple[Edition | None, list[Problem]]:
    """The draft as an edition (still to be published), with the duties that its table names. All problems are returned at once."""
    require(may_keep_standards(by))
    held = ImportDraft.objects.select_for_update().get(pk=draft.pk)
    rows = list(held.indicators.all())
    text, waiting = Whole(held, rows).text()
    if waiting:
        raise StillOpen(list(waiting))
    edition, problems = take_in(by, text=text, file=str(held))
    if edition is None:
        return None, problems
    _keep_duties(held, rows, edition)
    held.edition = edition
    held.save(update_fields=["edition"])
    Import.objects.filter(pk=held.file_id).update(state=Import.State.DONE, done_at=timezone.now())
    note(by, "standards.make_edition", held, edition=edition.pk)
    return edition, problems


def _keep_duties(draft: ImportDraft, rows: Iterable[DraftIndicator], edition: Edition) -> None:
    made = []
    for row, duty in duties_of(draft, rows, UnitNames()):
        words = "；".join(
            filter(None, ((row.piece["units"].get(part) or "") for part in ("lead", "responsible", "supporting")))
        )
        made.append(
            ProposedDuty(
                edition=edition, indicator=row.code, words=words.replace("\n", " ")[:400], material=row.piece.get("materials", ""),
                lead=duty.lead, supporting=[unit.pk for unit in duty.supporting],
            )
        )  # fmt: skip
    ProposedDuty.objects.bulk_create(made, batch_size=500)


@transaction.atomic
def drop(by: User, draft: ImportDraft) -> None:
    """Put a draft away. The file and what was confirmed stay."""
    require(may_keep_standards(by))
    ImportDraft.objects.filter(pk=draft.pk, dropped_at=None).update(dropped_at=timezone.now())
    note(by, "standards.drop_draft", draft)
