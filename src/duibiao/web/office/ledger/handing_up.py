"""Fixing the state that is handed up, its receipt, and passes for visitors with what they remarked.

Opened by the campaign office before the window closes and before an assessor comes. In ten seconds: what was fixed when and whether it
changed since; which link is open until when; what the visitor said.
"""

from datetime import timedelta

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from duibiao.files import store, uploading
from duibiao.files.kinds import Refused
from duibiao.ledger import opening
from duibiao.ledger.models import Frozen, Pass, Remark
from duibiao.ledger.permissions import may_run_ledger
from duibiao.ledger.queries import materials
from duibiao.ledger.services import freezing, inspecting
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.web.base.guards import act, page
from duibiao.web.base.ledger.uploads import full_words
from duibiao.web.base.requests import by_of
from duibiao.web.base.scores.reading import campaign_of
from duibiao.web.office.ledger.forms import FreezeForm, PassForm, ReceiptForm


@page(may_manage_organisation)
def frozen(request: HttpRequest, pk: int) -> HttpResponse:
    found = campaign_of(by_of(request), pk)
    held, now = list(found.frozen.select_related("by__person", "receipt")), freezing.listed(found)
    rows = [(one, freezing.changed_since(one, now), ReceiptForm(prefix=str(one.pk))) for one in held]
    known = {
        "campaign": found,
        "rows": rows,
        "form": FreezeForm(),
        "standing": len(now),
        "may_run": may_run_ledger(by_of(request)),
    }
    return render(request, "office/ledger/frozen.html", known)


@act(may_run_ledger)
def freeze(request: HttpRequest, pk: int) -> HttpResponse:
    found, asked = campaign_of(by_of(request), pk), FreezeForm(request.POST)
    if not asked.is_valid():
        messages.error(request, _("请给这一版起个名称，不超过 120 个字。"))
        return redirect("office:frozen", pk)
    try:
        with transaction.atomic():
            made = freezing.freeze(by_of(request), found, title=asked.cleaned_data["title"])
        messages.success(request, _("已固定“%(title)s”：%(n)d 份材料。") % {"title": made.title, "n": made.materials})
    except freezing.Nothing:
        messages.error(request, _("还没有材料，没有东西可固定。"))
    except IntegrityError:
        messages.error(request, _("已有同名的一版，请换个名称。"))
    return redirect("office:frozen", pk)


@act(may_run_ledger)
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """The receipt of the body above: number, day, and a picture if there is one."""
    held = get_object_or_404(Frozen.objects.select_related("campaign"), pk=pk)
    asked, file = ReceiptForm(request.POST, prefix=str(pk)), request.FILES.get("file")
    try:
        if asked.is_valid():
            blob = uploading.take(file.chunks(), name=file.name or "") if file is not None else None
            freezing.note_receipt(by_of(request), held, blob=blob, **asked.cleaned_data)
            messages.success(request, _("回执已登记。"))
        else:
            messages.error(request, _("请填回执编号和日期。"))
    except Refused as refused:
        messages.error(request, str(refused))
    except store.Full:
        messages.error(request, full_words())
    return redirect("office:frozen", held.campaign_id)


@page(may_manage_organisation)
def passes(request: HttpRequest, pk: int) -> HttpResponse:
    found = campaign_of(by_of(request), pk)
    held = list(found.passes.select_related("by__person"))
    seen = materials.seen_with(held)
    remarks = (
        Remark.objects.filter(of__campaign=found).select_related("of", "use__material").order_by("settled_at", "-id")
    )
    known = {
        "campaign": found, "passes": [(one, inspecting.is_open(one), seen[one.pk]) for one in held], "remarks": list(remarks[:200]),
        "form": PassForm(), "may_run": may_run_ledger(by_of(request)), "fresh": request.session.pop("pass_fresh", None), "takes_problems": opening.takes_problems(),
    }  # fmt: skip
    return render(request, "office/ledger/passes.html", known)


@act(may_run_ledger)
def open_pass(request: HttpRequest, pk: int) -> HttpResponse:
    found, asked = campaign_of(by_of(request), pk), PassForm(request.POST)
    if asked.is_valid():
        until = timezone.now() + timedelta(days=asked.cleaned_data["days"])
        made, token, code = inspecting.open_pass(by_of(request), found, name=asked.cleaned_data["name"], until=until)
        link = request.build_absolute_uri(reverse("public:enter", args=[token]))
        request.session["pass_fresh"] = {"name": made.name, "link": link, "code": code}
    else:
        messages.error(request, _("请写查阅方和有效天数（1 到 30 天）。"))
    return redirect("office:passes", pk)


@act(may_run_ledger)
def new_code(request: HttpRequest, pk: int) -> HttpResponse:
    held = get_object_or_404(Pass, pk=pk)
    request.session["pass_fresh"] = {"name": held.name, "link": "", "code": inspecting.new_code(by_of(request), held)}
    return redirect("office:passes", held.campaign_id)


@act(may_run_ledger)
def close_pass(request: HttpRequest, pk: int) -> HttpResponse:
    held = get_object_or_404(Pass, pk=pk)
    inspecting.close_pass(by_of(request), held)
    messages.success(request, _("已收回，链接从现在起打不开。"))
    return redirect("office:passes", held.campaign_id)


@act(may_run_ledger)
def settle_remark(request: HttpRequest, pk: int) -> HttpResponse:
    held, words = get_object_or_404(Remark.objects.select_related("of"), pk=pk), request.POST.get("words", "").strip()
    if "problem" in request.POST and opening.takes_problems():
        messages.success(
            request, _("已转为问题 %s，从现在起按整改程序办理。") % inspecting.make_problem(by_of(request), held)
        )
    elif words:
        inspecting.settle_remark(by_of(request), held, words=words)
        messages.success(request, _("意见已办结。"))
    else:
        messages.error(request, _("没有办结：请写一句是怎么办的。"))
    return redirect("office:passes", held.of.campaign_id)
