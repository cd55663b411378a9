"""Registers the app, its workbooks, and what it says about numbers that nobody reports by hand."""

from django.apps import AppConfig


class Registers(AppConfig):
    name = "duibiao.registers"
    label = "registers"

    def ready(self) -> None:
        from duibiao.facts import claims
        from duibiao.registers import importing  # noqa: F401  (registers workbooks)
        from duibiao.registers.feeds import claimed

        claims.ask(claimed)
