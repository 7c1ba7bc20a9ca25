"""Forms of reading: a report that comes in, a candidate that is edited, a draft to be checked."""

from __future__ import annotations

from typing import Any

from django import forms

from tumen.figures import Ledger
from tumen_desk.act.models import Recommendation
from tumen_desk.count.ledger import Entry
from tumen_desk.count.ledger_forms import PublishedForm
from tumen_desk.read import following
from tumen_desk.read.models import Candidate
from tumen_desk.record.forms import LANGUAGES, TermField, WrittenDateField


class ReportForm(forms.Form):
    """A report, and what is known of it before anybody has read it."""

    file = forms.FileField(label="Drop a report here, or choose it")
    title = forms.CharField(max_length=300, required=False, help_text="Empty: the name of the file.")
    issuer = forms.CharField(max_length=200, required=False, label="Issued by")
    date = WrittenDateField(
        label="Published", help_text="“Two years ago” in the text is reckoned from this day."
    )
    kind = TermField("source_kind", label="Kind of source")
    language = forms.ChoiceField(choices=[("", "as the text shows"), *LANGUAGES[1:]], required=False)
    published = forms.BooleanField(
        label="It was published by its issuer",
        required=False,
        initial=True,
        help_text="Then its figures may be counted. Leave it out for anything told in confidence.",
    )


class DraftForm(forms.Form):
    """A draft to be checked."""

    file = forms.FileField(label="Drop your draft here, or choose it")


class FigureForm(PublishedForm):
    """A figure before it is accepted; why it differs from the suggestion needs not be said."""

    def __init__(self, *args: Any, candidate: Candidate, books: Ledger, **kwargs: Any) -> None:
        super().__init__(*args, entry=Entry.of(candidate.content["entry"]), books=books, **kwargs)
        self.fields["why"].required = False
        self.fields["why"].help_text = "If what you write differs from the text, say why."


class RecommendationForm(forms.Form):
    """A recommendation before it is accepted, and which earlier one it repeats."""

    addressee = forms.CharField(max_length=120, label="Who is asked")
    text = forms.CharField(max_length=1000, label="What is asked", widget=forms.Textarea(attrs={"rows": 3}))
    earlier = forms.ChoiceField(label="Repeats", required=False)

    def __init__(self, *args: Any, candidate: Candidate, words: str, **kwargs: Any) -> None:
        addressee = candidate.content.get("addressee") or ""
        kwargs["initial"] = {"addressee": addressee, "text": words, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        offered = following.earlier(addressee, words, list(Recommendation.objects.all()))
        self.fields["earlier"].choices = [  # type: ignore[attr-defined]  # a ChoiceField, as declared
            ("", "none: it is new"),
            *(
                (
                    str(e.recommendation.pk),
                    f"{e.recommendation.addressee}: {e.recommendation.text[:90]} ({e.reason})",
                )
                for e in offered
            ),
        ]
