"""The one door to problems: what a visit found wrong is opened there, in the visit's own transaction.

Where the part that keeps problems is not installed, nothing happens.
"""

from collections.abc import Sequence

from duibiao.inspections.models import Observation, Visit
from duibiao.organisation.models import User


def open_problems(by: User, visit: Visit, faults: Sequence[Observation]) -> int:
    """Open a problem for each fault of a visit that counts; returns how many."""
    return 0
