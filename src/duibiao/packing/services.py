"""The only place that asks for packages and notes what became of them."""

import time
from collections.abc import Callable
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duibiao.audit.services import note
from duibiao.campaigns.models import Campaign
from duibiao.files import store
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import require
from duibiao.packing.choices import PackState
from duibiao.packing.making import Made, Making, Say
from duibiao.packing.models import Submission
from duibiao.packing.permissions import may_pack
from duibiao.packing.reading import plan
from duibiao.packing.tasks import pack
from duibiao.seals import services as seals
from duibiao_engine.seals.writing import Changed


@transaction.atomic
def ask(by: User, campaign: Campaign, *, unit: Unit | None = None, everything: bool = False) -> Submission:
    """Have a package made by a job. What is being made already is not made twice."""
    require(may_pack(by))
    same = {"campaign": campaign, "unit": unit, "everything": everything}
    Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)
    held = Submission.objects.filter(**same, state__in=(PackState.WAITING, PackState.WORKING)).first()
    if held is not None:
        return held
    made = Submission.objects.create(**same, by=by)
    pack.defer(submission=made.pk)
    note(by, "packing.ask", made, campaign=campaign.pk, unit=unit.pk if unit else None)
    return made


@transaction.atomic
def again(by: User, submission: Submission) -> None:
    """Go on with one that failed or was cut off."""
    require(may_pack(by))
    if (
        Submission.objects.filter(pk=submission.pk)
        .exclude(state__in=(PackState.DONE, PackState.REMOVED))
        .update(state=PackState.WAITING, why="")
    ):
        pack.defer(submission=submission.pk)
        note(by, "packing.again", submission)


@transaction.atomic
def remove(by: User, submission: Submission) -> None:
    """Take the file from the disk; the row keeps what it was and its roots."""
    require(may_pack(by))
    Submission.objects.filter(pk=submission.pk).exclude(state=PackState.WORKING).update(state=PackState.REMOVED)
    note(by, "packing.remove", submission)
    transaction.on_commit(lambda: submission.place.unlink(missing_ok=True))


def carry_out(submission: Submission) -> None:
    """Make the package, in the job. Not one transaction: how far it is can be seen, and what is written stays written."""
    if submission.state not in (PackState.WAITING, PackState.WORKING):
        return
    if submission.seal is None:
        sealed = seals.seal()
        submission.seal = sealed.number if sealed else None
    submission.state = PackState.WORKING
    submission.save(update_fields=["seal", "state"])
    rows = Submission.objects.filter(pk=submission.pk)
    try:
        made = make(
            submission,
            submission.place,
            telling(lambda percent: rows.update(percent=percent, heard_at=timezone.now())),
        )
    except FAULTS as fault:
        rows.update(state=PackState.FAILED, why=in_words(fault)[:300])
    else:
        keep(submission, made)


def make(submission: Submission, target: Path, say: Say) -> Made:
    """The package at `target`, gone on with if a part of it is there."""
    planned = plan(submission.campaign, submission.unit, everything=submission.everything)
    return Making(planned, target, submission.seal, submission.asked_at, say).run()


@transaction.atomic
def keep(submission: Submission, made: Made) -> None:
    """The roots are noted in the record of acts, so the next seal holds them too."""
    changes = {
        "files": made.files,
        "size": made.size,
        "sha256": made.sha256,
        "sm3": made.sm3,
        "left_out": made.left_out,
    }
    Submission.objects.filter(pk=submission.pk).update(
        **changes, state=PackState.DONE, percent=100, done_at=timezone.now(), why=""
    )
    note(None, "packing.made", submission, files=made.files, sha256=made.sha256)


def telling(write: Callable[[int], object]) -> Say:
    """Has it written how far it is, in percent, at most twice a second; a hundred only when it is whole."""
    last = 0.0

    def say(part: float) -> None:
        nonlocal last
        if time.monotonic() - last > 0.5:
            last = time.monotonic()
            write(min(99, int(100 * part)))

    return say


#: What stops a package, to be gone on with when it is mended.
FAULTS = (Changed, store.Lost, store.Unreachable, store.Full, OSError)


def in_words(fault: Exception) -> str:
    """What went wrong, and what to do."""
    if isinstance(fault, Changed):
        return _("%s 与收下时的内容不同：磁盘上的文件被改动或损坏。请从备份恢复这个文件，再点“继续打包”。") % fault.path
    if isinstance(fault, store.Unreachable):
        return _("有文件只在对象存储里，现在取不回来（%s）：请告诉系统管理员，恢复后再点“继续打包”。") % fault
    if isinstance(fault, store.Damaged):
        return _("对象存储里有一个文件（%s…）坏了，没有使用：请从备份恢复，再点“继续打包”。") % str(fault)[:12]
    if isinstance(fault, store.Lost):
        return _("有一个文件不在磁盘上了：请从备份恢复，再点“继续打包”。")
    return _("磁盘写不下了或出了问题（%s）：请腾出空间，再点“继续打包”。") % type(fault).__name__
