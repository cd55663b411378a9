"""The unit's side: begin, fill in, show each condition with a material, hand in, take back.

Its one trick: what is uploaded here goes into the ledger like any other material, so it is given once and serves again.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from duibiao.applications import clock, lacking
from duibiao.applications.choices import WITH_UNIT, Act, Candidate, SelectionState, State
from duibiao.applications.models import Application, Category, Condition, Selection, Step, Tick
from duibiao.applications.permissions import may_apply, may_fill
from duibiao.applications.refusals import Refused
from duibiao.applications.services import stepping
from duibiao.audit.services import note
from duibiao.files.kinds import Refused as BadFile
from duibiao.files.taking import take
from duibiao.ledger.models import Material, MaterialFile
from duibiao.ledger.services import giving
from duibiao.lib import versions
from duibiao.lib.dates import day_text
from duibiao.organisation.choices import Role, UnitKind
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import require
from duibiao.organisation.queries import liaison_users
from duibiao.places.models import Site

#: What shows a condition.
KINDS = ("pdf", "image", "office", "ofd")


@transaction.atomic
def begin(
    by: User, category: Category, *, unit: Unit, uid: str, subject: Unit | None = None, site: Site | None = None,
    name: str = "",
) -> Application:  # fmt: skip
    """A draft for one candidate. The same `uid` again changes nothing; the same candidate twice is refused."""
    require(may_apply(by, unit))
    held = Application.objects.filter(uid=uid, unit=unit).first()
    if held is not None:
        return held
    category.selection = Selection.objects.get(
        pk=category.selection_id
    )  # as it is now, whatever the caller read before
    _check_window(category, unit)
    called, key = _candidate(category, unit, subject, site, name)
    fields = {"unit": unit, "subject": subject, "site": site, "name": called, "key": key, "uid": uid, "by": by}
    try:
        with transaction.atomic():
            made = Application.objects.create(
                selection=category.selection, category=category, recommender=recommender_of(category, unit),
                due_on=category.selection.closes_on, moved_at=clock.now(), at=clock.now(), **fields,
            )  # fmt: skip
    except IntegrityError:
        words = _("“%s”已经申报过这项评选；一个对象只能报一次、报一类。请在“申报评选”的列表里接着填。") % called
        raise Refused(words, "name") from None
    stepping.log(by, made, Act.BEGIN, due_on=made.due_on)
    return made


def _check_window(category: Category, unit: Unit) -> None:
    selection = category.selection
    if selection.state != SelectionState.OPEN:
        raise Refused(_("这项评选没有开放申报。"))
    if selection.is_upward != (unit.kind == UnitKind.COUNTY):
        raise Refused(_("向上级申报由创建办代表全县办理，各单位不用单独报。"))
    if clock.day() < selection.opens_on:
        raise Refused(_("%s 才开始申报。") % day_text(selection.opens_on))
    if clock.day() > selection.closes_on:
        raise Refused(_("申报到 %s 截止，已经过了。确有需要，请与创建办联系。") % day_text(selection.closes_on))


def recommender_of(category: Category, unit: Unit) -> Unit:
    """The category's own; else the unit above; a department or township stands below the county and speaks for itself."""
    if unit.kind == UnitKind.COUNTY:
        return unit
    above = category.recommender or unit.parent
    return unit if above is None or above.kind == UnitKind.COUNTY else above


def _candidate(category: Category, unit: Unit, subject: Unit | None, site: Site | None, name: str) -> tuple[str, str]:
    """The name and the key of a candidate that fits the category. Raises `Refused`."""
    if category.candidate == Candidate.SITE:
        if site is None or subject is not None or not site.unit.path.startswith(unit.path):
            raise Refused(_("“%s”按点位申报：请选一个本单位地界上的点位。") % category, "site")
        if category.site_type_id and category.site_type_id != site.type_id:
            raise Refused(_("“%(category)s”只评%(type)s，这个点位不是。") % {"category": category, "type": category.site_type}, "site")  # fmt: skip
        return site.name, f"site:{site.pk}"
    if category.candidate == Candidate.UNIT:
        if subject is None or site is not None or not subject.path.startswith(unit.path):
            raise Refused(_("“%s”按单位申报：请选本单位，或下级村、社区。") % category, "subject")
        if category.unit_kind and category.unit_kind != subject.kind:
            words = _("“%(category)s”只评%(kind)s，“%(unit)s”不是。")
            raise Refused(words % {"category": category, "kind": category.get_unit_kind_display(), "unit": subject}, "subject")  # fmt: skip
        return subject.name, f"unit:{subject.pk}"
    called = " ".join(name.split())
    if not called or subject is not None or site is not None:
        raise Refused(_("请写申报对象的全称，与证照上的一致。"), "name")
    return called[:120], f"name:{''.join(called.split()).lower()[:120]}"


