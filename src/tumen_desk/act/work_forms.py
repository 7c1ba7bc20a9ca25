"""Forms of cases, papers and what is followed. They are posted: something of the record may stand in them."""

from __future__ import annotations

from typing import Any

from django import forms

from tumen import law
from tumen.errors import LawError
from tumen_desk.act import demands, positions, queries
from tumen_desk.act.models import Case, Contact, Paper, Recommendation, RecommendationStep
from tumen_desk.record.forms import TermField, WrittenDateField
from tumen_desk.shell import terms


def day_field(**options: Any) -> forms.DateField:
    """A day by the calendar of this machine."""
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), **options)


def channel_choices() -> list[tuple[str, str]]:
    """Kinds of papers, reports among them."""
    return [(c.code, c.title()) for c in law.channels(queries.pack()).channels.values()]


def paper_choices() -> list[tuple[str, str]]:
    """Channels that a paper goes through; reports are written elsewhere."""
    known = law.channels(queries.pack()).channels
    return [(code, title) for code, title in channel_choices() if known[code].kind != "publication"]


def addressee_choices() -> list[tuple[str, str]]:
    """Offices of the pack by title."""
    return [("", "choose an office")] + [
        (a.code, terms.label(a.titles)) for a in law.channels(queries.pack()).addressees.values()
    ]


def state_field(**options: Any) -> forms.ChoiceField:
    """A state of the register."""
    return forms.ChoiceField(
        choices=lambda: [("", "choose a state"), *queries.state_choices()], required=False, **options
    )


def _area(rows: int = 2) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class CaseForm(forms.Form):
    """Open a case file."""

    title = forms.CharField(max_length=200, help_text="Never a name: what happened, where, when.")
    state = state_field(label="State whose conduct is in question")
    priority = forms.TypedChoiceField(choices=Case.Priority.choices, coerce=int, initial=Case.Priority.NORMAL)
    summary = forms.CharField(required=False, widget=_area(), max_length=4000)


class NoteForm(forms.Form):
    """A line of the timeline."""

    text = forms.CharField(label="What happened or was learned", max_length=1000, widget=_area())
    date = WrittenDateField(label="When")
    credibility = TermField("credibility", label="How well it is known")
    life_sign = forms.BooleanField(label="Proof of life", required=False)


class InquiryForm(forms.Form):
    """Who was asked."""

    asked = forms.CharField(label="Who was asked", max_length=200)
    asked_on = day_field(label="On")
    asked_by = forms.CharField(label="By whom", max_length=200, required=False)


class InquiryAnswerForm(forms.Form):
    """What they answered."""

    answer = forms.CharField(max_length=1000, widget=_area())
    answered_on = day_field(label="On")
    kind = TermField("official_response", label="Kind of answer")


class TaskForm(forms.Form):
    """Something to be done."""

    text = forms.CharField(label="What is to be done", max_length=300)
    due = day_field(label="By", required=False)


class CloseForm(forms.Form):
    """Close a case."""

    why = forms.CharField(label="Why it is closed", max_length=500, widget=_area())


