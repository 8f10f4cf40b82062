"""SIGTERM during a night: the process ends at once, says so, and leaves what the next night goes on with.

At once, also within one long statement: Python's own handlers wait for DuckDB to come back, a thread does not.
Nothing is unwound: a night may be cut off anywhere (decision 9), and the lock goes with the process.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from mash.nightly.logbook import Logbook

STOPPED = 128 + signal.SIGTERM
"""How a process that SIGTERM ended is told of by convention: 143."""
SHOW_CURSOR = "\x1b[?25h"


class Stopping:
    """What a night that is told to stop says, and where it notes it."""

    log: Logbook | None = None
    """Of the run, once there is one."""
    step = ""

    def stop(self) -> None:
        """Say it, note it, end the process."""
        at = f" in the step {self.step!r}" if self.step else ""
        with suppress(OSError):  # whoever listened may be gone, and the disk full: it ends all the same
            if self.log:
                self.log.note("stopped", step=self.step or None)
        with suppress(OSError):
            shown = SHOW_CURSOR if sys.stderr.isatty() else ""
            told = f"{shown}mash: nightly: stopped by SIGTERM{at}; the run in use stays in use\n"
            os.write(sys.stderr.fileno(), f"{told}  Try: mash nightly again, which goes on from this step\n".encode())
        os._exit(STOPPED)


@contextmanager
def ended_by_sigterm() -> Iterator[Stopping]:
    """Within, SIGTERM ends the process. Only the main thread can see to that: in another nothing is changed."""
    stopping = Stopping()
    if threading.current_thread() is not threading.main_thread():
        yield stopping
        return
    reads, writes = os.pipe()
    os.set_blocking(writes, False)
    handler = signal.signal(signal.SIGTERM, lambda *_: None)
    woken = signal.set_wakeup_fd(writes)
    waiting = threading.Thread(target=_wait, args=(reads, stopping), daemon=True)
    waiting.start()
    try:
        yield stopping
    finally:
        signal.set_wakeup_fd(woken)
        signal.signal(signal.SIGTERM, handler)
        os.close(writes)
        waiting.join()
        os.close(reads)


def _wait(reads: int, stopping: Stopping) -> None:
    while signals := os.read(reads, 64):
        if signal.SIGTERM in signals:
            stopping.stop()
