"""Filling in an application: the unit's own pages, and the office's for what the county applies for."""

from typing import Any
from uuid import uuid4

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.applications.choices import Candidate, FieldKind, SelectionState
from duibiao.applications.models import Application, Category, Condition, Field
from duibiao.applications.permissions import may_apply
from duibiao.applications.queries import applications as queries
from duibiao.applications.refusals import Refused
from duibiao.applications.services import applying
from duibiao.ledger.models import Material
from duibiao.lib import versions
from duibiao.lib.spans import current
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import require
from duibiao.organisation.queries import county
from duibiao.places.models import Site
from duibiao.web.base.applications.pages import find
from duibiao.web.base.editing import form_page
from duibiao.web.base.forms import DateField, Form
from duibiao.web.base.requests import by_of

MOST_BYTES = 20 * 2**20


class BeginForm(Form):
    """Who is put forward: only what the category takes."""

    subject = forms.ModelChoiceField(Unit.objects.none(), label=gettext_lazy("申报哪个单位"))
    site = forms.ModelChoiceField(Site.objects.none(), label=gettext_lazy("申报哪个点位"))
    name = forms.CharField(
        label=gettext_lazy("申报对象的全称"),
        max_length=100,
        help_text=gettext_lazy("与证照上的一致，如“青禾县第一中学”。"),
    )
    uid = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, category: Category, unit: Unit, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **{"initial": {"uid": uuid4().hex}, **options})
        wanted = {Candidate.SITE: "site", Candidate.UNIT: "subject", Candidate.NAME: "name"}[
            Candidate(category.candidate)
        ]
        for name in {"subject", "site", "name"} - {wanted}:
            del self.fields[name]
        units = Unit.objects.filter(until__isnull=True, path__startswith=unit.path)
        sites = Site.objects.filter(current(), unit__path__startswith=unit.path)
        if wanted == "subject":
            found = units.filter(kind=category.unit_kind) if category.unit_kind else units
            self.fields["subject"].queryset = found.order_by("path")  # type: ignore[attr-defined]
        if wanted == "site":
            fitting = sites.filter(type=category.site_type_id) if category.site_type_id else sites
            self.fields["site"].queryset = fitting.order_by("code")  # type: ignore[attr-defined]


def begin(request: HttpRequest, door: str, pk: int) -> HttpResponse:
    """Choose who is put forward; the form comes next."""
    by = by_of(request)
    open_ones = Category.objects.exclude(selection__state=SelectionState.DRAFT)
    category = get_object_or_404(open_ones.select_related("selection", "recommender", "site_type"), pk=pk)
    unit = county() if category.selection.is_upward else by.unit
    require(unit is not None and may_apply(by, unit))
    assert unit is not None
    made: list[Application] = []
    back = reverse(f"{door}:applications")
    response = form_page(
        request, BeginForm(category, unit, request.POST or None),
        lambda given: made.append(applying.begin(by, category, unit=unit, **given)),
        heading=_("申报%s") % category, act=_("下一步：填申报书"), back=back, where=((_("申报评选"), back),),
        done=_("已建好；下面填申报书、对照条件。"), refusals=(Refused,), sentence=str(category.selection),
    )  # fmt: skip
    if made:
        response["Location"] = reverse(f"{door}:application", args=[made[0].pk])
    return response


def field_of(field: Field) -> forms.Field:
    """A line of the form as the browser asks it. What is empty is kept as a draft; handing in asks for it."""
    shared: dict[str, Any] = {"label": field.label, "help_text": field.help, "required": False}
    match field.kind:
        case FieldKind.NUMBER:
            return forms.DecimalField(max_digits=14, decimal_places=2, **shared)
        case FieldKind.DAY:
            return DateField(**shared)
        case FieldKind.TEXT:
            return forms.CharField(max_length=field.most, widget=forms.Textarea({"rows": 5}), **shared)
        case _:
            return forms.CharField(max_length=field.most, **shared)


class AnswersForm(Form):
    """The lines that the office laid down."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, one: Application, *arguments: Any, **options: Any) -> None:
        said = {f"f{key}": value for key, value in one.answers.items()}
        super().__init__(*arguments, **{"initial": {**said, "version": one.version}, **options})
        for field in one.selection.fields.all():
            self.fields[f"f{field.pk}"] = field_of(field)
            self.fields[f"f{field.pk}"].asked = field.required  # type: ignore[attr-defined]

    def answers(self) -> dict[str, str]:
        given = {name[1:]: value for name, value in self.cleaned_data.items() if name != "version"}
        return {key: "" if value is None else str(value) for key, value in given.items()}


def fill(request: HttpRequest, door: str, pk: int) -> HttpResponse:
    by, one = by_of(request), find(by_of(request), pk)
    require(may_apply(by, one.unit))
    form = AnswersForm(one, request.POST or None)
    back = reverse(f"{door}:application", args=[pk])
    return form_page(
        request, form, lambda given: _save(by, one, form, given["version"]), heading=_("申报书：%s") % one, act=_("保存"),
        back=back, where=((one.name, back),), done=_("已保存；交出以前都能改。"), refusals=(Refused,),
        sentence=_("可以先填一部分，保存了下次接着填。"),
    )  # fmt: skip


def _save(by: User, one: Application, form: AnswersForm, version: int) -> None:
    try:
        applying.fill(by, one, version=version, answers=form.answers())
    except versions.Stale as stale:
        said = getattr(stale.current, "answers", {})
        vars(stale.current).update(
            {f"f{key}": value for key, value in said.items()}
        )  # as the page of differences reads a row
        raise


class TickForm(Form):
    """A material that is there already, or a file that becomes one. Nothing of both: the condition needs none."""

    material = forms.ModelChoiceField(
        Material.objects.none(), label=gettext_lazy("从台账里选一份"), required=False,
        help_text=gettext_lazy("交过的材料不用再交。"),
    )  # fmt: skip
    upload = forms.FileField(
        label=gettext_lazy("或上传一份"),
        required=False,
        help_text=gettext_lazy("PDF、图片、Word、Excel、OFD；传一次，以后处处能用。"),
    )

    def __init__(self, one: Application, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["material"].queryset = queries.materials_for(one)  # type: ignore[attr-defined]

    def clean_upload(self) -> Any:
        sent = self.cleaned_data.get("upload")
        if sent is not None and sent.size > MOST_BYTES:
            raise forms.ValidationError(_("文件超过 20 MB；大文件请先在材料台账里传，再来这里选。"))
        return sent


def tick(request: HttpRequest, door: str, pk: int, condition: int) -> HttpResponse:
    """Show how the candidate fulfils a condition; or take that back (`off`)."""
    by, one = by_of(request), find(by_of(request), pk)
    require(may_apply(by, one.unit))
    asked = get_object_or_404(Condition, pk=condition, selection=one.selection_id)
    back = reverse(f"{door}:application", args=[pk])
    sent = (request.POST, request.FILES) if request.method == "POST" else ()  # an empty form says something here

    def do(given: dict[str, Any]) -> None:
        upload = given["upload"]
        if request.POST.get("off"):
            return applying.untick(by, one, asked)
        file = {} if upload is None else {"upload": upload.chunks(), "file_name": upload.name}
        applying.tick(by, one, asked, material=given["material"], **file)
        return None

    return form_page(
        request, TickForm(one, *sent), do, heading=_("对照条件"), act=_("确认具备"),
        back=back, where=((one.name, back),), done=_("已记下。"), refusals=(Refused,), sentence=asked.words,
    )  # fmt: skip
