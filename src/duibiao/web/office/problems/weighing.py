"""Cards of units, papers, and the county's own rules and forms of both.

Opened by the office each morning: which units have come to a card, which appeals wait, what is to be signed. In ten seconds: how many, whose.
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.lib.papers import DOCX
from duibiao.lib.tables import Table
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.problems import documents, queries, rules
from duibiao.problems.choices import Basis, CardKind, CardState, PaperKind
from duibiao.problems.models import CardRule, PaperForm
from duibiao.problems.paper import BadForm, own_form
from duibiao.problems.permissions import may_keep_rules
from duibiao.web.base.editing import form_page
from duibiao.web.base.forms import Form
from duibiao.web.base.guards import act, form, page
from duibiao.web.base.lists import download, list_page
from duibiao.web.base.problems import lists, pages
from duibiao.web.base.requests import by_of

#: A form is a few pages of Word.
MOST_BYTES = 5 * 1024 * 1024


class CardRuleForm(Form):
    card = forms.ChoiceField(label=gettext_lazy("亮什么牌"), choices=CardKind.choices)
    basis = forms.ChoiceField(label=gettext_lazy("按什么"), choices=Basis.choices[:2])
    threshold = forms.IntegerField(label=gettext_lazy("到几"), min_value=1, max_value=250)


class PaperFormForm(Form):
    kind = forms.ChoiceField(label=gettext_lazy("文种"), choices=PaperKind.choices)
    file = forms.FileField(
        label=gettext_lazy("模板（docx）"), widget=forms.FileInput({"accept": ".docx"}),
        help_text=gettext_lazy("先下载自带模板，在 Word 或 WPS 里改好版头和用语，花括号里的字不要动。"),
    )  # fmt: skip


@page(may_manage_organisation)
def cards(request: HttpRequest) -> HttpResponse:
    found = queries.cards(by_of(request))
    waiting = Q(state=CardState.ISSUED, appealed_at__isnull=False, answer="")
    counts = found.order_by().aggregate(
        all=Count("pk"), proposed=Count("pk", filter=Q(state=CardState.PROPOSED)), appealed=Count("pk", filter=waiting),
        issued=Count("pk", filter=Q(state=CardState.ISSUED)), units=Count("unit", filter=Q(state=CardState.ISSUED), distinct=True),
    )  # fmt: skip
    table = Table(request.GET, found, lists.card_columns(), lists.card_filters(), order="-at")
    return list_page(
        request, "office/problems/cards.html", table, heading=_("亮牌督办"), row="office/problems/card_row.html",
        empty="office/problems/cards_empty.html", counts=counts,
    )  # fmt: skip


@page(may_manage_organisation)
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    return pages.paper(request, pk)


def _page(request: HttpRequest, asked: Form, do: Any, heading: str, done: str) -> HttpResponse:
    back = reverse("office:problem_rules")
    return form_page(
        request, asked, do, heading=heading, act=_("保存"), back=back, done=done, where=((_("问题规则"), back),)
    )


@form(may_keep_rules)
def set_card_rule(request: HttpRequest) -> HttpResponse:
    asked = CardRuleForm(request.POST or None)
    return _page(
        request, asked, lambda given: rules.set_card_rule(by_of(request), **given), _("亮牌规则"), _("已保存。")
    )


@act(may_keep_rules)
def drop_card_rule(request: HttpRequest, pk: int) -> HttpResponse:
    rules.drop_card_rule(by_of(request), get_object_or_404(CardRule, pk=pk))
    return redirect("office:problem_rules")


@form(may_keep_rules)
def paper_forms(request: HttpRequest) -> HttpResponse:
    """Each kind of paper: whose form it is made on; another is handed in here."""
    asked = PaperFormForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and asked.is_valid() and _taken(request, asked):
        messages.success(request, _("以后的这种文书用您的模板。"))
        return redirect("office:paper_forms")
    own = {one.kind: one for one in PaperForm.objects.order_by("id")}
    kinds = [(kind, kind.label, own.get(kind)) for kind in PaperKind]
    return render(request, "office/problems/paper_forms.html", {"form": asked, "kinds": kinds})


def _taken(request: HttpRequest, asked: PaperFormForm) -> bool:
    file = asked.cleaned_data["file"]
    if file.size > MOST_BYTES:
        asked.add_error("file", _("模板不能超过 5 MB。"))
        return False
    try:
        documents.take_form(by_of(request), kind=asked.cleaned_data["kind"], name=file.name, content=file.read())
    except BadForm as refused:
        asked.add_error("file", str(refused))
        return False
    return True


@page(may_keep_rules)
def paper_form(request: HttpRequest, kind: str) -> HttpResponse:
    """The form in use, else the one that comes with the program, as a file."""
    one = get_object_or_404(PaperForm, pk=int(kind)) if kind.isdigit() else None
    name = one.kind if one is not None else kind if kind in PaperKind.values else PaperKind.REDO
    content = documents.form_of(name) if one is not None else own_form(name)
    return download(content, f"{PaperKind(name).label}{_('模板')}.docx", DOCX)
