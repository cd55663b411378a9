"""Who hears of an appeal: those who may decide it; and of its decision, all whom it concerns."""

from django.utils.translation import gettext as _

from duibiao.appeals.models import Appeal
from duibiao.lib.dates import day_text
from duibiao.notices.services import tell
from duibiao.organisation.choices import Role
from duibiao.organisation.models import Unit, User
from duibiao.organisation.queries import liaison_users_of


def tell_handed_in(appeal: Appeal) -> None:
    """The office without whoever may not decide it; where nobody of the office is left, the leaders."""
    own = [appeal.recorded_by_id, appeal.seen_by_id, appeal.by_id]
    others = User.objects.filter(is_active=True).exclude(pk__in=[pk for pk in own if pk is not None])
    office = list(others.filter(grants__role=Role.OFFICE).distinct())
    leaders = [] if office else list(others.filter(grants__role=Role.LEADER).distinct())
    words = _("%(unit)s申诉：%(matter)s。请在 %(day)s 前裁定。")
    said = words % {"unit": appeal.unit, "matter": appeal.matter, "day": day_text(appeal.due_on)}
    for users, door in ((office, "office"), (leaders, "leader")):
        link, about = f"/{door}/appeals/{appeal.pk}/", f"appeal:{appeal.pk}"
        tell(users=users, kind="appeal.new", link=link, about=about, words=said)


def tell_decided(appeal: Appeal) -> None:
    """The appellant, the unit that is charged, those who answer with it, and who recorded or saw it."""
    others = list(Unit.objects.filter(code__in=appeal.fact.liabilities.values("unit"))) if appeal.fact else []
    others += [appeal.fact.unit] if appeal.fact else []
    words = _("申诉有了结果（%(state)s）：%(matter)s。理由：%(reason)s")
    said = {"state": appeal.get_state_display(), "matter": appeal.matter, "reason": appeal.reason}
    appellants = [*liaison_users_of([appeal.unit]), appeal.by]
    seen = [one for one in (appeal.recorded_by, appeal.seen_by) if one is not None]
    told = (
        (appellants, f"/unit/appeals/{appeal.pk}/"),
        (liaison_users_of(others), "/unit/appeal-decisions/"),
        (seen, ""),
    )
    for users, link in told:  # who is in two of them is told once
        tell(users=users, kind="appeal.decided", words=words % said, link=link, about=f"appeal:{appeal.pk}")
