from django.apps import AppConfig


class ReadConfig(AppConfig):
    name = "tumen_desk.read"
    label = "read"

    def ready(self) -> None:
        from tumen_desk.accounts.access import Door
        from tumen_desk.read import cards, offering, tasks  # noqa: F401  (they register themselves)
        from tumen_desk.record.hooks import document_page
        from tumen_desk.shell.hooks import NavEntry, navigation

        document_page(label="Candidates", url_name="read:candidates")

        navigation(
            NavEntry(
                group="Sources",
                label="Read a report",
                url_name="read:documents",
                door=Door.RECORD_READ,
                order=-1,
            ),
            NavEntry(
                group="Act", label="Check a draft", url_name="read:drafts", door=Door.COUNT_READ, order=20
            ),
        )
