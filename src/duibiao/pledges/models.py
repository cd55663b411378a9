"""A pledge of a unit towards the one above it, for a term.

Its one trick: what is signed is a file that never changes; its hash stands in the row, so nobody can say it read otherwise.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from duibiao.campaigns.models import Campaign
from duibiao.files.models import Blob
from duibiao.organisation.models import Unit
from duibiao.pledges.choices import Outcome, State, Way


class Template(models.Model):
    """The county's own form of a pledge, edited in Word or WPS. The newest counts; older ones stay with what was made of them."""

    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name


class Pledge(models.Model):
    """One unit's pledge for one term of a campaign."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="pledges")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="pledges", verbose_name=_("签订单位"))
    to = models.ForeignKey(Unit, models.PROTECT, related_name="pledges_received", verbose_name=_("向谁签订"))
    since = models.DateField(_("责任期起"))
    until = models.DateField(_("责任期止"))
    duties = models.JSONField(default=list, help_text="numbers of the duties that stand in it")
    text = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.OFFERED)
    way = models.CharField(_("签订方式"), max_length=8, choices=Way.choices, blank=True, default="")
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    scan = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+")
    scan_name = models.CharField(max_length=255, blank=True)
    outcome = models.CharField(_("兑现结论"), max_length=8, choices=Outcome.choices, blank=True, default="")
    settled_words = models.TextField(_("兑现情况"), blank=True)
    settled_at = models.DateTimeField(null=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-until", "unit__order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "unit", "since"], condition=~Q(state=State.WITHDRAWN), name="pledge_once_a_term"
            ),
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="pledge_days_in_order"),
            models.CheckConstraint(condition=~Q(unit=F("to")), name="pledge_to_another"),
            models.CheckConstraint(
                condition=~Q(state__in=[State.SIGNED, State.SETTLED]) | Q(signed_at__isnull=False),
                name="pledge_signed_when",
            ),
            models.CheckConstraint(condition=~Q(way=Way.PAPER) | Q(scan__isnull=False), name="pledge_paper_with_scan"),
            models.CheckConstraint(condition=~Q(state=State.SETTLED) | ~Q(outcome=""), name="pledge_settled_how"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.since:%Y}"
