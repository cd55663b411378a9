"""Registers the door."""

from django.apps import AppConfig


class OfficeDoor(AppConfig):
    name = "duibiao.web.office"
    label = "web_office"

    def ready(self) -> None:
        from duibiao.web.base.doors import register
        from duibiao.web.office.menu import DOOR

        register(DOOR)
