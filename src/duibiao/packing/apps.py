"""The app."""

from django.apps import AppConfig


class PackingConfig(AppConfig):
    name = "duibiao.packing"
    label = "packing"
