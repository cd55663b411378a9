"""Registers the app."""

from django.apps import AppConfig


class Upkeep(AppConfig):
    name = "duibiao.upkeep"
    label = "upkeep"
