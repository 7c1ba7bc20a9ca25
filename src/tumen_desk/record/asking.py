"""What may be asked of a person, an act, a stay, a leg or a transfer: fields of the pack and of this organisation.

Every record holds the columns; what belongs to one kind of act, or to people of one situation, is a field. A field is
never renamed: what was said stands under its id.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any, Final

from django.conf import settings

from tumen import vocab
from tumen.errors import UnknownField, VocabError
from tumen_desk.record.adapters import edtf_text
from tumen_desk.record.models import LocalField
from tumen_desk.shell import terms

COLUMNS: Final = ("sex", "birth", "birthplace", "left", "died")
"""Fields of a person that are columns of a mention; they can be said further times as well."""
_COLUMN_LABELS: Final = {
    "sex": {"en": "sex", "ko": "성별", "zh": "性别"},
    "birth": {"en": "born", "ko": "출생", "zh": "出生"},
    "birthplace": {"en": "place of birth", "ko": "출생지", "zh": "出生地"},
    "left": {"en": "left home", "ko": "집을 떠난 때", "zh": "离家"},
    "died": {"en": "died", "ko": "사망", "zh": "死亡"},
}
_COLUMN_KINDS: Final = {"birthplace": ("term", "place"), "sex": ("sex", "")}


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing that may be asked.

    Attributes:
        id: under which it is kept; never changed.
        about: `mention`, `act`, `stay`, `leg` or `transfer`.
        kind: `term`, `text`, `number`, `date`, `yes_no`, `money` or `sex`.
        vocabulary: whose terms it takes, for `term`.
        labels: language to label.
        acts: act types, or headings of their list, to which it belongs; empty for all.
        several: more than one answer is no contradiction.
        over_time: an answer holds from one date to another.
        restricted: shown to those who may see names.
        decided: somebody decides it, and who did is asked as well.
        local: added by this organisation.
        asked_as: what the form says of it that it was read from; empty for every other.
    """

    id: str
    about: str
    kind: str
    vocabulary: str
    labels: Any
    acts: tuple[str, ...] = ()
    several: bool = False
    over_time: bool = False
    restricted: bool = False
    decided: bool = False
    local: bool = False
    asked_as: Any = dataclasses.field(default_factory=dict)

    @property
    def label(self) -> str:
        """What a person reads, in the language of the page."""
        return terms.label(self.labels)

    @property
    def in_words(self) -> bool:
        """True if an answer is kept sealed, as words."""
        return self.kind == "text"

    def belongs_to(self, act_type: str) -> bool:
        """Whether it is asked of an act of this type."""
        if not self.acts or act_type in self.acts:
            return True
        known = terms.vocabulary("act_type")
        if act_type not in known:
            return False
        term = known[act_type]
        above = {a.code for a in known.ancestors(act_type)}
        return term.group in self.acts or bool(above & set(self.acts))


def fields() -> dict[str, Field]:
    """Every field of this desk: columns, those of the pack, those of the organisation."""
    own = {f.name: _local(f) for f in LocalField.objects.filter(retired=False)}
    return {**of_pack(settings.CONFIG.pack), **own}


def field(name: str) -> Field:
    """One field, also one that is not asked any more.

    Raises:
        UnknownField: there is none.
    """
    found = of_pack(settings.CONFIG.pack).get(name)
    if found is None and (local := LocalField.objects.filter(name=name).first()) is not None:
        found = _local(local)
    if found is None:
        raise UnknownField(f"There is no field {name!r}.", field=name)
    return found


def asked_of(about: str, *, act_type: str = "") -> list[Field]:
    """Fields that may be asked of a thing of this kind, in the order of the pack."""
    return [f for f in fields().values() if f.about == about and (about != "act" or f.belongs_to(act_type))]


@lru_cache(maxsize=8)
def of_pack(pack: str) -> dict[str, Field]:
    """Columns, and fields of a pack, by id."""
    columns = {name: _column(name) for name in COLUMNS}
    return {**columns, **{row["id"]: _field(row) for row in facts(pack, "fields")}}


def facts(pack: str, table: str) -> Iterator[Any]:
    """Rows of what a pack says on recording; none if it says nothing."""
    found = vocab.load_pack(pack)
    if "record" in found.facts_files:
        yield from found.facts("record")["tables"].get(table, ())


def _column(name: str) -> Field:
    kind, vocabulary = _COLUMN_KINDS.get(name, ("date", ""))
    return Field(id=name, about="mention", kind=kind, vocabulary=vocabulary, labels=_COLUMN_LABELS[name])


def _field(row: Any) -> Field:
    plain: dict[str, Any] = {k: row[k] for k in ("id", "about", "kind", "labels")}
    plain |= {k: bool(row.get(k)) for k in ("several", "over_time", "restricted", "decided")}
    return Field(**plain, vocabulary=row.get("vocabulary", ""), acts=tuple(map(str, row.get("acts", ()))))


def _local(row: LocalField) -> Field:
    return Field(
        id=row.name,
        about=row.about,
        kind=row.kind,
        vocabulary=row.vocabulary,
        labels=row.labels,
        acts=tuple(row.acts),
        several=row.several,
        restricted=row.restricted,
        local=True,
        asked_as=row.asked_as,
    )


def clean(asked: Field, written: str) -> str:
    """An answer as it is kept: a code, EDTF text, a number, `yes` or `no`, an amount with its currency, or words.

    Raises:
        VocabError: no term of the list.
        DatesError: no date.
        UnknownField: not a number, an amount or a yes.
    """
    text = written.strip()
    if not text:
        return ""
    if asked.kind == "term":
        if text not in terms.vocabulary(asked.vocabulary):
            raise VocabError(f"The vocabulary {asked.vocabulary} has no term {text!r}.", hint="Choose one.")
        return text
    if asked.kind == "date":
        return edtf_text(text)
    if asked.kind == "number":
        return str(_number(text, asked))
    if asked.kind == "money":
        amount, _, currency = text.rpartition(" ")
        return f"{_number(amount, asked)} {currency.upper()[:3]}"
    if asked.kind in _CHOICES and text not in _CHOICES[asked.kind]:
        raise UnknownField(f"{asked.label}: choose one of the answers.", field=asked.id)
    return text


_CHOICES: Final = {"yes_no": ("yes", "no"), "sex": ("f", "m")}


def _number(text: str, asked: Field) -> Decimal:
    try:
        number = Decimal(text.replace(",", ""))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or not 0 <= number < 10**12:
        raise UnknownField(
            f"{asked.label}: this is not a number.",
            hint="Write digits; an amount with its currency.",
            field=asked.id,
        )
    return number
