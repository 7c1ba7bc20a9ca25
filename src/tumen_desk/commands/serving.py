"""Serving the desk on this machine, to this machine."""

from __future__ import annotations

import sys
import webbrowser

import typer
from django.core.management import call_command
from waitress.server import create_server

from tumen.errors import InputError
from tumen_desk.shell import engine


class PortTaken(InputError):
    """Something else listens on the port."""

    code = "desk.port_taken"
    default_hint = "Another desk may be open already. Close it, or give --port 0."


def serve(*, port: int, open_browser: bool) -> None:
    """Serve until interrupted.

    Raises:
        PortTaken: something else listens there.
    """
    call_command("collectstatic", interactive=False, verbosity=0)
    from tumen_desk.wsgi import application  # after the static files are there: it lists them when it is made

    try:
        server = create_server(application, host="127.0.0.1", port=port, threads=4, ident=None)
    except OSError as error:
        raise PortTaken(f"Port {port} is taken.") from error
    address = f"http://127.0.0.1:{server.effective_port}/"
    typer.echo(f"The desk is open at {address}  (Ctrl+C closes it)", err=True)
    sys.stderr.flush()
    if open_browser:
        webbrowser.open(address)
    try:
        engine.unlocked_if_open()
        server.run()
    finally:
        engine.locking()
