"""Feedback of higher levels: recorded, taken apart, its items made problems. The only place that writes them.

Its one trick: an item is a draft until it has become a problem, and from then on lives there alone; what is shown of it is read
from the problem, so that two places never say different things.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from duibiao.audit.services import note
from duibiao.campaigns.models import Campaign
from duibiao.duties.competence import competence_for, rules
from duibiao.duties.models import CompetenceRule
from duibiao.files.kinds import Refused as NotWhatItSays
from duibiao.files.models import Blob
from duibiao.files.taking import take
from duibiao.lib import versions
from duibiao.lib.spans import current
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import require
from duibiao.participation import opening
from duibiao.participation.models import Feedback, FeedbackItem, OutsideMark
from duibiao.participation.permissions import may_take_apart
from duibiao.participation.services.residents import Refused
from duibiao.participation.taking_apart import Item

KINDS = ("pdf", "office", "image", "ofd")


@transaction.atomic
def add_feedback(
    by: User, campaign: Campaign, *, file: Iterable[bytes] | None = None, file_name: str = "", **fields: Any
) -> Feedback:
    """A paper that came, with its file. Raises `Refused` when the file is not what it says."""
    require(may_take_apart(by))
    blob = kept(file, file_name) if file is not None else None
    made = Feedback.objects.create(campaign=campaign, by=by, file=blob, file_name=file_name[:255], **fields)
    note(by, "participation.add_feedback", made, campaign=campaign.pk)
    return made


def kept(file: Iterable[bytes], name: str) -> Blob:
    try:
        return take(file, name=name, families=KINDS)
    except NotWhatItSays as refused:
        raise Refused(refused.words, "file") from None


@transaction.atomic
def change_feedback(by: User, feedback: Feedback, *, version: int, **fields: Any) -> Feedback:
    """Write `fields` if nobody saved since `version`, else `versions.Stale`."""
    require(may_take_apart(by))
    changes = versions.save(feedback, version=version, **fields)
    note(by, "participation.change_feedback", feedback, fields=sorted(fields), changes=changes)
    return feedback


class Proposals:
    """Whose an item may be: by the rules of competence, else the unit that its words name. Read once for many items."""

    def __init__(self, campaign: Campaign) -> None:
        self.campaign, self.rules = campaign, list[CompetenceRule](rules())
        named = [(name, unit) for unit in Unit.objects.filter(current()) for name in {unit.name, *unit.short_names}]
        self.named = sorted(((name, unit) for name, unit in named if len(name) > 1), key=lambda one: -len(one[0]))

    def fields(self, words: str) -> dict[str, Any]:
        """unit, why it is proposed, and the indicator that was ruled on."""
        found = competence_for(words, campaign=self.campaign, held=self.rules)
        if found:
            rule = found[0].rule
            same = rule.edition_id == self.campaign.edition_id
            return {"unit": rule.unit, "proposed": found[0].why, "indicator": rule.indicator if same else ""}
        for name, unit in self.named:
            if name in words:
                return {"unit": unit, "proposed": _("文中提到“%s”") % name}
        return {}


@transaction.atomic
def add_items(by: User, feedback: Feedback, items: Sequence[Item], **given: Any) -> list[FeedbackItem]:
    """The items as drafts, each with the unit that is proposed for it. Words that are there already are not added again."""
    require(may_take_apart(by))
    Feedback.objects.select_for_update().get(pk=feedback.pk)
    there = set(feedback.items.values_list("words", flat=True))
    number = feedback.items.aggregate(last=Max("number"))["last"] or 0
    propose, made = Proposals(feedback.campaign), list[FeedbackItem]()
    for item in items:
        if item.words and item.words not in there:
            there.add(item.words)
            number += 1
            fields = {**given, "aspect": item.aspect, "due_on": item.due_on or given.get("due_on")}
            fields |= {**({} if "unit" in item.known else propose.fields(item.words)), **item.known}
            made.append(FeedbackItem(feedback=feedback, number=number, words=item.words, **fields))
    FeedbackItem.objects.bulk_create(made)
    note(by, "participation.add_items", feedback, added=len(made))
    return made


def require_draft(item: FeedbackItem) -> None:
    if item.problem_id is not None:
        raise Refused(_("第 %d 条已经转为问题，请到问题里改。") % item.number)


@transaction.atomic
def change_item(by: User, item: FeedbackItem, *, version: int, **fields: Any) -> FeedbackItem:
    """Change a draft, if nobody saved since `version`. One that is a problem already is changed there."""
    require(may_take_apart(by))
    require_draft(item)
    changes = versions.save(item, version=version, **fields)
    note(by, "participation.change_item", item.feedback, item=item.number, fields=sorted(fields), changes=changes)
    return item


@transaction.atomic
def set_for(by: User, feedback: Feedback, items: Iterable[int], **fields: Any) -> int:
    """The same unit, deadline or kind for several drafts at once; returns how many. Problems among them stay as they are."""
    require(may_take_apart(by))
    chosen = feedback.items.select_for_update(of=("self",)).filter(pk__in=list(items), problem=None)
    changes = {name: value for name, value in fields.items() if value}
    if "unit" in changes:
        changes["proposed"] = ""
    held = list(chosen) if changes else []
    for item in held:
        versions.save(item, version=item.version, **changes)
    note(by, "participation.change_item", feedback, changed=len(held), fields=sorted(changes))
    return len(held)


@transaction.atomic
def drop_item(by: User, item: FeedbackItem) -> None:
    """A draft that is none. The numbers of the others stay."""
    require(may_take_apart(by))
    held = FeedbackItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    require_draft(held)
    held.delete()
    note(by, "participation.drop_item", item.feedback, item=item.number)


@dataclass(frozen=True)
class Assigned:
    """How many items became problems, and the numbers of those that lack something."""

    done: int
    lacking: list[int]


@transaction.atomic
def assign_items(by: User, feedback: Feedback) -> Assigned:
    """Every draft that has unit, kind and deadline becomes a problem and goes to its unit; twice is once."""
    require(may_take_apart(by))
    drafts = feedback.items.select_for_update(of=("self",)).filter(problem=None).select_related("unit", "kind")
    done, lacking = 0, list[int]()
    for item in drafts:
        item.feedback = feedback
        if item.unit is None or item.kind is None or item.due_on is None:
            lacking.append(item.number)
            continue
        item.problem = opening.from_item(by, item, kind=item.kind.code, unit=item.unit, due_on=item.due_on)
        item.save(update_fields=["problem"])
        done += 1
    note(by, "participation.assign_items", feedback, added=done)
    return Assigned(done, lacking)


@transaction.atomic
def assign_item(by: User, item: FeedbackItem) -> FeedbackItem:
    """One draft that is whole becomes a problem and goes to its unit; twice is once. Raises `Refused` where something lacks."""
    require(may_take_apart(by))
    held = FeedbackItem.objects.select_for_update(of=("self",)).select_related("feedback__campaign", "unit", "kind")
    found = held.get(pk=item.pk)
    if found.problem_id is None:
        if found.unit is None or found.kind is None or found.due_on is None:
            raise Refused(_("还缺责任单位、问题类型或整改时限，先补齐再转。"))
        found.problem = opening.from_item(by, found, kind=found.kind.code, unit=found.unit, due_on=found.due_on)
        found.save(update_fields=["problem"])
        note(by, "participation.assign_items", found.feedback, added=1)
    return found


@transaction.atomic
def set_marks(by: User, feedback: Feedback, marks: dict[str, tuple[float, float]]) -> int:
    """What the assessment gave, by indicator: points and out of how many. Replaces what stood there."""
    require(may_take_apart(by))
    feedback.marks.all().delete()
    rows = [OutsideMark(feedback=feedback, indicator=code, points=got, out_of=of) for code, (got, of) in marks.items()]
    OutsideMark.objects.bulk_create(rows)
    note(by, "participation.set_marks", feedback, added=len(rows))
    return len(rows)
