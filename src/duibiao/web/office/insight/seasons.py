"""Inspection seasons: the days with which ordinary days are compared."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.insight import seasons
from duibiao.insight.models import Season
from duibiao.insight.permissions import may_draw
from duibiao.web.base.editing import form_page
from duibiao.web.base.forms import DateField, Form
from duibiao.web.base.guards import act, form
from duibiao.web.base.requests import by_of


class SeasonForm(Form):
    name = forms.CharField(label=gettext_lazy("名称"), max_length=60)
    since = DateField(label=gettext_lazy("开始日期"))
    until = DateField(label=gettext_lazy("结束日期"))

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("since") and given.get("until") and given["until"] < given["since"]:
            self.add_error("until", _("结束日期早于开始日期。"))
        return given


@form(may_draw)
def add_season(request: HttpRequest) -> HttpResponse:
    back = reverse("office:everyday")
    return form_page(
        request,
        SeasonForm(request.POST or None),
        lambda given: seasons.name_season(by_of(request), **given),
        heading=_("设定迎检期"),
        act=_("保存"),
        back=back,
        done=_("已设定。"),
        where=((_("常态与反弹"), back),),
    )


@act(may_draw)
def drop_season(request: HttpRequest, pk: int) -> HttpResponse:
    seasons.drop_season(by_of(request), get_object_or_404(Season, pk=pk))
    messages.success(request, _("已去掉。"))
    return redirect("office:everyday")
