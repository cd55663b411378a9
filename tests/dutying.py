"""Duties for tests: drafted, given out, signed, as the site would."""

from datetime import date, timedelta
from itertools import count
from typing import Any

from duibiao.campaigns.models import Campaign
from duibiao.duties import answering, reporting, services
from duibiao.duties.models import Duty
from duibiao.duties.outside import calendar
from duibiao.lib.spans import today
from duibiao.organisation.models import Unit
from tests import scoring
from tests.cast import Cast

_numbers = count(1)


def campaign(cast: Cast, *others: Unit) -> Campaign:
    """Last year's first of January to the end of the next year: days are free to choose in both directions."""
    made = scoring.quiet(cast, *others)
    Campaign.objects.filter(pk=made.pk).update(until=made.until.replace(year=made.until.year + 1))
    made.refresh_from_db()
    return made


def workday(days_away: int = 30) -> date:
    return calendar().on_or_after(today() + timedelta(days=days_away)).day


def parts(cast: Cast, unit: Unit, **given: Any) -> dict[str, Any]:
    """All six parts."""
    due_on = given.pop("due_on", workday())
    person = unit.posts.first()
    start = {
        "title": "专题研究法治工作", "starts_on": min(today(), due_on), "due_on": due_on, "goal": "每年三次", "standard": "有纪要",
        "consequence": "完成的通报表扬", "person": person.person if person else None, "steps": [(due_on, "全部完成", 100, None)],
    }  # fmt: skip
    return {**start, **given}


def draft(cast: Cast, of: Campaign | None = None, unit: Unit | None = None, **given: Any) -> Duty:
    owner = unit or cast.unit_a
    given.setdefault("indicator", "1.1")
    return services.draft(cast.lin, of or campaign(cast), unit=owner, **parts(cast, owner, **given))


def issued(cast: Cast, of: Campaign | None = None, unit: Unit | None = None, **given: Any) -> Duty:
    return services.issue(cast.lin, draft(cast, of, unit, **given))


def signed(cast: Cast, of: Campaign | None = None, unit: Unit | None = None, **given: Any) -> Duty:
    made = issued(cast, of, unit, **given)
    return answering.sign(cast.zhao if made.unit_id == cast.unit_b.pk else cast.wang, made)


def objected(cast: Cast, **given: Any) -> Duty:
    made = issued(cast, **given)
    answering.object_to(cast.wang, made, grounds="职责在乡镇，三定方案第四条", proposes=cast.unit_b)
    made.refresh_from_db()
    return made


def waiting_for_a_ruling(cast: Cast, **given: Any) -> Duty:
    made = objected(cast, **given)
    answering.uphold(cast.lin, made, words="仍由你单位承担")
    answering.object_to(cast.wang, made, grounds="没有执法权", proposes=cast.unit_b)
    made.refresh_from_db()
    return made


def reported(cast: Cast, **given: Any) -> Duty:
    made = signed(cast, **given)
    reporting.report(cast.wang, made, uid=f"r{next(_numbers)}", progress="开了一次会", percent=40)
    made.refresh_from_db()
    return made
