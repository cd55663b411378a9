"""From blind spots to a round in one act: its frame is exactly the sites that the list shows, and the draw stays what it is.

Opened from the list of blind spots. What is left to decide is who goes and when; all of it is filled in beforehand.
"""

from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django import forms
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from duibiao.campaigns.models import Campaign
from duibiao.inspections import rounds
from duibiao.inspections.choices import RoundKind
from duibiao.inspections.models import Round
from duibiao.inspections.permissions import may_run_rounds
from duibiao.lib.dates import day_text
from duibiao.lib.spans import today
from duibiao.organisation.models import User
from duibiao.places.models import Site, SiteType
from duibiao.web.base.guards import form
from duibiao.web.base.insight.blind import listed
from duibiao.web.base.requests import by_of
from duibiao.web.office.field.forms import PlanForm, inspectors

#: Days that a round has unless somebody says otherwise; sites that are named in the sentence.
DAYS, NAMED = 7, 5


def mark_of(sites: Sequence[Site]) -> str:
    """What stands for the list that was shown: another list has another mark."""
    return sha256("\n".join(sorted(one.code for one in sites)).encode()).hexdigest()[:16]


class BlindPlanForm(PlanForm):
    """A round over a list: no types to choose. A list that changed since it was shown is shown again."""

    types = None  # type: ignore[assignment]
    shown = forms.CharField(widget=forms.HiddenInput)
    field_order = ("campaign", "title", "since", "until", "inspectors", "size")

    def __init__(self, sites: Sequence[Site], *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.mark = mark_of(sites)
        self.fields["shown"].initial = self.mark

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.pop("shown", "") != self.mark:
            sent = QueryDict(mutable=True)
            sent.update(self.data)
            sent["shown"] = self.mark
            self.data = sent
            self.add_error(
                None, _("盲区清单刚刚变了：有人查过其中的点位，或者点位有增减。请看上面现在的名单，再保存一次。")
            )
        return given


def start_of(sites: Sequence[Site]) -> dict[str, Any]:
    """Every site of the list, all inspectors, from tomorrow; the campaign that was made last."""
    day = today() + timedelta(1)
    return {
        "campaign": Campaign.objects.order_by("-pk").first(), "title": _("盲区检查 %s") % day_text(day),
        "kind": RoundKind.SPECIAL, "since": day, "until": day + timedelta(DAYS), "inspectors": inspectors(),
        "size": len(sites), "fresh_percent": 0,
    }  # fmt: skip


@form(may_run_rounds)
def plan_blind_round(request: HttpRequest) -> HttpResponse:
    """The list comes from the address, with its filters, both when the form is shown and when it is sent."""
    sites: list[Site] = list(listed(request).everything())
    back = f"{reverse('office:blind')}?{request.GET.urlencode()}"
    if not sites:
        messages.info(request, _("名单里没有点位了，不用排。"))
        return redirect(back)
    asked = BlindPlanForm(sites, request.POST or None, initial=start_of(sites))
    made = planned(by_of(request), asked, sites) if request.method == "POST" and asked.is_valid() else None
    if made is not None:
        messages.success(request, _("已拟定，抽样框就是这 %d 处。核对以后公布指纹，再抽取。") % len(sites))
        return redirect("office:round", pk=made.pk)
    known = {"form": asked, "heading": _("把盲区排成一轮"), "act_words": _("拟定"), "back": back}
    where = ((_("盲区"), back),)
    return render(request, "base/form_page_here.html", {**known, "where": where, "sentence": sentence_of(sites)})


def planned(by: User, asked: BlindPlanForm, sites: Sequence[Site]) -> Round | None:
    """None: the name is taken, and the form says so."""
    types = SiteType.objects.filter(pk__in={one.type_id for one in sites})
    try:
        with transaction.atomic():
            return rounds.plan_rounds(by, types=types, listed=sites, **asked.cleaned_data)[0]
    except IntegrityError:
        asked.add_error("title", _("这项活动里已有同名的轮次，请换个名称。"))
        return None


def sentence_of(sites: Sequence[Site]) -> str:
    names = "、".join(one.name for one in sites[:NAMED])
    more = _("等") if len(sites) > NAMED else ""
    said = {"n": len(sites), "names": f"{names}{more}"}
    return _("只从盲区清单里的这 %(n)d 处抽取：%(names)s。抽样框公布指纹以后不能再改。") % said
