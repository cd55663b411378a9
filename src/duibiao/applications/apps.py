"""The app."""

from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "duibiao.applications"
    label = "applications"
