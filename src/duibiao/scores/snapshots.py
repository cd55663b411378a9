"""Fixing a result, having it approved, publishing it; and computing it again from what is kept.

Its one trick: nothing of a snapshot is trusted when it is computed again, only its inputs. If the bytes are the same, the
published score is what the edition, the facts and the frame say.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from django.db import transaction
from django.utils import timezone

from duibiao.audit.services import note
from duibiao.campaigns.models import Campaign
from duibiao.facts.queries import last_sequence
from duibiao.lib.spans import today
from duibiao.organisation.models import User
from duibiao.organisation.permissions import require
from duibiao.scores.choices import SnapshotState
from duibiao.scores.memory import FrameRows, document_bytes, fact_set, frame_now, frame_sha256, one_thread
from duibiao.scores.models import Question, Snapshot
from duibiao.scores.permissions import may_decide, may_publish, may_take_snapshots
from duibiao.standards.queries import standard_of
from duibiao_engine.facts.schema import FactSet
from duibiao_engine.scoring.plan import Plan
from duibiao_engine.scoring.run import score_plan
from duibiao_engine.standard.above import Period


class WrongStep(Exception):
    """The snapshot is at another step: it was decided or published meanwhile."""


@dataclass(frozen=True)
class Recomputed:
    """A snapshot computed again: its bytes, and whether they are the published ones."""

    content: bytes
    same_result: bool
    same_frame: bool

    @property
    def same(self) -> bool:
        return self.same_result and self.same_frame


def take_snapshot(by: User, campaign: Campaign, *, title: str) -> Snapshot:
    """Fix the result as of now."""
    require(may_take_snapshots(by))
    with transaction.atomic():
        sequence, frame = last_sequence(), frame_now(campaign)
        facts = fact_set(frame, sequence)
    plan = Plan(standard_of(campaign.edition), campaign.period, campaign.as_of_day(today()))
    frame_hash = frame_sha256(facts, frame)
    content = _fixed(_Inputs(campaign.edition.sha256, sequence, frame_hash, plan.period, plan.as_of_day, plan, facts))
    snapshot = Snapshot(
        campaign=campaign,
        title=title,
        edition=campaign.edition,
        sequence=sequence,
        since=campaign.since,
        until=campaign.until,
        as_of_day=plan.as_of_day,
        frame=frame.as_json(),
        frame_sha256=frame_hash,
        result=content,
        result_sha256=hashlib.sha256(content).hexdigest(),
        taken_by=by,
    )
    with transaction.atomic():
        snapshot.save()
        note(by, "scores.take_snapshot", snapshot, sequence=sequence, sha256=snapshot.result_sha256)
    return snapshot


@dataclass(frozen=True)
class _Inputs:
    """Everything that a result depends on, named by hashes and numbers, and the same as values."""

    edition: str
    sequence: int
    frame: str
    period: Period
    day: date
    plan: Plan = field(compare=False)
    facts: FactSet = field(compare=False)


@lru_cache(maxsize=2)
def _fixed(inputs: _Inputs) -> bytes:
    """Two results fixed at one moment are the same bytes. Computing one again (`recompute`) never looks here."""
    return _computed(inputs.plan, inputs.facts, inputs.sequence)


def _computed(plan: Plan, facts: FactSet, sequence: int) -> bytes:
    return document_bytes(score_plan(plan, facts, as_of=sequence, connection=one_thread()), plan.standard)


def recompute(snapshot: Snapshot) -> Recomputed:
    """Compute a snapshot again from its edition, the journal and its frame."""
    frame = FrameRows(**snapshot.frame)
    facts = fact_set(frame, snapshot.sequence)
    period = Period.model_validate({"from": snapshot.since, "to": snapshot.until})
    content = _computed(Plan(standard_of(snapshot.edition), period, snapshot.as_of_day), facts, snapshot.sequence)
    return Recomputed(
        content,
        same_result=content == bytes(snapshot.result) and hashlib.sha256(content).hexdigest() == snapshot.result_sha256,
        same_frame=frame_sha256(facts, frame) == snapshot.frame_sha256,
    )


@transaction.atomic
def decide(by: User, snapshot: Snapshot, *, approve: bool, words: str = "") -> Snapshot:
    """A leader approves a fixed result, or returns it with a reason. Deciding twice raises `WrongStep`."""
    require(may_decide(by, snapshot))
    state = SnapshotState.APPROVED if approve else SnapshotState.RETURNED
    changes = {"state": state, "decided_by": by, "decided_at": timezone.now(), "decision": words}
    if not Snapshot.objects.filter(pk=snapshot.pk, state=SnapshotState.TAKEN).update(**changes):
        raise WrongStep
    note(by, "scores.decide", snapshot, approved=approve)
    snapshot.refresh_from_db()
    return snapshot


@transaction.atomic
def ask(by: User, snapshot: Snapshot, *, words: str) -> Question:
    """A leader asks before deciding; the result goes on waiting. About one that was decided meanwhile: `WrongStep`."""
    require(may_decide(by, snapshot))
    if not Snapshot.objects.select_for_update().filter(pk=snapshot.pk, state=SnapshotState.TAKEN).exists():
        raise WrongStep
    question = Question.objects.create(snapshot=snapshot, words=words, by=by)
    note(by, "scores.ask", snapshot, question=question.pk)
    return question


@transaction.atomic
def publish(by: User, snapshot: Snapshot, *, visibility: str) -> Snapshot:
    """Publish an approved result to an audience. Publishing again may widen or narrow the audience."""
    require(may_publish(by, snapshot))
    changes = {"state": SnapshotState.PUBLISHED, "visibility": visibility}
    moment = snapshot.published_at or timezone.now()
    steps = [SnapshotState.APPROVED, SnapshotState.PUBLISHED]
    if not Snapshot.objects.filter(pk=snapshot.pk, state__in=steps).update(**changes, published_at=moment):
        raise WrongStep
    note(by, "scores.publish", snapshot, visibility=visibility)
    snapshot.refresh_from_db()
    return snapshot
