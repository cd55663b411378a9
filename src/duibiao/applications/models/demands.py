"""A selection: what may be applied for, how many places there are, and what is demanded.

Its one trick: a quota is rows. Each place (名额) is a row and holds at most one name, so no two decisions at the same moment
can give out more places than there are.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from duibiao.applications.choices import Candidate, Direction, FieldKind, SelectionState
from duibiao.campaigns.models import Campaign
from duibiao.lib.versions import Versioned
from duibiao.organisation.choices import UnitKind
from duibiao.organisation.models import Unit
from duibiao.places.models import SiteType


class Selection(Versioned):
    """One round of choosing (评选), or one application upward (申报), under one document."""

    title = models.CharField(_("名称"), max_length=120, unique=True)
    grounds = models.CharField(_("依据的文件"), max_length=300)
    direction = models.CharField(_("类型"), max_length=4, choices=Direction.choices, default=Direction.DOWN)
    authority = models.CharField(_("命名机关"), max_length=100)
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, blank=True, related_name="selections", verbose_name=_("所属创建活动")
    )
    opens_on = models.DateField(_("申报开始"))
    closes_on = models.DateField(_("申报截止"))
    recommend_workdays = models.PositiveSmallIntegerField(_("推荐时限（工作日）"), default=5)
    examine_workdays = models.PositiveSmallIntegerField(_("初审时限（工作日）"), default=10)
    check_workdays = models.PositiveSmallIntegerField(_("验收时限（工作日）"), default=0, help_text="0: none")
    notice_workdays = models.PositiveSmallIntegerField(_("公示（工作日）"), default=5, help_text="0: none")
    contact = models.CharField(_("异议向哪里反映"), max_length=200, blank=True)
    full_points = models.PositiveSmallIntegerField(_("初审满分"), null=True, blank=True)
    state = models.CharField(
        _("状态"), max_length=5, choices=SelectionState.choices, default=SelectionState.DRAFT, editable=False
    )

    class Meta:
        ordering = ["-opens_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="selection_days_in_order"),
            models.CheckConstraint(condition=~Q(grounds=""), name="selection_with_grounds"),
            models.CheckConstraint(
                condition=Q(notice_workdays=0) | ~Q(contact=""), name="selection_notice_says_where_to_object"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_upward(self) -> bool:
        return self.direction == Direction.UP


class Category(models.Model):
    """A kind of title with its places: 示范村 10, 示范学校 5. No quota: as many as deserve it."""

    selection = models.ForeignKey(Selection, models.CASCADE, related_name="categories")
    order = models.PositiveSmallIntegerField(_("排序"), default=0)
    name = models.CharField(_("类别"), max_length=60)
    quota = models.PositiveSmallIntegerField(_("名额"), null=True, blank=True)
    candidate = models.CharField(_("申报对象"), max_length=4, choices=Candidate.choices)
    unit_kind = models.CharField(_("限哪类单位"), max_length=16, choices=UnitKind.choices, blank=True)
    site_type = models.ForeignKey(
        SiteType, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("限哪类点位")
    )
    recommender = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("推荐单位")
    )
    recommend_quota = models.PositiveSmallIntegerField(_("每个推荐单位最多推荐"), null=True, blank=True)

    class Meta:
        ordering = ["selection", "order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["selection", "name"], name="category_name_once"),
            models.CheckConstraint(condition=Q(quota__isnull=True) | Q(quota__gte=1), name="category_quota_at_least_one"),
            models.CheckConstraint(
                condition=Q(recommend_quota__isnull=True) | Q(recommend_quota__gte=1),
                name="category_recommend_quota_at_least_one",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class Seat(models.Model):
    """One place of a category. An application that is named sits on one."""

    category = models.ForeignKey(Category, models.CASCADE, related_name="seats")
    number = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["category", "number"]
        constraints = [models.UniqueConstraint(fields=["category", "number"], name="seat_once")]

    def __str__(self) -> str:
        return f"{self.category_id}: {self.number}"


class Field(models.Model):
    """One line of the application form (申报书)."""

    selection = models.ForeignKey(Selection, models.CASCADE, related_name="fields")
    order = models.PositiveSmallIntegerField(_("排序"), default=0)
    label = models.CharField(_("栏目"), max_length=60)
    help = models.CharField(_("填写说明"), max_length=200, blank=True)
    kind = models.CharField(_("怎么填"), max_length=6, choices=FieldKind.choices, default=FieldKind.LINE)
    required = models.BooleanField(_("必填"), default=True)
    most = models.PositiveSmallIntegerField(_("最多几个字"), default=200)

    class Meta:
        ordering = ["selection", "order", "id"]
        constraints = [models.UniqueConstraint(fields=["selection", "label"], name="application_field_once")]

    def __str__(self) -> str:
        return self.label


class Condition(models.Model):
    """What a candidate must fulfil, for all categories or for one; whether a material must show it, whether it is hard."""

    selection = models.ForeignKey(Selection, models.CASCADE, related_name="conditions")
    category = models.ForeignKey(
        Category, models.CASCADE, null=True, blank=True, related_name="conditions", verbose_name=_("哪个类别")
    )
    order = models.PositiveSmallIntegerField(_("排序"), default=0)
    words = models.CharField(_("条件"), max_length=300)
    hard = models.BooleanField(_("必须具备"), default=True)
    needs_material = models.BooleanField(_("要有材料证明"), default=True)

    class Meta:
        ordering = ["selection", "order", "id"]
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="condition_says_something")]

    def __str__(self) -> str:
        return self.words
