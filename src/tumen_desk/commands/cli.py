"""The `tumen desk` group."""

from __future__ import annotations

import typer

app = typer.Typer(
    no_args_is_help=True, help="Open, back up, restore and check a desk and its encrypted store."
)


@app.callback()
def _desk() -> None: ...
