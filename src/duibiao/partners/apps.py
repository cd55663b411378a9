"""Registers the app."""

from django.apps import AppConfig


class Partners(AppConfig):
    name = "duibiao.partners"
    label = "partners"
