"""Who was told of what was late, the draws of random looks back, rulings by place, and similar sites that check themselves.

Its one trick: each is a row with a unique constraint first; a job that runs twice does it once.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from duibiao.duties.models import CompetenceRule
from duibiao.organisation.models import Unit
from duibiao.places.models import Site
from duibiao.problems.choices import CheckOutcome, Level, LookOutcome
from duibiao.problems.models.problems import Problem
from duibiao.problems.models.rules import Kind


class Escalation(models.Model):
    """A level was told of a problem, once for each deadline: another deadline may be missed anew."""

    problem = models.ForeignKey(Problem, models.CASCADE, related_name="escalations")
    level = models.CharField(max_length=12, choices=Level.choices)
    workdays = models.SmallIntegerField()
    due_at = models.DateTimeField()
    day = models.DateField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["problem", "level", "workdays", "due_at"], name="problem_escalated_once")
        ]
        indexes = [models.Index(fields=["day", "level"], name="escalation_by_day")]

    def __str__(self) -> str:
        return f"{self.problem_id}: {self.level}"


class Draw(models.Model):
    """A month's draw of closed problems to look at again. With `frame` and `seed` anybody draws it again."""

    month = models.DateField(_("月份"), unique=True)
    seed = models.CharField(max_length=64)
    frame = models.TextField(help_text="canonical JSON: each problem watched, with its risk")
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-month"]
        constraints = [models.CheckConstraint(condition=~Q(seed=""), name="problem_draw_has_seed")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class LookBack(models.Model):
    """A closed problem that was drawn: somebody goes and looks whether it held."""

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="looks")
    problem = models.ForeignKey(Problem, models.PROTECT, related_name="looks")
    probability = models.FloatField(_("入样概率"))
    due_on = models.DateField(_("最晚哪天看"))
    outcome = models.CharField(_("结果"), max_length=10, choices=LookOutcome.choices, default=LookOutcome.WAITING)
    words = models.CharField(_("说明"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "problem"], name="problem_drawn_once"),
            models.CheckConstraint(
                condition=Q(probability__gt=0, probability__lte=1), name="problem_probability_in_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draw_id}: {self.problem_id}"


class Ruling(models.Model):
    """Where a joint ruling holds: the kind, and the place if it was about one. Beside the rule of competence that it made."""

    problem = models.ForeignKey(Problem, models.PROTECT, related_name="rulings")
    rule = models.ForeignKey(CompetenceRule, models.PROTECT, related_name="+")
    kind = models.ForeignKey(Kind, models.PROTECT, related_name="rulings")
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("主管单位"))
    grounds = models.TextField(_("依据"))
    present = models.CharField(_("参加裁定的单位"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=~Q(grounds=""), name="problem_ruling_with_grounds")]
        indexes = [models.Index(fields=["kind", "site"], name="problem_ruling_by_kind")]

    def __str__(self) -> str:
        return f"{self.problem_id} → {self.unit_id}"


class SimilarCheck(models.Model):
    """A similar site whose unit was asked to look for the same (举一反三)."""

    problem = models.ForeignKey(Problem, models.PROTECT, related_name="similar")
    site = models.ForeignKey(Site, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    due_on = models.DateField(_("自查期限"))
    outcome = models.CharField(_("结果"), max_length=8, choices=CheckOutcome.choices, default=CheckOutcome.WAITING)
    words = models.CharField(_("说明"), max_length=300, blank=True)
    found = models.ForeignKey(Problem, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["problem", "site"], name="problem_similar_once"),
            models.CheckConstraint(
                condition=~Q(outcome=CheckOutcome.FOUND) | Q(found__isnull=False), name="problem_similar_found_is_open"
            ),
        ]
        indexes = [models.Index(fields=["unit", "outcome"], name="problem_similar_by_unit")]

    def __str__(self) -> str:
        return f"{self.problem_id}: {self.site_id}"
