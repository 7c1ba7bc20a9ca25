from django.apps import AppConfig


class ActConfig(AppConfig):
    name = "tumen_desk.act"
    label = "act"

    def ready(self) -> None:
        from tumen_desk.accounts.access import Door
        from tumen_desk.act import cards, report_services, sending, withdrawals  # noqa: F401  (they register themselves)
        from tumen_desk.record import hooks as record
        from tumen_desk.shell.hooks import NavEntry, navigation

        entries = (
            ("Case files", "act:files", Door.ACT_READ),
            ("Open fates", "act:fates", Door.ACT_READ),
            ("Papers", "act:papers", Door.ACT_READ),
            ("Reports", "act:reports", Door.ACT_READ),
            ("Calendar", "act:calendar", Door.ACT_READ),
            ("Law on a day", "act:law", Door.ACT_READ),
            ("Who was bound by what", "act:states", Door.ACT_READ),
            ("Public cases", "act:cases", Door.ACT_READ),
            ("Positions and votes", "act:positions", Door.ACT_READ),
            ("Recommendations", "act:recommendations", Door.ACT_READ),
            ("Campaigns", "act:campaigns", Door.ACT_READ),
            ("Contacts", "act:contacts", Door.ACT_WRITE),
        )
        navigation(
            *(
                NavEntry(group="Act", label=label, url_name=url_name, door=door, order=order)
                for order, (label, url_name, door) in enumerate(entries)
            )
        )
        record.mention_panel("act:mention-part")
        record.consent_changed(sending.consent_withdrawn)
        record.consent_changed(report_services.consent_withdrawn)
