"""The office's addresses of partner units."""

from django.urls import path

from duibiao.web.office.partners import figures, pages

urlpatterns = [
    path("partners/", pages.partners, name="partners"),
    path("partners/needed/", pages.needed_partners, name="needed_partners"),
    path("partners/figures/", figures.partner_figures, name="partner_figures"),
    path("partners/<int:pk>/", pages.partner, name="partner"),
    path("sites/<int:pk>/partner/", pages.bind_partner, name="bind_partner"),
    path("sites/<int:pk>/partner/end/", pages.unbind_partner, name="unbind_partner"),
    path("campaigns/<int:pk>/partners/rule/", figures.set_partner_rule, name="set_partner_rule"),
    path("campaigns/<int:pk>/partners/post/", figures.post_partner_facts, name="post_partner_facts"),
]
