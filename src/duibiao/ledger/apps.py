"""Registers the app under its short name."""

from django.apps import AppConfig


class Ledger(AppConfig):
    name = "duibiao.ledger"
    label = "ledger"
