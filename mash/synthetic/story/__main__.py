"""``python -m mash.synthetic.story FOLDER``: write the extracts and what an engine must find in them."""

from __future__ import annotations

import sys
from pathlib import Path

from mash.synthetic.story import write_expected, write_story

folder = Path(sys.argv[1])
write_story(folder)
write_expected(folder / "expected.json")
