"""Judging: the recommending unit's yes or no, the office's first examination, the acceptance on site, and no for good."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from duibiao.applications import clock
from duibiao.applications.choices import RECOMMENDED, WITH_OFFICE, WITH_UNIT, Act, State
from duibiao.applications.models import Application, Category, Picture, Step
from duibiao.applications.permissions import may_recommend, may_run
from duibiao.applications.refusals import Refused
from duibiao.applications.services import stepping
from duibiao.files.models import Blob
from duibiao.inspections.models import Visit
from duibiao.lib.dates import day_text
from duibiao.organisation.models import User
from duibiao.organisation.permissions import require
from duibiao.workdays.queries import calendar

#: Workdays to mend what a recommending unit sends back.
MEND_WORKDAYS = 3


@transaction.atomic
def recommend(by: User, application: Application, *, words: str) -> Step:
    """Yes, with an opinion; no more than the unit's own share."""
    require(may_recommend(by, application))
    # as `naming` does: the category first, so that nobody waits for him who waits for him
    category = Category.objects.select_for_update(no_key=True).get(pk=application.category_id)
    held = stepping.locked(application, State.RECOMMENDING)
    _check_share(held, category)
    due = stepping.due_in(held.selection.examine_workdays)
    return stepping.move(by, held, Act.RECOMMEND, State.EXAMINING, due_on=due, words=words)


def _check_share(held: Application, category: Category) -> None:
    """The category is locked, so that two at once do not both take the last one."""
    if category.recommend_quota is None:
        return
    spent = Application.objects.filter(category=category, recommender=held.recommender, state__in=RECOMMENDED).count()
    if spent >= category.recommend_quota:
        words = _("%(unit)s在“%(category)s”里最多推荐 %(n)d 家，已经用完。要换，请先让一家撤回。")
        raise Refused(words % {"unit": held.recommender, "category": category, "n": category.recommend_quota})


@transaction.atomic
def give_back(by: User, application: Application, *, words: str, due_on: date | None = None) -> Step:
    """Back to the unit with a reason and a day, by whoever has it: the recommending unit, or the office."""
    held = stepping.locked(application, State.RECOMMENDING, State.EXAMINING)
    office = held.state == State.EXAMINING
    require(may_run(by) if office else may_recommend(by, application))
    due = due_on or calendar().after(clock.day(), MEND_WORKDAYS).day
    if due < clock.day():
        raise Refused(_("补正期限不能早于今天。"), "due_on")
    step = stepping.move(by, held, Act.RETURN, State.RETURNED, due_on=due, words=words, fields={"back_to": held.state})
    said = _("“%(name)s”的申报被退回：%(words)s 请在 %(day)s 前补正再交。")
    stepping.say(held, step, said % {"name": held.name, "words": words, "day": day_text(due)})
    return step


@transaction.atomic
def extend(by: User, application: Application, *, words: str, due_on: date) -> Step:
    """The office gives the unit more time, and says why."""
    require(may_run(by))
    held = stepping.locked(application, *WITH_UNIT)
    if due_on < clock.day():
        raise Refused(_("新的期限不能早于今天。"), "due_on")
    held.due_on = due_on
    held.save(update_fields=["due_on"])
    step = stepping.log(by, held, Act.EXTEND, due_on=due_on, words=words)
    stepping.say(held, step, _("“%(name)s”的申报期限延长到 %(day)s。") % {"name": held.name, "day": day_text(due_on)})
    return step


@transaction.atomic
def pass_on(by: User, application: Application, *, words: str = "", points: Decimal | None = None) -> Step:
    """The first examination is passed."""
    require(may_run(by))
    held = stepping.locked(application, State.EXAMINING)
    full = held.selection.full_points
    if full is not None and points is None:
        raise Refused(_("这项评选要打分：请填 0 到 %d 分。") % full, "points")
    if points is not None and (full is None or not 0 <= points <= full):
        raise Refused(_("分数要在 0 到 %d 之间。") % (full or 0), "points")
    state, due = stepping.after_examination(held.selection, checked=False)
    said = {"words": words, "points": points, "fields": {"points": points}}
    return stepping.move(by, held, Act.PASS, state, due_on=due, **said)


@transaction.atomic
def check(
    by: User, application: Application, *, words: str, visit: Visit | None = None, photos: Sequence[Blob] = ()
) -> Step:
    """Accepted on site: a visit that is recorded already, or a note with photos."""
    require(may_run(by))
    held = stepping.locked(application, State.CHECKING)
    if visit is not None and visit.site_id != held.site_id:
        raise Refused(_("这次检查不是这个点位的。"), "visit")
    if visit is None and not photos:
        raise Refused(_("验收要有依据：选一次现场检查，或传至少一张照片。"), "photos")
    state, due = stepping.after_examination(held.selection, checked=True)
    step = stepping.move(by, held, Act.CHECK, state, due_on=due, words=words, visit=visit)
    Picture.objects.bulk_create(
        [Picture(step=step, blob=blob) for blob in dict.fromkeys(photos)], ignore_conflicts=True
    )
    return step


@transaction.atomic
def refuse(by: User, application: Application, *, words: str) -> Step:
    """No, for good, at any step before the naming: examination, acceptance, an objection that holds, the level above."""
    require(may_run(by))
    held = stepping.locked(application, *WITH_OFFICE)
    step = stepping.move(by, held, Act.REFUSE, State.REFUSED, words=words)
    said = _("“%(name)s”申报%(title)s没有通过：%(words)s")
    stepping.say(held, step, said % {"name": held.name, "title": held.category, "words": words})
    return step
