"""Example pictures of an item: how it should look, and how not. Two pictures say what a page of words does not."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.files.kinds import Refused as NotWhatItSays
from duibiao.inspections import checklists as kept
from duibiao.inspections.choices import VersionState
from duibiao.inspections.models import Item
from duibiao.inspections.permissions import may_run_rounds
from duibiao.organisation.models import User
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.web.base.editing import form_page
from duibiao.web.base.forms import Form
from duibiao.web.base.guards import form, page
from duibiao.web.base.inspections.reading import example
from duibiao.web.base.requests import by_of

_SAYS = {
    VersionState.DRAFT: gettext_lazy("拍摄地点、时间等信息会先去掉；启用以后，督查员的手机上就能看到。"),
    VersionState.IN_FORCE: gettext_lazy(
        "这一版已经启用：换照片不改检查内容和扣分，手机下次联网就看到新照片，换了什么记在检查表的历史里。"
    ),
}
_FILE = forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"})


class ExamplesForm(Form):
    right = forms.FileField(label=gettext_lazy("正确的样子（照片）"), required=False, widget=_FILE)
    wrong = forms.FileField(label=gettext_lazy("错误的样子（照片）"), required=False, widget=_FILE)
    without = forms.MultipleChoiceField(
        label=gettext_lazy("去掉现有的"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[("right", gettext_lazy("正确的样子")), ("wrong", gettext_lazy("错误的样子"))],
    )  # fmt: skip


@form(may_run_rounds)
def item_examples(request: HttpRequest, pk: int) -> HttpResponse:
    """The two pictures of an item, of a draft or in force: they say how to look, not what it costs."""
    item = get_object_or_404(Item.objects.select_related("checklist_version__checklist"), pk=pk)
    version, by = item.checklist_version, by_of(request)
    back = reverse("office:checklist_version", args=[version.pk])
    if version.state == VersionState.RETIRED:
        messages.error(request, _("已停用的版本保持原样，照片不再换。"))
        return redirect(back)
    return form_page(
        request, ExamplesForm(request.POST or None, request.FILES or None), lambda given: _keep(by, item, **given),
        heading=_("示例照片：%s") % item.text, act=_("保存"), back=back, refusals=(NotWhatItSays,), done=_("已保存。"),
        where=((_("检查表"), reverse("office:checklists")), (str(version.checklist), back)),
        sentence=str(_SAYS[VersionState(version.state)]),
    )  # fmt: skip


def _keep(by: User, item: Item, *, without: list[str], **sent: Any) -> None:
    photos = {side: (file.name, file.read()) for side, file in sent.items() if file}
    kept.set_pictures(by, item, without=without, **photos)


@page(may_manage_organisation)
def item_picture(request: HttpRequest, pk: int, side: str) -> HttpResponse:
    return example(get_object_or_404(Item.objects.select_related("right_picture", "wrong_picture"), pk=pk), side)
