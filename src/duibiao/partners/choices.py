"""The closed lists of partner units."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Basis(TextChoices):
    """From which result of its places a partner's month is worked out. Each is a share: so many of so many."""

    GOOD = "good", _("包联点位检查合格率（合格的检查项 ÷ 查过的检查项）")
    IN_TIME = "in_time", _("包联点位问题按期整改率（按期整改的 ÷ 当月到期的）")
