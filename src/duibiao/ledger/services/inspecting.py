"""Inspection mode: a link that ends and a code that works once let a visitor read, without an account and without preparation.

Its one trick: the link alone opens nothing and the code alone opens nothing. Both are random, only their hashes are kept, and a code
is used up by the one who enters; after five wrong ones the office gives a new one.
"""

import hashlib
import secrets
from datetime import datetime

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duibiao.audit.services import note
from duibiao.campaigns.models import Campaign
from duibiao.ledger import opening
from duibiao.ledger.models import Material, Pass, Remark, Use
from duibiao.ledger.permissions import may_run_ledger
from duibiao.organisation.models import User
from duibiao.organisation.permissions import require

MOST_WRONG = 5


class Closed(Exception):
    """The pass has ended, was taken back, or its code was tried too often."""


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _code() -> str:
    return f"{secrets.randbelow(10**8):08d}"


@transaction.atomic
def open_pass(by: User, campaign: Campaign, *, name: str, until: datetime) -> tuple[Pass, str, str]:
    """A pass, its token for the link, and its code: both are shown this once."""
    require(may_run_ledger(by))
    token, code = secrets.token_urlsafe(24), _code()
    fields = {"digest": digest_of(token), "code_digest": make_password(code), "until": until}
    made = Pass.objects.create(campaign=campaign, name=name, by=by, **fields)
    note(by, "ledger.open_pass", made, campaign=campaign.pk, until=until.isoformat())
    return made, token, code


@transaction.atomic
def new_code(by: User, held: Pass) -> str:
    """Another code for the same link: for a second visitor, or after too many wrong ones."""
    require(may_run_ledger(by))
    code = _code()
    Pass.objects.filter(pk=held.pk).update(code_digest=make_password(code), wrong=0)
    note(by, "ledger.new_code", held)
    return code


@transaction.atomic
def close_pass(by: User, held: Pass) -> None:
    require(may_run_ledger(by))
    if Pass.objects.filter(pk=held.pk, closed_at=None).update(closed_at=timezone.now()):
        note(by, "ledger.close_pass", held)


def is_open(held: Pass) -> bool:
    return held.closed_at is None and held.until > timezone.now()


def find(token: str) -> Pass | None:
    """The pass of a link, while it is open."""
    found = Pass.objects.select_related("campaign__edition").filter(digest=digest_of(token), closed_at=None)
    return found.filter(until__gt=timezone.now()).first()


@transaction.atomic
def enter(held: Pass, code: str) -> bool:
    """Whether the code fits; it then works no more. Raises `Closed`."""
    locked = Pass.objects.select_for_update(of=("self",)).get(pk=held.pk)
    if not is_open(locked) or locked.wrong >= MOST_WRONG or not locked.code_digest:
        raise Closed
    if not check_password(code, locked.code_digest):
        Pass.objects.filter(pk=held.pk).update(wrong=locked.wrong + 1)
        return False
    Pass.objects.filter(pk=held.pk).update(code_digest="", wrong=0, entered_at=timezone.now())
    note(None, "ledger.enter", locked)
    return True


@transaction.atomic
def looked(by: User | None, material: Material, *, visit: Pass | None = None, **said: object) -> None:
    """Note who looked at which material: an account, or a visitor's pass."""
    note(by, "ledger.look", material, **({"pass": visit.pk} if visit is not None else {}), **said)


@transaction.atomic
def remark(held: Pass, *, indicator: str, words: str, use: Use | None = None, page: int | None = None) -> Remark:
    """What the visitor says of an indicator or a material. Raises `Closed`."""
    if not is_open(held):
        raise Closed
    made = Remark.objects.create(of=held, indicator=indicator, words=words.strip(), use=use, page=page)
    note(None, "ledger.remark", held, indicator=indicator)
    return made


@transaction.atomic
def settle_remark(by: User, found: Remark, *, words: str, problem: int | None = None) -> None:
    """What became of a remark: an answer, or a problem that was opened for it. Settled twice, it is settled once."""
    require(may_run_ledger(by))
    done = {"settled_at": timezone.now(), "settled_words": words[:300], "problem": problem}
    if Remark.objects.filter(pk=found.pk, settled_at=None).update(**done):
        note(by, "ledger.settle_remark", found.of, indicator=found.indicator)


@transaction.atomic
def make_problem(by: User, found: Remark) -> str:
    """Follow a remark up as a problem; its number. Two hands at once open one."""
    require(may_run_ledger(by))
    held = Remark.objects.select_for_update(of=("self",)).select_related("of__campaign", "use__unit", "use__material")
    remark = held.get(pk=found.pk)
    problem, number = opening.open_from(by, remark)
    settle_remark(by, remark, words=_("已转为问题 %s，按整改程序办理。") % number, problem=problem)
    return number
