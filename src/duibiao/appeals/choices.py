"""The closed lists of appeals."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """Where an appeal stands."""

    WAITING = "waiting", _("待裁定")
    UPHELD = "upheld", _("申诉成立")
    DISMISSED = "dismissed", _("维持原扣分")
    WITHDRAWN = "withdrawn", _("已撤回")


#: The two ways to decide.
DECISIONS = ((State.UPHELD, State.UPHELD.label), (State.DISMISSED, State.DISMISSED.label))
