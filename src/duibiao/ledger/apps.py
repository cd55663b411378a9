"""Registers the app under its short name."""

from django.apps import AppConfig


class Ledger(AppConfig):
    name = "duibiao.ledger"
    label = "ledger"

    def ready(self) -> None:
        from duibiao.duties.coverage import register
        from duibiao.ledger.matrix import MATERIALS

        register(MATERIALS)
