from django.apps import AppConfig


class CodingConfig(AppConfig):
    name = "tumen_desk.coding"
    label = "coding"

    def ready(self) -> None:
        from tumen_desk.accounts.access import Door
        from tumen_desk.coding import services  # noqa: F401  (its functions hang themselves on hooks)
        from tumen_desk.record.hooks import document_workbench
        from tumen_desk.shell.hooks import NavEntry, navigation

        document_workbench(
            script="coding/workbench.js",
            style="coding/coding.css",
            offers="coding:offers",
            draft="coding:draft",
            beside="coding:beside",
        )
        navigation(
            NavEntry(
                group="Record",
                label="Second coding",
                url_name="coding:seconds",
                door=Door.RECORD_WRITE,
                order=20,
            )
        )
