"""The heat of losses: clause by place. Opened before a dispatch meeting, to see what is lost where and who is to be asked.

In ten seconds: the darkest cell, in words above the matrix; behind each number the faults, with their photos.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from duibiao.campaigns.models import Campaign
from duibiao.campaigns.queries import campaigns
from duibiao.insight import heat as counting
from duibiao.insight.choices import Place, Weight
from duibiao.lib.sheets import XLSX
from duibiao.lib.spans import today
from duibiao.organisation.models import User
from duibiao.web.base.insight.maps import Where
from duibiao.web.base.lists import download
from duibiao.web.base.requests import by_of
from duibiao.web.base.templatetags.parts import plain_number

#: Places that are drawn; a workbook has all of them.
MOST_PLACES = 30
#: The colours of a printed cell, from little to much.
FILLS = ("#FBEAE8", "#F6D2CE", "#EFB1AB", "#E58A82", "#D8615A")
#: Days that are shown unless somebody asks for others.
DAYS = 90


@dataclass(frozen=True)
class Choice:
    """What the address asks for, checked."""

    campaigns: Sequence[Campaign]
    campaign: Campaign | None
    since: date
    until: date
    place: Place
    weight: Weight

    @property
    def asked(self) -> counting.Asked:
        assert self.campaign is not None
        return counting.Asked(self.campaign, self.since, self.until)


def choice_of(by: User, given: Mapping[str, str]) -> Choice:
    """One statement. The campaign that was inspected last goes first if none is named."""
    newest = Max("rounds__visits__at")
    found = list(
        campaigns(by).select_related("edition").annotate(seen=newest).order_by(F("seen").desc(nulls_last=True), "-pk")
    )
    chosen = next((one for one in found if str(one.pk) == given.get("campaign")), found[0] if found else None)
    until = _day(given.get("until"), today())
    since = min(_day(given.get("since"), until - timedelta(days=DAYS)), until)
    place = given.get("place", "")
    weight = given.get("weight", "")
    return Choice(
        found, chosen, since, until,
        Place(place) if place in Place.values else Place.UNIT,
        Weight(weight) if weight in Weight.values else Weight.POINTS,
    )  # fmt: skip


def _day(text: str | None, start: date) -> date:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return start


def heat_page(request: HttpRequest, where: Where) -> HttpResponse:
    by = by_of(request)
    choice = choice_of(by, request.GET)
    known: dict[str, Any] = {"where": where, "choice": choice, "places": Place.choices, "weights": Weight.choices}
    if choice.campaign is None:
        return render(request, "base/insight/heat.html", known)
    found = counting.heat(by, choice.asked, choice.place, choice.weight)
    names = names_of(choice.campaign)
    if request.GET.get("export") == "xlsx":
        title = _("失分热力：%s") % choice.campaign.title
        return download(workbook(found, names, choice), f"{title}.xlsx", XLSX)
    known |= {"heat": found, "more": max(len(found.places) - MOST_PLACES, 0), "worst": worst_of(found, names)}
    known["drawn"] = drawn(found, names, choice, where) if found.cells else ""
    known["shown"] = found.places[:MOST_PLACES]
    return render(request, "base/insight/heat.html", known)


def names_of(campaign: Campaign) -> dict[str, str]:
    """The names of clauses: one statement."""
    return dict(campaign.edition.indicators.values_list("code", "name"))


def worst_of(found: counting.Heat, names: Mapping[str, str]) -> dict[str, Any] | None:
    if found.worst is None:
        return None
    code, key = found.worst
    place = next(name for one, name, _size in found.places if one == key)
    cell = found.cells[found.worst]
    return {
        "clause": f"{code} {names.get(code, '')}".strip(),
        "place": place,
        "points": cell.points,
        "faults": cell.faults,
    }


def drawn(found: counting.Heat, names: Mapping[str, str], choice: Choice, where: Where) -> SafeString:
    """The rows as text: a matrix has thousands of cells, each a link to its faults."""
    places = found.places[:MOST_PLACES]
    start = {"campaign": choice.asked.campaign.pk, "since": choice.since, "until": choice.until}
    address, lines = where.to("heat_faults"), []
    for code, size in found.clauses:
        lines.append(f'<tr><th scope="row">{escape(code)} {escape(names.get(code, ""))}</th>')
        for key, name, _size in places:
            asked = urlencode({**start, "clause": code, str(choice.place): key or counting.NOWHERE})
            label = f"{escape(code)} {escape(name)}"
            lines.append(_cell(found.cells.get((code, key)), choice.weight, f"{address}?{escape(asked)}", label))
        lines.append(f'<td class="number"><b>{plain_number(size)}</b></td></tr>')
    return mark_safe("".join(lines))


def _cell(cell: counting.Cell | None, weight: Weight, address: str, label: str) -> str:
    if cell is None:
        return '<td class="heat heat-0"></td>'
    number = plain_number(cell.points) if weight == Weight.POINTS else str(cell.faults)
    return f'<td class="heat heat-{cell.step}"><a href="{address}" aria-label="{label}：{number}">{number}</a></td>'


def workbook(found: counting.Heat, names: Mapping[str, str], choice: Choice) -> bytes:
    """All places, with colours; the numbers are numbers."""
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(_("失分热力"))
        bold = book.add_format({"bold": True, "border": 1, "text_wrap": True})
        plain = book.add_format({"border": 1})
        fills = [plain, *(book.add_format({"bg_color": colour, "border": 1}) for colour in FILLS)]
        sheet.write(0, 0, f"{choice.weight.label} {choice.since} – {choice.until}")
        sheet.write_row(1, 0, [_("编号"), _("条款"), *(name for _key, name, _size in found.places), _("合计")], bold)
        for place, (code, size) in enumerate(found.clauses, start=2):
            sheet.write_row(place, 0, [code, names.get(code, "")], plain)
            for column, (key, _name, _size) in enumerate(found.places, start=2):
                if cell := found.cells.get((code, key)):
                    sheet.write_number(place, column, _number(cell, choice.weight), fills[cell.step])
            sheet.write_number(place, len(found.places) + 2, size, bold)
        sheet.set_column(1, 1, 36)
        sheet.freeze_panes(2, 2)
    return buffer.getvalue()


def _number(cell: counting.Cell, weight: Weight) -> float:
    return round(cell.points, 4) if weight == Weight.POINTS else cell.faults
