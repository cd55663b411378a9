"""The office's addresses of asks."""

from django.urls import path

from duibiao.web.office.asks import burden, pages

urlpatterns = [
    path("asks/", pages.asks, name="asks"),
    path("asks/new/", pages.new_ask, name="new_ask"),
    path("asks/burden/", burden.burden_page, name="burden"),
    path("asks/burden/terms/", burden.set_terms, name="set_ask_terms"),
    path("asks/<int:pk>/", pages.ask, name="ask"),
    path("asks/<int:pk>/accept/", pages.accept_ask, name="accept_ask"),
    path("asks/<int:pk>/return/", pages.return_ask, name="return_ask"),
    path("asks/<int:pk>/withdraw/", pages.withdraw_ask, name="withdraw_ask"),
    path("asks/<int:pk>/move/", pages.move_ask, name="move_ask"),
]