@transaction.atomic
def fill(by: User, application: Application, *, version: int, answers: Mapping[str, Any]) -> Application:
    """Write the form. Raises `versions.Stale` if somebody saved first."""
    require(may_fill(by, application))
    held = stepping.locked(application, *WITH_UNIT)
    versions.save(held, version=version, answers={**held.answers, **answers})
    note(by, "applications.fill", held, fields=len(answers))
    return held


@transaction.atomic
def tick(
    by: User,
    application: Application,
    condition: Condition,
    *,
    material: Material | None = None,
    upload: Iterable[bytes] | None = None,
    file_name: str = "",
) -> Tick:
    """The candidate fulfils it: shown by a material of the ledger, or by a file that becomes one."""
    require(may_fill(by, application))
    held = stepping.locked(application, *WITH_UNIT)
    if condition.pk not in {one.pk for _place, one in lacking.numbered(held)}:
        raise Refused(_("这个类别没有这一条。"))
    file = _given(by, held, condition, upload, file_name) if upload is not None else _chosen(held, material)
    if file is None and condition.needs_material:
        raise Refused(_("这一条要有材料证明：从台账里选一份，或上传一份。"), "upload")
    fields = {"file": file, "by": by}
    made = Tick.objects.update_or_create(application=held, condition=condition, defaults=fields)[0]
    note(by, "applications.tick", held, condition=condition.pk, material=file.material_id if file else None)
    return made


def _chosen(held: Application, material: Material | None) -> MaterialFile | None:
    if material is None:
        return None
    if material.unit_id != held.unit.code or material.is_withdrawn:
        raise Refused(_("只能选本单位台账里没有撤回的材料。"), "material")
    return material.files.first()


def _given(by: User, held: Application, condition: Condition, upload: Iterable[bytes], name: str) -> MaterialFile:
    try:
        blob = take(upload, name=name, families=KINDS)
    except BadFile as refused:
        raise Refused(str(refused), "upload") from None
    fields = {"words": condition.words[:300]}
    gave = giving.give(by, unit=held.unit, files=[giving.Given(blob, name, fields)], at=clock.now())[0]
    newest = gave.material.files.first()
    assert newest is not None
    return newest


@transaction.atomic
def untick(by: User, application: Application, condition: Condition) -> None:
    """It does not fulfil it after all; the material stays in the ledger."""
    require(may_fill(by, application))
    held = stepping.locked(application, *WITH_UNIT)
    if Tick.objects.filter(application=held, condition=condition).delete()[0]:
        note(by, "applications.untick", held, condition=condition.pk)


@transaction.atomic
def hand_in(by: User, application: Application) -> Step:
    """To whoever recommends; what was returned goes back to whoever returned it. Raises `Refused` with what is missing."""
    require(may_fill(by, application))
    held = stepping.locked(application, *WITH_UNIT)
    if not stepping.is_in_time(held):
        words = _("期限是 %s，已经过了，不能再交。确有原因，请创建办延长期限。")
        raise Refused(words % day_text(held.due_on or clock.day()))
    missing = lacking.lacks(held)
    if missing:
        raise Refused(lacking.in_words(missing))
    selection = held.selection
    if held.state == State.RETURNED and held.back_to == State.EXAMINING:
        state, days = State.EXAMINING, selection.examine_workdays
    else:
        state, days = State.RECOMMENDING, selection.recommend_workdays
    step = stepping.move(by, held, Act.HAND_IN, state, due_on=stepping.due_in(days), fields={"back_to": ""})
    if state == State.RECOMMENDING and held.recommender_id != held.unit_id:
        words = _("“%(name)s”申报%(title)s，等你们单位推荐。") % {"name": held.name, "title": held.category}
        stepping.say(held, step, words, users=liaison_users(held.recommender))
    elif state == State.RECOMMENDING and held.recommender.kind == UnitKind.COUNTY:
        words = _("以县名义申报%s，等您同意。") % held.category
        stepping.say(held, step, words, users=leaders(), door="leader")
    return step


def leaders() -> list[User]:
    return list(User.objects.filter(is_active=True, grants__role=Role.LEADER).distinct())


@transaction.atomic
def drop(by: User, application: Application, *, words: str = "") -> None:
    """The unit takes it back before anybody has decided; it may begin again while the window is open."""
    require(may_fill(by, application))
    held = stepping.locked(application, *WITH_UNIT, State.RECOMMENDING, State.EXAMINING, State.CHECKING)
    stepping.move(by, held, Act.DROP, State.DROPPED, words=words, fields={"back_to": ""})
