"""Setting up a selection: its categories with places, the form, the conditions; opening and ending it."""

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from duibiao.applications.choices import LIVE, SelectionState, State
from duibiao.applications.models import Application, Category, Condition, Field, Seat, Selection
from duibiao.applications.permissions import may_run
from duibiao.applications.refusals import Refused
from duibiao.audit.services import note
from duibiao.lib import versions
from duibiao.organisation.models import User
from duibiao.organisation.permissions import require

#: What a form usually asks, offered when a selection is made.
USUAL_FIELDS = (
    ("基本情况", "地点、规模、人员等，两三句话。", "text", 300),
    ("主要做法", "做了什么，怎么做的。", "text", 800),
    ("取得成效", "用数字和事实说。", "text", 800),
)


@transaction.atomic
def set_up(by: User, **fields: Any) -> Selection:
    """A selection that only the office sees until it is opened, with the usual form to begin with."""
    require(may_run(by))
    made = Selection.objects.create(**fields)
    for order, (label, help_, kind, most) in enumerate(USUAL_FIELDS, start=1):
        Field.objects.create(selection=made, order=order, label=label, help=help_, kind=kind, most=most)
    note(by, "applications.set_up", made)
    return made


@transaction.atomic
def change(by: User, selection: Selection, *, version: int, **fields: Any) -> Selection:
    """Days and texts. What is being filled in follows the closing day; steps that run keep theirs."""
    require(may_run(by))
    before = selection.closes_on
    versions.save(selection, version=version, **fields)
    following = Application.objects.filter(selection=selection, state=State.FILLING, due_on=before)
    following.update(due_on=selection.closes_on)
    note(by, "applications.change", selection, fields=sorted(fields))
    return selection


def _still_draft(selection: Selection) -> None:
    held = Selection.objects.select_for_update().get(pk=selection.pk)
    if held.state != SelectionState.DRAFT:
        raise Refused(_("已经发布，条件和表格不能再改：有人可能已照着准备了。要改请另立一项评选。"))


def _next(rows: Any) -> int:
    return int(rows.aggregate(most=Max("order"))["most"] or 0) + 1


@transaction.atomic
def add_category(by: User, selection: Selection, **fields: Any) -> Category:
    require(may_run(by))
    _still_draft(selection)
    made = Category.objects.create(selection=selection, order=_next(selection.categories), **fields)
    _seat(made)
    note(by, "applications.add_category", selection, category=made.pk)
    return made


@transaction.atomic
def change_category(by: User, category: Category, **fields: Any) -> Category:
    """Before opening everything; afterwards the places alone, never below what is named."""
    require(may_run(by))
    held = Category.objects.select_for_update().select_related("selection").get(pk=category.pk)
    allowed = {"quota", "recommend_quota"}
    changed = {name for name, value in fields.items() if getattr(held, name) != value}
    if changed - allowed:
        _still_draft(held.selection)
    for name in changed:
        setattr(held, name, fields[name])
    held.save(update_fields=sorted(changed))
    _seat(held)
    note(by, "applications.change_category", held.selection, category=held.pk, fields=sorted(changed))
    return held


def _seat(category: Category) -> None:
    """As many places as the quota says. Without a quota each name brings its own."""
    taken = category.seats.filter(application__isnull=False).count()
    if category.quota is not None and taken > category.quota:
        words = _("已经命名 %(taken)d 家，名额不能减到 %(quota)d。要减，先撤销命名。")
        raise Refused(words % {"taken": taken, "quota": category.quota}, "quota")
    spare = category.seats.filter(application__isnull=True)
    wanted = 0 if category.quota is None else category.quota - taken
    have = spare.count()
    if have > wanted:
        keep = list(spare.order_by("number").values_list("pk", flat=True)[:wanted])
        spare.exclude(pk__in=keep).delete()
    for _one in range(wanted - have):
        free_seat(category)


def free_seat(category: Category) -> Seat:
    """One place more; the category is locked by the caller."""
    last = category.seats.aggregate(last=Max("number"))["last"] or 0
    return Seat.objects.create(category=category, number=last + 1)


@transaction.atomic
def drop_category(by: User, category: Category) -> None:
    require(may_run(by))
    _still_draft(category.selection)
    note(by, "applications.drop_category", category.selection, category=category.pk)
    category.delete()


@transaction.atomic
def add_condition(by: User, selection: Selection, **fields: Any) -> Condition:
    require(may_run(by))
    _still_draft(selection)
    made = Condition.objects.create(selection=selection, order=_next(selection.conditions), **fields)
    note(by, "applications.add_condition", selection, condition=made.pk)
    return made


@transaction.atomic
def drop_condition(by: User, condition: Condition) -> None:
    require(may_run(by))
    _still_draft(condition.selection)
    note(by, "applications.drop_condition", condition.selection, condition=condition.pk)
    condition.delete()


@transaction.atomic
def add_field(by: User, selection: Selection, **fields: Any) -> Field:
    require(may_run(by))
    _still_draft(selection)
    made = Field.objects.create(selection=selection, order=_next(selection.fields), **fields)
    note(by, "applications.add_field", selection, field=made.pk)
    return made


@transaction.atomic
def drop_field(by: User, field: Field) -> None:
    require(may_run(by))
    _still_draft(field.selection)
    note(by, "applications.drop_field", field.selection, field=field.pk)
    field.delete()


@transaction.atomic
def open_selection(by: User, selection: Selection) -> None:
    """Units see it from now on. Twice is once."""
    require(may_run(by))
    held = Selection.objects.select_for_update().get(pk=selection.pk)
    if held.state != SelectionState.DRAFT:
        return
    if not held.categories.exists():
        raise Refused(_("还没有类别和名额；先加上，如“示范村 10 个”，再发布。"))
    held.state = SelectionState.OPEN
    held.save(update_fields=["state"])
    note(by, "applications.open", held)


@transaction.atomic
def end_selection(by: User, selection: Selection) -> None:
    """Nothing comes in any more. What runs must be decided first."""
    require(may_run(by))
    held = Selection.objects.select_for_update().get(pk=selection.pk)
    running = Application.objects.filter(selection=held, state__in=set(LIVE) - {State.FILLING}).count()
    if running:
        raise Refused(_("还有 %d 件没有办完，办完再结束。") % running)
    if Selection.objects.filter(pk=held.pk, state=SelectionState.OPEN).update(state=SelectionState.ENDED):
        note(by, "applications.end", held)
