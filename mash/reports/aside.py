"""Files appear whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mash.errors import UsageError


@contextmanager
def written_aside(path: Path) -> Iterator[Path]:
    """A path beside ``path`` to write to; moved onto ``path`` when the block ends well, removed when it does not.

    Raises ``UsageError`` when the file cannot be written there.
    """
    aside = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        aside.touch()
        yield aside
        with aside.open("rb") as written:
            os.fsync(written.fileno())
        aside.replace(path)
    except OSError as fault:
        raise UsageError(
            f"cannot be written: {fault.strerror}", where=str(path), try_="a file in a folder that exists"
        ) from None
    finally:
        aside.unlink(missing_ok=True)
