from django.urls import path

from tumen_desk.keep import key_views, views

app_name = "keep"
urlpatterns = [
    path("", key_views.keys, name="keys"),
    path("passphrase/", key_views.passphrase, name="passphrase"),
    path("recovery/", key_views.recovery, name="recovery"),
    path("recovery/sheets/", key_views.recovery_sheets, name="recovery-sheets"),
    path("recovery/confirm/", key_views.recovery_confirm, name="recovery-confirm"),
    path("recovery/drop/", key_views.recovery_drop, name="recovery-drop"),
    path("backups/", key_views.backups, name="backups"),
    path("erase/<int:pk>/", views.erase, name="erase"),
    path("erase/<int:pk>/panel/", views.erase_panel, name="erase-panel"),
    path("erasures/<int:pk>/", views.erasure, name="erasure"),
    path("evidence/", views.evidence_list, name="evidence"),
    path("evidence/documents/<int:pk>/", views.document, name="document"),
    path("evidence/documents/<int:pk>/custody/", views.custody_add, name="custody-add"),
    path("evidence/sources/<int:pk>/bag/", views.bag, name="bag-pack"),
    path("evidence/stamps/add/", views.stamp_add, name="stamp-add"),
    path("evidence/stamps/<int:pk>/", views.stamp, name="stamp"),
    path("evidence/stamps/<int:pk>/request/", views.stamp_request, name="stamp-request"),
]
