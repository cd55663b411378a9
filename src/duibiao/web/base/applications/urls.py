"""The addresses that a door has for one application: the same views under the door's own guard and names."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, path

from duibiao.organisation.models import User
from duibiao.web.base.applications import filling, pages
from duibiao.web.base.guards import act, form, page

May = Callable[[User], bool]
Shared = Callable[..., HttpResponseBase]


def everybody(by: User) -> bool:
    """Whoever has an account; what is not theirs to see is refused behind it."""
    return by.is_active


urlpatterns = [
    path("application-papers/<int:pk>.docx", page(everybody)(pages.paper), name="application_paper"),
    path("application-files/<int:pk>/", page(everybody)(pages.file), name="application_file"),
    path("application-pictures/<int:pk>/", page(everybody)(pages.picture), name="application_picture"),
]


def addresses(door: str, may_read: May, may_act: May, *, fills: bool = True) -> list[URLPattern]:
    """Below the door's own address. `fills`: whether somebody applies here."""

    def behind(view: Shared) -> Shared:
        @wraps(view)
        def shown(request: HttpRequest, **arguments: Any) -> HttpResponseBase:
            return view(request, door, **arguments)

        return shown

    found = [
        path("applications/<int:pk>/", page(may_read)(behind(pages.application_page)), name="application"),
        path("applications/<int:pk>/act/<slug:what>/", act(may_act)(behind(pages.acted)), name="application_act"),
    ]
    if fills:
        found += [
            path("selection-categories/<int:pk>/apply/", form(may_act)(behind(filling.begin)), name="apply"),
            path("applications/<int:pk>/form/", form(may_act)(behind(filling.fill)), name="fill_application"),
            path("applications/<int:pk>/conditions/<int:condition>/", form(may_act)(behind(filling.tick)), name="tick_application"),
        ]  # fmt: skip
    return found
