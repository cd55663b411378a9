"""What is sealed. The words are part of a row's canonical form and never change."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    FACT = "fact", _("事实")
    LINE = "line", _("操作记录")
    SNAPSHOT = "snapshot", _("固定的成绩")
    MATERIAL = "material", _("材料")
