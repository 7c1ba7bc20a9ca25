from django.apps import AppConfig


class ShellConfig(AppConfig):
    name = "tumen_desk.shell"
    label = "shell"

    def ready(self) -> None:
        from tumen_desk.accounts.access import Door
        from tumen_desk.shell.hooks import NavEntry, navigation

        navigation(
            NavEntry(
                group="Desk", label="Work in progress", url_name="jobs:list", door=Door.RECORD_READ, order=10
            ),
            NavEntry(
                group="Desk",
                label="People at this desk",
                url_name="accounts:people",
                door=Door.DESK_MANAGE,
                order=20,
            ),
            NavEntry(group="Desk", label="Audit log", url_name="audit:list", door=Door.AUDIT_READ, order=30),
        )
