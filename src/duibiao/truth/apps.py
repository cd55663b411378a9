"""The app."""

from django.apps import AppConfig


class TruthConfig(AppConfig):
    name = "duibiao.truth"
    label = "truth"
