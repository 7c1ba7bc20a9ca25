from django.urls import path

from tumen_desk.act import paper_views, views, work_views

app_name = "act"
urlpatterns = [
    path("law/", views.law, name="law"),
    path("law/states/", views.states, name="states"),
    path("law/amendments/", work_views.amendments, name="amendments"),
    path("law/instruments/<str:code>/", views.instrument, name="instrument"),
    path("cases/", views.case_list, name="cases"),
    path("cases/<str:code>/", views.case, name="case"),
    path("acts/<int:pk>/law/", work_views.act_law, name="act-law"),
    path("persons/<int:pk>/checklist/", work_views.checklist, name="checklist"),
    path("persons/<int:pk>/part/", work_views.mention_part, name="mention-part"),
    path("files/", work_views.files, name="files"),
    path("files/new/", work_views.file_new, name="file-new"),
    path("files/<int:pk>/", work_views.file, name="file"),
    path("files/<int:pk>/alert/", paper_views.alert, name="alert"),
    path("files/<int:pk>/<slug:what>/", work_views.file_write, name="file-write"),
    path("inquiries/<int:pk>/answer/", work_views.inquiry_answer, name="inquiry-answer"),
    path("tasks/<int:pk>/done/", work_views.task_done, name="task-done"),
    path("papers/", paper_views.paper_list, name="papers"),
    path("papers/new/", paper_views.paper_new, name="paper-new"),
    path("papers/<int:pk>/", paper_views.paper, name="paper"),
    path("papers/<int:pk>/file.<slug:kind>", paper_views.paper_file, name="paper-file"),
    path("papers/<int:pk>/<slug:what>/", paper_views.paper_do, name="paper-do"),
    path("recommendations/", work_views.recommendations, name="recommendations"),
    path("recommendations/<int:pk>/step/", work_views.recommendation_step, name="recommendation-step"),
    path("contacts/", work_views.contacts, name="contacts"),
    path("contacts/<int:pk>/decide/", work_views.contact_decide, name="contact-decide"),
]
