"""Asking for a figure: the question and its conditions, then the lists, then whether it may be published."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from tumen.estimation import METHODS
from tumen_desk.count.conditions import ANSWERS, CONDITIONS, Condition
from tumen_desk.count.recipes import EPISODES, PERSONS, CountRecipe
from tumen_desk.record.forms import TermField, WrittenDateField, term_choices

_BETWEEN = "\x1f"  # stands in no name of an organisation


def _methods() -> list[tuple[str, str]]:
    return [(name, method.title) for name, method in METHODS.items()]


class RecipeForm(forms.Form):
    """A question to the linked record, and what must be asked of the lists."""

    title = forms.CharField(label="What do you ask", max_length=300)
    population = forms.CharField(
        label="Who exactly is meant", max_length=300, help_text="As it must stand beside the number."
    )
    counting = forms.ChoiceField(
        label="What is counted",
        choices=[
            (PERSONS, "persons: each person once, whatever happened to them how often"),
            (EPISODES, "episodes: each escape, each return; one person can count for several years"),
        ],
        initial=PERSONS,
        widget=forms.RadioSelect,
        required=False,
    )
    unit = forms.CharField(
        label="What one of them is called",
        max_length=60,
        required=False,
        help_text="persons, escapes, repatriations, …; left empty, persons or episodes.",
    )
    act_types = forms.MultipleChoiceField(
        label="People to whom one of these acts was done",
        choices=lambda: term_choices("act_type")[1:],
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )
    leg_kinds = forms.MultipleChoiceField(
        label="or who made one of these steps",
        choices=lambda: term_choices("journey_leg")[1:],
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )
    since = WrittenDateField(label="Since", help_text="Only what can have happened in the period.")
    until = WrittenDateField(label="Until", help_text="")
    place = TermField("place", any_label="anywhere", label="In")
    sex = forms.ChoiceField(choices=[("", "everybody"), ("f", "female"), ("m", "male")], required=False)
    as_of = WrittenDateField(
        label="The number refers to", required=True, help_text="A day, a year or a period."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in CONDITIONS:
            self.fields[f"answer_{each.code}"] = forms.ChoiceField(
                label=each.question,
                choices=ANSWERS,
                required=False,
                widget=forms.RadioSelect,
                help_text=each.help,
            )
            self.fields[f"note_{each.code}"] = forms.CharField(
                label="In your words", max_length=500, required=False
            )

    @property
    def conditions(self) -> list[tuple[Condition, forms.BoundField, forms.BoundField]]:
        """Each question with its answer and the words to it, for the page."""
        return [(each, self[f"answer_{each.code}"], self[f"note_{each.code}"]) for each in CONDITIONS]

    @property
    def asked(self) -> list[forms.BoundField]:
        """The fields of the question itself."""
        return [field for field in self if not field.name.startswith(("answer_", "note_"))]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("act_types") and not cleaned.get("leg_kinds"):
            self.add_error("act_types", "Choose at least one act or one step.")
        return cleaned

    def recipe(self, earlier: CountRecipe | None = None) -> CountRecipe:
        """The question as a recipe; what is decided about lists and methods stays as it was."""
        given = dict(self.cleaned_data)
        answers = {each.code: given.pop(f"answer_{each.code}") for each in CONDITIONS}
        notes = {each.code: given.pop(f"note_{each.code}") for each in CONDITIONS}
        given["counting"] = given["counting"] or PERSONS
        given["unit"] = given["unit"] or given["counting"]
        lists: dict[str, Any] = {name: tuple(given.pop(name)) for name in ("act_types", "leg_kinds")}
        kept: dict[str, Any] = dict(earlier.as_dict()) if earlier else {}
        return CountRecipe(
            **kept | given | lists | {"answers": _told(answers), "notes": _told(notes)},
        )

    @staticmethod
    def initial_of(recipe: CountRecipe) -> dict[str, Any]:
        """What the form shows for a recipe that is there."""
        answers = {f"answer_{code}": answer for code, answer in recipe.answers.items()}
        notes = {f"note_{code}": note for code, note in recipe.notes.items()}
        return {**recipe.as_dict(), **answers, **notes}


def _told(given: Mapping[str, str]) -> dict[str, str]:
    return {code: text for code, text in given.items() if text}


class ListsForm(forms.Form):
    """Which lists are used, which of them are one, and how to estimate."""

    merge = forms.MultipleChoiceField(required=False)
    leave_out = forms.MultipleChoiceField(required=False)
    method = forms.ChoiceField(choices=_methods, widget=forms.RadioSelect)
    level = forms.TypedChoiceField(
        label="Interval", choices=[("0.95", "95 %"), ("0.9", "90 %"), ("0.8", "80 %")], coerce=float
    )
    seed = forms.IntegerField(min_value=0, help_text="The same seed gives the same number.")

    def __init__(self, *args: Any, recipe: CountRecipe, lists: Iterable[str], **kwargs: Any) -> None:
        initial = {"method": recipe.method, "level": str(recipe.level), "seed": recipe.seed}
        super().__init__(*args, **{"initial": initial, **kwargs})
        self._recipe = recipe
        names = sorted({*lists} - {*recipe.list_names.values()} | {n for g in recipe.merge for n in g})
        pairs = [_BETWEEN.join((one, other)) for one in lists for other in lists if one < other]
        kept = [_BETWEEN.join(group) for group in recipe.merge]
        self.fields["merge"] = forms.MultipleChoiceField(
            choices=[(each, each) for each in {*pairs, *kept}], required=False
        )
        self.fields["leave_out"] = forms.MultipleChoiceField(
            choices=[(name, name) for name in {*names, *recipe.leave_out}], required=False
        )

    def recipe(self) -> CountRecipe:
        """The recipe with what was decided here."""
        given = dict(self.cleaned_data)
        joined = [tuple(each.split(_BETWEEN)) for each in given.pop("merge")]
        merged = _groups(tuple(self._flat(names)) for names in joined)
        left_out = tuple(sorted(given.pop("leave_out")))
        plain: dict[str, Any] = dict(self._recipe.as_dict())
        return CountRecipe(**plain | given | {"merge": merged, "leave_out": left_out})

    def _flat(self, names: Iterable[str]) -> list[str]:
        """A list that is itself several taken as one stands for all of them."""
        known = {" + ".join(sorted(group)): group for group in self._recipe.merge}
        return [one for name in names for one in known.get(name, (name,))]


def _groups(pairs: Iterable[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """Pairs that share a list make one group."""
    of: dict[str, set[str]] = defaultdict(set)
    for pair in pairs:
        whole = set(pair).union(*(of[name] for name in pair))
        for name in whole:
            of[name] = whole
    return tuple(sorted({tuple(sorted(group)) for group in of.values()}))


class PublicationForm(forms.Form):
    """May this figure be published?"""

    why = forms.CharField(
        label="Your reasons",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Why this number and this method; what speaks against it, and why it may stand all the same. It "
        "stays with the figure, with your name.",
    )


def pair_value(names: Iterable[str]) -> str:
    """How lists that may be taken as one are named in a form."""
    return _BETWEEN.join(names)
