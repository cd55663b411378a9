"""The ledger's addresses behind the office's door."""

from django.urls import path

from duibiao.web.office.ledger import completeness, fixed, handing_up, requirements, views

urlpatterns = [
    path("ledger/", completeness.ledgers, name="ledgers"),
    path("campaigns/<int:pk>/ledger/", completeness.ledger, name="ledger"),
    path("campaigns/<int:pk>/ledger/chase/", completeness.chase, name="chase"),
    path("campaigns/<int:pk>/ledger/window/", completeness.window, name="ledger_window"),
    path("campaigns/<int:pk>/ledger/requirements/", requirements.requirements, name="requirements"),
    path("campaigns/<int:pk>/ledger/requirements/propose/", requirements.propose, name="propose_requirements"),
    path("campaigns/<int:pk>/ledger/requirements/new/<str:code>/", requirements.add, name="add_requirement"),
    path("requirements/<int:pk>/change/", requirements.change, name="change_requirement"),
    path("requirements/<int:pk>/drop/", requirements.drop, name="drop_requirement"),
    path("campaigns/<int:pk>/ledger/frozen/", handing_up.frozen, name="frozen"),
    path("campaigns/<int:pk>/ledger/frozen/new/", handing_up.freeze, name="freeze"),
    path("frozen/<int:pk>/", fixed.fixed, name="fixed"),
    path("frozen/<int:pk>/receipt-file/", fixed.receipt_file, name="receipt_file"),
    path("frozen/<int:pk>/receipt/", handing_up.receipt, name="note_receipt"),
    path("campaigns/<int:pk>/ledger/volumes/", views.volumes, name="volumes"),
    path("campaigns/<int:pk>/ledger/volumes/<slug:way>/<int:year>/<str:key>/", views.volume, name="volume"),
    path("campaigns/<int:pk>/ledger/passes/", handing_up.passes, name="passes"),
    path("campaigns/<int:pk>/ledger/passes/new/", handing_up.open_pass, name="open_pass"),
    path("passes/<int:pk>/code/", handing_up.new_code, name="new_code"),
    path("passes/<int:pk>/close/", handing_up.close_pass, name="close_pass"),
    path("remarks/<int:pk>/settle/", handing_up.settle_remark, name="settle_remark"),
    path("campaigns/<int:pk>/ledger/<int:unit>/", views.ledger_unit, name="ledger_unit"),
    path("requirements/<int:pk>/<int:unit>/", views.line, name="line_materials"),
    path("requirements/<int:pk>/<int:unit>/give/", views.give, name="give"),
    path("requirements/<int:pk>/<int:unit>/use/", views.use_material, name="use_material"),
    path("uses/<int:pk>/stop/", views.stop_using, name="stop_using"),
    path("materials/", views.materials, name="materials"),
    path("materials/<int:pk>/", views.material, name="material"),
    path("materials/<int:pk>/change/", views.change_material, name="change_material"),
    path("materials/<int:pk>/version/", views.add_version, name="add_version"),
    path("materials/<int:pk>/site/", views.link_site, name="link_site"),
    path("materials/<int:pk>/withdraw/", views.withdraw_material, name="withdraw_material"),
    path("review/", views.review_queue, name="review_queue"),
    path("review/<int:pk>/", views.review, name="review"),
    path("review/<int:pk>/accept/", views.review_accept, name="review_accept"),
    path("review/<int:pk>/return/", views.review_return, name="review_return"),
]
