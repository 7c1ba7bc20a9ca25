from django.apps import AppConfig


class CountConfig(AppConfig):
    name = "tumen_desk.count"
    label = "count"
