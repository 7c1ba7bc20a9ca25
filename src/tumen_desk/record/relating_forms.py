"""Forms for involvements, ties, structures, what led to what, and interventions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tumen_desk.accounts import circles
from tumen_desk.record.forms import TermField, WrittenDateField
from tumen_desk.record.models import Account, Mention, Post, Source, Unit
from tumen_desk.shell.spoken import spoken

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User


class GroupForm(forms.Form):
    """How many, of what."""

    counting_unit = TermField("counting_unit", label=_("What one of them is"), required=True)
    number_low = forms.IntegerField(label=_("How many, at least"), required=False, min_value=1)
    number_high = forms.IntegerField(label=_("at most"), required=False, min_value=1)
    number_words = forms.CharField(
        label=_("In the words of the source"),
        max_length=60,
        required=False,
        help_text=_("Dozens, a lorry full: kept as told, for a group that nobody counted."),
    )


class OfSource(forms.Form):
    """A form whose people are those of one source, without one of them."""

    people_fields: tuple[str, ...] = ()

    def __init__(
        self, *args: Any, user: User, source: int, without: int | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        people = Mention.objects.filter(source=source).exclude(pk=without or 0).order_by("id")
        for name in self.people_fields:
            self.fields[name].queryset = people  # type: ignore[attr-defined]


class InvolvementForm(OfSource):
    """Who took part, and how."""

    people_fields = ("mention",)
    degree = TermField("perpetrator_role", label=_("In what way"), required=True)
    agency = TermField("agency", label=_("Agency"))
    unit = forms.ModelChoiceField(label=_("Unit"), required=False, queryset=Unit.objects.all())
    post = forms.ModelChoiceField(
        label=_("Holder of a post"), required=False, queryset=Post.objects.select_related("unit")
    )
    mention = forms.ModelChoiceField(label=_("Person"), required=False, queryset=Mention.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].label_from_instance = lambda u: f"{u}: {u.title}"  # type: ignore[attr-defined]
        post: Any = self.fields["post"]
        post.queryset = post.queryset.filter(circles.known_to(self.user, "source"))
        post.label_from_instance = lambda p: f"{p.title or spoken(str(p))}, {p.unit.title}"


class TieForm(OfSource):
    """What somebody is to another person of the source."""

    people_fields = ("other",)
    relation = TermField("relation", label=_("This person is the"), required=True)
    other = forms.ModelChoiceField(label=_("of"), queryset=Mention.objects.none())
    since = WrittenDateField(label=_("Since"), help_text="")
    until = WrittenDateField(label=_("until"), help_text="")


class ChainForm(forms.Form):
    """What a happening led to."""

    kind = TermField("chain_kind", label=_("This happening"), required=True)
    other = forms.ModelChoiceField(
        label=_("the happening (number of its account)"),
        queryset=Account.objects.all(),
        widget=forms.NumberInput,
    )


class InterventionForm(OfSource):
    """Who stepped in, and the answer."""

    people_fields = ("mention",)
    kind = TermField("intervention_kind", label=_("What was done"), required=True)
    mention = forms.ModelChoiceField(label=_("For whom"), required=False, queryset=Mention.objects.none())
    by = forms.CharField(
        label=_("By which body"), max_length=200, required=False, help_text=_("Never a helper by name.")
    )
    addressed_to = TermField("agency", label=_("Addressed to"))
    date = WrittenDateField(label=_("When"), help_text="")
    response = TermField("intervention_response", label=_("Answer"))
    answered = WrittenDateField(label=_("Answered"), help_text="")
    effect = TermField("intervention_effect", label=_("What it changed"))


class UnitForm(forms.Form):
    """A unit."""

    title = forms.CharField(label=_("What it is called"), max_length=200)
    agency = TermField("agency", label=_("Agency"))
    kind = TermField("unit_kind", label=_("Kind"))
    place = TermField("place", label=_("Where"))
    facility = TermField("named_facility", label=_("Facility"))


class InStructureForm(forms.Form):
    """What both have: who says it, and when it held."""

    source = forms.ModelChoiceField(
        label=_("Number of the source that says so"), queryset=Source.objects.all(), widget=forms.NumberInput
    )
    date = WrittenDateField(label=_("From"), help_text="")
    ended = WrittenDateField(label=_("to"), help_text="")
    connection = TermField("information_form", label=_("How the source knows"))


class SubordinationForm(InStructureForm):
    """Under whom a unit stood."""

    under = forms.ModelChoiceField(label=_("Stood under"), queryset=Unit.objects.all())
    field_order = ("under", "source", "date", "ended", "connection")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["under"].label_from_instance = lambda u: f"{u}: {u.title}"  # type: ignore[attr-defined]


class PostForm(InStructureForm):
    """Who held which post."""

    standing = TermField("post_rank", label=_("Standing"))
    title = forms.CharField(label=_("As the source calls the post"), max_length=120, required=False)
    holder = forms.ModelChoiceField(
        label=_("Number of the mention who held it"),
        required=False,
        queryset=Mention.objects.all(),
        widget=forms.NumberInput,
    )
    field_order = ("standing", "title", "holder", "source", "date", "ended", "connection")


class DayForm(forms.Form):
    """A day, of any precision."""

    on = WrittenDateField(label=_("As it stood on"), help_text="")
