"""The last step: what stands against an edition, what confirming would do; and an edition as the official table again.

In ten seconds: is it ready; if not, which clause or figure is wrong and where; if so, what happens when I press.
"""

import re
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.lib import sheets, versions
from duibiao.lib.papers import DOCX
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.standards import draft_queries, drafts, queries
from duibiao.standards.choices import ClauseState
from duibiao.standards.draft_rows import Whole
from duibiao.standards.models import DraftIndicator, ImportDraft
from duibiao.standards.permissions import may_keep_standards
from duibiao.standards.unit_words import UnitNames
from duibiao.web.base.forms import Form
from duibiao.web.base.guards import form, page
from duibiao.web.base.lists import download
from duibiao.web.base.requests import by_of
from duibiao.web.office.drafting.drawing import COLOURS
from duibiao.web.office.drafting.steps import known, read_draft_of
from duibiao_engine.problems import Problem
from duibiao_engine.standard.importing.codec import from_json
from duibiao_engine.standard.reader import read_text

_CODE = re.compile(r"^\s*- code: ['\"]?(.+?)['\"]?$")
_UNKNOWN = "（原表"


class HeadForm(Form):
    """What the table does not say, or says in its title."""

    title = forms.CharField(label=gettext_lazy("标准名称"), max_length=200)
    edition_name = forms.CharField(
        label=gettext_lazy("版次"), max_length=40, help_text=gettext_lazy("如 2026；已发布过的版次不能再用。")
    )
    issuer = forms.CharField(label=gettext_lazy("发布机关"), max_length=100)
    standard = forms.RegexField(
        r"^[a-z0-9][a-z0-9-]*$", label=gettext_lazy("标准代码"), max_length=80,
        help_text=gettext_lazy("小写字母、数字和短横；同一标准的各版用同一个代码。"),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean_issuer(self) -> str:
        issuer: str = self.cleaned_data["issuer"]
        if issuer.startswith(_UNKNOWN):
            raise forms.ValidationError(_("请写发布机关。"))
        return issuer


@dataclass(frozen=True)
class Placed:
    """A problem of the text, with the indicator in which it stands."""

    problem: Problem
    code: str
    row: DraftIndicator | None


@dataclass(frozen=True)
class Check:
    """Everything that is known about the edition that would be made."""

    waiting: list[DraftIndicator]
    problems: list[Placed]
    table: list[Problem]
    duties: int
    without_unit: int

    @property
    def errors(self) -> list[Placed]:
        return [one for one in self.problems if one.problem.severity == "error"]

    @property
    def ready(self) -> bool:
        return not self.waiting and not self.errors


def checked(draft: ImportDraft) -> Check:
    """The text that would be made, read by the engine itself."""
    rows = list(draft.indicators.all())
    waiting = [row for row in rows if row.leaf and row.state in (ClauseState.UNREAD, ClauseState.TO_CONFIRM)]
    text, _waiting = Whole(draft, rows).text()
    _standard, problems = read_text(text, str(draft))
    duties = drafts.duties_of(draft, rows, UnitNames())
    table: list[Problem] = [from_json(Problem, one) for one in draft.understood.get("problems", ())]
    placed = [one for one in _placed(problems, text, rows) if one.problem.code != "clause_unread"]
    return Check(waiting, placed, table, len(duties), draft_queries.open_duties(duties))


def _placed(problems: list[Problem], text: str, rows: list[DraftIndicator]) -> list[Placed]:
    """Each problem's line belongs to the last `- code:` above it."""
    codes: list[str] = []
    for line in text.splitlines():
        held = _CODE.match(line)
        codes.append(held[1] if held else codes[-1] if codes else "")
    by_code = {row.code: row for row in rows}
    found = []
    for problem in problems:
        digits = re.search(r"\d+", problem.place)
        number = int(digits[0]) if digits else 0
        code = codes[number - 1] if 0 < number <= len(codes) else ""
        found.append(Placed(problem, code, by_code.get(code)))
    return found


@form(may_keep_standards)
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """Name it, look at what stands against it, make the edition; publishing is the page after."""
    by, found = by_of(request), read_draft_of(by_of(request), pk, whole=True)
    start = {name: getattr(found, name) for name in HeadForm.base_fields}
    start["issuer"] = "" if found.issuer.startswith(_UNKNOWN) else found.issuer
    asked = HeadForm(request.POST or None, initial=start)
    if request.method == "POST" and asked.is_valid():
        try:
            drafts.set_head(by, found, **asked.cleaned_data)
            return _made(request, found)
        except versions.Stale:
            messages.warning(request, _("别人刚改过名称版次，您的没有保存；下面是现在的样子。"))
            return redirect("office:draft_finish", pk=pk)
    told = known(request, found, "draft_finish") | {"form": asked, "check": checked(found)}
    told["sums"] = draft_queries.sums(draft_queries.tops(found))
    told["states"] = [(one.value, one.label, COLOURS[one]) for one in ClauseState]
    return render(request, "office/drafting/finish.html", told)


def _made(request: HttpRequest, draft: ImportDraft) -> HttpResponse:
    """The edition, or back to the checks with what stands against it."""
    if "keep" in request.POST:
        messages.success(request, _("已保存。"))
        return redirect("office:draft_finish", pk=draft.pk)
    try:
        edition, problems = drafts.make_edition(by_of(request), draft)
    except drafts.StillOpen as still:
        messages.warning(request, _("还有 %d 条没有定，先不能生成。") % len(still.waiting))
        return redirect("office:draft_finish", pk=draft.pk)
    if edition is None:
        messages.error(request, next((str(one.what) for one in problems if one.severity == "error"), ""))
        return redirect("office:draft_finish", pk=draft.pk)
    messages.success(request, _("已生成标准草稿。核对计量项，就可以发布。"))
    return redirect("office:publish_standard", pk=edition.pk)


@page(may_manage_organisation)
def standard_table(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """An edition in the usual official layout; taken in again, it is the same edition."""
    edition = queries.edition(by_of(request), pk)
    name = f"{edition}.{kind}"
    if kind == "xlsx":
        from duibiao_engine.standard.exporting.workbook import workbook

        return download(workbook(edition.text), name, sheets.XLSX)
    if kind == "docx":
        from duibiao_engine.standard.exporting.document import document

        return download(document(edition.text), name, DOCX)
    raise Http404
