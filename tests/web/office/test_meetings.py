"""Meetings at the office's and the unit's door."""

import io

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document
from pytest_django import DjangoAssertNumQueries

from duibiao.meetings.models import Decision, LookBack, Topic
from tests import dutying, meeting
from tests.cast import Cast
from tests.site import log_in


def test_a_resolution_is_written_down_and_shows_owner_day_and_state(lin: Client, cast: Cast) -> None:
    held = meeting.held(cast)
    sent = {"words": "补齐执法公示栏", "unit": cast.unit_a.pk, "due_on": dutying.workday().isoformat()}
    answer = lin.post(reverse("office:decide", args=[held.pk]), sent, follow=True)
    said = answer.content.decode()
    assert "补齐执法公示栏" in said
    assert "司法局" in said
    assert "待签收" in said
    lin.post(reverse("office:decide", args=[held.pk]), sent)  # a double click
    assert Decision.objects.count() == 1


def test_a_holiday_is_refused_beside_its_field_and_nothing_typed_is_lost(lin: Client, cast: Cast) -> None:
    held = meeting.held(cast)
    day = next(one for one in (dutying.workday(n) for n in range(20, 40)) if one.weekday() == 4)
    saturday = day.fromordinal(day.toordinal() + 1)
    sent = {"words": "补齐", "unit": cast.unit_a.pk, "due_on": saturday.isoformat(), "standard": "写下的标准"}
    said = lin.post(reverse("office:decide", args=[held.pk]), sent).content.decode()
    assert "不是工作日" in said
    assert "写下的标准" in said
    assert not Decision.objects.exists()


def test_a_meeting_too_soon_says_the_earliest_day(lin: Client, cast: Cast) -> None:
    campaign = dutying.campaign(cast)
    from duibiao.lib.spans import today

    sent = {"campaign": campaign.pk, "kind": "joint", "title": "急会", "held_on": today().isoformat(), "units": [cast.unit_a.pk]}  # fmt: skip
    assert "最早" in lin.post(reverse("office:call_meeting"), sent).content.decode()


def test_the_minutes_name_every_resolution_with_its_unit(lin: Client, cast: Cast) -> None:
    made = meeting.resolved(cast)
    file = lin.get(reverse("office:minutes", args=[made.meeting_id])).content
    rows = [[cell.text for cell in row.cells] for row in Document(io.BytesIO(file)).tables[0].rows]
    assert rows[1][1:3] == ["补齐执法公示栏", "司法局"]


def test_a_unit_puts_a_matter_and_the_office_looks_back(cast: Cast, lin: Client) -> None:
    made = meeting.called(cast)
    wang = log_in(Client(), cast, "wang")
    wang.post(reverse("unit:put_topic", args=[made.pk]), {"words": "公示栏归谁管"})
    assert Topic.objects.get().unit == cast.unit_a
    decision = meeting.resolved(cast, meeting=made)
    lin.post(reverse("office:look_back", args=[decision.pk]), {"kept": "yes", "words": "都挂出来了"})
    assert LookBack.objects.get().kept
    assert "都挂出来了" in lin.get(reverse("office:meeting", args=[made.pk])).content.decode()


@pytest.mark.parametrize("many", [1, 6])
def test_pages_cost_a_known_number_of_statements(
    lin: Client, cast: Cast, many: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    held = meeting.held(cast)
    for number in range(many):
        meeting.resolved(cast, meeting=held, words=f"事项{number}")
    with django_assert_max_num_queries(7):
        lin.get(reverse("office:meetings"))
    with django_assert_max_num_queries(12):
        lin.get(reverse("office:meeting", args=[held.pk]))
