"""The one door through which phones hand in: ODK Collect, KoboCollect and our own page send the same to it.

The table of answers (docs/decisions: ingestion) is here, in order. Its one trick: "is it new?" is never asked. The row is
inserted ON CONFLICT DO NOTHING, and whoever finds another's row waits for it and then compares bytes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duibiao.facts.models import Fact
from duibiao.files import store
from duibiao.inspections.choices import RoundState, VersionState
from duibiao.inspections.models import Assignment, Attachment, Checklist, ChecklistVersion, Collector, Submission
from duibiao.inspections.reading import NoInstance, Sent, Unreadable, read
from duibiao.inspections.recording import Recorded, record

_INSERT = """
INSERT INTO inspections_submission
  (collector_id, checklist_id, instance, root, number, form_version, xml, sha256, expected, device, received_at)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT DO NOTHING RETURNING id"""


@dataclass(frozen=True)
class File:
    """A file of a request: its name as it was sent, its media type and its bytes."""

    name: str
    media_type: str
    chunks: Iterable[bytes]


@dataclass(frozen=True)
class Received:
    """The answer: a status, words for whoever holds the phone, what is missing, and the facts that were made."""

    status: int
    words: str
    missing: Sequence[str] = ()
    facts: Sequence[Fact] = field(default_factory=list)


class Refused(Exception):
    """Not taken, and nothing changed. `code` is ODK Central's number where it has one."""

    def __init__(self, status: int, code: str, words: str) -> None:
        super().__init__(words)
        self.status, self.code, self.words = status, code, words


def receive(collector: Collector, *, xml: bytes, files: Sequence[File] = (), device: str = "") -> Received:
    """Take in one request of a client: the XML, and whatever files came with it. Raises `Refused`."""
    sent = _read(xml)
    checklist = Checklist.objects.filter(form=sent.form, edition=collector.campaign.edition_id).first()
    if checklist is None:
        raise Refused(404, "404.1", _("这里没有这张检查表；请刷新表单列表后重新填写。"))
    written = [(one, _written(one)) for one in files if one.name in sent.files]
    try:
        with transaction.atomic():
            return _take(collector, checklist, sent, xml, written, device)
    except IntegrityError as error:
        raise Refused(409, "409.9", _("同一份记录刚刚有另一处更正；请刷新后再改。")) from error
    finally:
        for _file, one in written:
            one.path.unlink(missing_ok=True)


def _read(xml: bytes) -> Sent:
    try:
        return read(xml)
    except NoInstance:
        raise Refused(400, "400.2", _("记录没有编号（instanceID），不能收：没有编号就分不清是否重复。")) from None
    except Unreadable:
        raise Refused(400, "400.1", _("记录的内容读不懂（不是完整的 XML，或含有不允许的字符）。")) from None


def _written(file: File) -> store.Written:
    try:
        return store.write(file.chunks)
    except store.Full:
        raise Refused(507, "507", _("服务器的磁盘满了，照片没有收下；记录还在手机里，请稍后再传。")) from None


def _take(
    collector: Collector, checklist: Checklist, sent: Sent, xml: bytes,
    files: Sequence[tuple[File, store.Written]], device: str,
) -> Received:  # fmt: skip
    held = Submission.objects.filter(checklist=checklist, instance=sent.instance).first()
    new = False
    if held is None:
        _expected(collector, checklist, sent)
        new = _insert(collector, checklist, sent, xml, device)
        held = Submission.objects.filter(checklist=checklist, instance=sent.instance).first()
    if held is None:  # another correction of the same record took its number
        raise Refused(409, "409.9", _("同一份记录刚刚有另一处更正；请刷新后再改。"))
    held = Submission.objects.select_for_update(of=("self",)).select_related("collector__user").get(pk=held.pk)
    _compare(held, xml)
    fresh = _attach(held, files)
    missing = missing_of(held)
    made = _complete(held, sent) if not missing and held.complete_at is None else None
    return _answer(new or fresh, missing, made)


def _compare(held: Submission, xml: bytes) -> None:
    if held.deleted_at is not None:
        raise Refused(409, "409.18", _("这份记录已被删除，不再收；请重新检查一次。"))
    if held.sha256 != sha256(xml).hexdigest():
        raise Refused(409, "409.1", _("同一编号的记录内容不一样：先到的已收下，这一份没有收。请用“更正”另发一份。"))


def _answer(fresh: bool, missing: Sequence[str], made: Recorded | None) -> Received:
    facts = made.facts if made is not None else ()
    if missing:
        return Received(201, _("记录已收到，还差 %d 张照片。") % len(missing), missing, facts)
    return Received(201 if fresh else 202, _("全部收到。"), (), facts)


