"""Registers the app and its workbooks."""

from django.apps import AppConfig


class Participation(AppConfig):
    name = "duibiao.participation"
    label = "participation"

    def ready(self) -> None:
        from duibiao.participation import importing, supervisor_importing  # noqa: F401
