"""The closed lists of the work calendar."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DayKind(TextChoices):
    OFF = "off", _("放假")
    WORKED = "worked", _("调休上班")
