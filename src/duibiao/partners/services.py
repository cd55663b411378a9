"""The only place that writes of partners: what a unit recorded at its place, and how the place counts for it."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from duibiao.audit.services import note
from duibiao.campaigns.models import Campaign
from duibiao.files.models import Blob
from duibiao.lib import versions
from duibiao.lib.dates import day_text
from duibiao.lib.spans import today
from duibiao.organisation.models import User
from duibiao.organisation.permissions import require
from duibiao.partners.models import Entry, Rule
from duibiao.partners.permissions import may_keep, may_record
from duibiao.places.models import Bond
from duibiao.problems.choices import Source
from duibiao.problems.services import open_problem
from duibiao.standards.models import Measure


class Refused(Exception):
    """It did not happen; the text says why and what to do. `field`: where in the form it belongs."""

    def __init__(self, words: str, field: str = "") -> None:
        super().__init__(words)
        self.field = field


@transaction.atomic
def record(
    by: User,
    bond: Bond,
    *,
    uid: str,
    day: date,
    done: str,
    found: str = "",
    kind: str = "",
    photos: Sequence[Blob] = (),
) -> Entry:
    """What the unit found and did at its place. `kind`: what it found is reported as a problem of that kind, with photos.

    The same `uid` again changes nothing.
    """
    require(may_record(by, bond))
    held = Entry.objects.filter(uid=uid, bond=bond).first()
    if held is not None:
        return held
    _check(bond, day, found, kind)
    problem = None
    if kind:
        problem = open_problem(
            by,
            source=Source.SELF_CHECK,
            reference=f"partner:{uid}",
            kind=kind,
            words=found,
            site=bond.site,
            photos=photos,
        )
    made = Entry.objects.create(bond=bond, uid=uid, day=day, found=found, done=done, problem=problem, by=by)
    note(by, "partners.record", bond.site, entry=made.pk)
    return made


def _check(bond: Bond, day: date, found: str, kind: str) -> None:
    if day > today():
        raise Refused(_("还没到这一天；去了以后再记。"), "day")
    if bond.since and day < bond.since:
        raise Refused(_("从 %s 起才由本单位包联，这一天太早。") % day_text(bond.since), "day")
    if kind and not found.strip():
        raise Refused(_("要报问题，请写明看到什么。"), "found")


@transaction.atomic
def set_rule(by: User, campaign: Campaign, *, version: int, basis: str, measure: Measure, grounds: str) -> Rule:
    """From now on months are counted so; what is recorded already stays. `version` 0: there was no rule."""
    require(may_keep(by))
    if measure.kind != "ratio":
        raise Refused(_("“%s”不是比率；包联成效是“多少中的多少”，只能记入比率。") % measure.name, "measure")
    fields = {"basis": basis, "measure": measure, "grounds": grounds}
    held = Rule.objects.filter(campaign=campaign).first()
    if held is None:
        held = Rule.objects.create(campaign=campaign, **fields)
    else:
        versions.save(held, version=version, **fields)
    note(by, "partners.set_rule", held, campaign=campaign.pk, basis=basis)
    return held
