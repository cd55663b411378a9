"""Who may do what with days, messages, asks, the work calendar and the channels."""

from datetime import date
from typing import Any

from duibiao.asks import services as asks
from duibiao.asks.choices import AskKind
from duibiao.asks.models import Ask
from duibiao.notices import services as notices
from duibiao.notices.models import Channel, Notice
from duibiao.workdays import services as workdays
from tests.cast import Cast
from tests.obliging import PDF
from tests.web.roles import CLERK, EVERYBODY, OFFICE, UNIT_DOOR, Expect, act, form, page

#: Those of unit A.
OWN = frozenset({"wang"})


def an_ask(cast: Cast) -> dict[str, Any]:
    made = asks.ask(
        cast.lin, unit=cast.unit_a, kind=AskKind.NUMBER, title="报次数", grounds="要点", due_on=date(2099, 6, 1), reference="r"
    )  # fmt: skip
    return {"pk": made.pk}


def an_answered_ask(cast: Cast) -> dict[str, Any]:
    made = Ask.objects.get(pk=an_ask(cast)["pk"])
    asks.answer(cast.wang, made, words="见附件", file=[PDF], file_name="情况.pdf")
    return {"pk": made.pk}


def an_edit(cast: Cast) -> dict[str, Any]:
    return {"pk": workdays.set_day(cast.lin, day=date(2026, 12, 4), kind="off").pk}


def a_channel(cast: Cast) -> dict[str, Any]:
    notices.add_channel(cast.lin, name="群", kind="wecom", address="https://elsewhere.example/x")
    return {"pk": Channel.objects.get().pk}


def a_notice(cast: Cast) -> dict[str, Any]:
    """The messages of one: another's is not there."""
    notices.tell(users=[cast.wang], kind="ask", words="请报。")
    return {"pk": Notice.objects.get().pk}


ROWS: dict[str, Expect] = {
    "days": page(EVERYBODY),
    "days_file": page(EVERYBODY),
    "days_subscribe": form(EVERYBODY),
    "days_unsubscribe": act(EVERYBODY),
    "days_feed": Expect("open"),  # guarded by its address: tests/web/base/test_days.py
    "notices": page(EVERYBODY),
    "open_notice": act(OWN, a_notice),
    "read_notices": act(EVERYBODY),
    "notice_wish": form(EVERYBODY),
    "office:asks": page(OFFICE),
    "office:ask": page(OFFICE, an_ask),
    "office:new_ask": form(CLERK),
    "office:accept_ask": act(CLERK, an_ask),
    "office:return_ask": act(CLERK, an_ask),
    "office:withdraw_ask": act(CLERK, an_ask),
    "office:move_ask": act(CLERK, an_ask),
    "office:burden": page(OFFICE),
    "office:set_ask_terms": act(CLERK),
    "unit:asks": page(UNIT_DOOR),
    "unit:ask": page(OWN, an_ask),
    "ask_file": page(OWN | OFFICE | {"zhou"}, an_answered_ask),
    "unit:answer_ask": act(OWN, an_ask),
    "office:workdays": page(OFFICE),
    "office:set_workday": act(CLERK),
    "office:take_notice": form(CLERK),
    "office:undo_workdays": act(CLERK, an_edit),
    "office:channels": page(OFFICE),
    "office:notice_rules": form(OFFICE),
    "office:add_channel": form(OFFICE),
    "office:change_channel": form(OFFICE, a_channel),
    "office:try_channel": act(OFFICE, a_channel),
    "office:switch_channel": act(OFFICE, a_channel),
    "office:drop_channel": act(OFFICE, a_channel),
}
