"""The addresses of the wizard."""

from django.urls import path

from duibiao.web.office.drafting import clause_page, clause_tree, finishing, tables, unit_page, uploading

urlpatterns = [
    path("standards/drafts/", uploading.drafts_page, name="drafts"),
    path("standards/drafts/new/", uploading.new, name="draft_new"),
    path("standards/drafts/<int:pk>/", tables.tables, name="draft"),
    path("standards/drafts/<int:pk>/again/", uploading.again, name="draft_again"),
    path("standards/drafts/<int:pk>/drop/", uploading.drop, name="draft_drop"),
    path("standards/drafts/<int:pk>/correct/", tables.correct, name="draft_correct"),
    path("standards/drafts/<int:pk>/clauses/", clause_tree.clauses, name="draft_clauses"),
    path("standards/drafts/<int:pk>/clauses/confirm/", clause_tree.confirm_read, name="draft_confirm_read"),
    path("standards/drafts/<int:pk>/clauses/<int:row>/", clause_page.clause, name="draft_clause"),
    path("standards/drafts/<int:pk>/clauses/<int:row>/confirm/", clause_tree.confirm, name="draft_confirm"),
    path("standards/drafts/<int:pk>/units/", unit_page.units, name="draft_units"),
    path("standards/drafts/<int:pk>/finish/", finishing.finish, name="draft_finish"),
    path("standards/<int:pk>/table.<slug:kind>", finishing.standard_table, name="standard_table"),
]
