"""The addresses of the office's pages of duties."""

from django.urls import path

from duibiao.web.office.duties import coverage, drafting, lists, passing

urlpatterns = [
    path("duties/", lists.duties, name="duties"),
    path("duties/new/", drafting.draft_duty, name="draft_duty"),
    path("duties/issue/", lists.issue_duties, name="issue_duties"),
    path("duties/template/", drafting.duty_template, name="duty_template"),
    path("duties/orphans/", passing.orphan_duties, name="orphan_duties"),
    path("duties/orphans/hand-over/", passing.hand_over, name="hand_over_duties"),
    path("duties/competence/", passing.competence, name="competence"),
    path("duties/competence/<int:pk>/end/", passing.end_competence, name="end_competence"),
    path("duties/<int:pk>/", lists.duty, name="duty"),
    path("duties/<int:pk>/<slug:name>/", lists.duty_act, name="duty_act"),
    path("campaigns/<int:pk>/coverage/", coverage.coverage, name="coverage"),
    path("campaigns/<int:pk>/coverage/assign/", coverage.assign, name="assign"),
    path("campaigns/<int:pk>/coverage/decomposed/", coverage.assign_decomposed, name="assign_decomposed"),
    path("campaigns/<int:pk>/duties/carry/", drafting.carry_duties, name="carry_duties"),
    path("campaigns/<int:pk>/duties/follow/", drafting.follow_move, name="follow_move"),
    path("units/<int:pk>/duties/", passing.unit_duties, name="unit_duties"),
    path("groups/<int:pk>/duties/", passing.group_duties, name="group_duties"),
]
