"""Registers the app under its short name."""

from django.apps import AppConfig


class Organisation(AppConfig):
    name = "duibiao.organisation"
    label = "organisation"

    def ready(self) -> None:
        from duibiao.organisation import importing  # noqa: F401  (registers its kinds of workbook)
