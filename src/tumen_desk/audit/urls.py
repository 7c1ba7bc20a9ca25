from django.urls import path

from tumen_desk.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.entries, name="list"),
    path("check/", views.check, name="check"),
    path("entries/<int:sequence>/proof/", views.entry_proof, name="entry-proof"),
    path("heads/", views.head_list, name="heads"),
    path("heads/make/", views.head_make, name="head-make"),
    path("heads/against/", views.against, name="head-against"),
    path("heads/partners/", views.witness_new, name="witness-new"),
    path("heads/countersign/", views.countersign, name="countersign"),
    path("heads/<int:pk>/", views.head, name="head"),
    path("heads/<int:pk>/<slug:part>/", views.head_part, name="head-part"),
]
