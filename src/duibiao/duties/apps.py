"""Registers the app under its short name."""

from django.apps import AppConfig


class Duties(AppConfig):
    name = "duibiao.duties"
    label = "duties"

    def ready(self) -> None:
        import duibiao.duties.importing  # noqa: F401
