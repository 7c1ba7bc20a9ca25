"""What every database of the store has in common: no connection outlives the lock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tumen_desk.store import keyring

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper as _Wrapper
else:
    _Wrapper = object


class Guarded(_Wrapper):
    """Goes before Django's own wrapper."""

    keyring_generation = -1

    def ensure_connection(self) -> None:
        self._close_if_locked_since()
        super().ensure_connection()

    def close_if_unusable_or_obsolete(self) -> None:
        # Called between requests. Without this the parent would open a connection again just to look at it: a thread
        # that served somebody before the desk was locked could not even serve the unlocking page.
        self._close_if_locked_since()
        super().close_if_unusable_or_obsolete()

    def _close_if_locked_since(self) -> None:
        """A connection of an earlier unlocking must not outlive the lock."""
        if self.connection is not None and self.keyring_generation != keyring.generation():
            self.close()
