"""Registers the app under its short name."""

from django.apps import AppConfig


class Problems(AppConfig):
    name = "duibiao.problems"
    label = "problems"
