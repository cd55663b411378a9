"""Registers the app under its short name."""

from django.apps import AppConfig


class Files(AppConfig):
    name = "duibiao.files"
    label = "files"
