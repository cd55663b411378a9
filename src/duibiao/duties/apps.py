"""Registers the app under its short name."""

from django.apps import AppConfig


class Duties(AppConfig):
    name = "duibiao.duties"
    label = "duties"

    def ready(self) -> None:
        from duibiao.duties import importing, tasks  # noqa: F401
