"""Registers the app under its short name."""

from django.apps import AppConfig


class Notices(AppConfig):
    name = "duibiao.notices"
    label = "notices"
