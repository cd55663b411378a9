"""Registers the app under its short name."""

from django.apps import AppConfig


class Scores(AppConfig):
    name = "duibiao.scores"
    label = "scores"

    def ready(self) -> None:
        from duibiao.scores import decomposition_importing  # noqa: F401  (registers its kind of workbook)
