"""Who may do what with the channels of messages.

This floor knows the accounts only by their setting, so a role is asked for by its name.
"""

from typing import Any

#: The roles of those who keep the county's channels.
KEEPERS = frozenset({"office", "administrator"})


def may_keep_channels(by: Any) -> bool:
    """Robots, the hour of digests, quiet hours."""
    return bool(by.is_active and not KEEPERS.isdisjoint(by.roles))
