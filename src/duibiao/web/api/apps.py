"""Registers the door."""

from django.apps import AppConfig


class ApiDoor(AppConfig):
    name = "duibiao.web.api"
    label = "web_api"
