"""The places that one's own unit stands by. In ten seconds: what is wrong there now; write down what we did."""

from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.files.kinds import Refused as BadFile
from duibiao.files.taking import take
from duibiao.lib.spans import current, today
from duibiao.lib.tables import Column, Filter, Table
from duibiao.organisation.models import User
from duibiao.organisation.permissions import require
from duibiao.partners import queries, services
from duibiao.partners.permissions import may_record
from duibiao.places.models import Bond
from duibiao.problems import rules
from duibiao.web.base.editing import form_page
from duibiao.web.base.forms import DateField, Form
from duibiao.web.base.guards import form, page
from duibiao.web.base.lists import list_page
from duibiao.web.base.partners.pages import bond_page
from duibiao.web.base.problems.forms import PhotosField
from duibiao.web.base.requests import by_of
from duibiao.web.unit.menu import may_enter


class EntryForm(Form):
    day = DateField(label=gettext_lazy("日期"))
    found = forms.CharField(
        label=gettext_lazy("看到什么"), max_length=300, required=False, widget=forms.Textarea({"rows": 2})
    )
    done = forms.CharField(label=gettext_lazy("做了什么"), max_length=300, widget=forms.Textarea({"rows": 2}))
    kind = forms.ChoiceField(
        label=gettext_lazy("有要报的问题吗"), required=False,
        help_text=gettext_lazy("选了类型，“看到什么”就作为一个问题登记，由创建办交给责任单位。"),
    )  # fmt: skip
    photos = PhotosField(
        label=gettext_lazy("问题照片"), required=False, help_text=gettext_lazy("报问题才拍；其余不用照片。")
    )
    uid = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        options["initial"] = {"uid": uuid4().hex, "day": today()}
        super().__init__(*arguments, **options)
        kinds = [(one.code, one.name) for one in rules.kinds()]
        self.fields["kind"].choices = [("", _("没有")), *kinds]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = dict(super().clean() or self.cleaned_data)
        try:
            files = given.get("photos", []) if given.get("kind") else []
            given["photos"] = [take(one.chunks(), name=one.name or "", families=("image",)) for one in files]
        except BadFile as refused:
            self.add_error("photos", str(refused))
        self.cleaned_data = given
        return given


def find(by: User, pk: int) -> Bond:
    """Another unit's and one that never was are refused alike."""
    try:
        return queries.bond(by, pk)
    except Http404:
        raise PermissionDenied(_("没有这一处包联，或者它不是本单位的。")) from None


def columns(results: dict[int, queries.Result], last: dict[int, Any]) -> list[Column[Any]]:
    return [
        Column("site", _("点位"), lambda row: row.site.name, sort="site__name"),
        Column("type", _("点位类型"), lambda row: row.site.type.name, sort="site__type__order"),
        Column("place", _("属地单位"), lambda row: row.site.unit.known_as),
        Column("unit", _("包联单位"), lambda row: row.unit.known_as, sort="unit__path"),
        Column("since", _("包联起"), lambda row: row.since or ""),
        Column("last", _("最近入点位"), lambda row: last.get(row.pk, "")),
        Column("live", _("未了问题"), lambda row: results[row.pk].live, number=True),
    ]


def filters(by: User) -> list[Filter]:
    own = [grant.unit_id for grant in by.grants_held if grant.unit_id]
    whose = {"ours": Q(unit__in=own), "ground": Q(site__unit__in=own)}
    return [
        Filter("q", _("点位、包联单位"), lambda text: Q(site__name__icontains=text) | Q(unit__name__icontains=text)),
        Filter("whose", _("哪些"), lambda one: whose[one], [("ours", _("本单位包联的")), ("ground", _("本单位地面上的"))]),
    ]  # fmt: skip


@page(may_enter)
def partners(request: HttpRequest) -> HttpResponse:
    by = by_of(request)
    found = queries.bonds(by).filter(current())
    numbers = list(found.values_list("pk", flat=True))
    results, last = queries.results(numbers), queries.last_days(numbers)
    table = Table(request.GET, found, columns(results, last), filters(by), order="site__name")
    mine = [one for one in table.rows if by.unit is not None and one.unit_id == by.unit.pk]
    for row in table.rows:
        row.result, row.last = results[row.pk], last.get(row.pk)  # for the row's template
        row.may_record = may_record(by, row)
    return list_page(
        request, "unit/partners/list.html", table, heading=_("单位包联"), row="unit/partners/row.html",
        empty="unit/partners/empty.html", mine=mine,
    )  # fmt: skip


@page(may_enter)
def partner(request: HttpRequest, pk: int) -> HttpResponse:
    return bond_page(request, "unit", find(by_of(request), pk))


@form(may_enter)
def record_entry(request: HttpRequest, pk: int) -> HttpResponse:
    by, bond = by_of(request), find(by_of(request), pk)
    require(may_record(by, bond))
    back = reverse("unit:partner", args=[pk])
    return form_page(
        request, EntryForm(request.POST or None, request.FILES or None),
        lambda given: services.record(by, bond, **given), heading=_("记一次入点位：%s") % bond.site, act=_("记下"),
        back=back, where=((_("单位包联"), reverse("unit:partners")), (str(bond.site), back)), done=_("已记下。"),
        sentence=_("只记看到什么、做了什么。不签到、不定位，次数不计分。"), refusals=(services.Refused,),
    )  # fmt: skip
