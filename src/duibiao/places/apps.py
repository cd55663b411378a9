"""Registers the app under its short name."""

from django.apps import AppConfig


class Places(AppConfig):
    name = "duibiao.places"
    label = "places"

    def ready(self) -> None:
        from duibiao.places import facility_importing, importing, site_importing  # noqa: F401  (registers workbooks)
