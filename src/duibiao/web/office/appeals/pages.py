"""Appeals of units (申诉). In ten seconds: how many wait, which is due first, which may I decide."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from duibiao.appeals import services
from duibiao.appeals.deadlines import rules
from duibiao.appeals.permissions import may_judge, may_set_rules
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.web.base.appeals import pages
from duibiao.web.base.appeals.forms import RulesForm
from duibiao.web.base.editing import form_page
from duibiao.web.base.guards import act, form, page
from duibiao.web.base.requests import by_of


@page(may_manage_organisation)
def appeals(request: HttpRequest) -> HttpResponse:
    return pages.listed(request, "office", may_set=may_set_rules(by_of(request)), days=rules())


@page(may_manage_organisation)
def appeal_decisions(request: HttpRequest) -> HttpResponse:
    return pages.published(request, "office")


@page(may_manage_organisation)
def appeal(request: HttpRequest, pk: int) -> HttpResponse:
    return pages.shown(request, "office", pk)


@act(may_judge)
def decide_appeal(request: HttpRequest, pk: int) -> HttpResponse:
    return pages.decided(request, "office", pk)


@page(may_manage_organisation)
def appeal_file(request: HttpRequest, pk: int) -> HttpResponse:
    return pages.file_of(request, pk)


@page(may_manage_organisation)
def appeal_photo(request: HttpRequest, pk: int, photo: int) -> HttpResponse:
    return pages.photo_of(request, pk, photo)


@form(may_set_rules)
def appeal_rules(request: HttpRequest) -> HttpResponse:
    """Within how many workdays."""
    by, back, held = by_of(request), reverse("office:appeals"), rules()
    start = {"appeal_workdays": held.appeal_workdays, "decide_workdays": held.decide_workdays, "version": held.version}
    return form_page(
        request, RulesForm(request.POST or None, initial=start), lambda given: services.set_rules(by, **given),
        heading=_("申诉期限"), act=_("保存"), back=back, where=((_("申诉"), back),), done=_("已保存，从今以后的扣分和申诉照此办。"),
        sentence=_("按工作日历计算；已经提出的申诉，期限不变。"),
    )  # fmt: skip
