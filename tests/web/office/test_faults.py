"""The database goes away in the middle of an act: a clear page, nothing half done, and the same form can be sent again."""

from typing import Any

from django.db import transaction
from django.test import Client

from duibiao.audit.models import Line
from duibiao.facts.models import Counter, Fact
from tests import scoring
from tests.cast import Cast
from tests.committed import beside, kill_whoever_waits_for_a_lock
from tests.site import log_in
from tests.web.office.test_facts import form_at, given


def test_a_connection_lost_while_recording_is_said_plainly_and_leaves_nothing(settled: Cast) -> None:
    scoring.campaign(settled)
    client = log_in(Client(raise_request_exception=False), settled, "lin")
    sent = given(client, form_at("meetings"), value="2")
    answers: list[Any] = []
    before = Line.objects.count()
    with transaction.atomic():
        Counter.objects.select_for_update().get(pk=1)
        asking = beside(lambda: answers.append(client.post(form_at("meetings"), sent)), answers)
        kill_whoever_waits_for_a_lock()
        asking.join(30)
    [answer] = answers
    assert answer.status_code == 503
    assert "数据库暂时连不上" in answer.content.decode()
    assert (Fact.objects.count(), Counter.objects.get(pk=1).last, Line.objects.count()) == (0, 0, before)
    assert client.post(form_at("meetings"), sent).status_code == 302
    assert Fact.objects.count() == 1
