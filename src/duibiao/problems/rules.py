"""The rules that the office keeps, and those that come with the program until it does.

Its one trick: the catalogue is laid out the first time that anything is opened, by rows that exist once; afterwards it is the office's.
"""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from duibiao.audit.services import note
from duibiao.lib import versions
from duibiao.organisation.models import User
from duibiao.organisation.permissions import require
from duibiao.problems.choices import Basis, CardKind, Level, Measured, Severity, Status, ending_disposals
from duibiao.problems.deadlines import Clock, Hours
from duibiao.problems.models import CardRule, Deadline, EscalationRule, Kind, StatusLabel, Terms
from duibiao.problems.permissions import may_keep_rules
from duibiao.workdays.queries import calendar

CHINESE = "zh-hans"
#: Code, name, matter, severity, days of watch: what comes with the program, to be changed.
KINDS = (
    ("litter", _("暴露垃圾"), _("环卫"), Severity.ORDINARY, 60),
    ("road", _("道路破损、积水"), _("市政设施"), Severity.ORDINARY, 60),
    ("stall", _("占道经营"), _("市容"), Severity.ORDINARY, 90),
    ("advert", _("小广告、乱张贴"), _("市容"), Severity.ORDINARY, 30),
    ("parking", _("车辆乱停放"), _("停车秩序"), Severity.ORDINARY, 30),
    ("traffic", _("交通违法、秩序混乱"), _("交通秩序"), Severity.ORDINARY, 30),
    ("facility", _("公共设施损坏"), _("市政设施"), Severity.ORDINARY, 60),
    ("lighting", _("照明损坏"), _("照明"), Severity.ORDINARY, 60),
    ("publicity", _("公益广告缺失、破损"), _("公益广告"), Severity.ORDINARY, 60),
    ("building", _("违法建设"), _("规划执法"), Severity.SERIOUS, 90),
    ("market", _("农贸市场管理"), _("市场管理"), Severity.ORDINARY, 60),
    ("estate", _("小区、楼院环境"), _("物业管理"), Severity.ORDINARY, 60),
    ("danger", _("安全隐患"), _("安全生产"), Severity.URGENT, 90),
    ("service", _("窗口服务"), _("政务服务"), Severity.ORDINARY, 60),
    ("other", _("其他问题"), "", Severity.ORDINARY, 60),
)
#: Kind (empty: all), severity, amount, measure.
DEADLINES = (
    ("", Severity.ORDINARY, 3, Measured.WORKDAYS),
    ("", Severity.SERIOUS, 10, Measured.WORKDAYS),
    ("", Severity.URGENT, 24, Measured.HOURS),
    ("litter", Severity.ORDINARY, 4, Measured.WORKHOURS),
    ("parking", Severity.ORDINARY, 2, Measured.WORKHOURS),
    ("road", Severity.ORDINARY, 5, Measured.WORKDAYS),
    ("building", Severity.SERIOUS, 20, Measured.WORKDAYS),
)
ESCALATION = ((-1, Level.UNIT), (0, Level.UNIT), (1, Level.HEAD), (3, Level.LEADER), (5, Level.HEADQUARTERS))
#: Card, what it counts, from how many on.
CARDS = (
    (CardKind.YELLOW, Basis.OVERDUE, 3),
    (CardKind.RED, Basis.OVERDUE, 7),
    (CardKind.TALK, Basis.OVERDUE, 15),
    (CardKind.YELLOW, Basis.REWORKS, 2),
    (CardKind.RED, Basis.REWORKS, 3),
)


@transaction.atomic
def lay_out() -> None:
    """The catalogue that comes with the program, once; what the office has is left as it is."""
    with override(CHINESE):
        rows = [
            Kind(code=code, name=str(name), matter=str(matter), severity=severity, watch_days=days, order=n)
            for n, (code, name, matter, severity, days) in enumerate(KINDS, 1)
        ]
    Kind.objects.bulk_create(rows, ignore_conflicts=True)
    held = dict(Kind.objects.values_list("code", "pk"))
    Deadline.objects.bulk_create(
        [
            Deadline(kind_id=held.get(kind), severity=severity, amount=amount, measured=measured)
            for kind, severity, amount, measured in DEADLINES
        ],
        ignore_conflicts=True,
    )
    lines = [EscalationRule(workdays=days, level=level) for days, level in ESCALATION]
    EscalationRule.objects.bulk_create(lines, ignore_conflicts=True)
    CardRule.objects.bulk_create(
        [CardRule(card=card, basis=basis, threshold=n) for card, basis, n in CARDS], ignore_conflicts=True
    )


def kind_of(code: str) -> Kind:
    """The kind with this code; one that is not known yet is made, so that nothing found is ever lost."""
    held = Kind.objects.filter(code=code).first()
    if held is None and not Kind.objects.exists():
        lay_out()
        held = Kind.objects.filter(code=code).first()
    if held is None:
        held = Kind.objects.get_or_create(code=code[:40], defaults={"name": code[:40], "order": 1000})[0]
    return held


def code_for(code: str, matter: str) -> str:
    """The kind for a checklist's item: the one of its own code, else the first of its matter, else the rest."""
    held = kinds()
    own = next((kind.code for kind in held if kind.code == code), "")
    return own or next((kind.code for kind in held if matter and kind.matter == matter), "other")


