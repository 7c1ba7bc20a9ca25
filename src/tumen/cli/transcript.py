"""`tumen transcript`: what is said in a film or sound, written down by a program on this computer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Hang the command on `app`."""
    app.command("transcript")(transcript)


def transcript(
    played: Annotated[str, typer.Argument(help="A film or sound: MP4, WebM, WAV, MP3, OGG, FLAC.")],
    address: Annotated[
        str, typer.Option("--speech", help="Address on this machine of the program that listens.")
    ],
    out: Annotated[
        Path | None, typer.Option(help="Write it here as WebVTT. Without it: to the screen.")
    ] = None,
    lang: Annotated[
        str, typer.Option(help="What is spoken: ko, zh, en. Without it the program finds out.")
    ] = "",
    name: Annotated[str, typer.Option(help="Name of the program's model, if it has several.")] = "",
) -> None:
    """Write down what is said, with the time of each line: a draft to be corrected against the sound.

    Example: tumen transcript interview.m4a --speech http://127.0.0.1:8080 --lang ko --out interview.vtt

    Any local server that takes /v1/audio/transcriptions will do. Nothing but an address of this machine is taken.
    """
    from tumen import documents
    from tumen.errors import DocumentNotFound

    if out is not None and out.exists():
        raise typer.BadParameter(f"{out} is there already; give another name.", param_hint="--out")
    program = documents.SpeechProgram(address=address, name=name)
    try:
        with Path(played).open("rb") as sound:
            ending = Path(played).suffix.lower().lstrip(".") or "wav"
            told = documents.transcribe(sound, program, ending=ending, language=lang)
    except OSError as reason:
        raise DocumentNotFound(f"{played} cannot be opened: {reason.strerror}.") from None
    if out is None:
        typer.echo(told)
        return
    out.write_text(told, encoding="utf-8")
    typer.echo(f"{out}: compare it with the sound before you quote a word.")
