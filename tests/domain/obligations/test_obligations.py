"""What every unit must do: laid down, handed in with evidence, looked at; accepted, it is a fact and the score moves."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from duibiao.audit.models import Line
from duibiao.facts.models import Fact
from duibiao.lib.spans import today
from duibiao.notices.models import Notice
from duibiao.obligations import queries, services
from duibiao.obligations.choices import State
from duibiao.obligations.models import Fulfilment
from duibiao.organisation.choices import UnitKind
from duibiao.scores.services import follow
from duibiao.scores.working_out import work_out
from duibiao.standards.models import Measure
from tests import dutying, makers, obliging
from tests.cast import Cast


def test_an_accepted_fulfilment_becomes_one_fact_and_moves_the_score(cast: Cast) -> None:
    campaign = dutying.campaign(cast)
    meetings = Measure.objects.get(pk="meetings")
    asked = obliging.laid_down(cast, campaign, measure=meetings)
    work_out(campaign)
    done = obliging.fulfilled(cast, asked)
    assert not Fact.objects.exists()
    moved = follow(services.accept(cast.lin, done))
    fact = Fact.objects.get()
    assert (fact.measure, fact.unit, fact.value, fact.reference) == (
        meetings,
        cast.unit_a,
        1.0,
        f"fulfilment:{done.pk}",
    )
    assert fact.at.date() == done.done_on
    assert [(one.unit, one.total != one.total_was) for one in moved] == [("SFJ", True)]
    assert services.accept(cast.lin, done) == []
    done.refresh_from_db()
    assert (Fact.objects.count(), done.fact, done.looked_by) == (1, fact.pk, cast.lin)


def test_only_a_measure_of_times_can_be_counted(cast: Cast) -> None:
    campaign = dutying.campaign(cast)
    with pytest.raises(services.Refused, match="不是计次数的") as refused:
        obliging.laid_down(cast, campaign, measure=Measure.objects.get(pk="court"))
    assert refused.value.field == "measure"


def test_sent_twice_is_once_and_the_same_day_twice_is_refused(cast: Cast) -> None:
    asked = obliging.laid_down(cast)
    first = obliging.fulfilled(cast, asked, uid="one")
    assert obliging.fulfilled(cast, asked, uid="one") == first
    with pytest.raises(services.Refused, match="同一天只算一次") as refused:
        obliging.fulfilled(cast, asked)
    assert (refused.value.field, Fulfilment.objects.count()) == ("done_on", 1)


def test_what_was_returned_with_a_reason_can_be_handed_in_again_and_the_unit_is_told(cast: Cast) -> None:
    asked = obliging.laid_down(cast)
    back = services.give_back(cast.lin, obliging.fulfilled(cast, asked), reason="纪要没有文号")
    assert services.accept(cast.lin, back) == []
    assert "纪要没有文号" in Notice.objects.get(user=cast.wang).words
    again = obliging.fulfilled(cast, asked)
    assert (back.state, again.state, Fulfilment.objects.count()) == (State.RETURNED, State.CLAIMED, 2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Fulfilment.objects.filter(pk=back.pk).update(reason="")


@pytest.mark.parametrize(("days_ago", "why"), [(-1, "还没到"), (201, "太早")])
def test_a_day_to_come_or_before_it_began_is_refused(cast: Cast, days_ago: int, why: str) -> None:
    with pytest.raises(services.Refused, match=why) as refused:
        obliging.fulfilled(cast, days_ago=days_ago)
    assert refused.value.field == "done_on"


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("会议.exe", b"MZ", "不收"),
        ("会议.zip", b"PK\x03\x04", "这里只收"),
        ("会议.pdf", b"MZ\x90\x00", "名不副实"),
        ("会议.wps", b"", "另存为 docx"),
        ("会议.pdf", b"", "文件是空的"),
    ],
)
def test_a_wrong_file_is_refused_and_nothing_is_kept(cast: Cast, name: str, content: bytes, why: str) -> None:
    with pytest.raises(services.Refused, match=why) as refused:
        obliging.fulfilled(cast, file=iter([content] if content else []), file_name=name)
    assert (refused.value.field, Fulfilment.objects.count()) == ("file", 0)


def test_the_evidence_is_kept_under_its_name(cast: Cast) -> None:
    done = obliging.fulfilled(cast, file=[obliging.PDF], file_name="纪要.pdf")
    assert done.file is not None
    assert (done.file.size, done.file.media_type, done.file_name) == (len(obliging.PDF), "application/pdf", "纪要.pdf")


def test_a_unit_of_another_kind_one_outside_the_campaign_and_what_ended_are_refused(cast: Cast) -> None:
    campaign = dutying.campaign(cast)
    towns = obliging.laid_down(cast, campaign, kind=UnitKind.TOWNSHIP)
    with pytest.raises(services.Refused, match="不要求"):
        obliging.fulfilled(cast, towns)
    everybody = obliging.laid_down(cast, campaign, name="述法")
    outside = makers.unit(cast.lin, parent=cast.unit_a, name="法律援助中心")
    with pytest.raises(services.Refused, match="没有参加"):
        obliging.fulfilled(cast, everybody, unit=outside)
    services.end(cast.lin, everybody)
    everybody.refresh_from_db()
    with pytest.raises(services.Refused, match="已经停了"):
        obliging.fulfilled(cast, everybody)


def test_the_table_says_who_did_it_who_waits_and_who_is_late(cast: Cast) -> None:
    campaign = dutying.campaign(cast)
    asked = obliging.laid_down(cast, campaign, times=1, due_on=today() - timedelta(days=1))
    towns = obliging.laid_down(cast, campaign, name="三年规划", kind=UnitKind.TOWNSHIP)
    done = obliging.fulfilled(cast, asked)
    obliging.fulfilled(cast, towns, unit=cast.unit_b, by=cast.zhao)
    services.accept(cast.lin, done)
    _heads, lines = queries.table(campaign)
    cells = {line.unit.code: [None if one is None else (one.done, one.waiting, one.state) for one in line.cells] for line in lines}  # fmt: skip
    assert cells == {"SFJ": [(1, 0, "good"), None], "CGZ": [(0, 0, "bad"), (0, 1, "soon")]}


def test_only_the_office_lays_down_and_judges_and_a_unit_speaks_for_itself(cast: Cast) -> None:
    asked = obliging.laid_down(cast)
    done = obliging.fulfilled(cast, asked)
    for user in (cast.wang, cast.zhou, cast.chen, cast.zheng):
        with pytest.raises(PermissionDenied):
            services.accept(user, done)
        with pytest.raises(PermissionDenied):
            services.lay_down(user, asked.campaign, name="别的")
    for user in (cast.zhao, cast.lin, cast.chen):
        with pytest.raises(PermissionDenied):
            obliging.fulfilled(cast, asked, by=user, days_ago=9)
    assert not queries.fulfilments(cast.zhao).exists()
    assert {line.act for line in Line.objects.filter(act__startswith="obligations.")} == {
        "obligations.lay_down", "obligations.fulfil",
    }  # fmt: skip
