"""The office's addresses of registers."""

from django.urls import path

from duibiao.web.office.registers import feeds, keeping, pages

urlpatterns = [
    path("registers/", pages.registers, name="registers"),
    path("registers/lay-out/", pages.lay_out_registers, name="lay_out_registers"),
    path("registers/new/", keeping.add_register, name="add_register"),
    path("registers/<int:pk>/", pages.register, name="register"),
    path("registers/<int:pk>/rows/", pages.register_rows, name="register_rows"),
    path("registers/<int:pk>/change/", keeping.change_register, name="change_register"),
    path("registers/<int:pk>/columns/new/", keeping.add_register_column, name="add_register_column"),
    path("registers/<int:pk>/close/", keeping.close_register, name="close_register"),
    path("registers/<int:pk>/connect/", feeds.connect_register, name="connect_register"),
    path("register-columns/<int:pk>/drop/", keeping.drop_register_column, name="drop_register_column"),
    path("register-rows/<int:pk>/", pages.register_entry, name="register_entry"),
    path("register-rows/<int:pk>/join/<int:other>/", pages.join_entries, name="join_entries"),
    path("register-feeds/", feeds.register_feeds, name="register_feeds"),
    path("register-feeds/<int:pk>/disconnect/", feeds.disconnect_register, name="disconnect_register"),
    path("register-feeds/<int:pk>/settle/<int:unit>/", feeds.settle_register, name="settle_register"),
    path("register-fed/<int:feed>/<int:unit>/<str:day>/", pages.register_fed, name="register_fed"),
]
