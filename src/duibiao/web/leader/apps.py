"""Registers the door."""

from django.apps import AppConfig


class LeaderDoor(AppConfig):
    name = "duibiao.web.leader"
    label = "web_leader"

    def ready(self) -> None:
        from duibiao.web.base.doors import register
        from duibiao.web.leader.menu import DOOR

        register(DOOR)
