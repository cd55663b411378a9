"""The columns and filters of a list of documents, the colours of effect, and a file as it is handed out: the same behind every door."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from duibiao.documents import queries
from duibiao.documents.choices import Effect, Kind, Origin
from duibiao.documents.models import Document
from duibiao.files import store
from duibiao.lib.tables import Column, Filter
from duibiao.organisation.models import User
from duibiao.web.base.lists import download
from duibiao.web.base.requests import by_of

SHAPES = {Effect.VALID: "good", Effect.COMING: "info", Effect.REPLACED: "soon", Effect.REPEALED: "bad"}


def columns() -> list[Column[Any]]:
    return [
        Column("title", _("标题"), lambda row: row.title, sort="title"),
        Column("number", _("文号"), lambda row: row.number, sort="number"),
        Column("issuer", _("发文机关"), lambda row: row.issuer, sort="issuer"),
        Column("issued_on", _("发文日期"), lambda row: row.issued_on, sort="issued_on"),
        Column("kind", _("类别"), lambda row: row.get_kind_display(), sort="kind"),
        Column("effect", _("效力"), lambda row: row.effect_words),
    ]


def filters(campaigns: list[tuple[str, str]]) -> list[Filter]:
    words = ("title", "number", "issuer", "words")
    return [
        Filter("q", _("标题、文号、发文机关"), lambda text: _said(text, words)),
        Filter("origin", _("来源"), lambda origin: Q(origin=origin), Origin.choices),
        Filter("kind", _("类别"), lambda kind: Q(kind=kind), Kind.choices),
        Filter("effect", _("效力"), lambda effect: Q(in_effect=effect), Effect.choices),
        Filter("campaign", _("创建活动"), lambda pk: Q(campaign=pk), campaigns),
        Filter("indicator", _("指标编号"), lambda code: Q(indicators__contains=[code])),
    ]


def _said(text: str, names: tuple[str, ...]) -> Q:
    found = Q()
    for name in names:
        found |= Q(**{f"{name}__icontains": text})
    return found


def campaigns_of(by: User) -> list[tuple[str, str]]:
    rows = Document.objects.filter(pk__in=queries.documents(by).order_by().values("pk"), campaign__isnull=False)
    found = rows.order_by("campaign__title").values_list("campaign", "campaign__title").distinct()
    return [(str(pk), title) for pk, title in found]


def shaped(row: Any) -> Any:
    """With the colour of its effect."""
    row.shape = SHAPES[row.effect]
    return row


def handed_out(request: HttpRequest, pk: int) -> HttpResponse:
    """A version, to whoever sees its document."""
    found = queries.file(by_of(request), pk)
    with store.open(found.blob) as file:
        return download(file.read(), found.name, found.blob.media_type)
