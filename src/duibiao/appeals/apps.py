"""Registers the app."""

from django.apps import AppConfig


class Appeals(AppConfig):
    name = "duibiao.appeals"
    label = "appeals"
