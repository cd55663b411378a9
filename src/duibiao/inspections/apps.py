"""Registers the app under its short name."""

from django.apps import AppConfig


class Inspections(AppConfig):
    name = "duibiao.inspections"
    label = "inspections"
