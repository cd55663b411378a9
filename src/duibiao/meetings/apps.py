"""Registers the app."""

from django.apps import AppConfig


class Meetings(AppConfig):
    name = "duibiao.meetings"
    label = "meetings"
