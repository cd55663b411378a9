"""The ledger's addresses behind the unit's door."""

from django.urls import path

from duibiao.web.unit.ledger import reading, views

urlpatterns = [
    path("ledger/", views.ledgers, name="ledgers"),
    path("campaigns/<int:pk>/ledger/volumes/", views.volumes, name="volumes"),
    path("campaigns/<int:pk>/ledger/volumes/<slug:way>/<int:year>/<str:key>/", views.volume, name="volume"),
    path("campaigns/<int:pk>/ledger/<int:unit>/", views.ledger_unit, name="ledger_unit"),
    path("campaigns/<int:pk>/ledger/<int:unit>/self/<str:code>/", views.self_mark, name="self_mark"),
    path("requirements/<int:pk>/<int:unit>/", views.line, name="line_materials"),
    path("requirements/<int:pk>/<int:unit>/give/", views.give, name="give"),
    path("requirements/<int:pk>/<int:unit>/use/", views.use_material, name="use_material"),
    path("uses/<int:pk>/stop/", views.stop_using, name="stop_using"),
    path("materials/", views.materials, name="materials"),
    path("materials/<int:pk>/", views.material, name="material"),
    path("materials/<int:pk>/change/", views.change_material, name="change_material"),
    path("materials/<int:pk>/version/", views.add_version, name="add_version"),
    path("materials/<int:pk>/site/", views.link_site, name="link_site"),
    path("materials/<int:pk>/withdraw/", views.withdraw_material, name="withdraw_material"),
    path("review/", views.review_queue, name="review_queue"),
    path("review/<int:pk>/", views.review, name="review"),
    path("review/<int:pk>/accept/", views.review_accept, name="review_accept"),
    path("review/<int:pk>/return/", views.review_return, name="review_return"),
    path("campaigns/<int:pk>/reading/", reading.tree, name="reading"),
    path("campaigns/<int:pk>/reading/<str:code>/", reading.indicator, name="reading_indicator"),
    path("campaigns/<int:pk>/reading/<str:code>/<int:use>/", reading.look, name="reading_look"),
]
