"""The app."""

from django.apps import AppConfig


class SealsConfig(AppConfig):
    name = "duibiao.seals"
    label = "seals"
