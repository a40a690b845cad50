"""Runs the application with waitress, for this machine only."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable

from flask import Flask
from waitress import create_server

import web.reclassify as reclassify
from kb.errors import BadConfig
from kb.library import Library
from kb.suggest import catch_up
from web import create_app
from web.importing import stop_imports
from web.security import is_loopback

THREADS = 8


def serve(
    library: Library, host: str, port: int, on_ready: Callable[[str], None] = lambda address: None
) -> None:
    """Serve until interrupted; prints nothing, not even that a browser asks for many files at once.

    Args:
        on_ready: told the address once it can be opened.

    Raises:
        BadConfig: the address is not one of this machine alone, or is taken.
    """
    if not is_loopback(host):
        raise BadConfig(
            f"不能在 {host} 上打开服务：这一版没有密码，同一网络里的人都能看到你的材料",
            remedy="把 host 改回 127.0.0.1",
        )
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    listening = _listen(host.strip("[]"), port)
    app = create_app(library)
    _warm(app, library)
    reclassify.watch(app)
    server = create_server(app, sockets=[listening], threads=THREADS, ident=None)
    shown = f"[{host.strip('[]')}]" if ":" in host else host
    on_ready(f"http://{shown}:{listening.getsockname()[1]}/")
    try:
        server.run()
    finally:
        server.close()
        reclassify.stop(app)
        stop_imports(app)


def _listen(host: str, port: int) -> socket.socket:
    """The socket is opened here, because waitress leaves one behind when it cannot."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as e:
        raise BadConfig(
            f"打不开 {host} 的 {port} 端口：{e.strerror}",
            remedy="可能已经有一个言库在运行；或用 --port 换一个端口",
        ) from e


def _warm(app: Flask, library: Library) -> None:
    """Ask for a page once, so that the first person to ask does not wait for files to be opened and templates to be
    read; what takes longer is made ready while people ask."""
    app.test_client().get("/search?q=工作")
    catch_up(library)
