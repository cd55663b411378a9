"""The addresses of a door's pages of insight: the same views under the door's own guard and names."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, path

from duibiao.organisation.models import User
from duibiao.web.base.guards import page
from duibiao.web.base.insight import blind, everyday, faults, heat, maps, wall
from duibiao.web.base.insight.maps import Where

Shared = Callable[..., HttpResponseBase]


def addresses(where: Where, may: Callable[[User], bool]) -> list[URLPattern]:
    """Below the door's own address."""

    def at(address: str, view: Shared, name: str) -> URLPattern:
        @wraps(view)
        def shown(request: HttpRequest, **arguments: Any) -> HttpResponseBase:
            return view(request, where, **arguments)

        return path(address, page(may)(shown), name=name)

    return [
        at("map/", maps.map_page, "map"),
        at("map/data/", maps.map_data, "map_data"),
        at("map/list/", maps.map_list, "map_list"),
        at("map/things/", maps.map_things, "map_things"),
        at("map/lines/", maps.map_lines, "map_lines"),
        at("map/outlines/", maps.map_outlines, "map_outlines"),
        at("heat/", heat.heat_page, "heat"),
        at("heat/faults/", faults.faults_page, "heat_faults"),
        at("wall/", wall.wall_page, "before_after"),
        at("wall/photos/<int:pk>/", wall.wall_photo, "before_after_photo"),
        at("everyday/", everyday.everyday_page, "everyday"),
        at("blind/", blind.blind_page, "blind"),
    ]
