"""Serving: only for this machine, and without a word."""

from __future__ import annotations

import socket
import threading
import urllib.request

import pytest

from kb.errors import BadConfig
from kb.library import Library
from web.serve import serve


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.8", "yanku.lan", ""])
def test_an_address_others_could_reach_is_refused_with_the_reason(library: Library, host: str) -> None:
    with pytest.raises(BadConfig, match="没有密码"):
        serve(library, host, 0)


def test_a_port_that_is_taken_is_named(library: Library) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(BadConfig, match=f"{port} 端口"):
            serve(library, "127.0.0.1", port)


def test_it_serves_and_prints_nothing(library: Library, capfd: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    thread = threading.Thread(target=serve, args=(library, "127.0.0.1", port), daemon=True)
    thread.start()
    for _ in range(100):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/help", timeout=5) as answer:
                assert answer.status == 200
                break
        except OSError:
            thread.join(0.05)
    else:
        pytest.fail("no answer")
    assert capfd.readouterr() == ("", "")
