"""A page of docs/ made of what benchmarks print, so that its figures are those of one run."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
DOCS = HERE.parent / "docs"


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with its words, and the benchmark whose Markdown stands under it."""

    says: str
    script: str
    words: tuple[str, ...] = ()
    plain: bool = False
    """Whether it prints plain text, to be shown as it stands."""


def write(name: str, introduction: str, parts: Sequence[Part]) -> int:
    """Run each benchmark in turn and write the page; 0 when all of them ended well."""
    text, failed = [introduction], 0
    for part in parts:
        done = subprocess.run(
            [sys.executable, str(HERE / part.script), *part.words], stdout=subprocess.PIPE, text=True, check=False
        )
        failed += done.returncode != 0
        said = done.stdout.strip()
        text.append(f"{part.says}\n```text\n{said}\n```\n" if part.plain else f"{part.says}\n{said}\n")
    (DOCS / name).write_text("\n".join(text), encoding="utf-8")
    return 1 if failed else 0
