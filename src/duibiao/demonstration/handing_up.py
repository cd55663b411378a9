"""What shows the handing up: a fixed state with its receipt, a visitor who read and remarked, and a package in the making."""

from datetime import date, timedelta

from django.utils import timezone

from duibiao.campaigns.models import Campaign
from duibiao.files import store
from duibiao.ledger.choices import STANDING
from duibiao.ledger.models import Use
from duibiao.ledger.services import freezing, inspecting, siting
from duibiao.organisation.models import User
from duibiao.packing import services as packing
from duibiao.places.models import Site

_REMARKS = ("会议纪要没有附签到表，请补上。", "统计口径和去年不一致，请写一句说明。")


def build(by: User, campaign: Campaign, day: date) -> None:
    """Cheap: rows, and one job for whoever runs a worker."""
    fixed = freezing.freeze(by, campaign, title="初审稿")
    receipt = store.put([_RECEIPT], name="回执.pdf")
    freezing.note_receipt(by, fixed, number="省评〔2026〕收字第113号", day=day - timedelta(days=2), blob=receipt)
    freezing.freeze(by, campaign, title="2026年申报稿")
    _on_the_spot(by, campaign)
    _visited(by, campaign)
    wang = User.objects.get(account="wang")
    packing.ask(by, campaign, unit=wang.unit)


def _on_the_spot(by: User, campaign: Campaign) -> None:
    """Materials of units with sites that were visited stand beside what was seen there."""
    uses = Use.objects.filter(requirement__campaign=campaign, state__in=STANDING).select_related("material__unit")
    for use in uses.order_by("pk"):
        site = (
            Site.objects.filter(unit__path__startswith=use.material.unit.path, visits__posted_at__isnull=False)
            .order_by("pk")
            .first()
        )
        if site is not None:
            siting.link_site(by, use.material, site)


def _visited(by: User, campaign: Campaign) -> None:
    """Three materials were looked at; of two remarks one became a problem."""
    held, _token, code = inspecting.open_pass(
        by, campaign, name="省级评估组第一组", until=timezone.now() + timedelta(days=5)
    )
    inspecting.enter(held, code)
    uses = Use.objects.filter(requirement__campaign=campaign, state__in=STANDING).select_related(
        "material", "requirement"
    )
    seen = list(uses.order_by("requirement__order", "pk")[:3])
    for place, use in enumerate(seen, start=1):
        inspecting.looked(None, use.material, visit=held, requirement=use.requirement_id, page=place)
    said = [
        inspecting.remark(held, indicator=use.requirement.indicator, words=words, use=use, page=2)
        for use, words in zip(seen, _REMARKS, strict=False)
    ]
    for first in said[:1]:
        inspecting.make_problem(by, first)


_RECEIPT = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
