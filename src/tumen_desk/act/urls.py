from django.urls import path

from tumen_desk.act import views

app_name = "act"
urlpatterns = [
    path("law/", views.law, name="law"),
    path("law/states/", views.states, name="states"),
    path("law/instruments/<str:code>/", views.instrument, name="instrument"),
    path("cases/", views.case_list, name="cases"),
    path("cases/<str:code>/", views.case, name="case"),
]
