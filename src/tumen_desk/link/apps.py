from django.apps import AppConfig


class LinkConfig(AppConfig):
    name = "tumen_desk.link"
    label = "link"
