"""Registers the app under its short name."""

from django.apps import AppConfig


class Inspections(AppConfig):
    name = "duibiao.inspections"
    label = "inspections"

    def ready(self) -> None:
        from duibiao.duties.coverage import register
        from duibiao.inspections.matrix import SITES

        register(SITES)
