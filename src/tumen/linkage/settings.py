"""Everything a person may set about a linkage, with its default and what it does."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from tumen import vocab
from tumen.errors import LinkageError


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkSettings:
    """How mentions are linked. The defaults need no labels and no threshold chosen by the user.

    Attributes:
        pack: situation pack whose gazetteer says which places lie in which; None: places are only equal
            or different.
        draws: partitions drawn from the posterior (at least 50 where the draws feed an estimate). 0 for the one
            reported partition and the pairs alone, in less time: then nothing says how sure a number of persons is.
        parameter_draws: how many of them get agreement rates and cluster sizes of their own, so that the
            draws carry what is not known about those too.
        all_pairs_up_to: tables of up to so many mentions are compared in full, without blocking.
        block_cap: the most mentions that share one key of their names; a fuller key is refined, then left
            out.
        field_block_cap: the same for keys of birth, place, leaving and dying, which say less.
        group_cap: the most mentions that are resolved together; weaker ties beyond it are left out.
        edge_probability: pairs less probable than this never tie two mentions together.
        listed_probability: pairs less probable than this are not listed.
        name_loose: share of pairs of mentions of one person whose stated names were told loosely (mistyped, misheard,
            half forgotten), so that a fit says half as much, before the table teaches it.
        name_unrelated: share of pairs of mentions of one person whose stated names have nothing to do with
            each other (an unmarked pseudonym, a nickname, a name taken on the road), before the table teaches it.
        prior_strength: how many pairs of one person the prior agreement rates count for.
        training_pairs: how many pairs are drawn to learn what different people agree in by chance, and to
            estimate what was never compared.
        teaching_pairs: from about so many candidate pairs at most agreement rates are learnt; where there are more,
            those of every so many-th mention teach.
        batch_pairs: about how many candidate pairs are compared at a time; fewer take less memory.
    """

    pack: str | None = vocab.DEFAULT_PACK
    draws: int = 100
    parameter_draws: int = 10
    all_pairs_up_to: int = 600
    block_cap: int = 300
    field_block_cap: int = 80
    group_cap: int = 150
    edge_probability: float = 0.02
    listed_probability: float = 0.01
    name_loose: float = 0.05
    name_unrelated: float = 0.01
    prior_strength: float = 20.0
    training_pairs: int = 200_000
    teaching_pairs: int = 5_000_000
    batch_pairs: int = 600_000

    def __post_init__(self) -> None:
        faults = [
            name
            for name, low in (
                ("draws", 0),
                ("parameter_draws", 1),
                ("block_cap", 2),
                ("field_block_cap", 2),
                ("group_cap", 2),
                ("training_pairs", 100),
                ("teaching_pairs", 100),
                ("batch_pairs", 100),
            )
            if getattr(self, name) < low
        ]
        faults += [
            name
            for name in ("edge_probability", "listed_probability", "name_loose", "name_unrelated")
            if not 0 < getattr(self, name) < 1
        ]
        if self.prior_strength <= 0:
            faults.append("prior_strength")
        if faults:
            raise LinkageError(
                f"These settings are out of range: {', '.join(faults)}.",
                hint="Counts must be positive (draws may be 0); probabilities lie strictly between 0 and 1.",
                settings=faults,
            )

    def as_dict(self) -> dict[str, object]:
        """The settings as plain JSON data, for the run manifest."""
        return asdict(self)
