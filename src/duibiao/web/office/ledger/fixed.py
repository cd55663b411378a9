"""One state of the ledger that was fixed: every material in it, and what became of each since; its receipt as it came.

Opened when somebody above asks “is this what you handed up?”. In ten seconds: which materials were in it, which are others today.
"""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from duibiao.files import store
from duibiao.ledger.models import Frozen, Material
from duibiao.ledger.services import freezing
from duibiao.lib.tables import Column, Listed, Pick
from duibiao.organisation.models import Unit
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.web.base.guards import page
from duibiao.web.base.lists import download, list_page
from duibiao.web.base.requests import by_of
from duibiao.web.base.scores.reading import campaign_of

SHAPES = {"same": "good", "changed": "soon", "gone": "bad", "added": "info"}


def states() -> dict[str, str]:
    return {"changed": _("换了版本"), "gone": _("已撤出"), "added": _("固定后新增"), "same": _("没有变")}


@dataclass(frozen=True)
class Row:
    """A material for a line, in the fixed state and today."""

    indicator: str
    material: int
    title: str
    unit: str
    version: int | None
    now: int | None
    sha256: str
    state: str

    @property
    def key(self) -> str:
        return f"{self.indicator}:{self.material}:{self.state}"

    @property
    def shape(self) -> str:
        return SHAPES[self.state]

    @property
    def said(self) -> str:
        return states()[self.state]


def rows_of(held: Frozen, now: list[dict[str, Any]]) -> list[Row]:
    """What was fixed in its order, then what came since: two statements for the names."""
    then = {(one["requirement"], one["material"]): one for one in held.content}
    today = {(one["requirement"], one["material"]): one for one in now}
    both = {**then, **{key: one for key, one in today.items() if key not in then}}
    titles = dict(Material.objects.filter(pk__in={key[1] for key in both}).values_list("pk", "title"))
    units = dict(Unit.objects.filter(code__in={one["unit"] for one in both.values()}).values_list("code", "name"))
    return [
        Row(
            one["indicator"], one["material"], titles.get(one["material"], ""), units.get(one["unit"], one["unit"]),
            then[key]["version"] if key in then else None, today[key]["version"] if key in today else None, one["sha256"],
            _state(then.get(key), today.get(key)),
        )
        for key, one in both.items()
    ]  # fmt: skip


def _state(then: dict[str, Any] | None, now: dict[str, Any] | None) -> str:
    if then is None or now is None:
        return "added" if then is None else "gone"
    return "same" if then["sha256"] == now["sha256"] else "changed"


def columns() -> list[Column[Row]]:
    return [
        Column("indicator", _("指标"), lambda row: row.indicator, sort="indicator"),
        Column("title", _("材料"), lambda row: row.title, sort="title"),
        Column("unit", _("单位"), lambda row: row.unit, sort="unit"),
        Column("version", _("固定时第几版"), lambda row: row.version, number=True),
        Column("now", _("现在第几版"), lambda row: row.now, number=True),
        Column("state", _("固定以后"), lambda row: row.said, sort="state"),
        Column("sha256", _("指纹"), lambda row: row.sha256),
    ]


@page(may_manage_organisation)
def fixed(request: HttpRequest, pk: int) -> HttpResponse:
    held = get_object_or_404(Frozen.objects.select_related("by__person"), pk=pk)
    campaign = campaign_of(by_of(request), held.campaign_id)
    rows = rows_of(held, freezing.listed(campaign))
    picks: list[Pick[Row]] = [
        Pick(
            "q",
            _("材料、单位、指标"),
            lambda row, text: text in row.title or text in row.unit or row.indicator.startswith(text),
        ),
        Pick("state", _("固定以后"), lambda row, state: row.state == state, list(states().items())),
    ]
    table = Listed(request.GET, rows, columns(), picks, lambda row: row.key)
    sound = freezing.hash_of(held.content) == held.sha256
    return list_page(
        request, "office/ledger/fixed.html", table, heading=_("%s清单") % held.title, row="office/ledger/fixed_row.html",
        empty="office/ledger/fixed_empty.html", campaign=campaign, held=held, sound=sound,
        changed=sum(row.state != "same" for row in rows),
    )  # fmt: skip


@page(may_manage_organisation)
def receipt_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The receipt as it came."""
    held = get_object_or_404(Frozen.objects.select_related("receipt"), pk=pk)
    campaign_of(by_of(request), held.campaign_id)
    if held.receipt is None:
        raise Http404
    ending = held.receipt.media_type.rpartition("/")[2]
    with store.open(held.receipt) as file:
        return download(file.read(), _("%s回执") % held.title + f".{ending}", held.receipt.media_type)
