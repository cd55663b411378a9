"""Rounds: planned, committed, drawn, closed. The frame is written down before the draw, the seed is shown after the round.

Its one trick: the draw itself is the engine's; here is only what it draws from and what becomes of it.
"""

import json
import secrets
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from duibiao.audit.services import note
from duibiao.campaigns.models import Campaign
from duibiao.inspections import telling
from duibiao.inspections.choices import AssignmentState, ReplaceReason, RoundKind, RoundState
from duibiao.inspections.models import Assignment, Reading, Reserve, Round, RoundInspector, Visit
from duibiao.inspections.permissions import may_inspect, may_run_rounds
from duibiao.lib import versions
from duibiao.lib.spans import current
from duibiao.organisation.models import Post, User
from duibiao.organisation.permissions import require
from duibiao.places.models import Site, SiteType
from duibiao.places.site_queries import open_sites
from duibiao_engine.routes import route
from duibiao_engine.sampling import Draw, Entry, Frame, Inspector, Plan, commitment, draw, record


class WrongState(Exception):
    """The round is not where this act can be done."""


class NothingToDraw(Exception):
    """No site of the chosen types, or nobody to send."""


class NoReserve(Exception):
    """The stratum has no site left that could take the place."""


@transaction.atomic
def plan_round(
    by: User, *, campaign: Campaign, types: Iterable[SiteType], inspectors: Iterable[User],
    listed: Iterable[Site] = (), **fields: Any,
) -> Round:  # fmt: skip
    """A round as it is meant. A carpet takes every site; a self-check counts nothing; `listed`: it draws from these alone."""
    require(may_run_rounds(by))
    if fields.get("kind") == RoundKind.SELF_CHECK:
        fields["counts"] = False
    made = Round.objects.create(campaign=campaign, made_by=by, **fields)
    made.types.set(types)
    made.listed.set(listed)
    RoundInspector.objects.bulk_create(RoundInspector(round=made, user=user) for user in inspectors)
    note(by, "inspections.plan_round", made, kind=made.kind)
    return made


@transaction.atomic
def plan_rounds(by: User, *, slots: Sequence[tuple[time, time]] = (), title: str, **fields: Any) -> list[Round]:
    """One round, or one for each time of day in which the same spots are observed (定点定时)."""
    if not slots:
        return [plan_round(by, title=title, **fields)]
    made = []
    for since, until in slots:
        named = f"{title[:65]} {since:%H:%M}–{until:%H:%M}"
        made.append(plan_round(by, title=named, slot_since=since, slot_until=until, **fields))
    return made


def frame_of(round: Round) -> Frame:
    """What is drawn from: the round's open sites, who was there before, who may not go where."""
    sites = list(sites_of(round).select_related("type", "unit").order_by("code"))
    seen = set(Visit.objects.filter(site__in=sites).values_list("site_id", flat=True))
    lineages = {site.pk: _lineage(site.unit.path) for site in sites}
    entries = tuple(Entry(site.code, site.type.name, site.pk not in seen, lineages[site.pk]) for site in sites)
    size = len(sites) if round.kind == RoundKind.CARPET else round.size
    plan = Plan(size, round.minimum, round.fresh_percent, round.double_percent)
    return Frame(entries, plan, tuple(_inspectors(round)), round.beacon_words)


def sites_of(round: Round) -> QuerySet[Site]:
    """The open sites that a round is about: those of its list, or all of its types."""
    found = open_sites(list(round.types.all()) or None)
    listed = round.listed.values("pk")
    return found.filter(pk__in=listed) if listed.exists() else found


def _lineage(path: str) -> tuple[str, ...]:
    """The numbers of a unit and of all above it except the county: whose people do not inspect here."""
    return tuple(str(int(part)) for part in path.strip("/").split("/")[1:])