def _expected(collector: Collector, checklist: Checklist, sent: Sent) -> tuple[ChecklistVersion, Assignment]:
    """The version and the assignment that a submission names, or why it cannot be taken."""
    version = checklist.versions.exclude(state=VersionState.DRAFT).filter(number=_whole(sent.version)).first()
    if version is None:
        raise Refused(404, "404.6", _("没有这个版本的检查表（%s）；请刷新后重新填写。") % sent.version)
    found = Assignment.objects.select_related("round__campaign", "site__unit", "site__type")
    assignment = found.filter(
        pk=_whole(sent.assignment), round__campaign=collector.campaign_id, site__type=checklist.type_id,
        round__inspectors__user=collector.user_id,
    ).first()  # fmt: skip
    if assignment is None:
        raise Refused(404, "404.2", _("这不是您的检查任务，或点位类型与检查表不符；请刷新任务后再发。"))
    if assignment.round.state != RoundState.RUNNING:
        raise Refused(409, "409.2", _("“%s”已结束，不再收新记录；请联系创建办。") % assignment.round.title)
    return version, assignment


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0


def _insert(collector: Collector, checklist: Checklist, sent: Sent, xml: bytes, device: str) -> bool:
    """Whether the row is ours: the database decides."""
    root, number = _place(checklist, sent)
    row: list[Any] = [
        collector.pk, checklist.pk, sent.instance, root, number, sent.version[:20], xml, sha256(xml).hexdigest(),
        sent.files, device[:120], timezone.now(),
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, row)
        return cursor.fetchone() is not None


def _place(checklist: Checklist, sent: Sent) -> tuple[str, int]:
    """The root and the number in its row of corrections."""
    if not sent.deprecated:
        return sent.instance, 1
    corrected = Submission.objects.filter(checklist=checklist, instance=sent.deprecated).first()
    if corrected is None:
        raise Refused(404, "404.5", _("要更正的那份记录还没有收到；请先把它发出来。"))
    newest = Submission.objects.select_for_update().filter(checklist=checklist, root=corrected.root).first()
    if newest is None or newest.pk != corrected.pk:
        raise Refused(409, "409.9", _("要更正的不是最新的一份；请刷新后再改。"))
    return corrected.root, corrected.number + 1


def _attach(held: Submission, files: Sequence[tuple[File, store.Written]]) -> bool:
    """Keep the files that are new; another content under a known name is kept beside the first. Whether any was."""
    before = held.attachments.count()
    for file, written in files:
        blob = store.keep(written, media_type=file.media_type)
        known = held.attachments.filter(name=file.name)
        later = known.exclude(blob=blob).exists() and not known.filter(blob=blob).exists()
        row = Attachment(submission=held, name=file.name, blob=blob, later=later)
        Attachment.objects.bulk_create([row], ignore_conflicts=True)
    return held.attachments.count() > before


def missing_of(submission: Submission) -> list[str]:
    """The names of the files that the XML speaks of and that are not here."""
    here = set(submission.attachments.values_list("name", flat=True))
    return [name for name in submission.expected if name not in here]


def _complete(held: Submission, sent: Sent) -> Recorded:
    """Everything is here: the visit is made, with its facts and its problems."""
    checklist = held.checklist
    version = checklist.versions.get(number=_whole(held.form_version))
    found = Assignment.objects.select_for_update(of=("self",))  # two at one site: one after the other
    assignment = found.select_related("round__campaign", "site__unit", "site__type").get(pk=_whole(sent.assignment))
    made = record(held, sent, version, assignment)
    Submission.objects.filter(pk=held.pk).update(complete_at=timezone.now())
    return made


@transaction.atomic
def count_anyway(submission: Submission) -> Recorded | None:
    """The phone is lost and its photos with it: what was seen counts all the same."""
    held = Submission.objects.select_for_update(of=("self",)).select_related("collector__user").get(pk=submission.pk)
    return None if held.complete_at or held.deleted_at else _complete(held, read(bytes(held.xml)))


def states(collector: Collector, hashes: Mapping[str, str]) -> dict[str, dict[str, object]]:
    """For a phone that asks: of each instance, whether it is here with these bytes, and which files are missing."""
    found = Submission.objects.filter(checklist__edition=collector.campaign.edition_id, instance__in=list(hashes))
    answer: dict[str, dict[str, object]] = {}
    for one in found.prefetch_related("attachments__blob"):
        files = {file.name: file.blob.sha256 for file in one.attachments.all() if not file.later}
        answer[one.instance] = {
            "same": one.sha256 == hashes[one.instance],
            "complete": one.complete_at is not None,
            "files": files,
            "missing": [name for name in one.expected if name not in files],
        }
    return answer
