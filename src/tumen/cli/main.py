"""The command line: one module a command, loaded only when it runs, and groups that other packages register."""

from __future__ import annotations

import sys
from importlib.metadata import entry_points

import typer

from tumen import __version__
from tumen.cli.commands import register
from tumen.cli.output import report_error
from tumen.errors import TumenError

app = typer.Typer(
    name="tumen",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Record what people told, link the accounts, count with honest uncertainty. Works on files, offline.",
)


@app.callback(invoke_without_command=True)
def _top(
    version: bool = typer.Option(False, "--version", help="Show the version and leave."),  # noqa: FBT001, FBT003  (typer reads booleans as flags)
) -> None:
    if version:
        typer.echo(__version__)
        raise typer.Exit


def build() -> typer.Typer:
    """The whole command tree: the library's own commands, then what entry points add."""
    if not app.registered_commands:
        register(app)
        for point in sorted(entry_points(group="tumen.commands"), key=lambda p: p.name):
            try:
                app.add_typer(point.load(), name=point.name)
            except ModuleNotFoundError as missing:
                # A bare install has the library without the desk's dependencies: its group simply is not there.
                if (missing.name or "").split(".")[0] == "tumen_desk":
                    raise
    return app


def main() -> None:
    """Run; turn a TumenError into its exit status, with a message and what to do next."""
    try:
        build()(standalone_mode=True)
    except TumenError as error:
        report_error(error, as_json="--json" in sys.argv)
        sys.exit(error.exit_status)
