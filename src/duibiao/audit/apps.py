"""Registers the app under its short name."""

from django.apps import AppConfig


class Audit(AppConfig):
    name = "duibiao.audit"
    label = "audit"
