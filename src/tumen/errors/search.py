"""Looking for words."""

from __future__ import annotations

from tumen.errors.base import InputError

__all__ = ["EmptyQuery", "SearchError"]


class SearchError(InputError):
    """A question that cannot be asked of the index."""

    code = "search"


class EmptyQuery(SearchError):
    """No word in it that could be looked for."""

    code = "search.empty"
    default_hint = "Type a word, a name, or words between quotation marks; after a minus, one more word."