class ElementForm(forms.Form):
    """A person's answer about one element."""

    element = forms.ChoiceField(choices=())
    truth = forms.ChoiceField(
        label="Answer", choices=[("yes", "met"), ("no", "not met"), ("cannot tell", "cannot be told")]
    )
    why = forms.CharField(label="Why, and on what it rests", max_length=500, widget=_area())

    def __init__(self, *args: Any, elements: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["element"].choices = elements  # type: ignore[attr-defined]  # a choice field, as declared


class QuestionForm(forms.Form):
    """A person's answer to one question."""

    question = forms.CharField(widget=forms.HiddenInput, max_length=20)
    word = forms.ChoiceField(label="Answer", choices=[("yes", "yes"), ("no", "no"), ("unknown", "not known")])
    why = forms.CharField(label="Why", required=False, max_length=500)


class PaperBeginForm(forms.Form):
    """Begin a paper."""

    channel = forms.ChoiceField(label="Where it goes", choices=paper_choices)
    addressee = forms.ChoiceField(label="Office (for a letter)", choices=addressee_choices, required=False)
    concerns = state_field(label="State it concerns")
    language = forms.ChoiceField(choices=[("en", "English"), ("ko", "Korean"), ("zh", "Chinese")])


class PaperForm(forms.Form):
    """What stands in a paper: a box for each thing its channel asks for."""

    language = forms.ChoiceField(choices=[("en", "English"), ("ko", "Korean"), ("zh", "Chinese")])

    def __init__(self, *args: Any, paper: Paper, way: law.Channel, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["language"].initial = paper.language
        if way.words and "" not in way.words:
            self.fields["sender_status"] = forms.ChoiceField(
                label="Who sends it", initial=paper.sender_status, required=False,
                choices=[("", "choose"), *((k, f"{k}: {v:,} words") for k, v in way.words.items())],
            )  # fmt: skip
        for asked in way.fields:
            if asked.fill == "person.name" and way.named:
                continue  # sealed: put in when it leaves
            text = paper.answers.get(asked.name, "")
            long = (
                len(text) > 90
                or "\n" in text
                or asked.fill in ("event.circumstances", "pattern", "inquiries", "")
            )
            self.fields[f"f-{asked.name}"] = forms.CharField(
                label=asked.title("en"), required=False, initial=text,
                help_text="" if asked.need == "may" else {"must": "needed", "should": "asked for"}[asked.need],
                widget=_area(max(2, min(10, text.count("\n") + len(text) // 100 + 2))) if long else forms.TextInput(),
            )  # fmt: skip

    def answers(self) -> dict[str, str]:
        """Name of each field to its text."""
        return {k[2:]: v for k, v in self.cleaned_data.items() if k.startswith("f-")}


class ReasonForm(forms.Form):
    """Why it should leave."""

    reason = forms.CharField(label="Why it should leave now", max_length=500, widget=_area())


class PetitionForm(forms.Form):
    """Signatures that were counted."""

    collected = forms.IntegerField(label="Signatures counted", min_value=1)
    on = day_field(label="On")
    place = forms.CharField(required=False, max_length=120)


class VariantsForm(forms.Form):
    """The same letter to other offices, in other languages."""

    addressees = forms.MultipleChoiceField(label="To which offices", choices=lambda: addressee_choices()[1:])
    languages = forms.MultipleChoiceField(
        choices=[("en", "English"), ("ko", "Korean"), ("zh", "Chinese")], initial=["en"]
    )


class ReplyForm(forms.Form):
    """What came back."""

    text = forms.CharField(label="What they answered", widget=_area(3))
    on = day_field(label="On")
    kind = TermField("intervention_response", label="Kind of answer")


class RecommendationForm(forms.Form):
    """A demand to be followed."""

    addressee = forms.CharField(max_length=120)
    states = forms.MultipleChoiceField(
        label="States it stands for", choices=queries.state_choices, required=False,
        help_text="A group addressee is followed state by state.",
    )  # fmt: skip
    group = forms.ChoiceField(
        label="Or a group of states", choices=lambda: [("", "none"), *positions.group_choices()], required=False,
        help_text="Each of its states is followed on its own.",
    )  # fmt: skip
    text = forms.CharField(label="What is asked", max_length=1000, widget=_area())
    ground = forms.CharField(label="Legal ground", required=False, max_length=300)
    provisions = forms.CharField(
        label="Articles of the register", required=False, max_length=300,
        help_text="Instrument and article, with commas between: REFCONV 33(1), CAT 3",
    )  # fmt: skip
    condition = forms.CharField(required=False, max_length=300)
    horizon = forms.ChoiceField(
        label="When it can be reached", required=False,
        choices=[("", "not said"), *Recommendation._meta.get_field("horizon").choices],  # type: ignore[misc]  # a list of pairs
    )  # fmt: skip
    season = forms.ChoiceField(
        label="Last day of each year",
        choices=lambda: [("", "none"), *demands.season_choices()],
        required=False,
    )
    made_on = WrittenDateField(label="Made on")
    source = forms.CharField(required=False, max_length=300)
    earlier = forms.ModelChoiceField(
        label="Earlier recommendation it belongs to", queryset=Recommendation.objects.all(), required=False,
        empty_label="none",
    )  # fmt: skip
    relation = forms.ChoiceField(
        label="How it belongs to it", required=False,
        choices=[("", "none"), *Recommendation._meta.get_field("relation").choices],  # type: ignore[misc]  # a list of pairs
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["earlier"].label_from_instance = lambda r: f"{r.pk}: {r.addressee}: {r.text[:70]}"  # type: ignore[attr-defined]

    def clean_provisions(self) -> list[str]:
        try:
            return demands.provisions(self.cleaned_data["provisions"])
        except LawError as error:
            raise forms.ValidationError(f"{error.message} {error.hint}") from None

    def clean(self) -> dict[str, Any]:
        told = dict(super().clean() or {})
        if bool(told.get("earlier")) != bool(told.get("relation")):
            raise forms.ValidationError("Choose both: the earlier one, and how this belongs to it.")
        told["states"] = list(
            dict.fromkeys([*told.get("states", []), *positions.states_of(told.pop("group", "") or "")])
        )
        return told


class StepForm(forms.Form):
    """What became of a demand."""

    state = state_field(label="The state")
    status = TermField("recommendation_status", label="Status", required=True)
    on = WrittenDateField(label="When")
    kind = forms.ChoiceField(label="What it is", choices=RecommendationStep.Kind.choices, required=False)
    position = forms.ChoiceField(
        label="Entry of the log that shows it", choices=lambda: [("", "none"), *positions.choices()], required=False,
        help_text="It gives day, words and source where you leave them empty.",
    )  # fmt: skip
    note = forms.CharField(required=False, max_length=500)
    source = forms.CharField(
        required=False, max_length=300, help_text="Needed for everything but our own reading."
    )


class ContactForm(forms.Form):
    """Somebody who may act. Helpers on the way never stand here."""

    name = forms.CharField(max_length=200)
    kind = forms.ChoiceField(choices=Contact.Kind.choices)
    office = forms.CharField(required=False, max_length=200)
    state = state_field(label="The state")
    languages = forms.CharField(required=False, max_length=60)
    reach = forms.CharField(label="How to reach them", required=False, max_length=300)
    tonight = forms.CharField(label="What they can do tonight", required=False, max_length=300)


class MayReceiveForm(forms.Form):
    """Whether a contact may receive a kind of paper."""

    channel = forms.ChoiceField(label="Kind of paper", choices=channel_choices)
    granted = forms.TypedChoiceField(
        label="May receive it", choices=[("yes", "yes"), ("no", "no")], coerce=lambda v: v == "yes"
    )
    why = forms.CharField(label="Why", max_length=500)
