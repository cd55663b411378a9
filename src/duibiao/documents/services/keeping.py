"""Documents taken in, changed, given a new version; ended by repeal or by another that takes its place; forwarded."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from duibiao.audit.services import changes_of, note
from duibiao.documents.choices import BESIDE, FAMILIES, Kind, Origin
from duibiao.documents.models import Document, DocumentFile
from duibiao.documents.permissions import may_keep
from duibiao.documents.services.refusals import Refused
from duibiao.files.kinds import Refused as NotWhatItSays
from duibiao.files.taking import take
from duibiao.lib import versions
from duibiao.lib.spans import today
from duibiao.organisation.models import User
from duibiao.organisation.permissions import require
from duibiao.organisation.queries import county
from duibiao.standards.queries import standard_of

_NUMBER = re.compile(r"^(.+?)〔(\d{4})〕(\d+)号$")


@transaction.atomic
def add(by: User, *, file: Iterable[bytes] | None = None, file_name: str = "", **fields: Any) -> Document:
    """A document, with its file if it comes with one. Raises `Refused`."""
    require(may_keep(by))
    _check(fields)
    made = Document.objects.create(by=by, **fields)
    if file is not None:
        _version(by, made, file, file_name, "")
    note(by, "documents.add", made, kind=str(made.kind), campaign=made.campaign_id)
    return made


@transaction.atomic
def change(by: User, document: Document, *, version: int, **fields: Any) -> Document:
    """Write `fields` if nobody saved since `version`, else `versions.Stale`."""
    require(may_keep(by))
    _check(fields)
    days: dict[str, Any] = {name: fields[name] for name in ("number", "issued_on", "effective_on") if name in fields}
    changes = changes_of(document, days)
    versions.save(document, version=version, **fields)
    note(by, "documents.change", document, fields=sorted(fields), changes=changes)
    return document


def _check(fields: dict[str, Any]) -> None:
    if fields.get("indicators"):
        campaign = fields.get("campaign")
        if campaign is None:
            raise Refused(_("挂指标要先选创建活动。"), "indicators")
        known = standard_of(campaign.edition).by_code
        wrong = [code for code in fields["indicators"] if code not in known]
        if wrong:
            raise Refused(_("这项创建活动的标准里没有指标：%s") % "、".join(wrong[:10]), "indicators")
    if fields.get("kind") in BESIDE and fields.get("beside") is None:
        raise Refused(_("解读、培训材料要选它解读的是哪份文件。"), "beside")


@transaction.atomic
def add_version(by: User, document: Document, *, file: Iterable[bytes], file_name: str, words: str) -> DocumentFile:
    """A newer text in place of the one that stands; whoever had read it is asked to read again."""
    require(may_keep(by))
    held = Document.objects.select_for_update().get(pk=document.pk)
    made = _version(by, held, file, file_name, words)
    note(by, "documents.add_version", held, number=made.number, sha256=made.blob.sha256)
    return made


def _version(by: User, document: Document, file: Iterable[bytes], name: str, words: str) -> DocumentFile:
    try:
        blob = take(file, name=name, families=FAMILIES)
    except NotWhatItSays as refused:
        raise Refused(refused.words, "file") from None
    last = document.files.aggregate(last=Max("number"))["last"] or 0
    return DocumentFile.objects.create(
        document=document, number=last + 1, blob=blob, name=name[:255], words=words, by=by
    )


@transaction.atomic
def end(by: User, document: Document, *, on: date, why: str = "", replaced_by: Document | None = None) -> Document:
    """It ceases to hold from a day on: repealed on some grounds, or another takes its place."""
    require(may_keep(by))
    held = Document.objects.select_for_update().get(pk=document.pk)
    if held.ended_on is not None:
        raise Refused(_("这份文件已经登记过废止或替代；登记错了，先恢复有效。"))
    if replaced_by is None and not why.strip():
        raise Refused(_("废止要写依据：哪份文件、哪次会议。"), "why")
    if on < held.issued_on:
        raise Refused(_("不能早于发文日期。"), "on")
    _no_circle(held, replaced_by)
    versions.save(held, version=held.version, ended_on=on, ended_why=why.strip(), replaced_by=replaced_by)
    note(by, "documents.end", held, day=str(on), by_document=replaced_by.pk if replaced_by else None)
    return held


def _no_circle(document: Document, replaced_by: Document | None) -> None:
    after = replaced_by
    while after is not None:
        if after.pk == document.pk:
            raise Refused(_("替代它的文件本身已被它替代，绕成了一圈；请核对。"), "replaced_by")
        after = after.replaced_by


@transaction.atomic
def restore(by: User, document: Document) -> Document:
    """The end was written down by mistake."""
    require(may_keep(by))
    held = Document.objects.select_for_update().get(pk=document.pk)
    versions.save(held, version=held.version, ended_on=None, ended_why="", replaced_by=None)
    note(by, "documents.restore", held)
    return held


@transaction.atomic
def forward(by: User, document: Document, *, title: str, number: str, issued_on: date, words: str) -> Document:
    """A superior's document goes on under the county's own number (转发). The forwarding is a document of its own."""
    require(may_keep(by))
    if document.origin != Origin.ABOVE:
        raise Refused(_("只有上级文件才需要转发；本级文件直接发给单位。"))
    made = Document.objects.create(
        by=by, origin=Origin.OWN, kind=Kind.NOTICE, title=title, number=number, issuer=issuer_of_own(), issued_on=issued_on,
        campaign=document.campaign, indicators=document.indicators, words=words, forwards=document,
    )  # fmt: skip
    note(by, "documents.forward", made, of=document.pk)
    return made


def issuer_of_own() -> str:
    """Who issues the county's own papers: as last written, else the county's office."""
    last = Document.objects.filter(origin=Origin.OWN).order_by("-id").values_list("issuer", flat=True).first()
    held = county()
    return last or _("%s创建工作领导小组办公室") % (held.name if held else "")


def next_number() -> str:
    """The number after the last of the county's own series this year; nothing where no series has begun."""
    numbers = (
        Document.objects.filter(origin=Origin.OWN).exclude(number="").order_by("-id").values_list("number", flat=True)
    )
    read = [found for found in map(_NUMBER.match, numbers[:300]) if found]
    if not read:
        return ""
    mark, year = read[0][1], today().year
    highest = max((int(one[3]) for one in read if one[1] == mark and int(one[2]) == year), default=0)
    return f"{mark}〔{year}〕{highest + 1}号"
