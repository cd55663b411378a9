"""The third step: the words about units in the table, and whom they mean.

In ten seconds: which names were found and how, which are several or nobody, whom a collective name takes in.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.lib import versions
from duibiao.organisation.importing import split
from duibiao.organisation.models import Unit
from duibiao.standards import drafts
from duibiao.standards.models import DraftIndicator, ImportDraft
from duibiao.standards.permissions import may_keep_standards
from duibiao.standards.unit_words import Duty, How, Part, UnitNames
from duibiao.web.base.guards import form
from duibiao.web.base.requests import by_of
from duibiao.web.office.drafting.steps import known, read_draft_of

HOWS = {
    How.NAME: ("good", gettext_lazy("名称相同")), How.SHORT: ("info", gettext_lazy("按简称认的")), How.SOUND: ("soon", gettext_lazy("按读音认的，请核对")),
    How.ALL: ("info", gettext_lazy("统称")), How.PERSON: ("good", gettext_lazy("人工指定")), How.CHOICE: ("bad", gettext_lazy("有几个都像，请选")),
    How.VAGUE: ("soon", gettext_lazy("原表没写是哪些")), How.NONE: ("bad", gettext_lazy("没有这个单位")),
}  # fmt: skip
PARTS = {Part.LEAD: gettext_lazy("牵头"), Part.RESPONSIBLE: gettext_lazy("责任"), Part.SUPPORTING: gettext_lazy("配合")}
_ORDER = (How.CHOICE, How.NONE, How.VAGUE, How.SOUND, How.SHORT, How.ALL, How.PERSON, How.NAME)


@dataclass
class Line:
    """One name of the table: how it was understood, whom it means, where it stands."""

    words: str
    how: How
    units: tuple[Unit, ...]
    codes: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    wrong: str = ""
    written: str = ""

    @property
    def colour(self) -> str:
        return HOWS[self.how][0]

    @property
    def says(self) -> str:
        return str(HOWS[self.how][1])

    @property
    def candidates(self) -> tuple[Unit, ...]:
        return self.units if self.how is How.CHOICE else ()

    @property
    def names(self) -> str:
        return "、".join(unit.known_as for unit in self.units)


def lines_of(duties: Iterable[tuple[DraftIndicator, Duty]]) -> list[Line]:
    """Every name once, what waits for a person first."""
    found: dict[str, Line] = {}
    for row, duty in duties:
        for one in duty.found:
            line = found.setdefault(one.words, Line(one.words, one.how, one.units))
            if row.code not in line.codes:
                line.codes.append(row.code)
            if str(PARTS[one.part]) not in line.parts:
                line.parts.append(str(PARTS[one.part]))
    return sorted(found.values(), key=lambda line: (_ORDER.index(line.how), -len(line.codes)))


@form(may_keep_standards)
def units(request: HttpRequest, pk: int) -> HttpResponse:
    """Whom each name means; what a person says counts for the whole table."""
    found = read_draft_of(by_of(request), pk)
    names = UnitNames()
    duties = drafts.duties_of(found, list(found.indicators.filter(leaf=True)), names)
    lines = lines_of(duties)
    if request.method == "POST" and _kept(request, found, lines, names):
        return redirect("office:draft_units", pk=pk)
    told = known(request, found, "draft_units") | {"lines": lines, "units": names.units}
    told |= {"open": sum(line.how in (How.CHOICE, How.NONE) for line in lines), "named": len(duties)}
    told |= {
        "led": sum(duty.lead is not None for _row, duty in duties),
        "wrong": sum(bool(line.wrong) for line in lines),
    }
    return render(request, "office/drafting/units.html", told)


def _kept(request: HttpRequest, draft: ImportDraft, lines: list[Line], names: UnitNames) -> bool:
    """Keeps what was written if all of it is known; else the lines say what is not."""
    chosen = chosen_in(request.POST, lines, names)
    if any(line.wrong for line in lines):
        return False
    try:
        drafts.choose_units(by_of(request), draft, version=int(request.POST.get("version", 0) or 0), chosen=chosen)
        messages.success(request, _("已保存，整张表里同样的话都照此认。"))
    except versions.Stale:
        messages.warning(request, _("别人刚改过，您的没有保存；下面是现在的样子，请再看。"))
    return True


def chosen_in(sent: QueryDict, lines: list[Line], names: UnitNames) -> dict[str, list[str]]:
    """Words → unit codes, for the lines where a person wrote or chose something."""
    chosen: dict[str, list[str]] = {}
    for n, line in enumerate(lines):
        line.written = sent.get(f"units-{n}", "").strip()
        picked = [code for code in sent.getlist(f"pick-{n}") if code in names.by_code]
        if sent.get(f"words-{n}") != line.words or not (line.written or picked):
            continue
        if line.written in ("—", "-", "无"):
            chosen[line.words] = []
            continue
        found = [names.find(word, Part.RESPONSIBLE) for word in split(line.written)]
        unknown = [one.words for one in found if not one.settled]
        line.wrong = _("认不出：%s。请写单位全称、简称或代码，用顿号隔开。") % "、".join(unknown) if unknown else ""
        chosen[line.words] = list(dict.fromkeys([*picked, *(unit.code for one in found for unit in one.units)]))
    return chosen
