"""Registers the app under its short name."""

from django.apps import AppConfig


class Base(AppConfig):
    name = "duibiao.web.base"
    label = "web_base"

    def ready(self) -> None:
        from duibiao.lib.labels import remember_choices
        from duibiao.web.base.applications import days
        from duibiao.web.base.days import providers

        providers.register_all()
        days.register_all()
        remember_choices()
