"""Registers the app under its short name."""

from django.apps import AppConfig


class Facts(AppConfig):
    name = "duibiao.facts"
    label = "facts"
