from django.apps import AppConfig


class ActConfig(AppConfig):
    name = "tumen_desk.act"
    label = "act"

    def ready(self) -> None:
        from tumen_desk.accounts.access import Door
        from tumen_desk.act import cards  # noqa: F401  (they register themselves)
        from tumen_desk.shell.hooks import NavEntry, navigation

        entries = (
            ("Law on a day", "act:law"),
            ("Who was bound by what", "act:states"),
            ("Public cases", "act:cases"),
        )
        navigation(
            *(
                NavEntry(group="Act", label=label, url_name=url_name, door=Door.ACT_READ, order=order)
                for order, (label, url_name) in enumerate(entries)
            )
        )
