"""Registers the app and its workbook."""

from django.apps import AppConfig


class Participation(AppConfig):
    name = "duibiao.participation"
    label = "participation"

    def ready(self) -> None:
        from duibiao.participation import importing  # noqa: F401
