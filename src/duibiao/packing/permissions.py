"""Who makes a package: whoever runs the ledger. Who may read it: the same, and the administrator."""

from duibiao.ledger.permissions import may_run_ledger
from duibiao.organisation.models import User


def may_pack(by: User) -> bool:
    return may_run_ledger(by)
