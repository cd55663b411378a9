"""Registers the app under its short name."""

from django.apps import AppConfig


class Standards(AppConfig):
    name = "duibiao.standards"
    label = "standards"
