"""From what people type to what the register holds: states, instruments and acts by code or by name.

Case, width and surrounding spaces do not matter; nothing else is guessed. What is not found raises with near matches.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tumen import vocab
from tumen.errors import UnknownAct, UnknownInstrument, UnknownState
from tumen.law.nouns import Instrument, Rule, State
from tumen.law.register import AnyPack, Register, register


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What was asked for, and the rules it calls for.

    Attributes:
        asked: What was typed.
        codes: Codes of the vocabulary `act_type`; empty when a rule was named that no term calls for.
        label: English label, or the label of the rule.
        rules: The rules, in pack order; empty when the pack has none for this act.
    """

    asked: str
    codes: tuple[str, ...]
    label: str
    rules: tuple[Rule, ...]


def find_state(text: str, known: Register) -> State:
    """A state by code or name in any language of the register.

    Raises:
        UnknownState: There is none; the hint lists near matches.
    """
    names = {s.code: [s.code, *s.names.values(), *s.also] for s in known.states.values()}
    found = _find(text, names)
    if not found:
        near = _near(text, names)
        raise UnknownState(f"The register has no state {text!r}.", hint=_hint(near, known.states), near=near)
    return known.states[found[0]]


def find_instrument(text: str, known: Register) -> Instrument:
    """An instrument by code, short name or title.

    Raises:
        UnknownInstrument: There is none; the hint lists near matches.
    """
    names = {
        i.code: [i.code, i.short, i.title, *i.names.values(), *i.also] for i in known.instruments.values()
    }
    found = _find(text, names)
    if not found:
        near = _near(text, names)
        raise UnknownInstrument(
            f"The register has no instrument {text!r}.", hint=_hint(near, known.instruments), near=near
        )
    return known.instruments[found[0]]


def find_act(text: str, pack: AnyPack) -> Act:
    """An act by code of `act_type`, id of a rule, or label in any language of the pack.

    A label may leave out what stands in brackets: `refoulement` finds "refoulement (forced return …)".

    Raises:
        UnknownAct: There is none; the hint lists near matches.
    """
    found_pack = vocab.load_pack(pack) if isinstance(pack, str) else pack
    known = register(found_pack)
    terms = {t.code: t for t in found_pack.vocabulary("act_type")}
    by_rule = {r.code: [r.code, r.label] for r in known.rules.values()}
    by_term = {code: [code, *_forms(t.labels.values())] for code, t in terms.items()}
    codes, named = _find(text, by_term), _find(text, by_rule)
    if not codes and not named:
        near = _near(text, {**by_rule, **by_term})
        labels = {
            **{r.code: r.label for r in known.rules.values()},
            **{c: t.label("en") for c, t in terms.items()},
        }
        told = ", ".join(f"{code} ({labels[code]})" for code in near)
        raise UnknownAct(
            f"No act is called {text!r}.",
            hint=f"Near: {told}." if told else UnknownAct.default_hint,
            near=near,
        )
    rules = tuple(r for r in known.rules.values() if r.code in named or set(r.acts) & set(codes))
    label = str(terms[codes[0]].label("en")) if codes else rules[0].label
    return Act(asked=text, codes=codes, label=label, rules=rules)


def _forms(labels: Iterable[str]) -> list[str]:
    """A label as it is, without what is in brackets, and each of its alternatives (`a / b`, `가·나`)."""
    forms: list[str] = []
    for label in labels:
        bare = re.sub(r"\s*[(（][^)）]*[)）]", "", label)
        forms += [label, bare, *re.split(r"\s+/\s+|·", bare)]
    return forms


def _find(text: str, names: Mapping[str, list[str]]) -> tuple[str, ...]:
    wanted = _folded(text)
    return tuple(code for code, forms in names.items() if wanted in {_folded(form) for form in forms})


def _near(text: str, names: Mapping[str, list[str]], *, at_most: int = 5) -> tuple[str, ...]:
    """Codes with a name that contains what was typed, then those with a similar name."""
    wanted = _folded(text)
    inside = [c for c, forms in names.items() if wanted and any(wanted in _folded(f) for f in forms)]
    by_form = {_folded(f): c for c, forms in names.items() for f in forms}
    similar = [by_form[f] for f in difflib.get_close_matches(wanted, by_form, n=at_most, cutoff=0.6)]
    return tuple(dict.fromkeys([*inside, *similar]))[:at_most]


def _hint(near: Iterable[str], named: Mapping[str, State] | Mapping[str, Instrument]) -> str:
    told = ", ".join(f"{code} ({named[code].name()})" for code in near)
    return f"Near: {told}." if told else f"There are: {', '.join(named)}."


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def state_of_agency(code: str, known: Register) -> str:
    """Code of the state whose organ an agency is; empty for one that acts for no state, or that nobody knows."""
    return next((s.code for s in known.states.values() if code in s.organs), "")


def state_of_place(code: str, pack: AnyPack) -> str:
    """Code of the state in which a place of the gazetteer lies; empty when it is not stated."""
    found = vocab.load_pack(pack) if isinstance(pack, str) else pack
    places = found.vocabulary("place")
    return str(places[code].fields.get("country", "")) if code in places else ""