def kinds() -> list[Kind]:
    """The kinds in use; those that come with the program are laid out if there are none."""
    if not Kind.objects.exists():
        lay_out()
    return list(Kind.objects.filter(is_active=True))


def terms() -> Terms:
    """The county's numbers; those that come with the program until somebody sets others."""
    return Terms.objects.select_related("dispatcher").first() or Terms(pk=1)


def clock(held: Terms | None = None) -> Clock:
    """The work calendar with the county's hours."""
    one = held or terms()
    hours = Hours((one.morning_from, one.morning_until), (one.afternoon_from, one.afternoon_until))
    return Clock(calendar(), hours)


def deadline(kind: Kind, severity: str) -> tuple[int, str]:
    """How long: the kind's own line, else that for all kinds, else three workdays."""
    rows = Deadline.objects.filter(severity=severity, kind__in=[kind.pk]) | Deadline.objects.filter(
        severity=severity, kind=None
    )
    held = sorted(rows, key=lambda one: one.kind_id is None)
    return (held[0].amount, held[0].measured) if held else (3, Measured.WORKDAYS)


def labels() -> dict[str, str]:
    """What each status is called: the office's word, else the program's."""
    own = dict(StatusLabel.objects.values_list("status", "label"))
    return {str(status): own.get(status) or str(status.label) for status in Status}


def label(status: str) -> str:
    own = StatusLabel.objects.filter(status=status).values_list("label", flat=True).first()
    return own or str(Status(status).label)


# ── what the office sets ──────────────────────────────────────────────────────────────────────────


@transaction.atomic
def set_terms(by: User, *, version: int, **fields: Any) -> Terms:
    """The numbers. Dispatching without a hand is done in the name of who switched it on."""
    require(may_keep_rules(by))
    if fields.get("dispatches"):
        fields["dispatcher"] = by
    held, _made = Terms.objects.get_or_create(pk=1)
    changes = versions.save(held, version=version, **fields)
    note(by, "problems.set_terms", held, fields=sorted(fields), changes=changes)
    return held


@transaction.atomic
def set_labels(by: User, *, words: dict[str, str]) -> None:
    """What statuses are called here; an empty word is the program's own again."""
    require(may_keep_rules(by))
    for status, word in words.items():
        if word.strip() and word.strip() != gettext(str(Status(status).label)):
            StatusLabel.objects.update_or_create(status=status, defaults={"label": word.strip()})
        else:
            StatusLabel.objects.filter(status=status).delete()
    note(by, "problems.set_labels", None, statuses=sorted(words))


@transaction.atomic
def add_kind(by: User, *, code: str, name: str, disposals: Iterable[str] = (), **fields: Any) -> Kind:
    require(may_keep_rules(by))
    made = Kind.objects.create(
        code=code, name=name, disposals=list(disposals) or ending_disposals(), order=Kind.objects.count() + 1, **fields
    )
    note(by, "problems.add_kind", made, code=code)
    return made


@transaction.atomic
def change_kind(by: User, kind: Kind, *, version: int, **fields: Any) -> Kind:
    require(may_keep_rules(by))
    changes = versions.save(kind, version=version, **fields)
    note(by, "problems.change_kind", kind, fields=sorted(fields), changes=changes)
    return kind


@transaction.atomic
def set_deadline(by: User, *, kind: Kind | None, severity: str, amount: int, measured: str) -> Deadline:
    """How long from now on; what is under way keeps the time that it was given."""
    require(may_keep_rules(by))
    held = Deadline.objects.update_or_create(
        kind=kind, severity=severity, defaults={"amount": amount, "measured": measured}
    )[0]
    note(by, "problems.set_deadline", held, kind=kind.pk if kind else None, severity=severity)
    return held


@transaction.atomic
def drop_deadline(by: User, line: Deadline) -> None:
    """The kind goes by the line for all kinds again; that one stays."""
    require(may_keep_rules(by) and line.kind_id is not None)
    note(by, "problems.drop_deadline", line, kind=line.kind_id)
    line.delete()


@transaction.atomic
def set_escalation(by: User, *, workdays: int, level: str, severity: str = "") -> EscalationRule:
    require(may_keep_rules(by))
    held = EscalationRule.objects.update_or_create(
        workdays=workdays, level=level, severity=severity, defaults={"is_active": True}
    )[0]
    note(by, "problems.set_escalation", held, workdays=workdays, level=level)
    return held


@transaction.atomic
def drop_escalation(by: User, rule: EscalationRule) -> None:
    require(may_keep_rules(by))
    note(by, "problems.drop_escalation", rule, workdays=rule.workdays, level=rule.level)
    rule.delete()


@transaction.atomic
def set_card_rule(by: User, *, card: str, basis: str, threshold: int) -> CardRule:
    """From how many on this card is proposed; what was proposed before stays."""
    require(may_keep_rules(by))
    held = CardRule.objects.update_or_create(card=card, basis=basis, defaults={"threshold": threshold})[0]
    note(by, "problems.set_card_rule", held, card=card, basis=basis, threshold=threshold)
    return held


@transaction.atomic
def drop_card_rule(by: User, rule: CardRule) -> None:
    require(may_keep_rules(by))
    note(by, "problems.drop_card_rule", rule, card=rule.card, basis=rule.basis)
    rule.delete()
