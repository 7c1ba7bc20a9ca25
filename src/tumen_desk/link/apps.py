from django.apps import AppConfig


class LinkConfig(AppConfig):
    name = "tumen_desk.link"
    label = "link"

    def ready(self) -> None:
        from tumen_desk.accounts.access import Door
        from tumen_desk.link import cards, counted, objections, standing, tasks, waiting, withdrawals  # noqa: F401  (they register themselves)
        from tumen_desk.record.hooks import mention_panel
        from tumen_desk.shell.hooks import NavEntry, navigation

        navigation(
            NavEntry(
                group="Link", label="Review pairs", url_name="link:review", door=Door.RECORD_READ, order=1
            ),
            NavEntry(
                group="Link",
                label="How right is it?",
                url_name="link:rightness",
                door=Door.RECORD_READ,
                order=5,
            ),
            NavEntry(group="Link", label="Persons", url_name="link:persons", door=Door.RECORD_READ, order=2),
            NavEntry(group="Link", label="Events", url_name="link:events", door=Door.RECORD_READ, order=3),
            NavEntry(
                group="Link",
                label="Compare lists",
                url_name="link:exchanges",
                door=Door.LINK_COMPARE,
                order=4,
            ),
        )
        mention_panel("link:suggestions")
