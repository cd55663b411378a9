"""Who may log in to the demonstration, and whether it is there: read at every start, so nothing heavy is read for it."""

from duibiao.organisation.choices import Role, UnitKind
from duibiao.organisation.models import Unit

PASSWORD = "Qinghe-2026"
#: account, role in words, role, code of the unit
ACCOUNTS = (
    ("lin", "创建办", Role.OFFICE, ""),
    ("wang", "单位联络员（司法局）", Role.UNIT, "D02"),
    ("zhao", "单位联络员（望禾镇）", Role.UNIT, "T01"),
    ("zhou", "县领导", Role.LEADER, ""),
    ("chen", "督查员", Role.INSPECTOR, ""),
    ("wu", "上级测评员（只读）", Role.ASSESSOR, ""),
    ("zheng", "系统管理员", Role.ADMINISTRATOR, ""),
)


def is_built() -> bool:
    """Whether there is a county already (a demonstration or a real one: neither is touched)."""
    return Unit.objects.filter(kind=UnitKind.COUNTY).exists()
