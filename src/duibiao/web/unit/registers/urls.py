"""A unit's addresses of registers."""

from django.urls import path

from duibiao.web.unit.registers import importing, pages

urlpatterns = [
    path("registers/", pages.registers, name="registers"),
    path("registers/<int:pk>/", pages.register, name="register"),
    path("registers/<int:pk>/rows/", pages.register_rows, name="register_rows"),
    path("registers/<int:pk>/record/", pages.record_in_register, name="record_in_register"),
    path("registers/<int:pk>/import/", importing.import_entries, name="import_entries"),
    path("registers/<int:pk>/template/", importing.import_entries_template, name="import_entries_template"),
    path("register-imports/<int:pk>/", importing.entries_import, name="entries_import"),
    path("register-imports/<int:pk>/confirm/", importing.confirm_entries_import, name="confirm_entries_import"),
    path("register-rows/<int:pk>/", pages.register_entry, name="register_entry"),
    path("register-rows/<int:pk>/correct/", pages.correct_entry, name="correct_entry"),
    path("register-rows/<int:pk>/withdraw/", pages.withdraw_entry, name="withdraw_entry"),
    path("register-fed/<int:feed>/<int:unit>/<str:day>/", pages.register_fed, name="register_fed"),
]
