from django.urls import path

from tumen_desk.read import draft_views, views

app_name = "read"
urlpatterns = [
    path("", views.documents, name="documents"),
    path("documents/<int:pk>/", views.candidates, name="candidates"),
    path("documents/<int:pk>/begin/", views.begin, name="begin"),
    path("documents/<int:pk>/progress/", views.progress, name="progress"),
    path("candidates/<int:pk>/accept/", views.accept, name="accept"),
    path("candidates/<int:pk>/edit/", views.edit, name="edit"),
    path("candidates/<int:pk>/dismiss/", views.dismiss, name="dismiss"),
    path("candidates/<int:pk>/undo/", views.undo, name="undo"),
    path("candidates/<int:pk>/code/", views.code, name="code"),
    path("drafts/", draft_views.drafts, name="drafts"),
    path("drafts/<int:pk>/", draft_views.draft, name="draft"),
    path("drafts/<int:pk>/commented.docx", draft_views.draft_commented, name="draft-commented"),
    path("drafts/<int:pk>/wipe/", draft_views.draft_wipe, name="draft-wipe"),
]
