"""Ctrl-C and SIGTERM while something is made: they end the work where it can end, and wait where it cannot."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interrupts:
    """Hears the first signal and is deaf to more, so that the end is orderly.

    >>> Interrupts().stopped(lambda: None)
    False
    """

    def __init__(self) -> None:
        self._working = True  # before anything has begun, a signal simply ends it
        self._heard = False  # between two pieces of work: the next one will not begin

    def begin(self) -> None:
        """From here on there is something to leave in order and to tell of."""
        self._working = False

    def hear(self, signum: int, frame: FrameType | None) -> None:
        """The handler of both signals."""
        for one in _SIGNALS:
            signal.signal(one, signal.SIG_IGN)
        if self._working:
            raise KeyboardInterrupt
        self._heard = True

    def stopped(self, work: Callable[[], None]) -> bool:
        """Do a piece of work; whether a signal ended it, or came before it."""
        try:
            self._working = True
            if self._heard:
                raise KeyboardInterrupt
            work()
            self._working = False
        except KeyboardInterrupt:
            self._working = self._heard = False
            return True
        return False


_active: Interrupts | None = None


@contextlib.contextmanager
def interruptible() -> Iterator[Interrupts]:
    """Signals are heard from here on, as before afterwards; within another of these they stay with that one.

    In a thread, where signals are not ours, nothing is ever heard.
    """
    global _active
    if threading.current_thread() is not threading.main_thread():
        yield Interrupts()
        return
    if _active is not None:
        yield _active
        return
    _active = Interrupts()
    before: dict[signal.Signals, Any] = {}
    try:
        for one in _SIGNALS:
            before[one] = signal.signal(one, _active.hear)
        yield _active
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
        _active = None
