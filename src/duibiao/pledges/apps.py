"""Registers the app."""

from django.apps import AppConfig


class Pledges(AppConfig):
    name = "duibiao.pledges"
    label = "pledges"
