"""Fixing a state of the ledger as it is handed up, and noting the receipt when it comes."""

import hashlib
import json
from datetime import date
from typing import Any

from django.db import transaction

from duibiao.audit.services import note
from duibiao.campaigns.models import Campaign
from duibiao.files.models import Blob
from duibiao.ledger.choices import STANDING
from duibiao.ledger.models import Frozen, MaterialFile, Use
from duibiao.ledger.permissions import may_run_ledger
from duibiao.organisation.models import User
from duibiao.organisation.permissions import require


class Nothing(Exception):
    """There is no material to be fixed."""


def listed(campaign: Campaign) -> list[dict[str, Any]]:
    """Which version of which material stands for what, in a fixed order: three statements."""
    found = Use.objects.filter(
        requirement__campaign=campaign, requirement__edition=campaign.edition_id, state__in=STANDING
    )
    uses = list(
        found.select_related("requirement", "material").order_by("requirement__indicator", "requirement", "unit", "id")
    )
    newest = newest_files({use.material_id for use in uses})
    return [
        {
            "indicator": use.requirement.indicator, "requirement": use.requirement_id, "use": use.pk, "unit": use.unit_id,
            "material": use.material_id, "version": newest[use.material_id].number, "file": newest[use.material_id].pk,
            "sha256": newest[use.material_id].blob.sha256, "sm3": newest[use.material_id].blob.sm3,
            "size": newest[use.material_id].blob.size, "state": use.state, "grade": use.grade, "late": use.late,
        }
        for use in uses
    ]  # fmt: skip


def newest_files(materials: set[int]) -> dict[int, MaterialFile]:
    """By material its newest version: one statement."""
    found = MaterialFile.objects.filter(material__in=materials).select_related("blob")
    return {one.material_id: one for one in found.order_by("material", "-number").distinct("material")}


@transaction.atomic
def freeze(by: User, campaign: Campaign, *, title: str) -> Frozen:
    """Fix the state as it is now. Raises `Nothing`."""
    require(may_run_ledger(by))
    content = listed(campaign)
    if not content:
        raise Nothing
    sha256 = hash_of(content)
    materials = len({one["material"] for one in content})
    made = Frozen.objects.create(
        campaign=campaign, title=title, content=content, sha256=sha256, materials=materials, by=by
    )
    note(by, "ledger.freeze", campaign, sha256=sha256)
    return made


def hash_of(content: list[dict[str, Any]]) -> str:
    """Of the list as canonical JSON (RFC 8785's order and spacing: keys sorted, no spaces)."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def changed_since(frozen: Frozen, now: list[dict[str, Any]]) -> dict[str, int]:
    """What came, went and changed since a state was fixed, by (line, material)."""
    then, today = (
        {(one["requirement"], one["material"]): one["sha256"] for one in lot} for lot in (frozen.content, now)
    )
    return {
        "added": len(today.keys() - then.keys()),
        "gone": len(then.keys() - today.keys()),
        "changed": sum(then[key] != today[key] for key in then.keys() & today.keys()),
    }


@transaction.atomic
def note_receipt(by: User, frozen: Frozen, *, number: str, day: date, blob: Blob | None = None) -> Frozen:
    """The receipt of the body above: its number, its day, and a picture of it if there is one."""
    require(may_run_ledger(by))
    held = Frozen.objects.select_for_update().get(pk=frozen.pk)
    held.receipt_number, held.receipt_on, held.receipt = number, day, blob or held.receipt
    held.save(update_fields=["receipt_number", "receipt_on", "receipt"])
    note(by, "ledger.note_receipt", held.campaign, day=day.isoformat())
    return held
