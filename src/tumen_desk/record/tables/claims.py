"""What a state says of itself, set against what people tell."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from tumen import dates
from tumen_desk.accounts import circles
from tumen_desk.record.models import Act, PolicyLink
from tumen_desk.record.policies import states
from tumen_desk.record.policy_queries import known_tellings
from tumen_desk.record.tables.cells import People, telling
from tumen_desk.record.tables.counted import happenings, persons
from tumen_desk.record.tables.table import Asked, Cell, Table, kind
from tumen_desk.shell import terms


@kind(
    "claims",
    title=lazy("What states say, against what people tell"),
    about=lazy(
        "Each statement that is linked with an account, with how the source of the link sees them together, and how "
        "many people who agreed to be counted tell of acts in these accounts. Whom to believe is not decided here."
    ),
    asks=("since", "until"),
)
def claims(asked: Asked) -> Table:
    """Statements of states and the accounts linked with them, by the kind of link."""
    tellings = known_tellings(asked.user).exclude(policy__state="")
    links = PolicyLink.objects.filter(telling__in=tellings, account__isnull=False)
    links = links.exclude(account__source__in=circles.closed_sources(asked.user))
    grouped: dict[tuple[int, str], list[PolicyLink]] = {}
    for link in links.select_related("telling__policy", "account__source").order_by("telling", "kind", "pk"):
        year = link.telling.date_low.year if link.telling.date_low else None
        if asked.keeps(year):
            grouped.setdefault((link.telling_id, link.kind), []).append(link)
    known, named = terms.vocabulary("policy_link"), states()
    rows: list[tuple[Cell, ...]] = []
    for (_telling, code), found in grouped.items():
        said = found[0].telling
        accounts = {link.account_id for link in found}
        acts = happenings(asked.user, Act, "account").filter(account__in=accounts)
        tell = {a.account.teller_id or a.mention_id for a in acts}
        people = People(len(set(persons(tell).values())))
        rows.append(
            (
                str(named.get(said.policy.state, said.policy.state)),
                said.policy.title,
                said.rule,
                dates.say(dates.parse(said.date), terms.language()) if said.date else "",
                str(known[code].label(terms.language())) if code in known else code,
                telling(", ".join(f"A-{pk}" for pk in sorted(a for a in accounts if a)), people),
                people,
            )
        )
    heads = (
        _("State"), _("Entry"), _("What it says"), _("When"), _("How they stand together"), _("Accounts"),
        _("People who tell"),
    )  # fmt: skip
    return Table(columns=heads, rows=tuple(sorted(rows, key=str)))
