"""A unit's own shortcomings: what it has to make good; and an inspector's, who looks whether it is there."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from duibiao.organisation.choices import Role
from duibiao.organisation.models import User
from duibiao.organisation.permissions import holds, require
from duibiao.upkeep import services
from duibiao.upkeep.permissions import may_accept
from duibiao.upkeep.refusals import Refused
from duibiao.web.base.editing import form_page
from duibiao.web.base.guards import act, form, page
from duibiao.web.base.requests import by_of
from duibiao.web.base.upkeep import shortcomings as pages
from duibiao.web.base.upkeep.forms import ShortcomingForm
from duibiao.web.unit.menu import may_enter

DOOR = "unit"


def is_unit(by: User) -> bool:
    return holds(by, Role.UNIT)


@page(may_enter)
def shortcomings(request: HttpRequest) -> HttpResponse:
    return pages.listed(request, DOOR, may_add=is_unit(by_of(request)))


@page(may_enter)
def shortcoming(request: HttpRequest, pk: int) -> HttpResponse:
    return pages.shown(request, DOOR, pk)


@form(is_unit)
def add_shortcoming(request: HttpRequest) -> HttpResponse:
    """A unit names its own before others find it."""
    by, back = by_of(request), reverse("unit:shortcomings")
    unit = by.unit
    require(unit is not None)
    assert unit is not None
    return form_page(
        request, ShortcomingForm(by, request.POST or None, own=True), lambda given: services.register(by, unit=unit, **given),
        heading=_("登记本单位的短板"), act=_("登记"), back=back, done=_("已登记。"), where=((_("短板清单"), back),), refusals=(Refused,),
        sentence=_("主动找出来的短板只用来补，不因此扣分。"),
    )  # fmt: skip


@form(is_unit)
def shortcoming_made_good(request: HttpRequest, pk: int) -> HttpResponse:
    return pages.make_good(request, DOOR, pk)


@form(may_accept)
def judge_shortcoming(request: HttpRequest, pk: int) -> HttpResponse:
    return pages.judge(request, DOOR, pk)


@act(is_unit)
def tick_plan_step(request: HttpRequest, pk: int) -> HttpResponse:
    return pages.tick(request, DOOR, pk)
