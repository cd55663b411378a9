"""Tells Django of the door. It has no menu: nobody is logged in."""

from django.apps import AppConfig


class PublicDoor(AppConfig):
    name = "duibiao.web.public"
    label = "web_public"
