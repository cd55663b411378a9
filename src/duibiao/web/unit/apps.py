"""Registers the door."""

from django.apps import AppConfig


class UnitDoor(AppConfig):
    name = "duibiao.web.unit"
    label = "web_unit"

    def ready(self) -> None:
        from duibiao.web.base.doors import register
        from duibiao.web.unit.menu import DOOR

        register(DOOR)
