"""Serving the desk on this machine, to this machine."""

from __future__ import annotations

import errno
import os
import socket
import sys
import threading
import webbrowser
from typing import Final

import typer
from django.conf import settings
from django.core.management import call_command
from waitress.server import create_server

from tumen.cli.output import print_json
from tumen.errors import PortTaken
from tumen_desk.commands import idling, receiving
from tumen_desk.shell import engine
from tumen_desk.store import folder, keyring

_ANSWER_SECONDS: Final = 1.0
"""How long the answer to who locked may take on its way."""


def serve(*, port: int, open_browser: bool, as_json: bool = False, listening: int | None = None) -> None:
    """Serve until interrupted. One desk a data folder: two workers would take up each other's work.

    Each locking ends this process and begins it anew, sealed, at the same address: what Python left of a key in memory
    goes with it. (Not under Windows, where a process cannot take its own place.)

    Args:
        port: on this machine; 0 takes a free one.
        open_browser: show the desk.
        as_json: say the address as JSON.
        listening: number of the open socket that the process before left.

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
            listener = _listener(port, listening)
            told = receiving.options(settings.CONFIG.largest_file)
            server = create_server(watch, sockets=[listener], threads=4, ident=None, **told)
            server.channel_class = receiving.Channel
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
            raise PortTaken(f"Port {port} is taken, or not for everybody to use.") from error
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        if as_json:
            print_json({"address": address})
            sys.stdout.flush()
        if listening is None:
            typer.echo(f"The desk is open at {address}  (Ctrl+C closes it)", err=True)
        if sys.platform != "win32":
            folder.after_locking(lambda: threading.Timer(_ANSWER_SECONDS, _begin_anew, [listener]).start())
        if open_browser:
            webbrowser.open(address)
        try:
            engine.unlocked_if_open()
            watch.start()
            server.run()
        finally:
            engine.locking()


def _listener(port: int, listening: int | None) -> socket.socket:
    if listening is not None:
        return socket.socket(fileno=listening)
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if sys.platform != "win32":  # there it would let another program listen at the same address
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.bind(("127.0.0.1", port))
    return made


def _begin_anew(listener: socket.socket) -> None:
    """Take the place of this process; whoever asks meanwhile waits at the socket, which stays open."""
    if not keyring.is_sealed():
        return
    listener.set_inheritable(True)
    # The port stands among the words for whoever looks for the desk in a list of processes.
    port = str(listener.getsockname()[1])
    words = ("-m", "tumen", "desk", "start", "--no-browser", "--data", str(folder.root()), "--port", port)
    os.execv(sys.executable, [sys.executable, *words, "--listening", str(listener.fileno())])  # noqa: S606  (our own interpreter, a list of words)
