"""The journal and one fact's page, the same for every door; a door says only where its pages are.

The journal answers in ten seconds: what came in last, from whom, and which of it was corrected.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from duibiao.campaigns.queries import campaigns
from duibiao.facts import queries
from duibiao.facts.choices import Source
from duibiao.facts.models import Fact
from duibiao.facts.permissions import may_see_facts_of
from duibiao.lib.tables import Column, Filter, Table
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import require
from duibiao.standards.queries import standard_of
from duibiao.web.base.facts.movement import moved_since
from duibiao.web.base.facts.words import day_words, minute_words, newer_of, value_words
from duibiao.web.base.lists import list_page
from duibiao.web.base.requests import by_of
from duibiao.web.base.streaming import Streamed

#: Rows of a page: what came in last is looked at, the rest is searched for.
LATEST = 30
FORMULA = ("=", "+", "-", "@", "\t")


@dataclass(frozen=True)
class Where:
    """A door's own addresses of these pages."""

    journal: str
    fact: str
    home: str
    correct: str = ""


def columns() -> list[Column[Fact]]:
    return [
        Column("sequence", _("编号"), lambda fact: fact.pk, sort="pk", number=True),
        Column("measure", _("计量项"), lambda fact: fact.measure.name),
        Column("unit", _("单位"), lambda fact: fact.unit.name),
        Column("value", _("数值"), value_words, number=True),
        Column("at", _("发生日期"), lambda fact: day_words(fact.at)),
        Column("source", _("来源"), lambda fact: fact.get_source_display()),
        Column("reference", _("依据"), lambda fact: fact.reference or ""),
        Column("recorded", _("谁在何时记录"), lambda fact: f"{minute_words(fact.recorded_at)} {fact.recorded_by}"),
        Column("correction", _("更正"), correction_words),
    ]


def correction_words(fact: Fact) -> str:
    """What it corrected, and what corrected it."""
    newer, said = newer_of(fact), []
    if fact.supersedes_id:
        said.append(_("更正第 %(number)s 号：%(reason)s") % {"number": fact.supersedes_id, "reason": fact.reason})
    if newer is not None:
        said.append(_("已被第 %s 号更正") % newer.pk)
    return "；".join(said)


def filters(by: User) -> list[Filter]:
    running = [(str(pk), title) for pk, title in campaigns(by).values_list("pk", "title")]
    return [
        Filter("q", _("计量项（可用拼音）"), _measure),
        Filter("unit", _("单位"), _unit),
        Filter("campaign", _("创建活动"), _campaign, running),
        Filter("source", _("来源"), lambda source: Q(source=source), Source.choices),
        Filter("level", _("层级"), lambda level: Q(level__icontains=level)),
        Filter("since", _("发生日期起"), lambda text: _day(text, "gte"), day=True),
        Filter("until", _("发生日期止"), lambda text: _day(text, "lt"), day=True),
        Filter(
            "state",
            _("是否更正"),
            _state,
            [("counts", _("现在有效的")), ("corrected", _("已被更正的")), ("correction", _("更正"))],
        ),
    ]


def _measure(text: str) -> Q:
    return Q(measure__name__icontains=text) | Q(measure__spelling__contains=text.lower()) | Q(measure=text)


def _unit(text: str) -> Q:
    named = Unit.objects.filter(Q(name__icontains=text) | Q(short_names__icontains=text) | Q(code=text))
    return Q(unit__in=named.values("code"))


def _campaign(pk: str) -> Q:
    return Q(measure__bindings__edition__campaigns=pk, unit__participations__campaign=pk)


def _day(text: str, side: str) -> Q:
    """A day that somebody typed; what is no day filters nothing."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return Q()
    first = day + timedelta(days=1) if side == "lt" else day
    return Q(**{f"at__{side}": timezone.make_aware(datetime.combine(first, time()))})


def _state(state: str) -> Q:
    return Q(supersedes__isnull=False) if state == "correction" else Q(superseded_by__isnull=state == "counts")


def journal_page(request: HttpRequest, where: Where, **known: Any) -> HttpResponseBase:
    by = by_of(request)
    table = Table(request.GET, queries.facts(by), columns(), filters(by), order="-pk", size=LATEST)
    if request.GET.get("export") == "csv":
        return streamed(table)
    return list_page(
        request,
        "base/facts/journal.html",
        table,
        heading=_("事实台账"),
        row="base/facts/row.html",
        empty="base/facts/empty.html",
        places=where,
        **known,
    )


def streamed(table: Table[Fact]) -> Streamed:
    """Every row that the filters leave, row by row: a million rows need no more memory than ten."""
    response = Streamed(_lines(table), content_type="text/csv; charset=utf-8")
    name = content_disposition_header(as_attachment=True, filename=f"{_('事实台账')}.csv") or "attachment"
    response["Content-Disposition"] = name
    return response


def _lines(table: Table[Fact]) -> Iterator[str]:
    yield "\ufeff" + _line([str(column.title) for column in table.columns])
    for fact in table.everything().iterator(chunk_size=2000):
        yield _line([_plain(column.value(fact)) for column in table.columns])


def _plain(value: Any) -> Any:
    """Text that a spreadsheet would take for a formula is marked as text."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _line(cells: list[Any]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue()


def fact_page(request: HttpRequest, sequence: int, where: Where, **known: Any) -> HttpResponse:
    """One fact: what it says, its corrections, where it counts, who answers, who did what."""
    by = by_of(request)
    fact = get_object_or_404(
        Fact.objects.select_related("measure", "unit", "recorded_by__person", "superseded_by"), pk=sequence
    )
    require(may_see_facts_of(by, fact.unit))
    shown = {
        "fact": fact,
        "newer": newer_of(fact),
        "chain": queries.chain(fact),
        "counts_in": counts_in(by, fact),
        "liable": [one.unit for one in fact.liabilities.select_related("unit")],
        "lines": queries.acts_on(fact),
        "moved": moved_since(fact, request.GET.get("was", "")),
        "places": where,
    }
    return render(request, "base/facts/fact.html", {**shown, **known})


def counts_in(by: User, fact: Fact) -> list[dict[str, Any]]:
    """The campaigns and indicators in which a fact counts."""
    found = []
    for campaign in queries.campaigns_of(by, fact):
        word = campaign.word  # type: ignore[attr-defined]
        leaves = [
            node.indicator
            for node in standard_of(campaign.edition).leaves
            if any(word in term.measures for term in node.indicator.rule)
        ]
        found.append({"campaign": campaign, "leaves": leaves})
    return found
