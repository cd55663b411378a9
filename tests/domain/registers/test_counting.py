"""Sums of a register: whatever the order of recording, whatever was corrected, now and as it was known before."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duibiao.lib.spans import today
from duibiao.registers import counting, services
from duibiao.registers.models import Entry, Register
from duibiao.registers.recording import Given
from duibiao.registers.refusals import LooksTwice, Refused
from tests import ledgering, registering
from tests.cast import Cast

KINDS = ("普法讲座", "法律咨询")
DAYS = [today() - timedelta(days=back) for back in (0, 20, 40, 70)]
ROWS = st.lists(
    st.tuples(st.sampled_from(DAYS), st.sampled_from(KINDS), st.integers(0, 500), st.sampled_from(["stays", "corrected", "withdrawn"])),
    min_size=1, max_size=5,
)  # fmt: skip


def sums(register: Register, **period: Any) -> tuple[counting.Sums, list[counting.Line]]:
    columns = list(register.columns.all())
    rows = counting.rows_of(register, period.get("since"), period.get("until"), period.get("as_of"))
    return counting.whole(rows, columns), counting.lines(rows, columns, "kind")


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS, order=st.randoms(use_true_random=False))
def test_totals_do_not_depend_on_order_and_what_was_corrected_was_never_said(cast: Cast, rows: Any, order: Any) -> None:
    """The rows as finally meant, said at once, against the same rows stumbled into: the same sums, and months make the whole."""
    with transaction.atomic():
        register = registering.activities(cast)
        stumbled(cast, register, order.sample(rows, len(rows)))
        whole, lines = sums(register)
        meant = [row for row in rows if row[3] != "withdrawn"]
        assert whole.times == len(meant)
        assert whole.of("people") == sum(row[2] for row in meant)
        assert whole == sum(
            (line.whole for line in lines), counting.Sums(0, {"people": Decimal(0), "copies": Decimal(0)})
        )
        by_month = {(line.key, month): one.of("people") for line in lines for month, one in line.months.items()}
        assert by_month == expected(meant)
        transaction.set_rollback(True)


def stumbled(cast: Cast, register: Register, rows: Any) -> None:
    for number, (day, kind, people, fate) in enumerate(rows):
        said = {"day": day, "kind": kind, "title": f"第{number}场"}
        first = registering.recorded(cast, register, **said, values={"people": people if fate == "stays" else 9_999})
        if fate == "corrected":
            right = registering.given(**said, values={"people": people})
            services.correct(cast.wang, first, uid=f"c{first.pk}", given=right, reason="人数写错")
        if fate == "withdrawn":
            services.withdraw(cast.wang, first, reason="没有办成")


def expected(meant: Any) -> dict[tuple[str, date], int]:
    found: dict[tuple[str, date], int] = {}
    for day, kind, people, _fate in meant:
        key = (kind, day.replace(day=1))
        found[key] = found.get(key, 0) + people
    return found


def test_a_sum_of_before_can_be_counted_again_and_no_row_can_be_changed(cast: Cast) -> None:
    register, now = registering.activities(cast), timezone.now()
    first = registering.recorded(cast, register, values={"people": 40}, at=now - timedelta(days=9))
    right = registering.given(title=first.title, values={"people": 25})
    services.correct(cast.wang, first, uid="c", given=right, reason="数错了", at=now - timedelta(days=3))
    assert sums(register)[0].of("people") == 25
    assert sums(register, as_of=now - timedelta(days=5))[0].of("people") == 40
    assert sums(register, as_of=now - timedelta(days=20))[0].times == 0
    registering.recorded(cast, register, evidence=(ledgering.material(cast),), hosts=(cast.unit_b,))
    for sql in (
        "UPDATE registers_entry SET day = now()",
        "DELETE FROM registers_evidence",
        "DELETE FROM registers_cohost",
    ):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_sent_twice_it_is_one_and_the_second_to_correct_hears_of_the_first(cast: Cast) -> None:
    register = registering.activities(cast)
    first = registering.recorded(cast, register, uid="once")
    assert registering.recorded(cast, register, uid="once") == first
    services.correct(cast.wang, first, uid="c1", given=registering.given(title="甲"), reason="改题目")
    with pytest.raises(Refused, match="刚被别人更正"):
        services.correct(cast.wang, first, uid="c2", given=registering.given(title="乙"), reason="改题目")
    with pytest.raises(Refused, match="刚被别人更正"):
        services.withdraw(cast.wang, first, reason="不要了")
    assert sums(register)[0].times == 1


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"day": today() + timedelta(days=1)}, "还没有到", "day"),
    ({"day": date(1998, 3, 1)}, "太早", "day"),
    ({"values": {"people": -1}}, "不能小于 0", "people"),
    ({"values": {"people": "三十"}}, "要填数字", "people"),
    ({"values": {"people": 2.5}}, "要填整数", "people"),
    ({"values": {"people": 10**12}}, "大得不像真的", "people"),
    ({"values": {"place": ""}}, "请填“地点”", "place"),
    ({"kind": "没有的"}, "请从这些里选", "kind"),
    ({"title": "  "}, "主题", "title"),
]


def test_what_cannot_be_is_refused_with_the_reason_at_its_column(cast: Cast) -> None:
    register = registering.activities(cast)
    for said, words, field in WRONG:
        with pytest.raises(Refused, match=words) as refused:
            registering.recorded(cast, register, **said)
        assert refused.value.field == field
    with pytest.raises(Refused, match="本单位台账"):
        registering.recorded(cast, register, evidence=(ledgering.material(cast),), by=cast.zhao, unit=cast.unit_b)
    assert not Entry.objects.exists()


def test_a_joint_activity_is_counted_once(cast: Cast) -> None:
    """The second unit is told; where both registered, the office makes one of two, with the host's numbers."""
    register = registering.activities(cast)
    mine = registering.recorded(cast, register, title="宪法宣传日", values={"people": 100})
    same = Given(mine.day, mine.kind, "宪法宣传日", {"place": "广场", "people": 100})
    with pytest.raises(LooksTwice, match="司法局已经登记"):
        services.record(cast.zhao, register, unit=cast.unit_b, uid="z", given=same)
    apart = Given(mine.day, mine.kind, "宪法宣传日", {"place": "广场", "people": 100}, apart=True)
    theirs = services.record(cast.zhao, register, unit=cast.unit_b, uid="z", given=apart)
    assert sums(register)[0].times == 2
    one = services.join(cast.lin, mine, theirs)
    assert list(one.hosts.all()) == [cast.unit_b]
    assert (sums(register)[0].times, sums(register)[0].of("people")) == (1, 100)
