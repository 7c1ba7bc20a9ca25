from django.apps import AppConfig


class KeepConfig(AppConfig):
    name = "tumen_desk.keep"
    label = "keep"

    def ready(self) -> None:
        from tumen_desk.accounts.access import Door
        from tumen_desk.keep import cards, erasing, tasks, uploads  # noqa: F401  (they register themselves)
        from tumen_desk.record.hooks import mention_panel
        from tumen_desk.shell.hooks import NavEntry, navigation
        from tumen_desk.store import folder

        navigation(
            NavEntry(
                group="Sources", label="Evidence", url_name="keep:evidence", door=Door.RECORD_READ, order=90
            ),
            NavEntry(
                group="Desk", label="Keys and backups", url_name="keep:keys", door=Door.DESK_MANAGE, order=25
            ),
        )
        mention_panel("keep:erase-panel")
        folder.after_unlocking(erasing.finish)
        folder.after_unlocking(uploads.sweep)
