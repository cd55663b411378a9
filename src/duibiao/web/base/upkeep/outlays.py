"""Lists of what units put into daily work; for the office and for units."""

from django.db.models import Q
from django.utils.translation import gettext as _

from duibiao.lib.spans import today
from duibiao.lib.tables import Column, Filter
from duibiao.upkeep.choices import Mechanism
from duibiao.upkeep.models import Outlay


def columns() -> list[Column[Outlay]]:
    return [
        Column("unit", _("单位"), lambda row: row.unit.name, sort="unit__path"),
        Column("year", _("年度"), lambda row: row.year, sort="year"),
        Column("mechanism", _("作业机制"), lambda row: row.get_mechanism_display(), sort="mechanism"),
        Column("staff", _("作业人员（人）"), lambda row: row.staff, sort="staff", number=True),
        Column("machines", _("设备（台、辆）"), lambda row: row.machines, sort="machines", number=True),
        Column("money", _("经费（万元）"), lambda row: row.money_wan, sort="money_wan", number=True),
        Column("words", _("自定的标准"), lambda row: row.words),
    ]


def filters() -> list[Filter]:
    years = [(str(year), str(year)) for year in range(today().year + 1, today().year - 5, -1)]
    return [
        Filter("q", _("单位、标准"), lambda text: Q(unit__name__icontains=text) | Q(words__icontains=text)),
        Filter("year", _("年度"), lambda year: Q(year=int(year)), years),
        Filter("mechanism", _("作业机制"), lambda one: Q(mechanism=one), Mechanism.choices),
    ]
