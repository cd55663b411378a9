"""The closed lists of obligations."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """Where one fulfilment stands."""

    CLAIMED = "claimed", _("待核对")
    ACCEPTED = "accepted", _("已核对")
    RETURNED = "returned", _("退回")
