"""A draw of sites that nobody can steer and everybody can repeat.

Its one trick: chance is a hash. Every site has a ticket, SHA-256 of the seed with its code, and in each stratum the lowest
tickets are drawn; so the draw is the same on every machine and in every language, each site of a group is drawn with
probability taken ÷ there, and the sites that follow are the replacements, in an order that nobody chose.

Commit and reveal: the frame's hash and the commitment (hash of frame and seed) are published first, the seed at the end.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from hashlib import sha256
from itertools import groupby
from typing import Any

#: The spelling of the published record.
KIND = "duibiao-draw/1"


@dataclass(frozen=True)
class Entry:
    """A site that may be drawn. `fresh`: never visited. `units` answer for it: their own people do not inspect it."""

    site: str
    stratum: str
    fresh: bool = False
    units: tuple[str, ...] = ()


@dataclass(frozen=True)
class Inspector:
    """Somebody who goes out, and the units that this person belongs to."""

    name: str
    units: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """How many sites; at least how many of each stratum; the least share for the never visited; the share seen by two."""

    size: int
    minimum: int = 1
    fresh_percent: int = 0
    double_percent: int = 0


@dataclass(frozen=True)
class Frame:
    """All that is known before the draw. `beacon` names a public number that does not exist yet; empty: none is used."""

    entries: tuple[Entry, ...]
    plan: Plan
    inspectors: tuple[Inspector, ...] = ()
    beacon: str = ""

    @cached_property
    def text(self) -> str:
        """The one spelling that is hashed: JSON, sorted keys, no spaces, entries by code."""
        known = asdict(self)
        known["entries"] = sorted(known["entries"], key=lambda entry: entry["site"])
        known["inspectors"] = sorted(known["inspectors"], key=lambda one: one["name"])
        return json.dumps(known, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @property
    def sha256(self) -> str:
        return hashed(self.text)

    @classmethod
    def read(cls, text: str) -> Frame:
        """The frame of a published text. Raises KeyError, TypeError or ValueError when it is none."""
        known = json.loads(text)
        entries = tuple(Entry(**{**one, "units": tuple(one["units"])}) for one in known["entries"])
        people = tuple(Inspector(one["name"], tuple(one["units"])) for one in known["inspectors"])
        return cls(entries, Plan(**known["plan"]), people, known["beacon"])


@dataclass(frozen=True)
class Drawn:
    """A site that was drawn: with which probability, and who goes. `inspector` is empty where nobody may."""

    site: str
    stratum: str
    probability: float
    inspector: str
    second: str = ""


@dataclass(frozen=True)
class Draw:
    """The drawn sites in the order of their tickets, and by stratum those that would come next."""

    drawn: tuple[Drawn, ...]
    reserves: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def hashed(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def commitment(frame_sha256: str, seed: str) -> str:
    """What is published before the draw: it binds the seed to the frame and tells nothing of it."""
    return hashed(f"{frame_sha256}:{seed}")


def key_of(seed: str, beacon: str = "") -> str:
    """What tickets are made with: the secret seed and the public number that came later."""
    return hashed(f"{seed}:{beacon}")


def ticket(key: str, *words: str) -> str:
    return hashed("|".join((key, *words)))


def shares(sizes: Mapping[str, int], size: int, minimum: int) -> dict[str, int]:
    """How many of each stratum: first the minimum, then one by one to whom most is owed by size (Sainte-Laguë).

    A minimum that needs more than `size` wins; no stratum gives more than it has.
    """
    given = {name: min(minimum, there) for name, there in sizes.items()}
    while sum(given.values()) < min(size, sum(sizes.values())):
        open_ones = [name for name in sorted(sizes) if given[name] < sizes[name]]
        most = max(open_ones, key=lambda name: sizes[name] / (2 * given[name] + 1))
        given[most] += 1
    return given


def fresh_share(take: int, fresh: int, known: int, percent: int) -> int:
    """How many of a stratum's draws go to sites never visited: at least the percentage, at least their natural share."""
    natural = (2 * take * fresh + fresh + known) // (2 * (fresh + known))
    return max(min(fresh, max(-(-take * percent // 100), natural)), take - known)


@dataclass(frozen=True)
class Group:
    """Sites that have the same chance: a stratum's fresh ones, or its known ones."""

    stratum: str
    fresh: bool
    sites: tuple[str, ...]
    take: int

    @property
    def probability(self) -> float:
        return self.take / len(self.sites)


def groups_of(frame: Frame) -> list[Group]:
    """The design: which groups there are, and how many are taken of each. No chance in it."""
    by_stratum = groupby(sorted(frame.entries, key=lambda one: (one.stratum, one.site)), key=lambda one: one.stratum)
    strata = {name: list(entries) for name, entries in by_stratum}
    takes = shares({name: len(there) for name, there in strata.items()}, frame.plan.size, frame.plan.minimum)
    groups = []
    for name, there in strata.items():
        fresh = tuple(one.site for one in there if one.fresh)
        known = tuple(one.site for one in there if not one.fresh)
        take = fresh_share(takes[name], len(fresh), len(known), frame.plan.fresh_percent)
        parts = ((True, fresh, take), (False, known, takes[name] - take))
        groups += [Group(name, is_fresh, sites, n) for is_fresh, sites, n in parts if sites]
    return groups


def probabilities(frame: Frame) -> dict[str, float]:
    """The chance of every site, as it can be declared before the draw."""
    return {site: group.probability for group in groups_of(frame) for site in group.sites}


def in_order(group: Group, key: str) -> list[str]:
    """A group's sites by their tickets: the first `take` are drawn."""
    return sorted(group.sites, key=lambda site: ticket(key, site))


def draw(frame: Frame, seed: str, beacon: str = "") -> Draw:
    """Draw sites, and send inspectors to them. The same arguments give the same answer for ever."""
    key = key_of(seed, beacon)
    chances: dict[str, float] = {}
    taken: list[tuple[str, str]] = []
    reserves: dict[str, tuple[str, ...]] = {}
    for group in groups_of(frame):
        ranked = in_order(group, key)
        taken += [(site, group.stratum) for site in ranked[: group.take]]
        chances |= dict.fromkeys(ranked[: group.take], group.probability)
        reserves[group.stratum] = reserves.get(group.stratum, ()) + tuple(ranked[group.take :])
    taken.sort(key=lambda one: ticket(key, one[0]))
    sent = _send(frame, [site for site, _stratum in taken], key)
    rows = tuple(Drawn(site, stratum, chances[site], *sent[site]) for site, stratum in taken)
    return Draw(rows, {name: sites for name, sites in reserves.items() if sites})


def _send(frame: Frame, sites: Sequence[str], key: str) -> dict[str, tuple[str, str]]:
    """Who goes where: whoever may and has least to do; who is seen by a second pair of eyes is by ticket too."""
    units = {entry.site: frozenset(entry.units) for entry in frame.entries}
    load = {one.name: 0 for one in frame.inspectors}
    twice = -(-len(sites) * frame.plan.double_percent // 100)
    seen_twice = set(sorted(sites, key=lambda site: ticket(key, "twice", site))[:twice])
    sent = {}
    for site in sites:
        may = [one.name for one in frame.inspectors if units[site].isdisjoint(one.units)]
        first = _least_loaded(may, load, key, site)
        others = [name for name in may if name != first] if site in seen_twice else []
        sent[site] = first, _least_loaded(others, load, key, site)
    return sent


def _least_loaded(may: Iterable[str], load: dict[str, int], key: str, site: str) -> str:
    chosen = min(may, key=lambda name: (load[name], ticket(key, "who", site, name)), default="")
    if chosen:
        load[chosen] += 1
    return chosen


def record(frame: Frame, seed: str, beacon: str, made: Draw) -> dict[str, Any]:
    """What is published at the end: enough to draw again."""
    return {
        "kind": KIND,
        "frame": frame.text,
        "frame_sha256": frame.sha256,
        "commitment": commitment(frame.sha256, seed),
        "seed": seed,
        "beacon": beacon,
        "drawn": [asdict(one) for one in made.drawn],
        "reserves": {name: list(sites) for name, sites in made.reserves.items()},
    }


def draw_again(published: Mapping[str, Any]) -> list[str]:
    """Draw once more from a published record; what does not agree, in words. Empty: all of it agrees."""
    if published.get("kind") != KIND:
        return ["这不是抽样记录：缺少 kind，或版本不同"]
    frame_hash = hashed(published["frame"])
    said = []
    if frame_hash != published["frame_sha256"]:
        said.append("抽样框与事先公布的指纹不符")
    if commitment(frame_hash, published["seed"]) != published["commitment"]:
        said.append("种子与事先公布的指纹不符")
    again = draw(Frame.read(published["frame"]), published["seed"], published["beacon"])
    if [asdict(one) for one in again.drawn] != list(published["drawn"]):
        said.append("重抽的点位或分派与公布的不同")
    if {name: list(sites) for name, sites in again.reserves.items()} != dict(published["reserves"]):
        said.append("重抽的替换名单与公布的不同")
    return said
