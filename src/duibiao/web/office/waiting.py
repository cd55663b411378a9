"""What waits for the office: each thing in one line, with its way there. The most pressing first.

Eleven statements, however much there is: results on their way, problems, residents' reports, titles to defend, drafts of standards,
the organisation's gaps, sites without anybody, upkeep.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duibiao.campaigns import honours
from duibiao.lib.dates import day_text
from duibiao.lib.spans import today
from duibiao.organisation.models import User
from duibiao.organisation.queries.units import Overview
from duibiao.participation import queries as participation
from duibiao.places import site_queries
from duibiao.places.queries import Coverage
from duibiao.problems import queries
from duibiao.scores.choices import SnapshotState
from duibiao.scores.models import Snapshot
from duibiao.scores.permissions import visible_snapshots
from duibiao.standards.choices import EditionState
from duibiao.standards.queries import editions
from duibiao.upkeep import counting, reading, renewing


@dataclass(frozen=True)
class Thing:
    """A line: how it stands (`bad`, `soon`, `info`) in a word, what it is, and where one deals with it."""

    state: str
    word: str
    says: str
    address: str


def waiting(by: User, now: Overview, areas: Coverage) -> list[Thing]:
    """Everything that the office can push on now."""
    return [
        *_results(by), *_problems(by), *_reports(), *_upkeep(), *_titles(), *_drafts(by), *_gaps(now, areas), *_sites(by)
    ]  # fmt: skip


def _upkeep() -> Iterator[Thing]:
    """Shortcomings that are late or wait to be accepted, rules to be reviewed, ordinary rounds that are due."""
    late, asked = counting.late_and_waiting(today())
    address = reverse("office:shortcomings")
    if late:
        words = ngettext("%d 条短板过了时限没补齐", "%d 条短板过了时限没补齐", late) % late
        yield Thing("bad", _("逾期"), words, f"{address}?state=late")
    if asked:
        words = ngettext("%d 条短板报已补齐，等验收", "%d 条短板报已补齐，等验收", asked) % asked
        yield Thing("info", _("待验收"), words, f"{address}?state=made_good")
    if n := reading.rules_to_review():
        words = ngettext("%d 项制度该复核没有复核", "%d 项制度该复核没有复核", n) % n
        yield Thing("soon", _("要复核"), words, reverse("office:rules") + "?state=overdue")
    for one in renewing.named_and_not_kept():
        words = _("“%s”已经命名，还没有开启巩固期")
        yield Thing("soon", _("要巩固"), words % one, reverse("office:roll_campaign", args=[one.pk]))
    if n := reading.routines_due():
        words = ngettext("%d 项常态巡查到日子了，等拟定轮次", "%d 项常态巡查到日子了，等拟定轮次", n) % n
        yield Thing("info", _("到日子"), words, reverse("office:routines"))


def _reports() -> Iterator[Thing]:
    if n := participation.waiting_count():
        words = ngettext("%d 条群众反映等着审核", "%d 条群众反映等着审核", n) % n
        yield Thing("bad", _("要审核"), words, reverse("office:reports") + "?state=waiting&sort=at")


def _sites(by: User) -> Iterator[Thing]:
    n = site_queries.coverage(by).unattended
    if n:
        words = ngettext("%d 处路段、门前三包等点位没有人负责", "%d 处路段、门前三包等点位没有人负责", n) % n
        yield Thing("soon", _("缺人"), words, reverse("office:sites") + "?attended=no")


def _results(by: User) -> Iterator[Thing]:
    steps = [SnapshotState.APPROVED, SnapshotState.RETURNED, SnapshotState.TAKEN]
    found = Snapshot.objects.filter(visible_snapshots(by), state__in=steps).annotate(asked=Count("questions"))
    for one in found.only("title", "state", "decision").order_by("state", "pk")[:8]:
        yield Thing(*_step(one), reverse("office:snapshot", args=[one.pk]))


def _step(one: Snapshot) -> tuple[str, str, str]:
    if one.state == SnapshotState.APPROVED:
        return "bad", _("可以公布"), _("“%s”已获批准，还没有公布") % one
    if one.state == SnapshotState.RETURNED:
        return "bad", _("被退回"), _("“%(title)s”未获批准：%(words)s") % {"title": one, "words": one.decision}
    if one.asked:  # type: ignore[attr-defined]
        return "bad", _("有追问"), _("领导对“%s”有话要问") % one
    return "info", _("等审批"), _("“%s”等领导审批") % one


def _problems(by: User) -> Iterator[Thing]:
    """Problems that stand with the office, and those that nobody puts right in time."""
    held, address = queries.counts(queries.problems(by)), reverse("office:problems")
    lines = (
        ("ruling", "bad", _("待裁定"), ngettext("%d 个问题等联合裁定", "%d 个问题等联合裁定", held["ruling"]), "?status=ruling"),
        ("returned", "bad", _("被退回"), ngettext("%d 个问题被单位退回", "%d 个问题被单位退回", held["returned"]), "?status=returned"),
        ("late", "bad", _("超期"), ngettext("%d 个问题超期没有整改", "%d 个问题超期没有整改", held["late"]), "?light=bad"),
        ("found", "soon", _("待交办"), ngettext("%d 个问题等交办", "%d 个问题等交办", held["found"]), "?status=found"),
        ("rechecked", "info", _("待销号"), ngettext("%d 个问题可以销号", "%d 个问题可以销号", held["rechecked"]), "?status=rechecked"),
    )  # fmt: skip
    for name, state, word, words, where in lines:
        if held[name]:
            yield Thing(state, word, words % held[name], address + where)


def _titles() -> Iterator[Thing]:
    for one in honours.to_review(today()):
        if one.review_on is not None:
            state = "bad" if one.review_on < today() else "soon"
            words = _("“%(title)s”%(day)s复审") % {"title": one, "day": day_text(one.review_on)}
            yield Thing(state, _("要复审"), words, reverse("office:honours"))


def _drafts(by: User) -> Iterator[Thing]:
    for one in editions(by).filter(state=EditionState.DRAFT)[:5]:
        yield Thing("info", _("未发布"), _("标准草稿“%s”还没有发布") % one, reverse("office:standard", args=[one.pk]))


def _gaps(now: Overview, areas: Coverage) -> Iterable[Thing]:
    if now.without_liaison:
        words = ngettext("%d 个单位还没有联络员", "%d 个单位还没有联络员", now.without_liaison) % now.without_liaison
        yield Thing("soon", _("缺人"), words, reverse("office:units") + "?liaison=no")
    if areas.unattended:
        words = ngettext("%d 处区域、路段没有人负责", "%d 处区域、路段没有人负责", areas.unattended) % areas.unattended
        yield Thing("soon", _("缺人"), words, reverse("office:areas") + "?attended=no")
