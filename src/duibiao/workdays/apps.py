"""Registers the app under its short name, and gives deadlines everywhere the county's own calendar."""

from django.apps import AppConfig


class Workdays(AppConfig):
    name = "duibiao.workdays"
    label = "workdays"

    def ready(self) -> None:
        from duibiao.lib import dates
        from duibiao.workdays import queries

        dates.use(queries.calendar)
