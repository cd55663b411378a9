"""Registers the app."""

from django.apps import AppConfig


class Obligations(AppConfig):
    name = "duibiao.obligations"
    label = "obligations"
