from django.apps import AppConfig


class ActConfig(AppConfig):
    name = "tumen_desk.act"
    label = "act"
