"""The app."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "duibiao.insight"
    label = "insight"
