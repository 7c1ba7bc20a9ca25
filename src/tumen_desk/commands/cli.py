"""The `tumen desk` group."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from tumen_desk.commands import acting, recording
from tumen_desk.commands.opening import (
    Account,
    Data,
    Json,
    PassphraseFile,
    SignInFile,
    configure,
    passphrase,
    say,
    who,
)

# A bare install has the library alone: then this group is not there. Finding a package does not load it.
for _needed in ("django", "sqlcipher3"):
    if find_spec(_needed) is None:
        raise ModuleNotFoundError(f"No module named {_needed!r}", name=_needed)

app = typer.Typer(
    no_args_is_help=True, help="Open, back up, restore and check a desk and its encrypted store."
)


@app.callback()
def _desk() -> None: ...


@app.command()
def start(
    data: Data = None,
    *,
    demo: Annotated[
        bool, typer.Option("--demo", help="Fill a new desk with a made-up world; the passphrase is public.")
    ] = False,
    port: Annotated[
        int, typer.Option(help="Port on this machine; 0 takes a free one.", min=0, max=65535)
    ] = 8321,
    pack: Annotated[str, typer.Option(help="Situation pack of a new desk.")] = "",
    people: Annotated[int, typer.Option(help="Size of the made-up world.", min=200, max=1_000_000)] = 2000,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the browser.")] = True,
    listening: Annotated[int | None, typer.Option(hidden=True)] = None,
    as_json: Json = False,
) -> None:
    """Open the desk in the browser, on this machine only. It starts sealed.

    Example: tumen desk start --demo
    """
    configure(data, demo=demo, pack=pack)
    from tumen_desk.commands.serving import serve

    if demo:
        from tumen.cli.output import bar
        from tumen_desk.commands.demo import fill_demo

        with bar() as progress:
            fill_demo(people=people, progress=progress)
    serve(port=port, open_browser=browser, as_json=as_json, listening=listening)


@app.command()
def backup(
    target: Annotated[Path, typer.Argument(help="Where the backup goes; its key file is written beside it.")],
    data: Data = None,
    *,
    drill: Annotated[
        bool,
        typer.Option("--drill", help="Then restore it as on a fresh machine, check it, and throw that away."),
    ] = False,
    passphrase_file: PassphraseFile = None,
    as_json: Json = False,
) -> None:
    """Write the whole store into one sealed file and open it again as a proof. Works while the desk is open.

    Example: tumen desk backup /media/usb/monday.tumen-backup --drill
    """
    configure(data)
    from tumen.cli.output import bar
    from tumen_desk.commands.drill import restore_elsewhere
    from tumen_desk.keep.backups import backup_write
    from tumen_desk.store import folder

    words = passphrase(passphrase_file)
    folder.unlock(words)
    with bar() as progress:
        kept = backup_write(actor=None, target=target.absolute(), progress=progress)
    result: dict[str, object] = {"backup": str(target), "bytes": kept.bytes, "sha256": kept.sha256}
    said = f"{target} is written and opens whole (SHA-256 {kept.sha256})."
    if drill:
        drilled = restore_elsewhere(target, words)
        result["drill"] = drilled
        said += f" Restored as on a fresh machine in {drilled['seconds']} s: everything is whole."
    say(
        result,
        as_json=as_json,
        sentence=f"{said} Keep {target}.keys.json apart from it; both and the passphrase, or two recovery sheets, are "
        "needed to restore.",
    )


@app.command()
def restore(
    source: Annotated[Path, typer.Argument(help="The backup.")],
    data: Data = None,
    *,
    keys: Annotated[Path | None, typer.Option(help="Its key file, if it is not beside it.")] = None,
    passphrase_file: PassphraseFile = None,
    sheets_file: Annotated[
        Path | None,
        typer.Option(help="Instead of the passphrase: a file with two recovery sheets, one on each line."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Put a backup into an empty data folder, whole or not at all.

    Example: tumen desk restore /media/usb/monday.tumen-backup --data /home/me/desk
    """
    configure(data)
    from tumen.cli.output import bar
    from tumen_desk.store.backup import by_passphrase, by_sheets, restore_backup

    if sheets_file is not None:
        opener = by_sheets(*(line for line in sheets_file.read_text("utf-8").splitlines() if line.strip()))
    else:
        opener = by_passphrase(passphrase(passphrase_file))
    with bar() as progress:
        count = restore_backup(source, opener, capsule=keys, progress=progress)
    say({"files": count}, as_json=as_json, sentence=f"Restored {count} files. Start the desk and unlock it.")


