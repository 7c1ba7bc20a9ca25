"""How every command of `tumen desk` begins and ends: the data folder, the passphrase, who signs in, the answer."""

from __future__ import annotations

import inspect
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tumen.errors import RoleRefused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tumen_desk.accounts.models import User

Data = Annotated[
    Path | None,
    typer.Option("--data", help="Data folder. Default: the place this system keeps user data in."),
]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
PassphraseFile = Annotated[
    Path | None,
    typer.Option("--passphrase-file", help="Read the passphrase from this file ('-': standard input)."),
]
Account = Annotated[str, typer.Option("--as", help="Your account in this desk.")]
SignInFile = Annotated[
    Path | None, typer.Option(help="Your password and a code, one on each line, instead of typing them.")
]

Answer = tuple[dict[str, Any], list[str]]
"""What came of a command, and the same in sentences."""


def configure(data: Path | None, *, demo: bool = False, pack: str = "") -> None:
    """Fix the desk's configuration, before Django reads it."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tumen_desk.settings.desk"
    if data is not None:
        os.environ["TUMEN_DATA"] = str(data.absolute())
    if demo:
        os.environ["TUMEN_DEMO"] = "1"
    if pack:
        os.environ["TUMEN_PACK"] = pack
    import django

    django.setup()


def passphrase(source: Path | None) -> str:
    """From a file, standard input, or the keyboard; never from arguments or environment, where others see it."""
    if source is not None:
        text = sys.stdin.read() if str(source) == "-" else source.read_text("utf-8")
        return text.rstrip("\r\n")
    return str(typer.prompt("Passphrase", hide_input=True, err=True))


def who(username: str, source: Path | None) -> User:
    """Who sits here: their password and a code, typed or from a file with one on each line. The store must be open.

    Raises:
        SignInRefused, TooManyAttempts: see `signing.at_command_line`.
    """
    from tumen_desk.accounts import signing

    lines = iter(source.read_text("utf-8").splitlines()) if source is not None else _typed()
    return signing.at_command_line(username, next(lines, ""), lambda: next(lines, ""))


def at_the_desk(do: Callable[..., Answer]) -> Callable[..., None]:
    """Make a command of what is done for whoever signs in: beside its own options it takes those of all such commands.

    The store is opened, somebody signs in, one thing is done, the store is closed, and it is said what came of it.

    Args:
        do: takes the user, its arguments, and by name its options.
    """

    def command(
        data: Data = None,
        *,
        account: Account,
        passphrase_file: PassphraseFile = None,
        sign_in_file: SignInFile = None,
        as_json: Json = False,
        **own: Any,
    ) -> None:
        configure(data)
        from django.core.exceptions import PermissionDenied

        from tumen_desk.store import folder

        folder.unlock(passphrase(passphrase_file))
        try:
            result, lines = do(who(account, sign_in_file), **own)
        except PermissionDenied as refused:
            raise RoleRefused(str(refused)) from None
        finally:
            folder.lock()
        say(result, as_json=as_json, sentence="\n".join(lines))

    command.__name__, command.__doc__ = do.__name__, do.__doc__
    command.__signature__ = _signature(do, command)  # type: ignore[attr-defined]  # what typer reads
    return command


def _signature(do: Callable[..., Answer], command: Callable[..., None]) -> inspect.Signature:
    """The arguments of `do`, and its options among those of every command, in the order in which help shows them."""
    # The user is no option, and their class is not there before the data folder is known and Django is set up.
    _user, *own = inspect.signature(do, eval_str=True, locals={"User": object}).parameters.values()
    data, account, *others, _own = inspect.signature(command, eval_str=True).parameters.values()
    arguments = [p for p in own if p.kind is not p.KEYWORD_ONLY]
    options = [p for p in own if p.kind is p.KEYWORD_ONLY]
    ordered = [*arguments, data, account, *options, *others]
    return inspect.Signature([p.replace(kind=p.KEYWORD_ONLY) for p in ordered])


def say(result: dict[str, Any], *, as_json: bool, sentence: str) -> None:
    """The answer: one JSON document, or sentences."""
    from tumen.cli.output import print_json

    if as_json:
        print_json(result)
    else:
        typer.echo(sentence)


def _typed() -> Iterator[str]:
    for asked in ("Your password", "A code of your app or paper"):
        yield str(typer.prompt(asked, hide_input=True, err=True))
