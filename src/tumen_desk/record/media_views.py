"""Pages of pictures, films and sounds. No address holds a name, and nothing that is served is kept by the browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import SEEK_END, BytesIO
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.db.models import Q
from django.forms import Form
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tumen.errors import InputError
from tumen_desk.accounts import circles
from tumen_desk.accounts.access import Door, behind, may
from tumen_desk.jobs import services as jobs
from tumen_desk.record import media_forms, nearness, picturing
from tumen_desk.record.models import Document, Media, Shown
from tumen_desk.shell.paging import Pages
from tumen_desk.shell.spoken import spoken

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

PAGE = 24
_PIECE = 4 * 1024 * 1024
_RANGE = re.compile(r"bytes=(\d{1,15})-(\d{0,15})")


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]  # LoginRequiredMiddleware leaves only users


def _document(request: HttpRequest, pk: int) -> Document:
    """The document, unless its source lies in a circle one does not sit in."""
    found = get_object_or_404(Document.objects.select_related("source"), pk=pk)
    circles.require_known(_user(request), found.source_id)
    return found


def _media(request: HttpRequest, pk: int) -> Media:
    found = Media.objects.filter(document=_document(request, pk)).select_related("document__source").first()
    if found is None:
        raise Http404
    return found


@behind(Door.RECORD_READ)
@require_GET
def media_list(request: HttpRequest) -> HttpResponse:
    """All pictures, films and sounds; thumbnails for those who may see who is shown."""
    user = _user(request)
    form = media_forms.MediaFilter(request.GET or None)
    found = Media.objects.filter(circles.known_to(user, "document__source")).select_related(
        "document__source"
    )
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    if chosen.get("kind"):
        found = found.filter(kind=chosen["kind"])
    if chosen.get("place"):
        found = found.filter(Q(seen=chosen["place"]) | Q(viewpoint=chosen["place"]))
    context = {
        "form": form,
        "filtered": any(chosen.values()),
        "page": Pages(found.defer("document__text", "document__layout"), PAGE).get_page(
            request.GET.get("page")
        ),
    }
    return render(request, "record/media_list.html", context)


@behind(Door.RECORD_READ)
@require_GET
def media_part(request: HttpRequest, pk: int) -> HttpResponse:
    """What is known of a picture, film or sound, beside its document, and its transcripts."""
    document = _document(request, pk)
    user, media = _user(request), Media.objects.filter(document=document).first()
    writing = may(user, Door.RECORD_WRITE)
    scan = writing and not document.passages.exists() and bool(picturing.may_be_read(document))
    context = {
        "document": document,
        "media": media,
        "played": document.media_type.partition("/")[0] if media else "",
        "heard": Media.objects.filter(document=document.of).first() if document.of_id else None,
        "cues": list(_cues(document)),
        "transcripts": document.transcripts.defer("text", "layout"),
        "form": media_forms.MediaForm.of(media) if media and writing else None,
        "shown_form": media_forms.ShownForm(source=document.source) if media and writing else None,
        "translation_form": media_forms.TranslationForm() if _may_be_drafted(user, document) else None,
        "scan": scan,
        "spoken_form": media_forms.SpokenForm() if media and writing and settings.CONFIG.speech else None,
        "letters_form": media_forms.LettersForm() if scan else None,
        "may_hold": document.media_type in picturing.MAY_HOLD,
        "near": nearness.near(user, document),
    }
    return render(request, "record/parts/media.html", context)


def _may_be_drafted(user: User, document: Document) -> bool:
    """A text of its own, of which this user may see the names, and a model that is set."""
    written = bool(document.text) and not document.of_id
    return (
        written and bool(settings.CONFIG.model) and may(user, Door.RECORD_WRITE) and may(user, Door.NAMES_SEE)
    )


def _cues(document: Document) -> Iterator[dict[str, object]]:
    """Each line of a transcript with its time on the clock."""
    for cue in document.layout.get("cues", ()):
        whole = int(cue["since"])
        clock = f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"
        yield {**cue, "clock": clock, "words": str(document.text)[cue["start"] : cue["end"]]}


@behind(Door.NAMES_SEE)
@require_GET
def thumbnail(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The small picture."""
    small = picturing.thumbnail(actor=_user(request), media=_media(request, pk))
    if not small:
        raise Http404
    return _unkept(HttpResponse(small, content_type="image/jpeg"))


