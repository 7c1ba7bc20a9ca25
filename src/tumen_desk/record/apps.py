from django.apps import AppConfig


class RecordConfig(AppConfig):
    name = "tumen_desk.record"
    label = "record"
