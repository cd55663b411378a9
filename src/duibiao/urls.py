"""Every address of the site, by door."""

from django.urls import include, path

from duibiao.web.base import views
from duibiao.web.base.asks.files import ask_file
from duibiao.web.base.insight import tiles
from duibiao.web.base.ledger import contents, on_site, uploads

CLOSED = (
    "signup/",
    "email/",
    "confirm-email/",
    "password/reset/",
    "password/set/",
    "login/code/confirm/",
    "3rdparty/signup/",
)

urlpatterns = [
    path("", views.home, name="home"),
    path("setup/", views.setup, name="setup"),
    path("prefer/", views.prefer, name="prefer"),
    path("healthz", views.healthz, name="healthz"),
    *(path(f"account/{address}", views.closed) for address in CLOSED),
    path("account/", include("allauth.urls")),
    path("", include("duibiao.web.base.days.urls")),
    path("uploads/", uploads.begin, name="upload_begin"),
    path("uploads/<slug:key>/", uploads.so_far, name="upload_so_far"),
    path("uploads/<slug:key>/finish/", uploads.finish, name="upload_finish"),
    path("map/tiles.pmtiles", tiles.tiles, name="map_tiles"),
    path("asks/<int:pk>/file/", ask_file, name="ask_file"),
    path("files/<int:pk>/", contents.file, name="material_file"),
    path("files/of/<int:pk>/sites/<int:photo>/", on_site.photo, name="material_site_photo"),
    path("", include("duibiao.web.base.applications.urls")),
    path("office/", include("duibiao.web.office.urls")),
    path("unit/", include("duibiao.web.unit.urls")),
    path("field/", include("duibiao.web.field.urls")),
    path("openrosa/", include("duibiao.web.field.openrosa_urls")),
    path("public/", include("duibiao.web.public.urls")),
    path("api/", include("duibiao.web.api.urls")),
    path("leader/", include("duibiao.web.leader.urls")),
]
handler400 = "duibiao.web.base.views.not_understood"
handler403 = "duibiao.web.base.views.refused"
handler404 = "duibiao.web.base.views.not_found"
handler500 = "duibiao.web.base.views.failed"
