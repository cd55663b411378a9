"""Registers the app, its workbook, and that duties are looked at again when the work calendar has changed."""

from django.apps import AppConfig


class Duties(AppConfig):
    name = "duibiao.duties"
    label = "duties"

    def ready(self) -> None:
        from duibiao.duties import importing, tasks  # noqa: F401
        from duibiao.duties.warnings import look_at_days_again
        from duibiao.workdays import changed

        changed.register("duties.look_at_days_again", look_at_days_again)
