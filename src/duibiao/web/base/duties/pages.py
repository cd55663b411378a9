"""The page of one duty, the same at every door.

Opened by whoever owes it, or asks what became of it. In ten seconds: whose it is, by when, how it stands, and the one next act.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from duibiao.audit.queries import history_of
from duibiao.duties import queries
from duibiao.duties.choices import Light, Role, State
from duibiao.duties.coverage import light_of
from duibiao.duties.models import Duty
from duibiao.duties.parts import missing, template
from duibiao.duties.permissions import may_change, visible_duties
from duibiao.duties.reporting import expected_percent
from duibiao.lib.dates import day_text
from duibiao.lib.papers import DOCX, Paper
from duibiao.lib.spans import today
from duibiao.standards.queries import standard_of
from duibiao.web.base.duties.acts import open_acts
from duibiao.web.base.lists import download
from duibiao.web.base.requests import by_of


def duty_page(request: HttpRequest, door: str, pk: int) -> HttpResponse:
    """What is owed, by whom, until when; the chain above, what is below and beside; the history."""
    by = by_of(request)
    duty = queries.duty(by, pk)
    if request.GET.get("export") == "docx":
        return download(timeline_paper(duty), f"{duty}.docx", DOCX)
    steps, asked = queries.steps_of(duty), template()
    days = queries.Days.now(asked.sign_workdays)
    limits = (days.today, days.sign_limit, days.soon)
    node = standard_of(duty.edition).by_code.get(duty.indicator)
    expected = expected_percent(steps, today())
    known: dict[str, Any] = {
        "duty": duty, "door_name": door, "steps": steps, "asked": asked, "acts": open_acts(by, duty),
        "light": str(light_of(duty.state, duty.issued_on, duty.due_on, limits)) if duty.state != State.WITHDRAWN else Light.NONE,
        "unsigned": duty.state == State.ISSUED and duty.issued_on is not None and duty.issued_on < days.sign_limit,
        "sign_until": days_to_sign(duty, asked.sign_workdays),
        "missing": missing(duty, len(steps), asked.parts) if duty.state == State.DRAFT else [],
        "node": node, "expected": expected, "behind": expected is not None and duty.state == State.SIGNED and duty.percent < expected,
        "chain": queries.chain(duty), "branches": queries.branches(duty),
        "alongside": queries.alongside(duty).filter(visible_duties(by)) if duty.indicator else [],
        "reports": queries.reports_of(duty)[:20], "events": queries.events_of(duty)[:40],
        "objections": queries.objections_of(duty), "helpers": duty.helpers.all(), "may_change": may_change(by, duty),
        "proposals": _proposals(duty), "supporting": Role.SUPPORTING, "lines": history_of(duty),
    }  # fmt: skip
    return render(request, "base/duties/duty.html", known)


def days_to_sign(duty: Duty, workdays: int) -> Any:
    from duibiao.duties.outside import calendar

    return calendar().after(duty.issued_on, workdays).day if duty.issued_on and duty.state == State.ISSUED else None


def _proposals(duty: Duty) -> list[Any]:
    """What was ruled before for such a matter: only where somebody has to decide whose it is."""
    if duty.state not in (State.DRAFT, State.OBJECTED, State.RULING):
        return []
    found = queries.competence_for(duty.title, campaign=duty.campaign, indicator=duty.indicator)
    return [one for one in found if one.rule.duty_id != duty.pk]


def timeline_paper(duty: Duty) -> bytes:
    """The six parts and every report, to print."""
    written = Paper()
    written.title(str(duty))
    written.under_title(f"{duty.unit.name} · {duty.get_role_display()} · {duty.get_state_display()}")
    due = day_text(duty.due_on) if duty.due_on else "—"
    steps = "；".join(f"{day_text(one.day)} {one.words}" for one in queries.steps_of(duty))
    rows = [
        (_("目标"), duty.goal), (_("责任人"), duty.person.name if duty.person else "—"), (_("完成时限"), due), (_("进度节点"), steps),
        (_("标准"), duty.standard), (_("奖惩"), duty.consequence),
    ]  # fmt: skip
    written.table([_("六定"), _("内容")], rows, (30, 126))
    written.heading(_("进展报告"))
    reports = [
        (day_text(one.at.date()), f"{one.percent}%", one.progress, one.problem or "—", one.measure or "—")
        for one in queries.reports_of(duty)
    ]
    written.table([_("日期"), _("进度"), _("进展"), _("问题"), _("措施")], reports, (24, 16, 46, 35, 35), size=10.5)
    return written.file()
