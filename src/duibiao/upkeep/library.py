"""The library of rules: a rule is put in, linked to what it serves, given a checklist, reviewed, ended. The only place that writes them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from duibiao.audit.services import note
from duibiao.campaigns.models import Campaign
from duibiao.files.kinds import Refused as NotWhatItSays
from duibiao.files.taking import take
from duibiao.ledger.models import Material
from duibiao.lib import versions
from duibiao.lib.spans import today
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import require
from duibiao.upkeep.models import Rule, RuleIndicator, RuleItem
from duibiao.upkeep.permissions import may_keep
from duibiao.upkeep.refusals import Refused
from duibiao.upkeep.writing import check_indicator, locked

#: What a rule comes as.
FILES = ("pdf", "office", "ofd", "image")


@transaction.atomic
def put_in(by: User, *, file: Any = None, **fields: Any) -> Rule:
    """A rule with its text: a material that is in the ledger already, or a file where there is none."""
    require(may_keep(by))
    fields |= _text(file, fields.get("material"))
    _check(fields)
    made = Rule.objects.create(by=by, **fields)
    note(by, "upkeep.put_in_rule", made)
    return made


def _text(file: Any, material: Material | None) -> dict[str, Any]:
    if file is None:
        return {}
    if material is not None:
        raise Refused(_("台账里已有这份材料，就不用再传文件；请清空其中一个。"), "file")
    try:
        return {"blob": take(file.chunks(), name=file.name, families=FILES), "file_name": file.name[:255]}
    except NotWhatItSays as refused:
        raise Refused(refused.words, "file") from None


def _check(fields: dict[str, Any]) -> None:
    until = fields.get("valid_until")
    if until is not None and until < fields["issued_on"]:
        raise Refused(_("有效期至早于印发日期，请改其中一个。"), "valid_until")
    if fields.get("review_on") is not None and fields["review_on"] <= fields["issued_on"]:
        raise Refused(_("下次复核要在印发日期以后。"), "review_on")


@transaction.atomic
def link_rule(by: User, rule: Rule, *, campaign: Campaign, indicators: Iterable[str]) -> None:
    """Exactly these indicators of a campaign; those of other campaigns stay."""
    require(may_keep(by))
    wanted = list(dict.fromkeys(indicators))
    for code in wanted:
        check_indicator(campaign, code)
    rule.indicators.filter(campaign=campaign).delete()
    RuleIndicator.objects.bulk_create(RuleIndicator(rule=rule, campaign=campaign, indicator=code) for code in wanted)
    note(by, "upkeep.link_rule", rule, campaign=campaign.pk, indicators=wanted)


@transaction.atomic
def change_rule(by: User, rule: Rule, *, version: int, file: Any = None, **fields: Any) -> Rule:
    """If nobody saved since `version`. A new file or material takes the place of the old text; without either it stays."""
    require(may_keep(by))
    held = locked(rule, version)
    text = _text(file, fields.get("material"))
    if text:
        text["material"] = None
    elif fields.get("material") is not None:
        text = {"blob": None, "file_name": ""}
    _check(fields)
    versions.save(held, version=version, **{**fields, **text})
    note(by, "upkeep.change_rule", held, fields=sorted(fields))
    return held


@transaction.atomic
def review(by: User, rule: Rule, *, next_on: date) -> Rule:
    """It was looked at and holds; by when it is looked at again."""
    require(may_keep(by))
    held = locked(rule)
    if next_on <= today():
        raise Refused(_("下次复核要写以后的日期。"), "next_on")
    fields: dict[str, Any] = {"review_on": next_on}
    if held.valid_until is not None and held.valid_until < today():
        fields["valid_until"] = next_on
    versions.save(held, version=held.version, **fields)
    note(by, "upkeep.review_rule", held, next_on=next_on.isoformat())
    return held


@transaction.atomic
def end_rule(by: User, rule: Rule, *, words: str) -> Rule:
    """It holds no longer. What was checked stays; nobody is asked for it any more."""
    require(may_keep(by))
    held = locked(rule)
    if held.ended_on is not None:
        raise Refused(_("这项制度已经废止。"))
    versions.save(held, version=held.version, ended_on=today(), ended_words=words)
    held.items.filter(dropped_on=None).update(dropped_on=today())
    note(by, "upkeep.end_rule", held)
    return held


@transaction.atomic
def add_item(by: User, rule: Rule, *, words: str, units: Iterable[Unit], **fields: Any) -> RuleItem:
    """A line of the checklist. The period in which it begins is not asked for: nobody knew of it."""
    require(may_keep(by))
    held = locked(rule)
    if held.ended_on is not None:
        raise Refused(_("这项制度已经废止，不能再加检查项。"))
    if held.items.filter(words=words, dropped_on=None).exists():
        raise Refused(_("检查表里已有这一项。"), "words")
    number = held.items.count() + 1
    made = RuleItem.objects.create(rule=held, words=words, number=number, since=today(), **fields)
    made.units.set(units)
    note(by, "upkeep.add_rule_item", held, item=made.pk)
    return made


@transaction.atomic
def drop_item(by: User, item: RuleItem) -> None:
    """Not asked for any more; what was answered stays."""
    require(may_keep(by))
    if RuleItem.objects.filter(pk=item.pk, dropped_on=None).update(dropped_on=today()):
        note(by, "upkeep.drop_rule_item", item.rule, item=item.pk)
