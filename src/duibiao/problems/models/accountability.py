"""What weighs on a unit that is late or does it badly: rules of cards, cards, official papers; and what headquarters decided.

Its one trick: a rule only proposes. A card that counts and a paper that goes out carry the person who decided and why, and the
database compares that person with who drafted, who asked and who appeals.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from duibiao.files.models import Blob
from duibiao.lib.versions import Versioned
from duibiao.organisation.models import Unit
from duibiao.problems.choices import Basis, CardKind, CardState, Ground, PaperKind, PaperState
from duibiao.problems.models.problems import Problem


class CardRule(models.Model):
    """From so many workdays late, or failed rechecks, on: this card is proposed. The county's own numbers."""

    card = models.CharField(_("亮什么牌"), max_length=8, choices=CardKind.choices)
    basis = models.CharField(_("按什么"), max_length=8, choices=Basis.choices[:2])
    threshold = models.PositiveSmallIntegerField(_("到几"))

    class Meta:
        ordering = ["basis", "threshold", "id"]
        constraints = [
            models.UniqueConstraint(fields=["card", "basis"], name="problem_card_rule_once"),
            models.CheckConstraint(condition=Q(threshold__gte=1, threshold__lte=250), name="problem_card_threshold"),
            models.CheckConstraint(condition=~Q(basis=Basis.HAND), name="problem_card_rule_counts"),
        ]

    def __str__(self) -> str:
        return f"{self.basis} {self.threshold}: {self.card}"

    @property
    def kind(self) -> str:
        """As a card calls it: one little template draws both."""
        return self.card


class Card(models.Model):
    """A card of one unit for one problem in one round. It touches no score by itself."""

    problem = models.ForeignKey(Problem, models.PROTECT, related_name="cards")
    round = models.PositiveSmallIntegerField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="cards", verbose_name=_("单位"))
    kind = models.CharField(_("亮牌"), max_length=8, choices=CardKind.choices)
    basis = models.CharField(_("依据"), max_length=8, choices=Basis.choices)
    count = models.PositiveSmallIntegerField(
        _("到几"), help_text="workdays late, or failed rechecks, when it was proposed"
    )
    due_at = models.DateTimeField(null=True, help_text="the deadline that was missed")
    state = models.CharField(_("状态"), max_length=10, choices=CardState.choices, default=CardState.PROPOSED)
    at = models.DateTimeField(_("提出时间"), auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("亮牌时间"), null=True)
    reason = models.CharField(_("理由"), max_length=300, blank=True)
    grounds = models.CharField(_("申诉理由"), max_length=1000, blank=True)
    appealed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    appealed_at = models.DateTimeField(_("申诉时间"), null=True)
    answer = models.CharField(_("申诉答复"), max_length=300, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    withdrawn_for = models.CharField(_("撤销原因"), max_length=10, choices=Ground.choices, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    withdrawn_why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["problem"], condition=Q(state=CardState.PROPOSED), name="problem_one_card_proposed"
            ),
            models.UniqueConstraint(
                fields=["problem", "round", "unit", "kind"], condition=Q(state=CardState.ISSUED), name="problem_card_once"
            ),
            models.CheckConstraint(
                condition=Q(state=CardState.PROPOSED) | (Q(by__isnull=False, decided_at__isnull=False) & ~Q(reason="")),
                name="problem_card_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=CardState.WITHDRAWN)
                | (Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False) & ~Q(withdrawn_for="") & ~Q(withdrawn_why="")),
                name="problem_card_withdrawn_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | (~Q(answered_by=F("by")) & ~Q(answered_by=F("appealed_by"))),
                name="problem_card_appeal_by_another",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["state", "kind"], name="problem_card_by_state"),
            models.Index(fields=["unit", "state"], name="problem_card_by_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.problem_id}: {self.kind}"


class PaperForm(models.Model):
    """The county's own form of a paper, edited in Word or WPS. The newest counts."""

    kind = models.CharField(_("文种"), max_length=10, choices=PaperKind.choices)
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name


class Document(Versioned):
    """An official paper about a problem: a draft with its facts until somebody signs it; then a file that stays as it was."""

    problem = models.ForeignKey(Problem, models.PROTECT, related_name="documents")
    round = models.PositiveSmallIntegerField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    kind = models.CharField(_("文种"), max_length=10, choices=PaperKind.choices)
    words = models.CharField(_("意见和要求"), max_length=1000)
    state = models.CharField(_("状态"), max_length=8, choices=PaperState.choices, default=PaperState.DRAFT)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", help_text="null: a rule proposed it"
    )
    at = models.DateTimeField(auto_now_add=True)
    number = models.CharField(_("文号"), max_length=40, blank=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)
    reason = models.CharField(_("为什么签发或不签发"), max_length=300, blank=True)
    text = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+", help_text="the docx as it was signed")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["problem", "round", "kind"], condition=Q(state=PaperState.DRAFT), name="problem_paper_one_draft"
            ),
            models.CheckConstraint(
                condition=Q(state=PaperState.DRAFT) | (Q(signed_by__isnull=False) & ~Q(reason="")),
                name="problem_paper_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=PaperState.SIGNED) | Q(text__isnull=False, signed_at__isnull=False),
                name="problem_paper_signed_is_kept",
            ),
            models.CheckConstraint(
                condition=~Q(state=PaperState.SIGNED) | Q(by__isnull=True) | ~Q(signed_by=F("by")),
                name="problem_paper_signed_by_another",
            ),
            models.CheckConstraint(condition=~Q(words=""), name="problem_paper_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.problem_id}: {self.kind}"


class Consultation(models.Model):
    """What headquarters decided about a major matter (会商决定), and what became of it."""

    problem = models.ForeignKey(Problem, models.PROTECT, related_name="consultations")
    held_on = models.DateField(_("会商日期"))
    present = models.CharField(_("参加会商的"), max_length=300)
    decision = models.CharField(_("决定"), max_length=1000)
    due_on = models.DateField(_("落实期限"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    followed = models.CharField(_("落实情况"), max_length=500, blank=True)
    followed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    done_on = models.DateField(_("落实日期"), null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(decision="") & ~Q(present=""), name="problem_consultation_decides"),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | (~Q(followed="") & Q(followed_by__isnull=False)),
                name="problem_consultation_done_with_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.problem_id}: {self.decision[:20]}"
