"""How helper processes are started, by whatever part of the program."""

from __future__ import annotations

import multiprocessing
import threading
from multiprocessing.context import BaseContext


def context() -> BaseContext | None:
    """The context for a pool. None, the usual one, is for the main thread of a program only: a fork copies locks
    that other threads hold, and a server has other threads."""
    if threading.current_thread() is threading.main_thread():
        return None
    return multiprocessing.get_context("spawn")
