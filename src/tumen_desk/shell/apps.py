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
            NavEntry(
                group="Desk",
                label="Identities opened",
                url_name="accounts:identities",
                door=Door.NAMES_SEE,
                order=12,
            ),
            NavEntry(
                group="Desk",
                label="Approvals",
                url_name="accounts:approvals",
                door=Door.RECORD_READ,
                order=14,
            ),
            NavEntry(
                group="Desk", label="Circles", url_name="accounts:circles", door=Door.DESK_MANAGE, order=22
            ),
            NavEntry(
                group="Desk", label="Alarms", url_name="accounts:alarms", door=Door.DESK_MANAGE, order=25
            ),
            NavEntry(group="Desk", label="Audit log", url_name="audit:list", door=Door.AUDIT_READ, order=30),
        )
