from django.urls import path

from tumen_desk.record import import_views, media_views, name_views, telling_urls, views

app_name = "record"
urlpatterns = [
    *(path(f"{noun}/", views.listing, {"noun": noun}, name=noun) for noun in views.LISTINGS),
    path("mentions/by-name/", name_views.by_name, name="by-name"),
    path("names/reading/", name_views.name_reading, name="name-reading"),
    path("sources/new/", views.source_new, name="source-new"),
    path("sources/<int:pk>/", views.source, name="source"),
    path("sources/<int:pk>/document/", views.document_add, name="document-add"),
    path("sources/<int:pk>/consent/", views.consent_add, name="consent-add"),
    path("documents/<int:pk>/", views.document, name="document"),
    path("documents/<int:pk>/file/", views.document_file, name="document-file"),
    path("documents/<int:pk>/media/", media_views.media_part, name="media-part"),
    path("documents/<int:pk>/thumbnail/", media_views.thumbnail, name="thumbnail"),
    path("documents/<int:pk>/play/", media_views.play, name="play"),
    path("documents/<int:pk>/copy/", media_views.plain_copy, name="plain-copy"),
    path("documents/<int:pk>/describe/", media_views.describe, name="media-describe"),
    path("documents/<int:pk>/shown/", media_views.shown, name="media-shown"),
    path("documents/<int:pk>/letters/", media_views.letters, name="letters"),
    path("media/", media_views.media_list, name="media"),
    path("passages/<int:pk>/", views.passage, name="passage"),
    path("mentions/<int:pk>/", views.mention, name="mention"),
    path("accounts/<int:pk>/", views.account, name="account"),
    path("acts/<int:pk>/", views.in_account, {"noun": "act"}, name="act"),
    path("stays/<int:pk>/", views.in_account, {"noun": "stay"}, name="stay"),
    path("legs/<int:pk>/", views.in_account, {"noun": "leg"}, name="leg"),
    path("transfers/<int:pk>/", views.in_account, {"noun": "transfer"}, name="transfer"),
    *telling_urls.urlpatterns,
    path("imports/", import_views.imports, name="imports"),
    path("imports/<int:pk>/", import_views.import_page, name="import"),
    path("imports/<int:pk>/undo/", import_views.import_undo, name="import-undo"),
    path("imports/documents/", import_views.import_documents, name="import-documents"),
    path("imports/table/", import_views.import_table, name="import-table"),
    path("imports/table/<slug:table>/<slug:sha256>/", import_views.import_columns, name="import-columns"),
    path("imports/report/<int:job_id>/", import_views.import_report, name="import-report"),
]
