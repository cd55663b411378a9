"""One clause: its words, its choices, its terms as forms, a live trial, and the rule's own spelling for who knows it.

In ten seconds: what the clause says, what was made of it, what is asked of me, what it would give.
"""

from collections.abc import Callable
from typing import Any

import yaml
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.lib import versions
from duibiao.organisation.models import User
from duibiao.scores import trying
from duibiao.standards import clauses, draft_queries, drafts
from duibiao.standards.clauses import Reading
from duibiao.standards.draft_rows import indicator_of
from duibiao.standards.models import DraftIndicator, ImportDraft
from duibiao.standards.permissions import may_keep_standards
from duibiao.web.base.forms import Form
from duibiao.web.base.guards import form
from duibiao.web.base.requests import by_of
from duibiao.web.base.scores.reading import sentence as line_sentence
from duibiao.web.office.drafting.clause_tree import back_to, gone
from duibiao.web.office.drafting.drawing import Said, sentences, shown
from duibiao.web.office.drafting.kinds import KINDS
from duibiao.web.office.drafting.steps import known, problems_at, read_draft_of
from duibiao.web.office.drafting.term_forms import TermForm, forms_of, reading_of
from duibiao.web.office.soundness import TryForm
from duibiao_engine.problems import Problem, error, has_errors


class AboveForm(Form):
    """What belongs to the indicator and not to a term."""

    start = forms.ChoiceField(
        label=gettext_lazy("从几分起算"), required=False,
        choices=[("", gettext_lazy("扣分的从满分起，得分的从零起")), ("full", gettext_lazy("从满分起")), ("zero", gettext_lazy("从零起"))],
    )  # fmt: skip
    cap = forms.FloatField(
        label=gettext_lazy("本项最多得几分"), required=False, widget=forms.NumberInput({"step": "any"})
    )
    floor = forms.FloatField(
        label=gettext_lazy("本项最少得几分"), required=False, widget=forms.NumberInput({"step": "any"})
    )
    covered = forms.BooleanField(label=gettext_lazy("没读懂的话已经写进计分项，或者与计分无关"), required=False)

    def above(self) -> dict[str, Any]:
        """start, cap and floor, as a reading has them."""
        return {
            name: self.cleaned_data.get(name) if self.cleaned_data.get(name) != "" else None
            for name in ("start", "cap", "floor")
        }


class YamlForm(Form):
    """The rule as the standard spells it, for experts."""

    text = forms.CharField(
        label=gettext_lazy("计分项和计量项（YAML）"), widget=forms.Textarea({"rows": 12, "spellcheck": "false"})
    )

    def reading(self, before: Reading) -> Reading:
        """What was written, in the shape of a reading. Raises ValidationError for anything else."""
        try:
            data = yaml.safe_load(self.cleaned_data["text"])
        except yaml.YAMLError as fault:
            raise forms.ValidationError(_("不是 YAML：%s") % str(fault).splitlines()[0]) from None
        rule = data.get("rule") if isinstance(data, dict) else None
        measures = data.get("measures", {}) if isinstance(data, dict) else None
        if not isinstance(rule, list) or not isinstance(measures, dict) or not all(map(_is_term, rule)):
            raise forms.ValidationError(_("要有 rule（一列计分项，每项一个 deduct 或 earn）和 measures（计量项）。"))
        shaped = [{"code": str(code), "measure": body} for code, body in measures.items()]
        made = {**clauses.confirmed(before), "terms": [clauses.settled_term(term) for term in rule]}
        above = {key: data.get(key) for key in ("start", "cap", "floor")}
        return clauses.with_measures({**made, **above}, shaped)


def _is_term(term: Any) -> bool:
    return isinstance(term, dict) and len(term) == 1 and isinstance(next(iter(term.values())), dict)


def yaml_of(reading: Reading) -> str:
    """The rule and its measures as they would stand in the standard."""
    data: dict[str, Any] = {key: reading[key] for key in ("start", "cap", "floor") if reading.get(key) is not None}
    data |= {"rule": [term["term"] for term in reading.get("terms", ())]}
    data |= {"measures": {one["code"]: one["measure"] for one in reading.get("measures", ())}}
    return str(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, default_flow_style=None, width=110))


