"""Registers the app under its short name."""

from django.apps import AppConfig


class Places(AppConfig):
    name = "duibiao.places"
    label = "places"

    def ready(self) -> None:
        from duibiao.places import importing, site_importing  # noqa: F401  (registers its kinds of workbook)
