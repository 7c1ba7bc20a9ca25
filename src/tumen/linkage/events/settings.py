"""Everything a person may set about a linkage of accounts, with its default and what it does."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from tumen import vocab
from tumen.errors import LinkageError


@dataclass(frozen=True, slots=True, kw_only=True)
class EventSettings:
    """How accounts are linked. The defaults need no labels and no threshold chosen by the user.

    Attributes:
        pack: situation pack whose kinds of acts, places and bodies the accounts speak of.
        draws: partitions drawn from the posterior; 50 and more.
        chains: independent samplers that draw them, each with agreement rates of its own.
        burn_in: sweeps of each chain that are thrown away.
        thin: sweeps between two draws of a chain.
        learning_rounds: rounds in which agreement rates are learnt from the table.
        prior_strength: how many pairs of accounts of one event the hand-set rates count for.
        edge_probability: pairs less probable than this never tie two accounts together.
        listed_probability: pairs less probable than this are not listed.
        group_cap: the most accounts that are resolved together; weaker ties beyond it are left out.
        all_pairs_up_to: tables of up to so many accounts are compared in full.
    """

    pack: str = vocab.DEFAULT_PACK
    draws: int = 100
    chains: int = 4
    burn_in: int = 60
    thin: int = 4
    learning_rounds: int = 3
    prior_strength: float = 40.0
    edge_probability: float = 0.02
    listed_probability: float = 0.01
    group_cap: int = 500
    all_pairs_up_to: int = 3000

    def __post_init__(self) -> None:
        faults = [
            name
            for name, low in (
                ("draws", 1), ("chains", 1), ("burn_in", 0), ("thin", 1), ("learning_rounds", 0), ("group_cap", 2),
                ("all_pairs_up_to", 2),
            )
            if getattr(self, name) < low
        ]  # fmt: skip
        faults += [n for n in ("edge_probability", "listed_probability") if not 0 < getattr(self, n) < 1]
        if self.prior_strength <= 0:
            faults.append("prior_strength")
        if faults:
            raise LinkageError(
                f"These settings are out of range: {', '.join(faults)}.",
                hint="Counts must be positive; probabilities lie strictly between 0 and 1.",
                settings=faults,
            )

    def as_dict(self) -> dict[str, object]:
        """The settings as plain JSON data, for the run manifest."""
        return asdict(self)
