"""A standard examined before it is used: weights, measures without facts, rules that only judge; and a rule tried out."""

from typing import Any

import pytest
from django.test import Client

from duibiao.facts.models import Fact
from duibiao.scores.soundness import examine
from duibiao.scores.trying import Sample, try_out
from duibiao.standards.models import Edition
from duibiao.standards.queries import standard_of
from duibiao_engine.standard.reader import read_text
from tests import scoring
from tests.cast import Cast


@pytest.fixture
def small(cast: Cast) -> Edition:
    return scoring.edition(cast.lin)


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_what_has_no_fact_cannot_be_measured_and_is_named(lin: Client, cast: Cast) -> None:
    campaign = scoring.campaign(cast)
    edition = campaign.edition
    assert len(examine(edition).unfed) == 6
    scoring.fact(cast.lin, "meetings", cast.unit_a, value=2)
    found = examine(edition)
    assert "1.1" not in {one.code for one in found.unfed}
    assert {one.measure.code for one in found.sources if one.facts} == {"meetings"}
    page = text(lin, f"/office/standards/{edition.pk}/check/")
    assert "<b>7</b> 个计量项县里还没有一条数据，<b>5</b> 项指标因此测不了" in page
    assert "一级指标合计 20 分，标准满分 20 分" in page


def test_weights_and_kinds_are_told(small: Edition) -> None:
    found = examine(small)
    assert [(one.code, one.percent, one.agrees) for one in found.firsts] == [
        ("1", 50, True),
        ("2", 50, True),
        ("J", 0, True),
    ]
    assert [(one.kind, one.leaves, one.points) for one in found.kinds] == [("township", 6, 20), ("department", 6, 20)]
    assert {one.measure.code for one in found.vague} == {"forged", "criticised"}


def test_an_indicator_that_only_a_person_judges_is_named(cast: Cast) -> None:
    judged = scoring.TEXT.replace(
        "- deduct: {points: 2, when: no_group}", "- earn: {grade: {measure: look, points: {甲: 5, 乙: 0}}}"
    )
    judged = judged.replace(
        "  no_group: {name: 未成立领导小组, name_en: No leading group, kind: flag}",
        "  look: {name: 评判, kind: grade, grades: [甲, 乙]}",
    )
    standard, problems = read_text(judged)
    if standard is None:
        pytest.fail(str(problems[:2]))
    made = scoring.edition(cast.lin, judged)
    assert [one.code for one in examine(made).judged] == ["1.2"]


@pytest.mark.parametrize(
    ("code", "samples", "points"),
    [
        ("1.1", [Sample("meetings", value=1)], 3.0),
        ("1.2", [Sample("no_group", value=1)], 3.0),
        ("2.1", [Sample("court", value=9, out_of=10)], 3.5),
        ("2.2", [Sample("complaints", value=3)], 2.5),
        ("2.3", [Sample("satisfaction", value=80, out_of=100)], 2.0),
        ("J.1", [Sample("honours", value=5)], 2.0),
    ],
)
def test_a_rule_gives_what_the_engine_would(small: Edition, code: str, samples: list[Sample], points: float) -> None:
    assert try_out(standard_of(small), code, samples).node.points == pytest.approx(points)


def test_a_try_out_explains_and_records_nothing(lin: Client, small: Edition) -> None:
    address = f"/office/standards/{small.pk}/try/2.1/"
    assert "什么也不记录" in text(lin, address)
    page = text(lin, f"{address}?try=1&court=9&court-of=10")
    assert "照这样得 <b>3.5</b> 分（满分 4）" in page
    assert "−0.5 分" in page
    assert "还有没填的" in text(lin, f"{address}?try=1")
    assert "比率要有总数" in text(lin, f"{address}?try=1&court=9&court-of=0")
    assert not Fact.objects.exists()


@pytest.mark.parametrize("asked", ["try/9.9/", "try/1/"])
def test_an_indicator_without_a_rule_has_no_page(lin: Client, small: Edition, asked: str) -> None:
    assert lin.get(f"/office/standards/{small.pk}/{asked}").status_code == 404


def test_the_examination_costs_the_same_whatever_the_journal_holds(
    lin: Client, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    campaign = scoring.lived(cast)
    text(lin, f"/office/standards/{campaign.edition_id}/check/")
    with django_assert_max_num_queries(6):  # session, account, roles, edition, bindings, journal
        text(lin, f"/office/standards/{campaign.edition_id}/check/")
