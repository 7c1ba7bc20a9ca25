from django.apps import AppConfig


class StoreConfig(AppConfig):
    name = "tumen_desk.store"
    label = "store"

    def ready(self) -> None:
        from tumen_desk.store import folder, rotation

        folder.before_databases(rotation.settle)