@behind(Door.NAMES_SEE)
@require_GET
def play(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The film, sound or picture, whole or a piece of it (RFC 9110, 14)."""
    media = _media(request, pk)
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    first = int(asked[1]) if asked else 0
    content = picturing.media_play(actor=_user(request), media=media, begins=first == 0)
    kind, size = media.document.media_type, content.seek(0, SEEK_END)
    if not asked:
        content.seek(0)
        whole = FileResponse(content, content_type=kind)
        whole.headers["Content-Length"] = str(size)
        return _unkept(whole)
    with content:
        last = min(int(asked[2] or size), size - 1, first + _PIECE - 1)
        if first > last:
            return _unkept(HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"}))
        content.seek(first)
        piece = HttpResponse(content.read(last - first + 1), status=206, content_type=kind)
    piece.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    return _unkept(piece)


@behind(Door.NAMES_SEE)
@require_GET
def plain_copy(request: HttpRequest, pk: int) -> FileResponse:
    """A picture without camera, date or place, named by its number."""
    media = _media(request, pk)
    if not media.document.media_type.startswith(picturing.PICTURES):
        raise Http404
    copy = picturing.media_copy(actor=_user(request), media=media)
    ending = "jpg" if copy.startswith(b"\xff\xd8") else "png"
    return FileResponse(
        BytesIO(copy),
        as_attachment=True,
        filename=f"{media.document}.{ending}",
        content_type="application/octet-stream",
    )


@behind(Door.NAMES_SEE)
@require_GET
def inside(request: HttpRequest, pk: int) -> HttpResponse:
    """The pictures inside a document, each with what it is nearly the same as."""
    document = _document(request, pk)
    found = picturing.inside(actor=_user(request), document=document)
    here = set(document.source.documents.values_list("file_sha256", flat=True))
    context = {
        "document": document,
        "pictures": [
            (p, nearness.near_picture(_user(request), p.picture.likeness), p.sha256 in here) for p in found
        ],
    }
    return render(request, "record/parts/inside.html", context)


@behind(Door.NAMES_SEE)
@require_POST
def take_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a picture inside a document a document of its own of the same source."""
    number = request.POST.get("number", "")
    taken = picturing.inside_take_out(
        actor=_user(request),
        document=_document(request, pk),
        number=int(number) if number.isascii() and number.isdecimal() else 0,
    )
    messages.success(request, _("Taken out. Say what is known of it, and who is shown."))
    return redirect("record:document", taken.pk)


def _unkept(response: HttpResponseBase) -> HttpResponseBase:
    """Shown on this page and nowhere else: not stored, not sniffed, not run."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@behind(Door.RECORD_WRITE)
@require_POST
def describe(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what is known of a picture, film or sound."""
    media = _media(request, pk)
    form = media_forms.MediaForm(request.POST)
    if form.is_valid():
        picturing.media_describe(actor=_user(request), media=media, **form.cleaned_data)
        messages.success(request, _("Kept."))
    else:
        for field, errors in form.errors.items():
            messages.error(request, f"{spoken(str(form.fields[field].label))}: {spoken(str(errors[0]))}")
    return redirect("record:document", pk)


@behind(Door.RECORD_WRITE)
@require_POST
def shown(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who is shown, or take it back (`remove`)."""
    media = _media(request, pk)
    removed = Shown.objects.filter(pk=request.POST.get("remove") or 0, media=media).first()
    form = media_forms.ShownForm(request.POST, source=media.document.source)
    if removed is not None:
        picturing.shown_remove(actor=_user(request), shown=removed)
    elif form.is_valid():
        try:
            picturing.shown_add(actor=_user(request), media=media, **form.cleaned_data)
        except InputError as error:
            messages.error(request, f"{error.message} {error.hint}")
    else:
        messages.error(request, _("Choose somebody of whom this source tells."))
    return redirect("record:document", pk)


@behind(Door.RECORD_WRITE)
@require_POST
def letters(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the pages without words to be read by machine."""
    document = _document(request, pk)
    form = media_forms.LettersForm(request.POST)
    known = f" ({', '.join(form.known)})" if form.known else ""
    return _asked(
        request, document, form, kind="record.letters_read", title=f"Letters of {document}",
        otherwise=_("Choose the languages of the pages.") + known,
    )  # fmt: skip


@behind(Door.NAMES_SEE)
@require_POST
def transcript(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for what is said in a film or sound to be written down on this computer."""
    document = _document(request, pk)
    return _asked(
        request, document, media_forms.SpokenForm(request.POST), kind="record.transcript_write",
        title=f"Transcript of {document}", otherwise=_("Choose the language that is spoken."),
    )  # fmt: skip


@behind(Door.NAMES_SEE)
@require_POST
def translation(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a draft of a document in another language, made on this computer."""
    document = _document(request, pk)
    return _asked(
        request, document, media_forms.TranslationForm(request.POST), kind="record.translation_write",
        title=f"Translation of {document}", otherwise=_("Choose the language of the draft."),
    )  # fmt: skip


def _asked(
    request: HttpRequest, document: Document, form: Form, *, kind: str, title: str, otherwise: str
) -> HttpResponse:
    """Ask for work on a document with what the form says; `otherwise` is said where it does not say enough."""
    if not form.is_valid():
        messages.error(request, otherwise)
        return redirect("record:document", document.pk)
    job = jobs.enqueue(
        user=_user(request), kind=kind, title=title, parameters={"document": document.pk, **form.cleaned_data}
    )
    return redirect("jobs:job", job.pk)
