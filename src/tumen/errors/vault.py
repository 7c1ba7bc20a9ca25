"""Keys and sealed bytes."""

from __future__ import annotations

from tumen.errors.base import TumenError

__all__ = [
    "BackupUnusable",
    "CapsuleDamaged",
    "SealBroken",
    "Sealed",
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


class Sealed(VaultError):
    """The store is closed; nothing can be read until somebody unlocks it."""

    code = "vault.sealed"
    default_hint = "Unlock the desk with the passphrase."
