"""Meetings of the demonstration: one that was held and resolved, one to come with a matter put to it."""

from datetime import date, timedelta

from duibiao.campaigns.models import Campaign
from duibiao.lib.spans import today
from duibiao.meetings import services
from duibiao.organisation.models import Unit, User, WorkingGroup
from duibiao.workdays.queries import calendar

#: What was resolved: words, unit, days from today, units that help.
_RESOLVED = (
    ("行政机关负责人出庭应诉逐件提前报备", "D02", 12, ()),
    ("乡镇执法公示栏统一样式，全部更新", "D02", -6, ("T01",)),
)


def meet(by: User, campaign: Campaign, units: list[Unit], day: date) -> None:
    """Two meetings; resolutions fall to the first units that are named, or to the first that take part."""
    group = WorkingGroup.objects.order_by("id").first()
    held = services.call(
        by, campaign, title="第三次联席会议", kind="joint", held_on=day - timedelta(days=20), group=group,
        place="县政府 305 会议室", units=units[:12],
    )  # fmt: skip
    services.hold(by, held, version=held.version, minutes="通报三季度得分和失分，研究出庭应诉、执法公示两件难事。")
    held.refresh_from_db()
    known = {unit.code: unit for unit in units}
    for words, code, away, helping in _RESOLVED:
        services.decide(
            by, held, words=words, unit=known.get(code, units[0]),
            due_on=calendar().on_or_before(day + timedelta(days=away)).day,
            supporting=[known[one] for one in helping if one in known],
        )  # fmt: skip
    coming = services.call(
        by, campaign, title="年终冲刺调度会", kind="dispatch", group=group, units=units[:12],
        held_on=calendar().after(max(day, today()), 6).day, place="县政府 305 会议室",
    )  # fmt: skip
    services.put(
        by, coming, words="部分执法事项乡镇承接不了", details="建议由县综合执法局先行代管一年。", unit=units[0]
    )
