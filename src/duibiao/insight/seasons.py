"""The only place that writes seasons: the days on which inspectors from above are expected."""

from datetime import date

from django.db import transaction

from duibiao.audit.services import note
from duibiao.insight.models import Season
from duibiao.insight.permissions import may_draw
from duibiao.organisation.models import User
from duibiao.organisation.permissions import require


@transaction.atomic
def name_season(by: User, *, name: str, since: date, until: date) -> Season:
    """Naming the same days again changes nothing but the name."""
    require(may_draw(by))
    made, _new = Season.objects.update_or_create(since=since, until=until, defaults={"name": name, "made_by": by})
    note(by, "insight.name_season", made, since=since.isoformat(), until=until.isoformat())
    return made


@transaction.atomic
def drop_season(by: User, season: Season) -> None:
    require(may_draw(by))
    note(by, "insight.drop_season", season)
    season.delete()
