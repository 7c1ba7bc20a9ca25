"""Pages of long lists: the last page costs as little as the first, and counting stops where nobody looks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property

if TYPE_CHECKING:
    _Paginator = Paginator[Any]
else:
    _Paginator = Paginator


class KeyPages(_Paginator):
    """A paginator that may stop counting.

    Args:
        most: count no further than this; `more` then says that there are more. For lists whose every row costs a look
            at consent, and of which people see the beginning.
    """

    def __init__(self, rows: QuerySet[Any, Any], per_page: int, *, most: int | None = None) -> None:
        super().__init__(rows, per_page)
        self.rows, self.most = rows, most

    @cached_property
    def _counted(self) -> int:
        # The order stays: an index that gives it lets a list of distinct keys stop early, too.
        return self.rows.order_by().count() if self.most is None else self.rows[: self.most + 1].count()

    @cached_property
    def count(self) -> int:
        """How many rows, at most `most`."""
        return self._counted if self.most is None else min(self._counted, self.most)

    @property
    def more(self) -> bool:
        """True if counting stopped before the end."""
        return self._counted > self.count


class Pages(KeyPages):
    """Pages over rows of one table.

    A page first finds the ids (from an index, where there is one for the order), then fetches these rows with all that
    belongs to them; Django's own would join every row that it skips. Where counting stops at `most`, the same look
    finds the ids of every page.
    """

    @cached_property
    def _ids(self) -> list[Any]:
        assert self.most is not None  # noqa: S101  (narrowing: only asked where counting stops)
        return list(self.rows.values_list("pk", flat=True)[: self.most + 1])

    @cached_property
    def _counted(self) -> int:
        return self.rows.order_by().count() if self.most is None else len(self._ids)

    def page(self, number: int | str) -> Page[Any]:
        """One page; see the class."""
        number = self.validate_number(number)
        place = slice((number - 1) * self.per_page, min(number * self.per_page, self.count))
        ids = list(self.rows.values_list("pk", flat=True)[place]) if self.most is None else self._ids[place]
        found = {row.pk: row for row in self.rows.filter(pk__in=ids).order_by()}
        return Page([found[pk] for pk in ids if pk in found], number, self)
