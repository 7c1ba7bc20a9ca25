from django.urls import path

from tumen_desk.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.jobs, name="list"),
    path("<int:job_id>/", views.job, name="job"),
    path("<int:job_id>/part/", views.job_part, name="part"),
    path("<int:job_id>/cancel/", views.cancel, name="cancel"),
]
