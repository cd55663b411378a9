"""Registers the app, and that open asks are looked at again when the work calendar has changed."""

from django.apps import AppConfig


class Asks(AppConfig):
    name = "duibiao.asks"
    label = "asks"

    def ready(self) -> None:
        from duibiao.asks.services import look_at_days_again
        from duibiao.workdays import changed

        changed.register("asks.look_at_days_again", look_at_days_again)
