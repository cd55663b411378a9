"""The pages of a standard for every door.

The edition's page is opened by everybody: the office setting up, a liaison officer preparing, a leader checking a word. In ten
seconds: what does this clause demand, how many points, how is it counted, who answers for it.
"""

from typing import Any

from django.core.cache import cache
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from duibiao.lib.tables import Column, Filter, Table
from duibiao.organisation.models import User
from duibiao.standards import queries
from duibiao.standards.choices import EditionState, MeasureKind
from duibiao.standards.models import Binding, Edition
from duibiao.standards.permissions import may_keep_standards
from duibiao.web.base.lists import list_page
from duibiao.web.base.requests import by_of, page_or_part
from duibiao.web.base.standards.drawing import drawn
from duibiao.web.base.standards.trees import OPEN_UP_TO, Reader, Wish, choices_of


def may_read(by: User) -> bool:
    """Everybody who may log in reads what was published; `queries.editions` keeps drafts back."""
    return by.is_active


def edition_columns() -> list[Column[Edition]]:
    return [
        Column("title", _("标准名称"), lambda one: one.title, sort="title"),
        Column("edition", _("版次"), lambda one: one.edition, sort="edition"),
        Column("issuer", _("发布机关"), lambda one: one.issuer, sort="issuer"),
        Column("in_force", _("生效日期"), lambda one: one.in_force_from),
        Column("points", _("总分"), lambda one: one.points, number=True),
        Column("leaves", _("计分指标"), lambda one: one.leaves, sort="leaves", number=True),
        Column("state", _("状态"), lambda one: one.get_state_display(), sort="state"),
        Column("campaigns", _("创建活动"), lambda one: one.campaign_count, number=True),  # type: ignore[attr-defined]
    ]


def edition_filters() -> list[Filter]:
    def by_words(text: str) -> Q:
        return Q(title__icontains=text) | Q(issuer__icontains=text) | Q(edition__startswith=text)

    return [
        Filter("q", _("名称、发布机关、版次"), by_words),
        Filter("state", _("状态"), lambda state: Q(state=state), EditionState.choices),
    ]


def editions_page(request: HttpRequest, space: str, page: str = "base/standards/editions.html") -> HttpResponse:
    """The editions that one may read."""
    by = by_of(request)
    table = Table(request.GET, queries.editions_with_use(by), edition_columns(), edition_filters(), order="title")
    return list_page(
        request,
        page,
        table,
        heading=_("测评标准"),
        row="base/standards/edition_row.html",
        empty="base/standards/editions_empty.html",
        space=space,
        may_keep=may_keep_standards(by),
    )


def edition_page(request: HttpRequest, pk: int, space: str, page: str = "base/standards/edition.html") -> HttpResponse:
    """An edition as a tree: one statement for all of its rows, one more for a search by words."""
    by = by_of(request)
    edition = queries.edition(by, pk)
    known = (
        known_of(request, edition, space)
        if _asks(request) or not edition.is_published
        else _kept(request, edition, space)
    )
    return page_or_part(request, page, "base/standards/tree.html", known)


def _asks(request: HttpRequest) -> bool:
    return any(request.GET.get(name, "").strip() for name in ("q", "method", "kind"))


def _kept(request: HttpRequest, edition: Edition, space: str) -> dict[str, Any]:
    """The whole tree of a published edition: drawn once for each language, for its text never changes."""
    key = f"tree:{edition.sha256}:{get_language()}"
    held: dict[str, Any] | None = cache.get(key)
    if held is None:
        known = known_of(request, edition, space)
        held = {name: known[name] for name in ("methods", "kinds", "drawn")}
        cache.set(key, held, None)
    return {**held, "edition": edition, "space": space, "may_keep": may_keep_standards(by_of(request))}


def known_of(request: HttpRequest, edition: Edition, space: str) -> dict[str, Any]:
    """What the tree's template needs."""
    rows = queries.tree(edition)
    words, method, kind = (request.GET.get(name, "").strip() for name in ("q", "method", "kind"))
    found = frozenset(queries.search(edition, words).values_list("number", flat=True)) if words else None
    wish = Wish(found, method, kind)
    reader = Reader(edition, wish)
    branches = reader.read(rows)
    methods, kinds = choices_of(rows, reader)
    shown = sum(branch.leaves for branch in branches)
    return {
        "edition": edition,
        "space": space,
        "drawn": drawn(branches, unfolded=shown <= OPEN_UP_TO),
        "methods": methods,
        "kinds": kinds,
        "asked": {"q": words, "method": method, "kind": kind},
        "filtered": not wish.is_none,
        "shown": shown,
        "may_keep": may_keep_standards(by_of(request)),
    }


def measure_columns() -> list[Column[Binding]]:
    return [
        Column("name", _("计量项"), lambda one: one.measure.name, sort="measure__name"),
        Column("kind", _("类型"), lambda one: one.measure.get_kind_display(), sort="measure__kind"),
        Column("unit", _("计量单位"), lambda one: one.measure.unit_word),
        Column("code", _("在本版标准中的代码"), lambda one: one.code, sort="code"),
        Column("measure", _("县目录中的代码"), lambda one: one.measure_id, sort="measure_id"),
    ]


def measure_filters() -> list[Filter]:
    def by_words(text: str) -> Q:
        spelt = Q(measure__spelling__contains=text.lower())
        return Q(measure__name__icontains=text) | Q(code__startswith=text) | spelt

    return [
        Filter("q", _("名称、拼音、代码"), by_words),
        Filter("kind", _("类型"), lambda kind: Q(measure__kind=kind), MeasureKind.choices),
    ]


def measures_page(request: HttpRequest, pk: int, space: str) -> HttpResponse:
    """What an edition counts, rates and judges, and what each is in the county's catalogue."""
    edition = queries.edition(by_of(request), pk)
    bound = queries.bindings(edition)
    table = Table(request.GET, bound, measure_columns(), measure_filters(), order="measure__name")
    return list_page(
        request,
        "base/standards/measures.html",
        table,
        heading=_("计量项"),
        row="base/standards/measure_row.html",
        empty="base/standards/measures_empty.html",
        space=space,
        edition=edition,
    )
