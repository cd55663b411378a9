"""My days: whatever has a day and concerns somebody, from every part of the site, in one list, one month, one feed.

A part registers a provider when it is loaded; this package knows none by name:

    days.register("duties", provider)      # provider(by, first, last) -> Iterable[Entry]

A provider returns what `by` may see and nothing else: its entries stand in the page, in the calendar feed and in reminders.
"""

from duibiao.web.base.days.entries import Entry, Provider, entries, register

__all__ = ["Entry", "Provider", "entries", "register"]
