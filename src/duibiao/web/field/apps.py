"""Registers the door."""

from django.apps import AppConfig


class FieldDoor(AppConfig):
    name = "duibiao.web.field"
    label = "web_field"

    def ready(self) -> None:
        from duibiao.web.base.doors import register
        from duibiao.web.field.menu import DOOR

        register(DOOR)
