"""The word that a submitter gives (提交人承诺): once for each campaign and unit, kept as it was shown."""

from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import override

from duibiao.audit.services import note
from duibiao.campaigns.models import Campaign
from duibiao.campaigns.queries import participants
from duibiao.ledger.choices import UseState
from duibiao.ledger.models import Undertaking, Use
from duibiao.ledger.permissions import may_give
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import require


def words() -> str:
    """What is promised."""
    return _(
        "本人代表本单位承诺：所交材料真实、准确、完整，不隐瞒、不伪造、不补造。知悉：提供虚假材料、隐瞒事实真相的，取消资格并予以通报。"
    )


def given_by(by: User, campaign: Campaign, unit: Unit) -> Undertaking | None:
    return Undertaking.objects.filter(campaign=campaign, unit=unit, by=by).first()


@transaction.atomic
def undertake(by: User, campaign: Campaign, unit: Unit) -> Undertaking:
    """Given twice, it is given once, on the first day."""
    require(may_give(by, unit))
    with override("zh-hans"):
        said = words()
    made, new = Undertaking.objects.get_or_create(campaign=campaign, unit=unit, by=by, defaults={"words": said})
    if new:
        note(by, "ledger.undertake", made, campaign=campaign.pk, unit=unit.pk)
    return made


def by_unit(campaign: Campaign) -> QuerySet[Any]:
    """The units that take part, each with `promised_at`, `n_promised` accounts, and how many materials stand (`n_given`)."""
    held = Undertaking.objects.filter(campaign=campaign, unit=OuterRef("code"))
    given = Use.objects.filter(requirement__campaign=campaign, unit=OuterRef("code")).exclude(state=UseState.WITHDRAWN)
    count = given.order_by().values("unit").annotate(n=Count("material", distinct=True)).values("n")
    found: QuerySet[Any] = participants(campaign)
    rows: QuerySet[Any] = found.annotate(
        promised=Exists(held), promised_at=Subquery(held.order_by("at").values("at")[:1]),
        n_promised=Subquery(held.order_by().values("unit").annotate(n=Count("pk")).values("n")), n_given=Subquery(count),
    )  # fmt: skip
    return rows
