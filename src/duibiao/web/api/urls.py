"""The interface's addresses, all below /api/."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET
from ninja import NinjaAPI

from duibiao.web.api import posting, problems, reading
from duibiao.web.api.words import gettext_lazy as _

api = NinjaAPI(title="Duibiao", version="1", urls_namespace="api", docs_url=None, description=_("对标的数据接口"))
api.add_router("", reading.router)
api.add_router("", posting.router)
problems.speak(api)


@require_GET
def docs(request: HttpRequest) -> HttpResponse:
    """The interface on one page, drawn here: no script, nothing from elsewhere."""
    schema = api.get_openapi_schema(path_prefix="/api/v1/")
    operations = [
        {"method": method.upper(), "path": where, **about}
        for where, methods in schema["paths"].items()
        for method, about in methods.items()
    ]
    shapes = schema["components"]["schemas"]
    return render(request, "api/docs.html", {"operations": operations, "shapes": shapes})


urlpatterns = [path("", docs, name="api_docs"), path("v1/", api.urls)]
