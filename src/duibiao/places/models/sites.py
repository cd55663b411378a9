"""Sites: the places that are inspected, where they lie, and who answers for them, item by item.

Its one trick: a position is kept in WGS-84 and, beside it, as it was given: in which system, how exactly. A wrong system
moves a point by half a kilometre, and only the words as given can put that right later.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from duibiao.lib.spans import Span, in_order
from duibiao.lib.versions import Versioned
from duibiao.organisation.models import Person, Unit
from duibiao.places.choices import Crs, Part, Shape, Zone
from duibiao.places.models.areas import Area


class SiteType(models.Model):
    """A type of site: 主干道, 农贸市场, 门前三包店铺. Its checklist says what is looked at there."""

    code = models.SlugField(_("代码"), max_length=32, unique=True)
    name = models.CharField(_("点位类型"), max_length=40, unique=True)
    shape = models.CharField(_("形状"), max_length=8, choices=Shape.choices, default=Shape.POINT)
    needs_person = models.BooleanField(_("必须有人负责"), default=False)
    needs_partner = models.BooleanField(_("必须有单位包联"), default=False)
    is_facility = models.BooleanField(
        _("是设施"), default=False, help_text="counted and dealt with, not drawn for visits"
    )
    fault_kind = models.SlugField(
        max_length=40, blank=True, help_text="a facility's faults: the kind of problem, by code"
    )
    order = models.PositiveIntegerField(_("排序"), default=0)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.name


class TypeDepartment(models.Model):
    """At every site of the type this department answers for the matter, unless the site says otherwise. No matter: for all."""

    type = models.ForeignKey(SiteType, models.CASCADE, related_name="departments")
    matter = models.CharField(_("事项"), max_length=20, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("责任部门"))

    class Meta:
        ordering = ["matter", "id"]
        constraints = [models.UniqueConstraint(fields=["type", "matter", "unit"], name="type_department_once")]

    def __str__(self) -> str:
        return f"{self.type_id}: {self.matter} {self.unit_id}"


class Site(Versioned, Span):
    """A place that is inspected: a point, a line such as a road segment, an area such as an estate."""

    code = models.CharField(_("编号"), max_length=32, unique=True)
    name = models.CharField(_("名称"), max_length=100)
    type = models.ForeignKey(SiteType, models.PROTECT, related_name="sites", verbose_name=_("点位类型"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="sites", verbose_name=_("属地单位"))
    partner = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="partner_sites", verbose_name=_("包联单位")
    )
    within = models.ForeignKey(
        Area, models.SET_NULL, null=True, blank=True, related_name="sites", verbose_name=_("所在区域路段")
    )
    zone = models.CharField(_("区域"), max_length=10, choices=Zone.choices, default=Zone.CORE)
    address = models.CharField(_("地址"), max_length=200, blank=True)
    length_m = models.PositiveIntegerField(_("长度（米）"), null=True, blank=True)
    stubborn = models.BooleanField(_("老大难"), default=False)
    pledged_on = models.DateField(_("三包签约日期"), null=True, blank=True)
    latitude = models.FloatField(_("纬度"), null=True, blank=True)
    longitude = models.FloatField(_("经度"), null=True, blank=True)
    line = models.JSONField(
        default=list, blank=True, help_text="WGS-84 [longitude, latitude] pairs of a line or an outline"
    )
    crs = models.CharField(_("原始坐标系"), max_length=10, choices=Crs.choices, blank=True)
    given = models.JSONField(default=list, blank=True, help_text="the coordinates as they were given, in `crs`")
    accuracy_m = models.FloatField(_("精度（米）"), null=True, blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            in_order("site_span_in_order"),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                name="site_position_on_earth",
            ),
            models.CheckConstraint(condition=Q(latitude__isnull=True) | ~Q(crs=""), name="site_position_has_crs"),
        ]
        indexes = [models.Index(fields=["unit", "type"], name="site_by_unit_and_type")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_placed(self) -> bool:
        return self.latitude is not None


class SiteDepartment(models.Model):
    """A department that answers for a matter at this site; goes before what its type says. No matter: for all."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="departments")
    matter = models.CharField(_("事项"), max_length=20, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("责任部门"))

    class Meta:
        ordering = ["matter", "id"]
        constraints = [models.UniqueConstraint(fields=["site", "matter", "unit"], name="site_department_once")]

    def __str__(self) -> str:
        return f"{self.site_id}: {self.matter} {self.unit_id}"


class SiteAnswerer(Span):
    """A person in the chain that answers for a site, from a day to a day."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="answerers")
    person = models.ForeignKey(Person, models.CASCADE, related_name="sites_answered", verbose_name=_("人员"))
    part = models.CharField(_("责任"), max_length=16, choices=Part.choices, default=Part.HEAD)

    class Meta:
        ordering = ["part", "id"]
        constraints = [
            in_order("site_answerer_span_in_order"),
            models.UniqueConstraint(
                fields=["site", "person", "part"], condition=Q(until__isnull=True), name="site_answers_once"
            ),
        ]

    def __str__(self) -> str:
        return self.get_part_display()
