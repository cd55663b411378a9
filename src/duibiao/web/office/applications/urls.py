"""The office's addresses of selections and applications."""

from django.urls import path

from duibiao.applications.permissions import may_run
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.web.base.applications.urls import addresses
from duibiao.web.office.applications import outcomes, selections

urlpatterns = [
    path("selections/", selections.selections, name="selections"),
    path("selections/new/", selections.set_up_selection, name="set_up_selection"),
    path("selections/<int:pk>/", selections.selection, name="selection"),
    path("selections/<int:pk>/change/", selections.change_selection, name="change_selection"),
    path("selections/<int:pk>/act/<slug:what>/", selections.selection_act, name="selection_act"),
    path("selections/<int:pk>/add/<slug:part>/", selections.add_selection_part, name="add_selection_part"),
    path("selections/<int:pk>/drop/<slug:part>/<int:key>/", selections.drop_selection_part, name="drop_selection_part"),
    path("selections/<int:pk>/announce/", outcomes.announce_applications, name="announce_applications"),
    path("selections/<int:pk>/pack/", outcomes.pack_applications, name="pack_applications"),
    path("selection-categories/<int:pk>/", selections.change_category, name="change_category"),
    path("application-objections/<int:pk>/", outcomes.rule_objection, name="rule_objection"),
    path("application-packages/<int:pk>/", outcomes.application_package, name="application_package"),
    path("application-packages/<int:pk>/again/", outcomes.application_package_again, name="application_package_again"),
    path("application-packages/<int:pk>/file/", outcomes.application_package_file, name="application_package_file"),
    path("applications/", selections.applications, name="applications"),
    *addresses("office", may_manage_organisation, may_run),
]  # fmt: skip
