"""`duibiao pack`: a package made at the terminal, by whoever may run the site's commands."""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from django.utils import timezone
from django.utils.translation import gettext as _

from duibiao.audit.services import note
from duibiao.campaigns.models import Campaign
from duibiao.organisation.models import Unit
from duibiao.packing.making import Making
from duibiao.packing.reading import plan
from duibiao.packing.services import FAULTS, in_words
from duibiao.seals import services as seals
from duibiao_engine.seals.writing import begun_with

Row = TypeVar("Row", Campaign, Unit)


class Refused(Exception):
    """It cannot be made; the words say why."""


def pack(campaign: str, unit: str | None, output: Path, *, everything: bool) -> Iterator[str]:
    """Make it at `output`, saying what is done."""
    of = _only(Campaign, {"pk": campaign} if campaign.isdigit() else {"title__contains": campaign}, campaign)
    whose = _unit(unit) if unit else None
    sealed = seals.seal()
    planned = plan(of, whose, everything=everything)
    count = sum(1 for _one in planned.files)
    if not count:
        raise Refused(_("没有可以打包的材料：还没有通过审核的；要连同还没审核的，请加 --all。"))
    number = begun_with(output, planned.digest) or (sealed.number if sealed else None)
    yield _("%(n)d 份材料，约 %(size)d MB") % {"n": count, "size": sum(one.size for one in planned.files) >> 20}
    try:
        made = Making(planned, output, number, timezone.now(), lambda part: None).run()
    except FAULTS as fault:
        raise Refused(in_words(fault)) from None
    note(None, "packing.made", None, files=made.files, sha256=made.sha256)
    if made.resumed:
        yield _("接着上次的打，已有 %d 个文件不再重写。") % made.resumed
    yield from (f"! {words}" for words in made.left_out)
    yield _("已打好：%(file)s，%(n)d 个文件") % {"file": output, "n": made.files}
    yield f"SHA-256 {made.sha256}"
    yield f"SM3     {made.sm3}"


def _unit(words: str) -> Unit:
    held = Unit.objects.filter(code=words).first()
    return held or _only(Unit, {"name__contains": words}, words)


def _only(model: type[Row], asked: dict[str, str], words: str) -> Row:
    found = list(model._default_manager.filter(**asked)[:2])
    if len(found) != 1:
        raise Refused(_("“%s”没有找到，或不止一个；请写全名或编号。") % words)
    return found[0]
