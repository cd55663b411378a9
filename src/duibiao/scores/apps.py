"""Registers the app under its short name."""

from django.apps import AppConfig


class Scores(AppConfig):
    name = "duibiao.scores"
    label = "scores"
