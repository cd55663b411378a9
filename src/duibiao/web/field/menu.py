"""The inspector's door: who belongs to it, and its menu."""

from django.utils.translation import gettext_lazy as _

from duibiao.inspections.permissions import may_inspect
from duibiao.web.base.doors import Door, Entry, Section

DOOR = Door(
    "field",
    _("现场"),
    "field:home",
    25,
    may_inspect,
    (
        Section(
            _("检查"),
            (
                Entry(_("今天"), "field:home"),
                Entry(_("我的到访"), "field:visits"),
                Entry(_("校准图片"), "field:calibrations"),
                Entry(_("换用 ODK Collect"), "field:collect"),
            ),
        ),
    ),
)
