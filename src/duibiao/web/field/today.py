"""What the inspector's page keeps on the phone: the sites still to visit and their checklists, in one answer."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from duibiao.inspections import rounds
from duibiao.inspections.choices import ReplaceReason
from duibiao.inspections.forms import assignments_of
from duibiao.inspections.models import Assignment, ChecklistVersion, Collector, Item
from duibiao.web.base.inspections.reading import example
from duibiao.web.field.openrosa import keyed, versions_of


@require_safe
@keyed
def today(request: HttpRequest, collector: Collector) -> HttpResponse:
    """All of it: some forty kilobytes for a hundred sites."""
    found = assignments_of(collector)
    versions = versions_of(collector)
    by_type = {one.checklist.type_id: one for one in versions}
    for one in {each.round_id: each.round for each in found}.values():
        rounds.note_reading(collector.user, one)
    return JsonResponse(
        {
            "now": timezone.now().isoformat(),
            "campaign": collector.campaign.title,
            "sites": [_site(one, by_type.get(one.site.type_id)) for one in found],
            "forms": {str(one.pk): _form(one) for one in versions},
            "reasons": [[value, str(label)] for value, label in ReplaceReason.choices],
        }
    )


def _site(one: Assignment, version: ChecklistVersion | None) -> dict[str, Any]:
    site = one.site
    return {
        "id": one.pk,
        "code": site.code,
        "name": site.name,
        "type": site.type.name,
        "address": site.address,
        "place": [site.latitude, site.longitude] if site.is_placed else None,
        "length_m": site.length_m,
        "stubborn": site.stubborn,
        "round": one.round.title,
        "secret": one.round.is_secret,
        "day": one.day.isoformat() if one.day else "",
        "until": one.round.until.isoformat(),
        "form": version.pk if version else None,
    }


def _form(version: ChecklistVersion) -> dict[str, Any]:
    items = [_item(item) for item in version.items.all()]
    return {"id": version.checklist.form, "version": version.number, "title": version.checklist.title, "items": items}


def _item(item: Item) -> dict[str, Any]:
    names = ("code", "number", "kind", "answer", "text", "how", "clause", "points", "unit_word", "good_when", "fewer")
    more = ("photo", "camera_only", "phrases", "right", "wrong")
    said = {name: getattr(item, name) for name in (*names, *more)} | {"kind_words": item.get_kind_display()}
    shown = {"right": item.right_picture_id, "wrong": item.wrong_picture_id}
    return said | {"pictures": {side: f"pictures/{item.pk}/{side}?v={blob}" for side, blob in shown.items() if blob}}


@require_safe
@keyed
def picture(request: HttpRequest, collector: Collector, pk: int, side: str) -> HttpResponse:
    """An example picture of an item of the campaign's edition; the phone keeps it."""
    items = Item.objects.select_related("right_picture", "wrong_picture")
    found = get_object_or_404(items, pk=pk, checklist_version__checklist__edition=collector.campaign.edition_id)
    return example(found, side)


@require_POST
@keyed
def replace(request: HttpRequest, collector: Collector, pk: int) -> HttpResponse:
    """The site cannot be visited: the next of its stratum takes its place, with a reason from the list."""
    held = get_object_or_404(Assignment, pk=pk, inspector=collector.user_id, round__campaign=collector.campaign_id)
    try:
        asked = json.loads(request.body)
        taken = rounds.replace(
            collector.user, held, reason=str(asked["reason"]), words=str(asked.get("words", ""))[:200]
        )
    except (ValueError, KeyError, AttributeError):
        return JsonResponse({"says": _("请从列表里选一个替换原因。")}, status=400)
    except rounds.WrongState:
        return JsonResponse({"says": _("这个点位已检查过、已替换，或轮次已结束。")}, status=409)
    except rounds.NoReserve:
        return JsonResponse({"says": _("这一类没有可替换的点位了，请联系创建办。")}, status=409)
    return JsonResponse({"id": taken.pk, "name": taken.site.name})