class Page:
    """A clause on the table: what was sent, what is wrong, what is shown."""

    def __init__(self, request: HttpRequest, draft: ImportDraft, row: DraftIndicator) -> None:
        self.request, self.draft, self.row = request, draft, row
        self.reading: Reading = row.reading or {}
        self.problems: list[Problem] = []
        self.differences: list[Said] | None = None
        sent = request.POST if request.method == "POST" else None
        terms = sent if sent and sent.get("act") == "terms" else None
        add = request.GET.get("add", "") if terms is None else terms.get("add", "")
        self.term_forms: list[TermForm] = forms_of(self.reading, terms, add)
        self.above = AboveForm(terms, initial=self._start(), prefix="above")
        self.yaml = YamlForm(
            sent if sent and sent.get("act") == "yaml" else None, initial={"text": yaml_of(self.reading)}
        )

    def _start(self) -> dict[str, Any]:
        return {name: self.reading.get(name) for name in ("start", "cap", "floor")}

    # ── what was sent ─────────────────────────────────────────────────────────────────────────────

    def sent(self) -> Reading | None:
        """The reading that was sent, if it stands; else its problems are kept to be shown."""
        acts: dict[str, Callable[[], Reading | None]] = {
            "choose": self._choose, "terms": self._terms, "yaml": self._yaml, "confirm": self._confirm,
        }  # fmt: skip
        made = acts.get(self.request.POST.get("act", ""), lambda: None)()
        if made is None:
            return None
        standard, self.problems = clauses.alone(indicator_of(self.row), made)
        return None if standard is None or has_errors(self.problems) else made

    def _choose(self) -> Reading:
        choices = self.reading.get("choices", [])
        picks = {n: _number(self.request.POST, f"pick-{n}") for n in range(len(choices))}
        valid = {n: pick for n, pick in picks.items() if 0 <= pick < len(choices[n]["options"])}
        return clauses.chosen(self.reading, valid)

    def _terms(self) -> Reading | None:
        valid = [one.is_valid() or bool(one.data.get(one.add_prefix("drop"))) for one in self.term_forms]
        if not (all(valid) and self.above.is_valid()):
            return None
        kept = [one for one in self.term_forms if one.is_valid() and not one.cleaned_data.get("drop")]
        if not kept:
            self.problems = [
                error("empty", self.row.code, "", _("至少要有一个计分项"), "", _("在下面选一种计分项加上"))
            ]
            return None
        covered = bool(self.above.cleaned_data.get("covered")) or not self.reading.get("unread")
        return reading_of(self.reading, kept, covered=covered, above=self.above.above())

    def _yaml(self) -> Reading | None:
        if not self.yaml.is_valid():
            return None
        try:
            return self.yaml.reading(self.reading)
        except forms.ValidationError as fault:
            self.yaml.add_error("text", fault)
            return None

    def _confirm(self) -> Reading | None:
        return clauses.confirmed(self.reading) if self.reading.get("terms") else None

    # ── what is shown ─────────────────────────────────────────────────────────────────────────────

    def known(self) -> dict[str, Any]:
        draft, row = self.draft, self.row
        told = known(self.request, draft, "draft_clauses") | {
            "row": row,
            "shown": shown(row),
            "back": back_to(draft, row),
        }
        told |= {
            "reading": self.reading,
            "choices": self._choices(),
            "term_forms": self.term_forms,
            "above": self.above,
            "yaml": self.yaml,
        }
        told |= {
            "problems": self.problems,
            "differences": self.differences,
            "kinds": [(word, kind.words) for word, kind in KINDS.items()],
        }
        told |= {
            "next": draft_queries.next_open(draft, row.number),
            "table_problems": problems_at(draft, [row]).get(row.number, ()),
        }
        return told | self.trial()

    def _choices(self) -> list[dict[str, Any]]:
        return [{**one, "n": n} for n, one in enumerate(self.reading.get("choices", ()))]

    def trial(self) -> dict[str, Any]:
        """The rule over sample values: by the terms as they were sent along with them, else as they are kept."""
        standard, _problems = clauses.alone(indicator_of(self.row), self._tried())
        if standard is None or not standard.leaves:
            return {"try_form": None}
        asked = TryForm(standard, "1", self.request.GET if "try" in self.request.GET else None)
        if not (asked.is_bound and asked.is_valid()):
            return {"try_form": asked}
        found = trying.try_out(standard, "1", asked.samples())
        said = [(line, line_sentence(line)) for line in found.lines]
        return {"try_form": asked, "trial": found, "trial_said": said, "if_words": if_words(asked)}

    def _tried(self) -> Reading:
        given = self.request.GET
        if "above-start" not in given:
            return self.reading
        tried = forms_of(self.reading, given, given.get("add", ""))
        above = AboveForm(given, prefix="above")
        if not (all(one.is_valid() for one in tried) and above.is_valid()):
            return self.reading
        return reading_of(self.reading, tried, covered=True, above=above.above())