def _inspectors(round: Round) -> list[Inspector]:
    people = list(round.inspectors.select_related("user"))
    posts = Post.objects.filter(current(), person__user__in=[one.user_id for one in people])
    own: dict[int, set[str]] = defaultdict(set)
    for post in posts.select_related("unit", "person__user"):
        own[post.person.user.pk].update(_lineage(post.unit.path)[-1:])
    return [Inspector(str(one.user_id), tuple(sorted(own[one.user_id]))) for one in people]


@transaction.atomic
def commit_round(by: User, round: Round, *, version: int) -> Round:
    """Write down the frame and a secret seed, and publish the hashes of both. From here nothing of it can change."""
    require(may_run_rounds(by))
    if round.state != RoundState.PLANNED:
        raise WrongState(round)
    frame = frame_of(round)
    if not frame.entries or not frame.inspectors:
        raise NothingToDraw(round)
    seed = secrets.token_hex(32)
    versions.save(
        round, version=version, state=RoundState.COMMITTED, frame=frame.text, frame_sha256=frame.sha256, seed=seed,
        commitment=commitment(frame.sha256, seed), committed_at=timezone.now(),
    )  # fmt: skip
    note(by, "inspections.commit_round", round, sha256=round.frame_sha256[:12])
    return round


@transaction.atomic
def draw_round(by: User, round: Round, *, version: int, beacon: str = "") -> Round:
    """Make the draw that was committed to, send inspectors, lay their ways. `beacon`: the public number that was announced."""
    require(may_run_rounds(by))
    if round.state != RoundState.COMMITTED or bool(round.beacon_words) != bool(beacon):
        raise WrongState(round)
    made = draw(Frame.read(round.frame), round.seed, beacon)
    sites = {site.code: site for site in Site.objects.filter(code__in=_codes(made))}
    people = {str(one.user_id): one.user for one in round.inspectors.select_related("user")}
    _assign(round, made, sites, people)
    Reserve.objects.bulk_create(
        Reserve(round=round, site=sites[code], stratum=stratum, position=n)
        for stratum, codes in made.reserves.items()
        for n, code in enumerate(codes)
    )
    lay_ways(round)
    versions.save(round, version=version, state=RoundState.RUNNING, beacon=beacon, drawn_at=timezone.now())
    telling.drawn(round)
    note(by, "inspections.draw_round", round, added=len(made.drawn))
    return round


def _codes(made: Draw) -> set[str]:
    return {one.site for one in made.drawn} | {code for codes in made.reserves.values() for code in codes}


def _assign(round: Round, made: Draw, sites: dict[str, Site], people: dict[str, User]) -> None:
    rows = []
    for one in made.drawn:
        common = {"round": round, "site": sites[one.site], "stratum": one.stratum, "probability": one.probability}
        if one.inspector:
            rows.append(Assignment(inspector=people[one.inspector], **common))
        if one.second:
            rows.append(Assignment(inspector=people[one.second], second=True, **common))
    Assignment.objects.bulk_create(rows)


