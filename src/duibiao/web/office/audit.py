"""Looking up who did what.

Opened when something looks wrong, and by whoever supervises the office. In ten seconds: who did it, when, to what, and what
exactly was set; from a line to the thing, to all that happened to it, to all that was done in the same request.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from duibiao.audit import queries
from duibiao.audit.choices import ACTS
from duibiao.audit.models import Line
from duibiao.audit.words import DETAILS, KEY_ACTS, THINGS
from duibiao.lib.tables import Column, Filter, Table
from duibiao.organisation.models import User
from duibiao.organisation.permissions import may_read_audit
from duibiao.web.base.guards import page
from duibiao.web.base.lists import list_page

FINGERPRINT = re.compile("[0-9a-f]{64}")
#: Where a thing is looked at. What has no page of its own is not here.
PAGES = {
    "organisation.unit": "office:unit",
    "organisation.person": "office:person",
    "organisation.workinggroup": "office:group",
    "places.area": "office:area",
    "standards.edition": "office:standard",
    "campaigns.campaign": "office:campaign",
    "facts.fact": "office:fact",
    "scores.snapshot": "office:snapshot",
    "files.import": "office:import",
    "appeals.appeal": "office:appeal",
    "documents.document": "office:document",
    "duties.duty": "office:duty",
    "inspections.round": "office:round",
    "inspections.visit": "office:visit",
    "ledger.material": "office:material",
    "meetings.meeting": "office:meeting",
    "participation.feedback": "office:paper",
    "places.site": "office:site",
    "pledges.pledge": "office:pledge",
    "problems.problem": "office:problem",
    "truth.forgery": "office:forgery",
    "truth.spotcheck": "office:spot_check",
}


def columns(accounts: dict[int | None, str]) -> list[Column[Line]]:
    return [
        Column("at", _("时间"), lambda line: f"{line.at:%Y-%m-%d %H:%M:%S}"),
        Column("by", _("账号"), lambda line: accounts.get(line.by_id, "")),
        Column("act", _("操作"), lambda line: line.words),
        Column("thing", _("对象"), lambda line: f"{thing_words(line)} {line.thing_id or ''}".strip()),
        Column("detail", _("内容"), lambda line: "；".join(f"{name} {value}" for name, value in details(line))),
        Column("request", _("请求编号"), lambda line: line.request),
    ]


def filters(accounts: dict[int | None, str]) -> list[Filter]:
    return [
        Filter("key", _("范围"), lambda _on: Q(act__in=KEY_ACTS), [("1", _("只看关键数据变更"))]),
        Filter("by", _("账号"), lambda pk: Q(by_id=pk), [(str(pk), name) for pk, name in accounts.items()]),
        Filter("act", _("操作"), lambda act: Q(act=act), list(ACTS.items())),
        Filter("thing", _("对象"), lambda thing: Q(thing=thing), list(THINGS.items())),
        Filter("id", _("对象编号"), lambda pk: Q(thing_id=int(pk)) if _is_number(pk) else Q(pk__in=[])),
        Filter("from", _("从"), lambda day: _on_day(day, "at__date__gte"), day=True),
        Filter("to", _("到"), lambda day: _on_day(day, "at__date__lte"), day=True),
        Filter("request", _("请求编号"), lambda number: Q(request=number)),
    ]


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def _on_day(text: str, condition: str) -> Q:
    """What was mistyped hides nothing."""
    try:
        return Q(**{condition: date.fromisoformat(text)})
    except ValueError:
        return Q()


def thing_words(line: Line) -> str:
    """What was acted on, as people call it."""
    return str(THINGS.get(line.thing, line.thing))


def details(line: Line) -> list[tuple[str, str]]:
    """What exactly was set: ids, codes and numbers, never personal data."""
    changes = line.detail.get("changes")
    told = changes if isinstance(changes, Mapping) else {}
    found = [(field_words(line.thing, name), change_said(pair)) for name, pair in told.items()]
    for name, value in line.detail.items():
        if name == "fields" and isinstance(value, list):
            rest = [field_words(line.thing, str(one)) for one in value if one not in told]
            found += [(str(DETAILS["fields"]), "、".join(rest))] if rest else []
        elif name != "changes" or not told:
            found.append((str(DETAILS.get(name, name)), said(value)))
    return found


def field_words(thing: str, name: str) -> str:
    """A field as its form calls it."""
    try:
        words = apps.get_model(thing)._meta.get_field(name).verbose_name
    except (LookupError, ValueError, FieldDoesNotExist):
        return str(DETAILS.get(name, name))
    return str(words) if str(words) != name.replace("_", " ") else str(DETAILS.get(name, name))


def change_said(pair: Any) -> str:
    """What stood there, and what stands now."""
    return " → ".join(said(one) for one in pair) if isinstance(pair, list) and len(pair) == 2 else said(pair)


def said(value: Any) -> str:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, list):
        return "、".join(said(one) for one in value)
    if isinstance(value, Mapping):
        return "、".join(f"{name} {said(one)}" for name, one in value.items())
    return "—" if value is None else shortened(str(value))


def shortened(text: str) -> str:
    """A fingerprint is known by its first letters."""
    return f"{text[:12]}…" if FINGERPRINT.fullmatch(text) else text


def address_of(line: Line) -> str:
    """The page of what was acted on; empty where there is none."""
    page_name = PAGES.get(line.thing)
    return reverse(page_name, args=[line.thing_id]) if page_name and line.thing_id else ""


@page(may_read_audit)
def audit(request: HttpRequest) -> HttpResponse:
    accounts: dict[int | None, str] = dict(User.objects.order_by("account").values_list("pk", "account"))
    table = Table(request.GET, queries.lines(), columns(accounts), filters(accounts), order="-pk")
    for line in table.rows:
        drawn = {"account": accounts.get(line.by_id, ""), "thing_words": thing_words(line)}
        line.drawn = {**drawn, "details": details(line), "address": address_of(line), "key": line.act in KEY_ACTS}  # type: ignore[attr-defined]
    return list_page(
        request,
        "office/audit.html",
        table,
        heading=_("操作记录"),
        row="office/parts/line_row.html",
        empty="office/parts/lines_empty.html",
    )
