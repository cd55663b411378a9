"""A draw that nobody can steer and everybody can repeat: its chances, its minimum, who may not go, and its record."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from duibiao_engine import sampling
from duibiao_engine.cli import main
from duibiao_engine.sampling import Entry, Frame, Inspector, Plan, draw, draw_again, groups_of, in_order, key_of, record

SIZES = {"主干道": 24, "农贸市场": 5, "公共厕所": 13}
FRAME = Frame(
    tuple(
        Entry(f"{stratum[0]}{n:02}", stratum, fresh=n % 3 == 0, units=(f"T{n % 4}",))
        for stratum, size in SIZES.items()
        for n in range(size)
    ),
    Plan(size=14, minimum=2, fresh_percent=40, double_percent=20),
    (Inspector("7"), Inspector("8", ("T1",)), Inspector("9", ("T2", "T3"))),
)


def chi_square_limit(freedom: int) -> float:
    """The value that chance passes once in ten thousand (Wilson and Hilferty)."""
    part = 2 / (9 * freedom)
    return float(freedom * (1 - part + 3.719 * part**0.5) ** 3)


def test_ten_thousand_draws_match_the_declared_probabilities() -> None:
    draws, counted = 10_000, Counter[str]()
    groups = groups_of(FRAME)
    for n in range(draws):
        key = key_of(str(n))
        for group in groups:
            counted.update(in_order(group, key)[: group.take])
    declared = sampling.probabilities(FRAME)
    for group in groups:
        p, there = group.probability, len(group.sites)
        if p in (0, 1):
            assert {counted[site] for site in group.sites} == {int(p) * draws}
            continue
        spread = sum((counted[site] - draws * declared[site]) ** 2 for site in group.sites) / (draws * p * (1 - p))
        assert spread * (there - 1) / there < chi_square_limit(there - 1), group.stratum


def test_a_stored_draw_repeats_to_the_letter() -> None:
    """Written down once; another machine, another Python, another year must give the same."""
    made = draw(FRAME, "5e" * 32, "03 11 18 22 27 31 + 09")
    assert (
        sampling.hashed(json.dumps(record(FRAME, "5e" * 32, "03 11 18 22 27 31 + 09", made), sort_keys=True)) == STORED
    )
    assert draw(Frame.read(FRAME.text), "5e" * 32, "03 11 18 22 27 31 + 09") == made


STORED = "432be514df8fd49cbb79edd9afbe97f8f5f9c4e618e0fdac137e8f2814779ab5"


def test_nobody_inspects_the_unit_that_they_belong_to_and_the_load_is_even() -> None:
    made = draw(FRAME, "a")
    units = {entry.site: set(entry.units) for entry in FRAME.entries}
    people = {one.name: set(one.units) for one in FRAME.inspectors}
    for one in made.drawn:
        for name in filter(None, (one.inspector, one.second)):
            assert not units[one.site] & people[name]
        assert one.inspector != one.second
    load = Counter(one.inspector for one in made.drawn)
    assert max(load.values()) - min(load.values()) <= 3
    assert sum(bool(one.second) for one in made.drawn) == 3


def test_where_nobody_may_go_the_site_stays_drawn_and_is_said() -> None:
    frame = Frame((Entry("a", "s", units=("T1",)),), Plan(1), (Inspector("8", ("T1",)),))
    assert [one.inspector for one in draw(frame, "a").drawn] == [""]


def test_every_stratum_has_its_minimum_and_the_never_visited_their_share() -> None:
    made = draw(FRAME, "b")
    by_stratum = Counter(one.stratum for one in made.drawn)
    assert by_stratum["农贸市场"] == 2
    assert sum(by_stratum.values()) == 14
    fresh = {entry.site for entry in FRAME.entries if entry.fresh}
    for stratum, n in by_stratum.items():
        assert sum(one.site in fresh for one in made.drawn if one.stratum == stratum) >= min(-(-n * 40 // 100), 2)


@given(
    st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.integers(1, 40), min_size=1, max_size=8),
    st.integers(0, 120),
    st.integers(0, 6),
)
def test_shares_keep_size_and_minimum(sizes: dict[str, int], size: int, minimum: int) -> None:
    given_out = sampling.shares(sizes, size, minimum)
    assert all(min(minimum, sizes[name]) <= n <= sizes[name] for name, n in given_out.items())
    least = sum(min(minimum, n) for n in sizes.values())
    assert sum(given_out.values()) == max(least, min(size, sum(sizes.values())))


def test_the_drawn_and_the_reserves_are_the_whole_frame_once() -> None:
    made = draw(FRAME, "c")
    reserved = [site for sites in made.reserves.values() for site in sites]
    assert sorted([one.site for one in made.drawn] + reserved) == sorted(entry.site for entry in FRAME.entries)


def test_a_change_of_frame_seed_or_result_is_found() -> None:
    made = draw(FRAME, "d", "7")
    published = json.loads(json.dumps(record(FRAME, "d", "7", made)))
    assert draw_again(published) == []
    other = replace(FRAME, plan=replace(FRAME.plan, size=13))
    assert len(draw_again({**published, "frame": other.text})) >= 2
    assert "种子" in draw_again({**published, "seed": "e"})[0]
    assert "点位" in draw_again({**published, "drawn": published["drawn"][1:]})[0]


def test_the_command_draws_again(tmp_path: Path) -> None:
    made = draw(FRAME, "d")
    file = tmp_path / "record.json"
    file.write_text(json.dumps(record(FRAME, "d", "", made)), encoding="utf-8")
    done = CliRunner().invoke(main, ["draw-again", str(file)])
    assert done.exit_code == 0, done.output
    assert "一致" in done.output
    file.write_text(json.dumps({**record(FRAME, "d", "", made), "seed": "x"}), encoding="utf-8")
    assert CliRunner().invoke(main, ["draw-again", str(file)]).exit_code == 1
    file.write_text("{}", encoding="utf-8")
    assert CliRunner().invoke(main, ["draw-again", str(file)]).exit_code == 1
    file.write_text("[]", encoding="utf-8")
    assert CliRunner().invoke(main, ["draw-again", str(file)]).exit_code == 2
