"""The leader's addresses of registers."""

from django.urls import path

from duibiao.web.leader.registers import pages

urlpatterns = [
    path("registers/", pages.registers, name="registers"),
    path("registers/<int:pk>/", pages.register, name="register"),
    path("registers/<int:pk>/rows/", pages.register_rows, name="register_rows"),
    path("register-rows/<int:pk>/", pages.register_entry, name="register_entry"),
    path("register-fed/<int:feed>/<int:unit>/<str:day>/", pages.register_fed, name="register_fed"),
]
