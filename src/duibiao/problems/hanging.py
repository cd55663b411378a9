"""Everything that hangs on one problem, in one statement: parts, helpers, extensions, looks, cards, papers, what headquarters decided.

Its one trick: the database hands each of them over as a list of JSON objects beside the problem's row, so the page of a problem costs
the same whether three or thirteen kinds of thing happened to it. Names that end in _on, _at or until come back as days and moments.
"""

from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from duibiao.problems.choices import (
    LIVE,
    CardKind,
    CardState,
    CheckOutcome,
    Ground,
    LookOutcome,
    PaperKind,
    PaperState,
    Source,
)
from duibiao.problems.models import (
    Card,
    Consultation,
    Document,
    Escalation,
    Extension,
    Finding,
    LookBack,
    Problem,
    Return,
    SimilarCheck,
    Supporter,
)

Rows = list[Any]
#: Another problem, in a line.
_SHORT = {"pk": "pk", "number": "number", "words": "words", "unit": "unit__name"}
#: Words for a value of a closed list, by kind of thing and name.
_WORDS: dict[tuple[str, str], Any] = {
    ("cards", "kind"): CardKind,
    ("cards", "state"): CardState,
    ("cards", "withdrawn_for"): Ground,
    ("papers", "kind"): PaperKind,
    ("papers", "state"): PaperState,
    ("looks", "outcome"): LookOutcome,
    ("similar", "outcome"): CheckOutcome,
    ("findings", "source"): Source,
}


def _of(found: QuerySet[Any], field: str = "problem", /, **names: str) -> ArraySubquery:
    """The rows of `found` about the outer problem, as JSON objects: name in the page → field."""
    fields: dict[str, Any] = {name: F(way) for name, way in names.items()}
    return ArraySubquery(found.filter(**{field: OuterRef("pk")}).values(row=JSONObject(**fields)))


def _same(*names: str) -> dict[str, str]:
    return {name: name for name in names}


def _asked() -> dict[str, ArraySubquery]:
    return {
        "parts_": _of(Problem.objects.order_by("pk"), "parent", **_SHORT),
        "merged_": _of(Problem.objects.order_by("pk"), "merged_into", **_SHORT),
        "supporters_": _of(Supporter.objects.order_by("pk"), unit="unit__name"),
        "similar_": _of(SimilarCheck.objects.order_by("due_on", "pk"), site="site__name", unit="unit__name", found_id="found",
                        found="found__number", outcome="outcome"),
        "looks_": _of(LookBack.objects.order_by("due_on", "pk"), **_same("pk", "due_on", "outcome", "words")),
        "extensions_": _of(Extension.objects.order_by("pk"), **_same("pk", "round", "until", "reason", "granted", "answer"), by_id="by"),
        "returns_": _of(Return.objects.order_by("number"), **_same("number", "grounds", "at", "answer", "answered_at"), unit="unit__name",
                        proposes="proposes__name", rule_words="rule__words", rule_grounds="rule__grounds"),
        "findings_": _of(Finding.objects.order_by("pk"), **_same("source", "relapse", "words", "found_at")),
        "cards_": _of(Card.objects.order_by("-pk"), **_same("pk", "round", "kind", "state", "basis", "count", "reason", "grounds", "answer", "at",
                      "decided_at", "appealed_at", "withdrawn_for", "withdrawn_why", "withdrawn_at"), unit="unit__name", unit_id="unit", by_id="by",
                      appealed_by_id="appealed_by"),
        "papers_": _of(Document.objects.order_by("-pk"), **_same("pk", "kind", "state", "number", "at", "signed_at", "reason"), unit_id="unit", by_id="by"),
        "consultations_": _of(Consultation.objects.order_by("-pk"), **_same("held_on", "present", "decision", "due_on", "followed", "done_on")),
        "reminders_": _of(Escalation.objects.order_by("pk"), level="level", day_on="day"),
    }  # fmt: skip


def nearby_same(problem: Problem) -> QuerySet[Problem] | None:
    """What may be the same: of its kind and still open, at the same site, or within a hundred metres of it. None: nothing can be."""
    place = Q(site=problem.site_id) if problem.site_id is not None else Q()
    if problem.latitude is not None and problem.longitude is not None:
        near = 0.001
        place |= Q(latitude__range=(problem.latitude - near, problem.latitude + near),
                   longitude__range=(problem.longitude - near, problem.longitude + near))  # fmt: skip
    if not place or problem.status not in LIVE:
        return None
    found = Problem.objects.filter(place, kind=problem.kind_id, status__in=LIVE).exclude(pk=problem.pk)
    return found.order_by("-pk")


def hanging(problem: Problem) -> SimpleNamespace:
    """What hangs on the problem, by name; read once for each instance."""
    held = getattr(problem, "_hanging", None)
    if held is None:
        asked, same = _asked(), nearby_same(problem)
        if same is not None:
            asked["same_"] = ArraySubquery(same.values(row=JSONObject(**_SHORT))[:6])
        row: dict[str, Any] = dict(Problem.objects.filter(pk=problem.pk).values(**asked).get())
        held = SimpleNamespace(**{name[:-1]: [_thing(name[:-1], one) for one in rows] for name, rows in row.items()})
        held.same = getattr(held, "same", [])
        problem._hanging = held  # type: ignore[attr-defined]
    return held


def _thing(kind: str, row: dict[str, Any]) -> SimpleNamespace:
    """One row with its moments and days as such, and `…_words` for values of closed lists."""
    read = {name: _read(name, value) for name, value in row.items()}
    said = {
        f"{name}_words": _WORDS[kind, name](value).label
        for name, value in row.items()
        if value and (kind, name) in _WORDS
    }
    return SimpleNamespace(**read, **said)


def _read(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if name == "until" or name.endswith("_on"):
        return date.fromisoformat(value)
    return datetime.fromisoformat(value) if name == "at" or name.endswith("_at") else value


# ── what follows from it ──────────────────────────────────────────────────────────────────────────


def proposed_card(problem: Problem) -> SimpleNamespace | None:
    """The card that a rule proposes and nobody has decided on."""
    return next((one for one in hanging(problem).cards if one.state == CardState.PROPOSED), None)


def standing_cards(problem: Problem) -> Rows:
    """The cards that count, the heaviest last."""
    return [one for one in reversed(hanging(problem).cards) if one.state == CardState.ISSUED]


def appealed_cards(problem: Problem) -> Rows:
    """Cards with an appeal that waits for an answer."""
    return [one for one in standing_cards(problem) if one.appealed_at is not None and not one.answer]


def drafts(problem: Problem) -> Rows:
    return [one for one in hanging(problem).papers if one.state == PaperState.DRAFT]


def open_decision(problem: Problem) -> SimpleNamespace | None:
    """The latest decision of headquarters, where it is not carried out."""
    last = next(iter(hanging(problem).consultations), None)
    return last if last is not None and last.done_on is None else None


def asked_extensions(problem: Problem) -> Rows:
    return [one for one in hanging(problem).extensions if one.granted is None]


def waiting_looks(problem: Problem) -> Rows:
    return [one for one in hanging(problem).looks if one.outcome == LookOutcome.WAITING]
