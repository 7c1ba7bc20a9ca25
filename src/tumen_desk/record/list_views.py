"""Pages of lists and fields: looking at every list, adding terms and fields of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from tumen.errors import TermRefused
from tumen_desk.accounts.access import Door, behind
from tumen_desk.record import asking, lists
from tumen_desk.record.models import LocalField, LocalTerm
from tumen_desk.shell import terms

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

LANGUAGES = (("en", _("English")), ("ko", _("Korean")), ("zh", _("Chinese")))


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]  # LoginRequiredMiddleware leaves only users


class _Labelled(forms.Form):
    """A form with a label in each language."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, name in LANGUAGES:
            self.fields[f"label_{code}"] = forms.CharField(
                label=_("Label in %(language)s") % {"language": name}, max_length=120, required=False
            )

    @property
    def labels(self) -> dict[str, str]:
        """Language to label, as given."""
        return {code: self.cleaned_data.get(f"label_{code}", "") for code, _name in LANGUAGES}


class TermForm(_Labelled):
    """A term of one's own, or one's word on a term of the pack."""

    code = forms.CharField(
        label=_("Code"), max_length=40, help_text=_("LOCAL- and a short word for a term of your own.")
    )
    note = forms.CharField(label=_("When to choose it"), max_length=300, required=False)
    parent = forms.ChoiceField(label=_("Below"), required=False)
    maps_to = forms.ChoiceField(
        label=_("Counts and leaves as"),
        required=False,
        help_text=_("The term of the pack that says the same."),
    )
    deprecated = forms.BooleanField(label=_("Not to be chosen any more"), required=False)
    replaced_by = forms.ChoiceField(label=_("Choose instead"), required=False)

    def __init__(self, *args: Any, vocabulary: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = [("", "—"), *((t.code, t.label(terms.language())) for t in terms.vocabulary(vocabulary))]
        own = [c for c in every if not c[0].startswith(lists.PREFIX)]
        for name, choices in (("parent", every), ("replaced_by", every), ("maps_to", own)):
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        if not lists.of_pack(vocabulary):
            self.fields["code"].help_text = _("A short word without a space: the list is your own.")
            del self.fields["maps_to"]


def _titled(vocabulary: str) -> str:
    """A list by its title in the reader's language, and its name, by which tables and forms call it."""
    title = terms.vocabulary(vocabulary).title(terms.language())
    return f"{title} ({vocabulary})" if title != vocabulary else vocabulary


class FieldForm(_Labelled):
    """A field of one's own."""

    name = forms.SlugField(label=_("Short name"), max_length=50, help_text=_("Never changed afterwards."))
    about = forms.ChoiceField(label=_("Asked of"), choices=LocalField._meta.get_field("about").choices or ())
    kind = forms.ChoiceField(label=_("Answered by"), choices=LocalField.Kind.choices)
    vocabulary = forms.ChoiceField(label=_("From which list"), required=False)
    acts = forms.MultipleChoiceField(label=_("Only for acts of these types"), required=False)
    several = forms.BooleanField(label=_("More than one answer"), required=False)
    restricted = forms.BooleanField(label=_("Shown only to those who may see names"), required=False)
    retired = forms.BooleanField(label=_("Not asked any more"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["vocabulary"].choices = [("", "—"), *((v, _titled(v)) for v in terms.vocabularies())]  # type: ignore[attr-defined]
        self.fields["acts"].choices = terms.vocabulary("act_type").choices(terms.language())  # type: ignore[attr-defined]


@behind(Door.RECORD_READ)
def lists_page(request: HttpRequest) -> HttpResponse:
    """Every list, and the fields of this organisation."""
    own = dict.fromkeys(LocalTerm.objects.values_list("vocabulary", flat=True), 0)
    rows = [
        (name, terms.vocabulary(name).title(terms.language()), len(terms.vocabulary(name)), name in own)
        for name in terms.vocabularies()
    ]
    context = {
        "rows": sorted(rows, key=lambda row: str(row[1])),
        "fields": [f for f in asking.fields().values() if f.local],
        "retired": LocalField.objects.filter(retired=True),
    }
    return render(request, "record/lists.html", context)


@behind(Door.RECORD_READ)
def list_page(request: HttpRequest, name: str) -> HttpResponse:
    """One list as a tree: code, labels in every language, what is the organisation's own, what is not chosen."""
    return _list(request, name, TermForm(vocabulary=name) if name in terms.vocabularies() else None)


def _list(request: HttpRequest, name: str, form: forms.Form | None, *, status: int = 200) -> HttpResponse:
    if name not in terms.vocabularies():
        raise Http404
    context = {
        "name": name,
        "title": terms.vocabulary(name).title(terms.language()),
        "note": terms.vocabulary(name).note,
        "rows": lists.tree(name),
        "form": form,
    }
    return render(request, "record/list_terms.html", context, status=status)


@behind(Door.DESK_MANAGE)
@require_POST
def term_add(request: HttpRequest, name: str) -> HttpResponse:
    """Add or change a term of one's own, or deprecate one of the pack."""
    if name not in terms.vocabularies():
        raise Http404
    form = TermForm(request.POST, vocabulary=name)
    if form.is_valid():
        given = {k: v for k, v in form.cleaned_data.items() if not k.startswith("label_")}
        try:
            lists.term_set(actor=_user(request), vocabulary=name, labels=form.labels, **given)
            return redirect("record:list-of", name)
        except TermRefused as error:
            form.add_error(None, error.message)
    return _list(request, name, form, status=422)


@behind(Door.DESK_MANAGE)
@require_http_methods(["GET", "POST"])
def field_new(request: HttpRequest) -> HttpResponse:
    """A field of one's own, new or (`?name=`) changed."""
    known = LocalField.objects.filter(name=request.GET.get("name", "")).first()
    initial: dict[str, Any] = {}
    if known is not None:
        plain = ("name", "about", "kind", "vocabulary", "acts", "several", "restricted", "retired")
        initial = {column: getattr(known, column) for column in plain}
        initial |= {f"label_{code}": label for code, label in known.labels.items()}
    form = FieldForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = {k: v for k, v in form.cleaned_data.items() if not k.startswith("label_")}
        try:
            lists.field_set(actor=_user(request), labels=form.labels, **given)
            messages.success(request, _("It is asked from now on."))
            return redirect("record:lists")
        except TermRefused as error:
            form.add_error(None, error.message)
    context = {"form": form, "title": _("A field of your own"), "button": _("Save")}
    return render(request, "record/form.html", context, status=422 if request.method == "POST" else 200)
