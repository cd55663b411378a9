"""The unit's addresses of problems."""

from django.urls import path

from duibiao.web.unit.problems import pages

urlpatterns = [
    path("problems/", pages.problems, name="problems"),
    path("problems/sign/", pages.sign_problems, name="sign_problems"),
    path("problems/checks/", pages.problem_checks, name="problem_checks"),
    path("problems/checks/<int:pk>/", pages.answer_check, name="answer_problem_check"),
    path("problems/<int:pk>/", pages.problem, name="problem"),
    path("problems/<int:pk>/<slug:name>/", pages.problem_act, name="problem_act"),
    path("problem-papers/<int:pk>/", pages.problem_paper, name="problem_paper"),
    path("problem-photos/<int:pk>/", pages.problem_photo, name="problem_photo"),
]
