"""Calibration sets: prepared by the office, answered by inspectors once, closed. What a set holds is fixed when it opens."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duibiao.audit.services import note
from duibiao.campaigns.models import Campaign
from duibiao.files.kinds import Refused as NotWhatItSays
from duibiao.files.taking import take
from duibiao.inspections.choices import CalibrationState, Outcome
from duibiao.inspections.models import CalibrationAnswer, CalibrationPicture, CalibrationSet
from duibiao.inspections.permissions import may_inspect, may_run_rounds
from duibiao.organisation.models import User
from duibiao.organisation.permissions import require


class Refused(Exception):
    """It did not happen; the text says why and what to do. `field`: where in the form it belongs."""

    def __init__(self, words: str, field: str = "") -> None:
        super().__init__(words)
        self.field = field


@transaction.atomic
def make_set(by: User, *, campaign: Campaign, title: str) -> CalibrationSet:
    """An empty set."""
    require(may_run_rounds(by))
    made = CalibrationSet.objects.create(campaign=campaign, title=title, made_by=by)
    note(by, "inspections.change_calibration", made, campaign=campaign.pk)
    return made


@transaction.atomic
def add_picture(
    by: User, held: CalibrationSet, *, name: str, chunks: Iterable[bytes], text: str, right: str, why: str, clause: str = ""
) -> CalibrationPicture:  # fmt: skip
    """One more picture with its right answer, while the set is prepared. The same picture with the same question is one."""
    require(may_run_rounds(by))
    _locked(held, CalibrationState.DRAFT)
    try:
        blob = take(chunks, name=name, families=("image",))
    except NotWhatItSays as refused:
        raise Refused(refused.words, "file") from None
    fields = {"right": Outcome(right), "why": why, "clause": clause}
    made, _new = CalibrationPicture.objects.get_or_create(set=held, blob=blob, text=text, defaults=fields)
    note(by, "inspections.change_calibration", held, added=1)
    return made


@transaction.atomic
def drop_picture(by: User, picture: CalibrationPicture) -> None:
    require(may_run_rounds(by))
    _locked(picture.set, CalibrationState.DRAFT)
    picture.delete()
    note(by, "inspections.change_calibration", picture.set)


@transaction.atomic
def open_set(by: User, held: CalibrationSet) -> None:
    """Inspectors may answer; from here the pictures stay as they are."""
    require(may_run_rounds(by))
    _locked(held, CalibrationState.DRAFT)
    if not held.pictures.exists():
        raise Refused(_("还没有图片；先加几张，再开始。"))
    CalibrationSet.objects.filter(pk=held.pk).update(state=CalibrationState.OPEN, opened_at=timezone.now())
    note(by, "inspections.open_calibration", held)


@transaction.atomic
def close_set(by: User, held: CalibrationSet) -> None:
    require(may_run_rounds(by))
    _locked(held, CalibrationState.OPEN)
    CalibrationSet.objects.filter(pk=held.pk).update(state=CalibrationState.CLOSED)
    note(by, "inspections.close_calibration", held)


@transaction.atomic
def answer(by: User, held: CalibrationSet, *, said: Mapping[int, str]) -> int:
    """An inspector's answers, by picture. What was answered before stands; returns how many were new."""
    require(may_inspect(by))
    _locked(held, CalibrationState.OPEN)
    pictures = list(held.pictures.all())
    if missing := [one for one in pictures if said.get(one.pk) not in Outcome.values]:
        raise Refused(_("还有 %d 张没有回答；都答了再交。") % len(missing))
    before = CalibrationAnswer.objects.filter(picture__set=held, by=by).count()
    rows = [CalibrationAnswer(picture=one, by=by, outcome=said[one.pk]) for one in pictures]
    CalibrationAnswer.objects.bulk_create(rows, ignore_conflicts=True)
    if not before:
        note(by, "inspections.answer_calibration", held)
    return len(rows) - before


def _locked(held: CalibrationSet, state: str) -> None:
    found = CalibrationSet.objects.select_for_update().get(pk=held.pk)
    if found.state != state:
        raise Refused(_("这一组现在是“%s”，不能这样做。") % found.get_state_display())
