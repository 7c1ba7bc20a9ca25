"""The lists of this desk: the pack's vocabularies, with what the organisation added to them or no longer chooses.

Upper rooms hang their additions on by `extending(fn)`; `fn(vocabulary)` gives the vocabulary as it is to be used.
What it gives is kept until `changed()` is called, here or in another process of this desk: the worker adds lists of a
form while the pages are open. `listing(fn)` names lists that the pack does not have at all.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, Final

from django.conf import settings
from django.utils.translation import get_language

from tumen import vocab
from tumen_desk.shell import packwords
from tumen_desk.store import folder

Extend = Callable[[vocab.Vocabulary], vocab.Vocabulary]
Further = Callable[[], Iterable[str]]
_extending: list[Extend] = []
_listing: list[Further] = []
_MARK: Final = "lists.changed"
"""An empty file in the data folder; when it was touched is when a list was last changed."""
_LOOK_SECONDS: Final = 0.2
_looked: list[float] = [0.0, 0]


def extending(fn: Extend) -> Extend:
    """Register a function that adds to vocabularies."""
    _extending.append(fn)
    return fn


def listing(fn: Further) -> Further:
    """Register a function that gives the names of lists beside those of the pack."""
    _listing.append(fn)
    return fn


def changed() -> None:
    """Something was added or changed: read it again, in every process of this desk."""
    mark = folder.root() / _MARK
    if mark.parent.is_dir():
        mark.touch(mode=0o600)
    _looked[:] = [0.0, 0]
    _extended.cache_clear()


def vocabularies() -> tuple[str, ...]:
    """Names of all vocabularies of this desk: those of the pack, then those of the organisation."""
    of_pack = vocab.load_pack(settings.CONFIG.pack).vocabularies
    return (*of_pack, *(name for further in _listing for name in further() if name not in of_pack))


def vocabulary(name: str) -> vocab.Vocabulary:
    """One vocabulary as this desk uses it; a list that the pack does not have is empty."""
    return _extended(settings.CONFIG.pack, name, _last_change())


def _last_change() -> int:
    """When a process of this desk last changed a list; looked up a few times a second at most."""
    now = time.monotonic()
    if now - _looked[0] > _LOOK_SECONDS:
        try:
            _looked[:] = [now, (folder.root() / _MARK).stat().st_mtime_ns]
        except FileNotFoundError:
            _looked[:] = [now, 0]
    return int(_looked[1])


@lru_cache(maxsize=256)
def _extended(pack: str, name: str, _changed: int) -> vocab.Vocabulary:
    whole = vocab.load_pack(pack)
    found = packwords.labelled(whole.vocabulary(name)) if name in whole.vocabularies else _empty(name, whole)
    for extend in _extending:
        found = extend(found)
    return found


def _empty(name: str, pack: vocab.Pack) -> vocab.Vocabulary:
    return vocab.Vocabulary(
        id=name, titles={}, languages=pack.languages, note="", groups={}, terms={}, retired={}
    )


def language() -> str:
    """The language of this page, as packs call it."""
    return (get_language() or "en").split("-")[0]


def label(labels: Any) -> str:
    """The one of several labels in the language of this page, else in English, else any."""
    return str(labels.get(language()) or labels.get("en") or next(iter(labels.values()), ""))
