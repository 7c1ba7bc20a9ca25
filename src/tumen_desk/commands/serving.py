"""Serving the desk on this machine, to this machine."""

from __future__ import annotations

import sys
import webbrowser

import typer
from django.core.management import call_command
from waitress.server import create_server

from tumen.cli.output import print_json
from tumen.errors import PortTaken
from tumen_desk.commands import idling
from tumen_desk.shell import engine
from tumen_desk.store import folder


def serve(*, port: int, open_browser: bool, as_json: bool = False) -> None:
    """Serve until interrupted. One desk a data folder: two workers would take up each other's work.

    Raises:
        PortTaken: something else listens there.
        FolderInUse: another desk is open on the same data folder.
    """
    with folder.only_desk():
        call_command("collectstatic", interactive=False, verbosity=0)
        from tumen_desk.wsgi import (
            application,  # after the static files are there: it lists them when it is made
        )

        try:
            watch = idling.Watch(application)
            server = create_server(watch, host="127.0.0.1", port=port, threads=4, ident=None)
        except OSError as error:
            raise PortTaken(f"Port {port} is taken.") from error
        address = f"http://127.0.0.1:{server.effective_port}/"
        if as_json:
            print_json({"address": address})
            sys.stdout.flush()
        typer.echo(f"The desk is open at {address}  (Ctrl+C closes it)", err=True)
        if open_browser:
            webbrowser.open(address)
        try:
            engine.unlocked_if_open()
            watch.start()
            server.run()
        finally:
            engine.locking()