def lay_ways(round: Round) -> None:
    """Days and orders: each inspector's sites along one way, cut into days. Sites without a place come last."""
    waiting = round.assignments.filter(state=AssignmentState.WAITING).select_related("site").order_by("id")
    by_inspector: dict[int, list[Assignment]] = defaultdict(list)
    for one in waiting:
        by_inspector[one.inspector_id].append(one)
    for mine in by_inspector.values():
        for n, one in enumerate(_along_a_way(mine)):
            one.day, one.position = min(round.since + timedelta(n // round.per_day), round.until), n + 1
        Assignment.objects.bulk_update(mine, ["day", "position"])


def _along_a_way(mine: Sequence[Assignment]) -> list[Assignment]:
    placed = [one for one in mine if one.site.is_placed]
    points = [(one.site.latitude or 0.0, one.site.longitude or 0.0) for one in placed]
    start = min(range(len(points)), key=lambda i: points[i], default=0)
    return [placed[i] for i in route(points, start)] + [one for one in mine if not one.site.is_placed]


@transaction.atomic
def replace(by: User, assignment: Assignment, *, reason: str, words: str = "") -> Assignment:
    """The next of the stratum takes the place. Who replaces gives a reason and does not choose."""
    require(may_run_rounds(by) or (may_inspect(by) and assignment.inspector_id == by.pk))
    held = Assignment.objects.select_for_update().select_related("round").get(pk=assignment.pk)
    if held.state != AssignmentState.WAITING or held.round.state != RoundState.RUNNING:
        raise WrongState(held)
    next_one = held.round.reserves.select_for_update().filter(stratum=held.stratum, used=False).first()
    if next_one is None:
        raise NoReserve(held)
    Reserve.objects.filter(pk=next_one.pk).update(used=True)
    Assignment.objects.filter(pk=held.pk).update(
        state=AssignmentState.REPLACED, reason=ReplaceReason(reason), words=words
    )
    taken = Assignment.objects.create(
        round=held.round, site=next_one.site, inspector=held.inspector, stratum=held.stratum,
        probability=held.probability, day=held.day, position=held.position, second=held.second, replaces=held,
    )  # fmt: skip
    if by.pk != taken.inspector_id:
        telling.replaced(taken)
    note(by, "inspections.replace_site", taken, reason=reason)
    return taken


@transaction.atomic
def reassign(by: User, assignment: Assignment, *, inspector: User) -> None:
    """Somebody else goes. A visit that comes in from the first all the same is kept, with a remark."""
    require(may_run_rounds(by))
    held = (
        Assignment.objects.select_for_update(of=("self",))
        .select_related("round", "site", "inspector")
        .get(pk=assignment.pk)
    )
    if held.state != AssignmentState.WAITING or held.inspector_id == inspector.pk:
        return
    before, held.inspector = held.inspector, inspector
    RoundInspector.objects.get_or_create(round=held.round, user=inspector)
    held.save(update_fields=["inspector"])
    telling.reassigned(held, before, inspector, at=timezone.now().isoformat(timespec="seconds"))
    note(by, "inspections.reassign", held.round, assignment=held.pk)


@transaction.atomic
def close_round(by: User, round: Round, *, version: int) -> Round:
    """The round is done: the seed is shown, and what a mystery round found becomes facts now."""
    require(may_run_rounds(by))
    if round.state != RoundState.RUNNING:
        raise WrongState(round)
    from duibiao.inspections.recording import post_waiting

    round.assignments.filter(state=AssignmentState.WAITING).update(state=AssignmentState.DROPPED)
    versions.save(round, version=version, state=RoundState.DONE, done_at=timezone.now())
    posted = post_waiting(by, round)
    note(by, "inspections.close_round", round, added=posted)
    return round


@transaction.atomic
def void_round(by: User, round: Round, *, version: int) -> Round:
    """Not this one. A round with visits cannot be undone any more."""
    require(may_run_rounds(by))
    if round.state == RoundState.DONE or round.visits.exists():
        raise WrongState(round)
    versions.save(round, version=version, state=RoundState.VOID)
    note(by, "inspections.void_round", round)
    return round


def published(round: Round) -> dict[str, Any]:
    """The record with which anybody draws again. Before the round is done it holds hashes only."""
    if round.state != RoundState.DONE or not round.drawn_at:
        return {"kind": "duibiao-commitment/1", "frame_sha256": round.frame_sha256, "commitment": round.commitment}
    frame = Frame.read(round.frame)
    return record(frame, round.seed, round.beacon, draw(frame, round.seed, round.beacon))


def as_json(round: Round) -> bytes:
    return json.dumps(published(round), ensure_ascii=False, indent=1).encode()


def note_reading(by: User, round: Round) -> None:
    """Somebody looked at a secret round: written down, and the office can see who."""
    if round.is_secret:
        Reading.objects.create(round=round, by=by)
        note(by, "inspections.read_secret", round)


def days_of(round: Round) -> list[date]:
    return [round.since + timedelta(n) for n in range((round.until - round.since).days + 1)]
