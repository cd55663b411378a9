"""Registers the app under its short name."""

from django.apps import AppConfig


class Campaigns(AppConfig):
    name = "duibiao.campaigns"
    label = "campaigns"
