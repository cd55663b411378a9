"""What other systems may read: exactly what the key's account sees on the pages."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router

from duibiao.campaigns.models import Campaign
from duibiao.campaigns.queries import campaigns
from duibiao.organisation import queries as organisation
from duibiao.organisation.models import Unit
from duibiao.organisation.permissions import require
from duibiao.scores import queries as scores
from duibiao.scores.cards import card as card_of
from duibiao.scores.choices import SnapshotState, Visibility
from duibiao.scores.models import Snapshot
from duibiao.scores.permissions import may_see_score
from duibiao.standards.models import Measure
from duibiao.standards.queries import editions
from duibiao.web.api import shapes
from duibiao.web.api.keys import READ, WITH_KEY, WITHOUT_KEY
from duibiao.web.api.words import gettext_lazy as _
from duibiao.web.base.requests import by_of

router = Router(auth=READ, throttle=WITH_KEY)
LIMIT = Query(200, ge=1, le=1000)  # type: ignore[type-arg]


@router.get("/measures", response=list[shapes.MeasureOut], summary=_("计量项，按代码分页"))
def measures(request: HttpRequest, q: str = "", after: str = "", limit: int = LIMIT) -> Any:
    found = Measure.objects.filter(Q(name__icontains=q) | Q(spelling__contains=q.lower()), code__gt=after)
    return found.order_by("code")[:limit]


@router.get("/units", response=list[shapes.UnitOut], summary=_("看得到的单位，按代码分页"))
def units(request: HttpRequest, after: str = "", limit: int = LIMIT) -> Any:
    return organisation.units(by_of(request)).filter(code__gt=after).order_by("code")[:limit]


@router.get("/editions", response=list[shapes.EditionOut], summary=_("测评标准的版次"))
def edition_list(request: HttpRequest) -> Any:
    return editions(by_of(request))


@router.get("/campaigns", response=list[shapes.CampaignOut], summary=_("看得到的创建活动"))
def campaign_list(request: HttpRequest) -> Any:
    return campaigns(by_of(request))


def campaign_of(request: HttpRequest, pk: int) -> Campaign:
    return get_object_or_404(campaigns(by_of(request)), pk=pk)


@router.get("/campaigns/{pk}/scores", response=list[shapes.TotalOut], summary=_("各单位的总分和名次"))
def totals(request: HttpRequest, pk: int) -> Any:
    return scores.totals(by_of(request), campaign_of(request, pk))


@router.get("/campaigns/{pk}/scores/{unit}", response=shapes.CardOut, summary=_("一个单位的得分卡，逐项有理由"))
def card(request: HttpRequest, pk: int, unit: str) -> Any:
    campaign = campaign_of(request, pk)
    found = get_object_or_404(Unit.objects.filter(participations__campaign=campaign), code=unit)
    require(may_see_score(by_of(request), campaign, found))
    shown = card_of(campaign, found)
    assert shown is not None, "a unit that takes part has a card once scores are worked out"
    lines = [
        {"indicator": one.indicator, "sentence": one.sentence_zh, "sentence_en": one.sentence_en} for one in shown.lines
    ]
    return {"total": shown.total, "nodes": list(shown.nodes.values()), "lines": lines}


def public() -> Any:
    return Snapshot.objects.filter(state=SnapshotState.PUBLISHED, visibility=Visibility.PUBLIC)


@router.get(
    "/snapshots",
    response=list[shapes.SnapshotOut],
    auth=None,
    throttle=WITHOUT_KEY,
    summary=_("向社会公开的成绩，不需要密钥"),
)
def snapshots(request: HttpRequest) -> Any:
    return public().defer("result", "frame")


@router.get("/snapshots/{pk}", auth=None, throttle=WITHOUT_KEY, summary=_("公开的成绩本身，一个字节不差"))
def snapshot(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(public(), pk=pk)
    return HttpResponse(bytes(found.result), content_type="application/json")
