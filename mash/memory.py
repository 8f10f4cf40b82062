"""Python's own memory while millions of rows pass through it."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """No search for circles: millions of rows hold none, and to look again and again takes longer than to make them.

    What nothing refers to is freed all the same. Decorates a function as well as a block.
    """
    collected = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collected:
            gc.enable()
