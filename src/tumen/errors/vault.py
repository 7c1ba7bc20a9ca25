"""Keys and sealed bytes."""

from __future__ import annotations

from tumen.errors.base import TumenError

__all__ = [
    "BackupUnusable",
    "CapsuleDamaged",
    "KeyDestroyed",
    "LaterVersion",
    "OtherBuild",
    "SealBroken",
    "Sealed",
    "ShareUnreadable",
    "SharesDoNotFit",
    "VaultError",
    "WrongPassphrase",
]


class VaultError(TumenError):
    """A key that does not open, or sealed bytes that were altered."""

    code = "vault"
    exit_status = 3


class WrongPassphrase(VaultError):
    """The passphrase does not fit."""

    code = "vault.wrong_passphrase"
    default_hint = "Check the keyboard layout and caps lock, then try again."


class CapsuleDamaged(VaultError):
    """The key capsule cannot be read."""

    code = "vault.capsule_damaged"
    default_hint = "Put back the copy of the key file that was kept apart from the laptop."


class SealBroken(VaultError):
    """Sealed bytes that do not open: another key, another place, or altered."""

    code = "vault.seal_broken"
    default_hint = "Restore the file from a backup; do not use what lies there now."


class BackupUnusable(VaultError):
    """A backup that cannot be written or restored."""

    code = "vault.backup_unusable"
    default_hint = "Try an earlier backup; nothing was changed."


class LaterVersion(VaultError):
    """A store, or a backup, that a later version of Tumen wrote."""

    code = "vault.later_version"
    default_hint = "Install that version or a later one; nothing was changed."


class OtherBuild(VaultError):
    """A store that another build of Tumen made: its tables are not those of this one."""

    code = "vault.other_build"
    default_hint = (
        "Open it with the build that made it. To go on with this one, write tables and documents into files there "
        "and bring them into a new desk here."
    )


class Sealed(VaultError):
    """The store is closed; nothing can be read until somebody unlocks it."""

    code = "vault.sealed"
    default_hint = "Unlock the desk with the passphrase."


class KeyDestroyed(VaultError):
    """A key that was destroyed on purpose; what it sealed cannot be read by anybody again."""

    code = "vault.key_destroyed"
    default_hint = "This was erased. The register of erasures says when and why."


class ShareUnreadable(VaultError):
    """A recovery sheet that was not typed as it was printed."""

    code = "vault.share_unreadable"
    default_hint = "Compare it word by word with the printed sheet; four letters of each word are enough."


class SharesDoNotFit(VaultError):
    """Recovery sheets that open nothing here."""

    code = "vault.shares"
    default_hint = "Two sheets of the latest set of this store are needed; any two of the three."
