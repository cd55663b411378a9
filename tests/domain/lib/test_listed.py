"""Lists of rows in memory behave as lists of the database do: filtered, sorted, paged by key, exported as seen."""

from dataclasses import dataclass

from django.http import QueryDict

from duibiao.lib.tables import Column, Listed, Pick


@dataclass(frozen=True)
class Thing:
    name: str
    points: float | None


THINGS = [Thing("丙", 3.0), Thing("甲", None), Thing("乙", 1.0), Thing("丁", 2.0)]


def listed(address: str, size: int = 50) -> Listed[Thing]:
    columns = [
        Column[Thing]("name", "名", lambda one: one.name),
        Column[Thing]("points", "分", lambda one: one.points, sort="points"),
    ]
    filters = [
        Pick[Thing](
            "has", "有分", lambda one, yes: (one.points is not None) == (yes == "yes"), [("yes", "有"), ("no", "无")]
        )
    ]
    return Listed(QueryDict(address), THINGS, columns, filters, lambda one: one.name, size)


def names(found: Listed[Thing]) -> str:
    return "".join(one.name for one in found.rows)


def test_rows_stand_as_given_until_a_column_sorts_them_and_those_without_a_value_stand_last() -> None:
    assert [names(listed(address)) for address in ("", "sort=points", "sort=-points", "sort=nonsense")] == [
        "丙甲乙丁",
        "乙丁丙甲",
        "丙丁乙甲",
        "丙甲乙丁",
    ]


def test_a_page_goes_on_after_the_row_that_the_address_names_and_every_row_is_seen_once() -> None:
    first = listed("sort=points", size=3)
    second = listed(f"sort=points&after={first.next}", size=3)
    assert (names(first), names(second), second.next, second.is_first) == ("乙丁丙", "甲", "", False)
    assert names(listed("after=made-up")) == "丙甲乙丁"


def test_a_filter_of_ours_narrows_and_another_is_as_if_it_were_not_there() -> None:
    found = listed("has=yes")
    assert (names(found), found.count(), len(list(found.each())), found.chips[0].words) == ("丙乙丁", 3, 3, "有")
    assert not listed("has=perhaps").is_filtered
