"""The addresses of the office's pages of problems."""

from django.urls import path

from duibiao.web.office.problems import lists, rules, watch

urlpatterns = [
    path("problems/", lists.problems, name="problems"),
    path("problems/board/", lists.board, name="problem_board"),
    path("problems/new/", lists.open_problem, name="open_problem"),
    path("problems/many/", lists.many, name="many_problems"),
    path("problems/figures/", lists.problem_figures, name="problem_figures"),
    path("problems/figures/post/", lists.post_problem_facts, name="post_problem_facts"),
    path("problems/looks/", watch.looks, name="problem_looks"),
    path("problems/looks/draw/", watch.draw_looks, name="draw_looks"),
    path("problems/rulings/", watch.rulings, name="problem_rulings"),
    path("problems/rules/", rules.problem_rules, name="problem_rules"),
    path("problems/rules/kinds/new/", rules.add_problem_kind, name="add_problem_kind"),
    path("problems/rules/kinds/<int:pk>/", rules.change_problem_kind, name="change_problem_kind"),
    path("problems/rules/deadlines/", rules.set_problem_deadline, name="set_problem_deadline"),
    path("problems/rules/deadlines/<int:pk>/drop/", rules.drop_problem_deadline, name="drop_problem_deadline"),
    path("problems/rules/escalation/", rules.set_problem_escalation, name="set_problem_escalation"),
    path("problems/rules/escalation/<int:pk>/drop/", rules.drop_problem_escalation, name="drop_problem_escalation"),
    path("problems/rules/terms/", rules.set_problem_terms, name="set_problem_terms"),
    path("problems/rules/labels/", rules.set_problem_labels, name="set_problem_labels"),
    path("problems/<int:pk>/", lists.problem, name="problem"),
    path("problems/<int:pk>/similar/", watch.similar_sites, name="similar_sites"),
    path("problems/<int:pk>/<slug:name>/", lists.problem_act, name="problem_act"),
    path("problem-photos/<int:pk>/", lists.problem_photo, name="problem_photo"),
]
