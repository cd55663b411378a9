"""Registers the app."""

from django.apps import AppConfig


class Documents(AppConfig):
    name = "duibiao.documents"
    label = "documents"
