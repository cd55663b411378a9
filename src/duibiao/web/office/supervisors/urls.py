"""The office's addresses of supervisors, errands and suggestions."""

from django.urls import path

from duibiao.web.office.supervisors import errands, register, suggestions

urlpatterns = [
    path("supervisors/", register.supervisors, name="supervisors"),
    path("supervisors/new/", register.add_supervisor, name="add_supervisor"),
    path("supervisors/kinds/", register.supervisor_labels, name="supervisor_labels"),
    path("supervisors/<int:pk>/", register.supervisor, name="supervisor"),
    path("supervisors/<int:pk>/change/", register.change_supervisor, name="change_supervisor"),
    path("supervisors/<int:pk>/contact/", register.supervisor_contact, name="supervisor_contact"),
    path("supervisors/<int:pk>/link/", register.give_key, name="give_supervisor_key"),
    path("supervisors/<int:pk>/link/revoke/", register.revoke_key, name="revoke_supervisor_key"),
    path("supervisors/<int:pk>/erase/", register.erase_supervisor, name="erase_supervisor"),
    path("errands/", errands.errands, name="errands"),
    path("errands/new/", errands.add_errand, name="add_errand"),
    path("errands/<int:pk>/", errands.errand, name="errand"),
    path("errands/<int:pk>/end/", errands.end_errand, name="end_errand"),
    path("suggestions/", suggestions.suggestions, name="suggestions"),
    path("suggestions/units/", suggestions.suggestion_units, name="suggestion_units"),
    path("suggestions/<int:pk>/", suggestions.suggestion, name="suggestion"),
    path("suggestions/<int:pk>/give/", suggestions.give_suggestion, name="give_suggestion"),
    path("suggestions/<int:pk>/answer/", suggestions.answer_suggestion, name="answer_suggestion"),
]
