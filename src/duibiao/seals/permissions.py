"""Who seals and looks: whoever may read the record of acts. What is public of it (roots) everybody may read."""

from duibiao.organisation.models import User
from duibiao.organisation.permissions import may_read_audit


def may_read_seals(by: User) -> bool:
    return may_read_audit(by)


def may_seal(by: User) -> bool:
    return may_read_audit(by)
