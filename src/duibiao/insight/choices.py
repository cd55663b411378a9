"""The closed lists of insight."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Place(TextChoices):
    """By what the heat of losses is laid out."""

    UNIT = "unit", _("属地单位")
    AREA = "area", _("区域路段")
    TYPE = "type", _("点位类型")
    ZONE = "zone", _("区域分级")


class Weight(TextChoices):
    """What a cell counts."""

    POINTS = "points", _("扣分")
    FAULTS = "faults", _("问题数")


class Since(TextChoices):
    """A site is blind if nobody was there for so long."""

    NEVER = "never", _("从未检查")
    MONTH = "30", _("30 天没有检查")
    TWO_MONTHS = "60", _("60 天没有检查")
    QUARTER = "90", _("90 天没有检查")
    HALF_YEAR = "180", _("180 天没有检查")

    @property
    def days(self) -> int | None:
        return None if self == Since.NEVER else int(self.value)