def if_words(asked: TryForm) -> str:
    """专题研究=1，领导小组=是"""
    said = []
    for name, field in asked.fields.items():
        value = asked.cleaned_data.get(name)
        if value not in (None, ""):
            shown_as = (
                dict(getattr(field, "choices", ())).get(str(value), value) if hasattr(field, "choices") else value
            )
            said.append(f"{field.label}={shown_as:g}" if isinstance(shown_as, float) else f"{field.label}={shown_as}")
    return "，".join(said)


def _number(sent: QueryDict, name: str) -> int:
    value = sent.get(name, "")
    return int(value) if value.isdigit() else -1


@form(may_keep_standards)
def clause(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """See, choose, write, try, confirm: one address."""
    found = read_draft_of(by_of(request), pk)
    one = draft_queries.clause(found, row)
    if one is None:
        return gone(request, found)
    shown_page, status = Page(request, found, one), 200
    if request.method == "POST":
        answer = _done(by_of(request), shown_page)
        if answer is not None:
            return answer
        status = 409 if shown_page.differences is not None else 200
    template = (
        "office/drafting/trial.html" if request.headers.get("HX-Request") == "true" else "office/drafting/clause.html"
    )
    return render(request, template, shown_page.known(), status=status)


def _done(by: User, page: Page) -> HttpResponse | None:
    """Keep what was sent and go on to the next clause that waits; None where something has to be shown first."""
    version, sent = _number(page.request.POST, "version"), page.request.POST
    try:
        if sent.get("act") == "take_back":
            drafts.take_back(by, page.row, version=version)
            messages.success(page.request, _("已退回程序读出的样子。"))
            return redirect("office:draft_clause", pk=page.draft.pk, row=page.row.pk)
        made = page.sent()
        if made is None:
            return None
        drafts.settle(by, page.row, version=version, reading=made)
    except versions.Stale as stale:
        _stale(page, stale)
        return None
    return _onwards(page)


def _stale(page: Page, stale: versions.Stale) -> None:
    """Somebody saved first: theirs is shown beside what was sent, and the form carries the new version."""
    assert isinstance(stale.current, DraftIndicator)
    page.row.version = stale.current.version
    page.differences = sentences(stale.current.reading or {})


def _onwards(page: Page) -> HttpResponse:
    messages.success(page.request, _("%s 已保存。") % page.row.code)
    following = draft_queries.next_open(page.draft, page.row.number)
    if page.row.state != "confirmed" or "stay" in page.request.POST:
        return redirect("office:draft_clause", pk=page.draft.pk, row=page.row.pk)
    if following is None:
        messages.success(page.request, _("没有要看的条款了。下一步：检查并生成。"))
        return redirect(back_to(page.draft, page.row))
    return redirect(reverse("office:draft_clause", args=[page.draft.pk, following.pk]))
