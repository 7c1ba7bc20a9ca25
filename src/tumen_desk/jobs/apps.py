from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "tumen_desk.jobs"
    label = "jobs"
