"""Forms about pictures, films and sounds."""

from __future__ import annotations

from typing import Any, Self

from django import forms
from django.utils.translation import gettext_lazy as _

from tumen import documents
from tumen_desk.record.forms import NOT_STATED, TermField, WrittenDateField
from tumen_desk.record.models import Media, Mention, Source


class MediaFilter(forms.Form):
    """Narrow the pictures."""

    kind = forms.ChoiceField(choices=[("", "all"), *Media.Kind.choices], required=False)
    place = TermField("place", any_label="all", label=_("Place seen or looked from"))


class MediaForm(forms.Form):
    """What is known of one. Where one looks from and what one sees are two places."""

    kind = forms.ChoiceField(label=_("What it is"), choices=[NOT_STATED, *Media.Kind.choices], required=False)
    caption = forms.CharField(
        label=_("What it shows"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    date = WrittenDateField(label=_("Taken or drawn"), help_text="")
    depicts = WrittenDateField(
        label=_("When what it shows was"), help_text=_("For a drawing from memory: the time of the event.")
    )
    seen = TermField("place", label=_("Place seen"))
    viewpoint = TermField("place", label=_("Looked at from"))
    viewpoint_words = forms.CharField(
        label=_("Where exactly it was taken from"),
        max_length=300,
        required=False,
        help_text=_("Sealed with the file: it can lead to whoever took it."),
    )
    credit = forms.CharField(label=_("Credit, as printed"), max_length=200, required=False)
    maker = forms.CharField(
        label=_("Who made it, if not to be printed"),
        max_length=200,
        required=False,
        help_text=_("Sealed with the file; shown to those who may see names."),
    )

    @classmethod
    def of(cls, media: Media) -> Self:
        """The form as it stands."""
        return cls(initial={name: getattr(media, name) for name in cls.base_fields})


class ShownForm(forms.Form):
    """Who is shown or heard."""

    mention = forms.ModelChoiceField(
        Mention.objects.none(), label=_("Who is shown or heard"), empty_label=_("choose")
    )
    recognisable = forms.BooleanField(label=_("Can be recognised"), required=False, initial=True)
    area = forms.CharField(
        label=_("Where in the picture"),
        max_length=40,
        required=False,
        help_text=_(
            "Left, top, width, height in percent: 40, 10, 15, 20. Veiled in copies unless they agreed to be shown; "
            "without an area the whole picture is."
        ),
    )

    def __init__(self, *args: Any, source: Source, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = self.fields["mention"]
        assert isinstance(told, forms.ModelChoiceField)  # noqa: S101  (narrowing: declared above)
        told.queryset = Mention.objects.filter(source=source).order_by("id")


_SPOKEN = {"kor": "Korean", "chi_sim": "Chinese", "eng": "English"}


class SpokenForm(forms.Form):
    """What is spoken in a film or sound."""

    language = forms.ChoiceField(
        label=_("Language that is spoken"),
        required=False,
        choices=[("", _("the program finds out")), ("ko", "한국어"), ("zh", "中文"), ("en", "English")],
    )


class TranslationForm(forms.Form):
    """Into which language a draft is asked for."""

    language = forms.ChoiceField(
        label=_("Into"), choices=[("en", "English"), ("ko", "한국어"), ("zh", "简体中文")]
    )


class LettersForm(forms.Form):
    """Languages in which a machine reads pages; those that the program on this computer knows."""

    languages = forms.MultipleChoiceField(
        label=_("Languages on the pages"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("As few as possible."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = documents.machine_languages()
        spoken = [code for code in _SPOKEN if code in self.known]
        field = self.fields["languages"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101  (narrowing: declared above)
        field.choices = [
            (code, _SPOKEN.get(code, code))
            for code in [*spoken, *(k for k in self.known if k not in _SPOKEN)]
        ]

    @property
    def is_possible(self) -> bool:
        """False where the program is not on this computer."""
        return bool(self.known)
