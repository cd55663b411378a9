"""Official papers about a problem: drafted with the facts as recorded, signed by another person, kept as the file that was signed.

Its one trick: a draft is worked out anew each time that it is opened; a paper that was signed is a file that never changes.
"""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from duibiao.audit.services import note
from duibiao.files import store
from duibiao.lib.papers import DOCX
from duibiao.lib.spans import today
from duibiao.organisation.choices import UnitKind
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import require
from duibiao.problems import telling
from duibiao.problems.choices import LIVE, OWED, EventKind, PaperKind, PaperState
from duibiao.problems.models import Document, PaperForm, Problem
from duibiao.problems.paper import Known, Step, filled, own_form, said, trial
from duibiao.problems.permissions import may_decide, may_keep_rules
from duibiao.problems.refusals import NotAnother, NotNow
from duibiao.problems.rules import CHINESE
from duibiao.problems.writing import locked, move, need
from duibiao.workdays.queries import calendar

#: What the table of a paper tells; the rest is the office's own business.
TOLD = (
    EventKind.FOUND, EventKind.RELAPSED, EventKind.ASSIGNED, EventKind.REASSIGNED, EventKind.SIGNED, EventKind.RETURNED,
    EventKind.UPHELD, EventKind.RULED, EventKind.EXTENDED, EventKind.NOT_EXTENDED, EventKind.SUSPENDED, EventKind.RESUMED,
    EventKind.RECTIFIED, EventKind.REWORK, EventKind.CARDED, EventKind.CARD_BACK, EventKind.CONSULTED,
)  # fmt: skip


@transaction.atomic
def draft(by: User, problem: Problem, *, kind: str, words: str, version: int | None = None) -> Document:
    """Somebody drafts a paper; another signs it. One draft of a kind at a time."""
    require(may_decide(by))
    held = locked(problem, version)
    need(held, *LIVE, act=_("起草文书"))
    if held.unit is None:
        raise NotNow(_("还没有交给任何单位，不能起草文书。"))
    made = _drafted(by, held, PaperKind(kind), words)
    if made is None:
        raise NotNow(_("这种文书已经有一份草稿等签发。"))
    return made


def _drafted(by: User | None, held: Problem, kind: PaperKind, words: str) -> Document | None:
    assert held.unit is not None
    try:
        with transaction.atomic():
            made = Document.objects.create(
                problem=held, round=held.round, unit=held.unit, kind=kind, words=words, by=by
            )
    except IntegrityError:
        return None
    move(by, held, EventKind.DRAFTED, words=str(kind.label))
    return made


@override(CHINESE)
def propose_account(held: Problem) -> Document | None:
    """Enough rechecks have failed: a draft for people to decide on, never more; once in a round."""
    if held.documents.filter(kind=PaperKind.ACCOUNT, round=held.round).exists():
        return None
    words = _("该问题 %(n)d 次复核不合格，达到本县规定的次数，建议研究是否启动问责程序。") % {"n": held.reworks}
    return _drafted(None, held, PaperKind.ACCOUNT, words)


@transaction.atomic
def sign(
    by: User, problem: Problem, *, paper: Document, issued: bool, reason: str, number: str = "", words: str = "",
    version: int | None = None,
) -> Document:  # fmt: skip
    """Another person than who drafted it puts a name to it, with a reason, or drops it. Never by itself."""
    require(may_decide(by))
    held = locked(problem, version)
    mine = Document.objects.select_for_update(of=("self",)).select_related("unit").get(pk=paper.pk, problem=held)
    if mine.state != PaperState.DRAFT:
        raise NotNow(_("这份文书已经有人处理过了，请刷新页面。"))
    if issued and mine.by_id == by.pk:
        raise NotAnother(_("起草的人不能自己签发，请由另一位同志签发。"))
    mine.words = words.strip() or mine.words
    mine.state = PaperState.SIGNED if issued else PaperState.DROPPED
    mine.number, mine.signed_by, mine.signed_at, mine.reason = number.strip(), by, timezone.now(), reason[:300]
    if issued:
        name = f"{mine.get_kind_display()}.docx"
        mine.text = store.put([written(held, mine)], name=name, kind=DOCX)
    mine.save()
    label = str(PaperKind(mine.kind).label)
    move(by, held, EventKind.ISSUED if issued else EventKind.DROPPED, words=f"{label} {mine.number}：{reason}")
    if issued and mine.kind != PaperKind.ACCOUNT:
        telling.papered(held, mine)
    return mine


def content(document: Document) -> bytes:
    """The docx: as it was signed, or the draft as it would be today."""
    if document.text is None:
        return written(document.problem, document)
    with store.open(document.text) as file:
        return file.read()


@override(CHINESE)
def written(held: Problem, paper: Document) -> bytes:
    return filled(form_of(paper.kind), facts(held, paper))


def facts(held: Problem, paper: Document) -> Known:
    """What is recorded, in the paper's words; ids and persons stay out of it."""
    events = held.events.filter(round=paper.round, kind__in=TOLD).select_related("unit")
    steps = [Step(said(timezone.localdate(one.at)), _act(one), one.words) for one in events.order_by("at", "id")]
    county = Unit.objects.filter(kind=UnitKind.COUNTY).values_list("name", flat=True).first() or ""
    helpers = "、".join(one.unit.name for one in held.supporters.select_related("unit")) or _("有关单位")
    due = timezone.localtime(held.due_at) if held.due_at else None
    return Known(
        issuer=_("%s创建工作指挥部办公室") % county, number=paper.number or _("（签发时编号）"), unit=paper.unit.name,
        problem=held.number, words=held.words, where=held.where, due=f"{said(due.date())}{due:%H:%M}" if due else "—",
        late=_late(held), reworks=held.reworks, relapses=held.relapses, helpers=helpers, opinion=paper.words,
        day=said(today()), steps=steps,
    )  # fmt: skip


def _act(event: object) -> str:
    unit, label = getattr(event, "unit", None), event.get_kind_display()  # type: ignore[attr-defined]
    return f"{label}（{unit.name}）" if unit is not None else str(label)


def _late(held: Problem) -> str:
    """How late it is, in workdays, where it is still owed."""
    now = timezone.now()
    if held.status not in OWED or held.due_at is None or held.due_at >= now:
        return _("，曾经超期") if held.late else ""
    days = calendar().between(timezone.localdate(held.due_at), timezone.localdate(now))
    return _("，已超期 %d 个工作日") % days


def form_of(kind: str) -> bytes:
    """The county's own form, else the program's."""
    held = PaperForm.objects.filter(kind=kind).select_related("blob").first()
    if held is None:
        return own_form(kind)
    with store.open(held.blob) as file:
        return file.read()


@transaction.atomic
def take_form(by: User, *, kind: str, name: str, content: bytes) -> PaperForm:
    """From now on papers of this kind are made on this form. It is filled in once for trial; raises `paper.BadForm`."""
    require(may_keep_rules(by))
    filled(content, trial())
    made = PaperForm.objects.create(kind=kind, blob=store.put([content], name=name, kind=DOCX), name=name[:255], by=by)
    note(by, "problems.take_form", made, kind=kind)
    return made