@app.command(name="rotate-keys")
def rotate_keys(
    data: Data = None,
    *,
    passphrase_file: PassphraseFile = None,
    as_json: Json = False,
) -> None:
    """Bring the closed store under new keys, when somebody may have had the old ones. Write a backup first.

    Example: tumen desk rotate-keys --data /home/me/desk
    """
    configure(data)
    from tumen_desk.store import folder, rotation

    with folder.only_desk():
        folder.unlock(passphrase(passphrase_file))
        epoch = rotation.turn()
        folder.lock()
    say({"epoch": epoch}, as_json=as_json, sentence=f"The store is under its keys number {epoch} now.")


@app.command()
def erase(
    person: Annotated[
        str, typer.Argument(help="Number of a mention (M-12: all mentions of that person), or of a person.")
    ],
    data: Data = None,
    *,
    account: Account,
    alone: Annotated[bool, typer.Option("--alone", help="This mention only.")] = False,
    close_backups: Annotated[
        bool, typer.Option("--close-backups", help="Earlier backups will not open any more.")
    ] = False,
    reason: Annotated[
        str, typer.Option("--ask", help="Ask a second person; why, and who asked for it, without the name.")
    ] = "",
    now: Annotated[bool, typer.Option("--now", help="Erase, once a second person agreed.")] = False,
    passphrase_file: PassphraseFile = None,
    sign_in_file: SignInFile = None,
    as_json: Json = False,
) -> None:
    """Erase a person for good. Without --ask and --now it only says what would go.

    The rule is that of the desk: who asks signs in with password and code, a second person agrees in the desk to
    exactly this plan within a day, and then it is done once, with --now, while the desk is closed.

    Example: tumen desk erase M-12 --as mina --ask "Asked in writing in May"
    """
    configure(data)
    from contextlib import nullcontext

    from tumen.cli.output import bar
    from tumen_desk.commands import erasing as command
    from tumen_desk.keep import erasing
    from tumen_desk.store import folder

    # A desk that is open would go on with keys that are destroyed here.
    with folder.only_desk() if now else nullcontext():
        folder.unlock(passphrase(passphrase_file))
        actor = who(account, sign_in_file)
        chosen = command.mentions_of(actor, person, alone=alone)
        with bar() as progress:
            plan = erasing.plan(actor=actor, mentions=chosen, close_backups=close_backups)
            result, lines = command.erase(actor, plan, reason=reason, now=now, progress=progress)
        folder.lock()
    say(result, as_json=as_json, sentence="\n".join(lines))


@app.command()
def check(
    data: Data = None,
    *,
    passphrase_file: PassphraseFile = None,
    as_json: Json = False,
) -> None:
    """Check the whole store: page seals, structure, every sealed file, the log, time stamps, permissions, clock, disk.

    Exit status 1 if anything is wrong; advice does not count as wrong.

    Example: tumen desk check --json
    """
    configure(data)
    from tumen.cli.output import bar
    from tumen_desk.commands.checking import check_store
    from tumen_desk.store import folder, health

    folder.unlock(passphrase(passphrase_file))
    with bar() as progress:
        problems = check_store(progress=progress)
    advice = health.advice()
    lines = [*(problems or ["Everything is whole."]), *(f"Advice: {a}" for a in advice)]
    say(
        {"problems": problems, "advice": advice, "ok": not problems},
        as_json=as_json,
        sentence="\n".join(lines),
    )
    raise typer.Exit(1 if problems else 0)


@app.command()
def unlock(
    data: Data = None,
    *,
    passphrase_file: PassphraseFile = None,
    as_json: Json = False,
) -> None:
    """Try a passphrase on the store, without opening the desk.

    Example: tumen desk unlock --passphrase-file -
    """
    configure(data)
    from tumen_desk.store import folder

    folder.unlock(passphrase(passphrase_file))
    folder.lock()
    say({"unlocks": True}, as_json=as_json, sentence="The passphrase opens this store.")


acting.register(app)
recording.register(app)
