from django.apps import AppConfig


class StoreConfig(AppConfig):
    name = "tumen_desk.store"
    label = "store"
