"""Who sees hints and reports forgeries: whoever reviews. A second person confirms: another of the office, or a leader."""

from duibiao.ledger.permissions import may_review
from duibiao.organisation.choices import Role
from duibiao.organisation.models import User
from duibiao.organisation.permissions import holds
from duibiao.truth.models import Forgery


def may_read_hints(by: User) -> bool:
    return may_review(by)


def may_report(by: User) -> bool:
    return may_review(by)


def may_read_forgeries(by: User) -> bool:
    return holds(by, Role.OFFICE, Role.LEADER)


def may_confirm(by: User, forgery: Forgery) -> bool:
    """Never the one who reported it."""
    return may_read_forgeries(by) and by.pk != forgery.reported_by_id


def may_redact(by: User) -> bool:
    return may_review(by)


def may_look_again(by: User) -> bool:
    """A spot check is looked at by the office or a leader; never by who accepted the material, which the act itself sees to."""
    return holds(by, Role.OFFICE, Role.LEADER)
