"""The addresses of the office's pages of problems."""

from django.urls import path

from duibiao.web.office.problems import figures, lists, rules, watch, weighing

urlpatterns = [
    path("problems/", lists.problems, name="problems"),
    path("problems/board/", lists.board, name="problem_board"),
    path("problems/new/", lists.open_problem, name="open_problem"),
    path("problems/many/", lists.many, name="many_problems"),
    path("problems/figures/", figures.problem_figures, name="problem_figures"),
    path("problems/figures/post/", figures.post_problem_facts, name="post_problem_facts"),
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
    path("problems/rules/cards/", weighing.set_card_rule, name="set_card_rule"),
    path("problems/rules/cards/<int:pk>/drop/", weighing.drop_card_rule, name="drop_card_rule"),
    path("problems/rules/papers/", weighing.paper_forms, name="paper_forms"),
    path("problems/rules/papers/<slug:kind>/", weighing.paper_form, name="paper_form"),
    path("problems/cards/", weighing.cards, name="problem_cards"),
    path("problems/cards/post/", figures.post_card_facts, name="post_card_facts"),
    path("problem-papers/<int:pk>/", weighing.paper, name="problem_paper"),
    path("problems/<int:pk>/", lists.problem, name="problem"),
    path("problems/<int:pk>/similar/", watch.similar_sites, name="similar_sites"),
    path("problems/<int:pk>/<slug:name>/", lists.problem_act, name="problem_act"),
    path("problem-photos/<int:pk>/", lists.problem_photo, name="problem_photo"),
]
