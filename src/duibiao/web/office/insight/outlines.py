"""The county's own boundaries: what a map needs where there are no tiles."""

from django import forms
from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.insight import outlines as kept
from duibiao.insight.models import Outline
from duibiao.insight.permissions import may_draw
from duibiao.places.choices import Crs
from duibiao.web.base.forms import Form
from duibiao.web.base.guards import act, form
from duibiao.web.base.requests import by_of

MOST_BYTES = 8 * 2**20


class OutlineForm(Form):
    file = forms.FileField(
        label=gettext_lazy("GeoJSON 文件"),
        help_text=gettext_lazy("每个要素的属性 code 写单位编号或区域路段编号；面是边界，线是路段。"),
    )
    crs = forms.ChoiceField(label=gettext_lazy("坐标系"), choices=Crs.choices)

    def clean_file(self) -> bytes:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("文件超过 8 MB。请先在地图软件里简化边界，再上传。"))
        content: bytes = file.read()
        return content


@form(may_draw)
def outlines(request: HttpRequest) -> HttpResponse:
    """Drawing again replaces; what could not be used is said line by line, the rest is kept."""
    asked, problems = OutlineForm(request.POST or None, request.FILES or None), []
    if request.method == "POST" and asked.is_valid():
        try:
            drawn = kept.draw(by_of(request), asked.cleaned_data["file"], crs=asked.cleaned_data["crs"])
        except kept.NotGeoJson as wrong:
            asked.add_error("file", str(wrong))
        else:
            problems = drawn.problems
            messages.success(request, _("已画上 %d 条边界。") % drawn.kept)
            if not problems:
                return redirect("office:map")
    known = {"form": asked, "problems": problems[:20], "more": max(len(problems) - 20, 0)}
    known["counts"] = Outline.objects.aggregate(units=Count("unit"), areas=Count("area"))
    known["where"] = ((_("一张图"), reverse("office:map")),)
    return render(request, "office/insight/outlines.html", known)


@act(may_draw)
def wipe(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("已去掉 %d 条边界。") % kept.wipe(by_of(request)))
    return redirect("office:outlines")
