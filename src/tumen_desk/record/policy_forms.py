"""Forms of the register of rules, practices and positions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tumen_desk.record.forms import NOT_STATED, EdgeDateField, TermField, WrittenDateField, term_choices
from tumen_desk.record.models import Account, Passage, Policy, Source
from tumen_desk.record.policies import states


class StateField(forms.ChoiceField):
    """A state whose rules may be entered."""

    def __init__(self, *, any_label: str = "", **options: Any) -> None:
        options.setdefault("required", False)
        empty = ("", any_label) if any_label else NOT_STATED
        super().__init__(choices=lambda: [empty, *states().items()], **options)


class PolicyFilter(forms.Form):
    """Narrow the register."""

    text = forms.CharField(
        label=_("Words in it"), required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    state = StateField(label=_("Which state"), any_label="all")
    kind = TermField("policy_kind", label=_("Kind"), any_label="all")
    topic = TermField("policy_topic", label=_("On what"), any_label="all")
    place = TermField("place", label=_("Where"), any_label="all")
    since = EdgeDateField(label=_("Can have held since"))
    until = EdgeDateField(label=_("until"), last=True)


class TimelineFilter(PolicyFilter):
    """Narrow the line of time, and choose what is counted beside it."""

    act_type = TermField("act_type", label=_("Acts counted beside it"), any_label="none")
    with_prices = forms.BooleanField(label=_("Prices beside it"), required=False)


class PolicyForm(forms.Form):
    """One rule, practice or position."""

    title = forms.CharField(label=_("What it is called"), max_length=200)
    kind = TermField("policy_kind", label=_("Kind"))
    topic = TermField("policy_topic", label=_("On what"))
    state = StateField(label=_("State whose it is"))
    agency = TermField("agency", label=_("Body that ordered or does it"))
    toward = StateField(label=_("State that it is directed at or compared with"))


class TellingForm(forms.Form):
    """What one source says of it."""

    source = forms.ModelChoiceField(
        label=_("Number of the source that says so"), queryset=Source.objects.all(), widget=forms.NumberInput
    )
    passage = forms.ModelChoiceField(
        label=_("Number of the passage, if one is marked"),
        queryset=Passage.objects.all(),
        widget=forms.NumberInput,
        required=False,
    )
    date = WrittenDateField(label=_("From"))
    ended = WrittenDateField(label=_("until"), help_text="")
    standing = TermField("policy_standing", label=_("How it stood"))
    basis = TermField("policy_basis", label=_("In which form the source has it"))
    connection = TermField("information_form", label=_("How the source knows"))
    credibility = TermField("credibility", label=_("Grade of this telling"))
    places = forms.MultipleChoiceField(
        label=_("Where"), required=False, choices=lambda: term_choices("place")[1:]
    )
    rule = forms.CharField(
        label=_("What it says or how it is done"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    exceptions = forms.CharField(label=_("Exceptions"), max_length=300, required=False)
    penalty = forms.CharField(label=_("What is threatened"), max_length=300, required=False)
    price = forms.DecimalField(label=_("Bounty, fine or fee"), required=False, min_value=0, max_digits=12)
    currency = forms.CharField(label=_("Currency"), max_length=3, required=False)
    speaker = TermField("agency", label=_("Body that said so"))
    spoken_by = forms.CharField(
        label=_("Office that said so"),
        max_length=120,
        required=False,
        help_text=_("Never a witness by name."),
    )
    stance = TermField("return_justification", label=_("Reason that the state gives"))
    stated_motive = forms.CharField(label=_("Motive that the state named"), max_length=300, required=False)
    imputed_motive = forms.CharField(
        label=_("Motive as others read it"),
        max_length=300,
        required=False,
        help_text=_("Kept apart from what is known: this is an interpretation."),
    )


class PolicyLinkForm(forms.Form):
    """What it has to do with a happening or another rule."""

    kind = TermField("policy_link", label=_("This rule or practice"), required=True)
    account = forms.ModelChoiceField(
        label=_("the happening (number of its account)"),
        queryset=Account.objects.all(),
        widget=forms.NumberInput,
        required=False,
    )
    other = forms.ModelChoiceField(
        label=_("or another rule or practice"), queryset=Policy.objects.all(), required=False
    )

    def __init__(self, *args: Any, known: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].queryset = known  # type: ignore[attr-defined]
        self.fields["other"].label_from_instance = lambda p: f"{p}: {p.title}"  # type: ignore[attr-defined]


class PreferForm(forms.Form):
    """Why a value is taken."""

    reason = forms.CharField(label=_("Why"), max_length=500)
    field = forms.CharField(max_length=20)
