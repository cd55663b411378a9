"""Materials behind every door: the list with its search, and a material with its versions, its uses and who looked at it.

In ten seconds: is this given already, what is it used for, which version stands, and what was said of it.
"""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from duibiao.files import store
from duibiao.files.kinds import ACCEPT, Refused
from duibiao.files.previews import program
from duibiao.ledger.choices import MaterialKind
from duibiao.ledger.models import Material, Requirement
from duibiao.ledger.permissions import may_give, visible_in
from duibiao.ledger.queries import materials
from duibiao.ledger.services import giving
from duibiao.ledger.services.inspecting import looked
from duibiao.lib.tables import Column, Filter, Table
from duibiao.organisation.models import Unit
from duibiao.organisation.permissions import require
from duibiao.web.base.editing import form_page
from duibiao.web.base.ledger import on_site
from duibiao.web.base.ledger.contents import shown_blob
from duibiao.web.base.ledger.fields import MaterialForm
from duibiao.web.base.ledger.lines import addresses, arriving
from duibiao.web.base.ledger.uploads import full_words
from duibiao.web.base.lists import list_page
from duibiao.web.base.requests import by_of
from duibiao.web.base.truth.reading import hints_for, lookers

FACTS = ("title", "kind", "dated_on", "document_number", "expires_on", "words", "taken_at", "place", "people", "theme", "background", "cause")  # fmt: skip


def columns() -> list[Column[Any]]:
    return [
        Column("title", _("材料"), lambda row: row.title, sort="title"),
        Column("unit", _("单位"), lambda row: str(row.unit), sort="unit__name"),
        Column("kind", _("类型"), lambda row: row.get_kind_display(), sort="kind"),
        Column("file", _("文件"), lambda row: row.file_name),
        Column("used", _("用于几处"), lambda row: row.used, sort="used", number=True),
        Column("at", _("提交时间"), lambda row: row.at, sort="at"),
        Column("state", _("状态"), lambda row: _("已撤回") if row.is_withdrawn else _("逾期补交") if row.late else ""),
    ]


def filters(units: list[tuple[str, str]]) -> list[Filter]:
    unused = [("no", _("还没有用处")), ("yes", _("有用处"))]
    return [
        Filter("q", _("材料名、文号、文件里的字"), materials.holding),
        Filter("unit", _("单位"), lambda code: Q(unit=code), units),
        Filter("kind", _("类型"), lambda kind: Q(kind=kind), MaterialKind.choices),
        Filter("used", _("用处"), lambda way: Q(used=0) if way == "no" else Q(used__gt=0), unused),
        Filter("late", _("逾期"), lambda way: Q(late=way == "yes"), [("yes", _("逾期补交的"))]),
    ]


def listed(request: HttpRequest, door: str) -> HttpResponse:
    """All that one sees; with ?for it is chosen for a line."""
    by = by_of(request)
    units = list(
        Unit.objects.filter(visible_in(by, ""), materials__isnull=False).distinct().values_list("code", "name")
    )
    table = Table(request.GET, materials.materials(by), columns(), filters(units), order="-at")
    asked = request.GET.get("for", "")
    wanted = Requirement.objects.filter(pk=int(asked), dropped_at=None).first() if asked.isdigit() else None
    return list_page(
        request,
        "base/ledger/materials.html",
        table,
        heading=_("材料台账"),
        row="base/ledger/material_row.html",
        empty="base/ledger/materials_empty.html",
        wanted=wanted,
        **addresses(door),
    )


def shown(request: HttpRequest, door: str, pk: int) -> HttpResponse:
    by = by_of(request)
    found = materials.material(by, pk)
    files = list(found.files.all())
    looked(by, found)
    blob, _name = shown_blob(files[0]) if files else (None, "")
    known = {
        "material": found, "files": files, "newest": files[0] if files else None, "uses": list(found.uses.all()), "shown": blob,
        "page": request.GET.get("page", ""), "may_give": may_give(by, found.unit) and not found.is_withdrawn, "accept": ACCEPT,
        "looks": lookers(found) if may_give(by, found.unit) else [], "hints": hints_for(by, found), "converts": bool(program()),
        "seen": on_site.on_site(found), "sites": on_site.choices(by, found) if may_give(by, found.unit) else [], "link_page": f"{door}:link_site",
        "change_page": f"{door}:change_material", "version_page": f"{door}:add_version", "withdraw_page": f"{door}:withdraw_material",
        **addresses(door),
    }  # fmt: skip
    return render(request, "base/ledger/material.html", known)


def change(request: HttpRequest, door: str, pk: int) -> HttpResponse:
    """What is said of it: title, days, the six facts of a photo."""
    by, found = by_of(request), _mine(request, pk)
    start = {name: getattr(found, name) for name in (*FACTS, "version")}
    back = reverse(f"{door}:material", args=[pk])
    return form_page(
        request,
        MaterialForm(request.POST or None, initial=start),
        lambda given: giving.change_material(by, found, **given),
        heading=_("材料说明：%s") % found,
        act=_("保存"),
        back=back,
        done=_("已保存。"),
        where=((str(found), back),),
    )


def add_version(request: HttpRequest, door: str, pk: int) -> HttpResponse:
    """A newer file in place of the one that stands."""
    found = _mine(request, pk)
    for name, bring in arriving(request):
        try:
            made = giving.add_version(by_of(request), found, blob=bring(), name=name)
            messages.success(request, _("第 %d 版已交，等待审核；前面的版本都留着。") % made.number)
        except Refused as refused:
            messages.error(request, f"{name}：{refused}")
        except store.Full:
            messages.error(request, full_words())
        except giving.Withdrawn:
            messages.error(request, _("这份材料已经撤回，不能再换版本；请作为新材料交。"))
        break
    else:
        messages.error(request, _("还没有选文件。"))
    return redirect(f"{door}:material", pk)


def withdraw(request: HttpRequest, door: str, pk: int) -> HttpResponse:
    found, why = _mine(request, pk), request.POST.get("why", "").strip()[:300]
    if not why:
        messages.error(request, _("没有撤回：请写明为什么撤回。"))
    else:
        giving.withdraw(by_of(request), found, why=why)
        messages.success(request, _("已撤回，所有引用都停了；记录还在。"))
    return redirect(f"{door}:material", pk)


def link_site(request: HttpRequest, door: str, pk: int) -> HttpResponse:
    """Say that the material is about a site, or no more."""
    return on_site.link(request, door, _mine(request, pk))


def _mine(request: HttpRequest, pk: int) -> Material:
    """To be changed: there is none: 404; it is another's: refused."""
    found = get_object_or_404(Material.objects.select_related("unit"), pk=pk)
    require(may_give(by_of(request), found.unit))
    return found
