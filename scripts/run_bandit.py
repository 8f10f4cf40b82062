"""``make check``'s run of bandit over the engine: every finding is mended, or explained on its own line.

Ruff's S rules are bandit's under the same numbers, so one mark serves both: a finding B608 is silenced by ruff's
mark for S608 with a reason on its line, and by what pyproject.toml says of a whole folder. A test holds every mark to
say why.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from fnmatch import fnmatch
from pathlib import Path

CHECKOUT = Path(__file__).parents[1]
EXPLAINED = r"# noqa: (?:[A-Z]+\d+, ?)*{rule}\b[^#]* - \w+"


def findings(*folders: str) -> list[dict[str, object]]:
    """What bandit finds in these folders of the checkout."""
    done = subprocess.run(  # noqa: S603 - bandit, as installed beside this Python
        [sys.executable, "-m", "bandit", "--quiet", "--recursive", "--format", "json", *folders],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    told = json.loads(done.stdout)
    faults = [f"{each['filename']}: {each['reason']}" for each in told["errors"]]
    if faults:
        sys.exit("bandit could not read " + "; ".join(faults))
    found: list[dict[str, object]] = told["results"]
    return found


def is_explained(finding: dict[str, object]) -> bool:
    """Whether the line, or what stands in pyproject.toml for its folder, silences the rule."""
    rule, file = str(finding["test_id"]).replace("B", "S"), str(finding["filename"])
    ruff = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["ruff"]["lint"]
    if any(fnmatch(file, pattern) and rule in rules for pattern, rules in ruff["per-file-ignores"].items()):
        return True
    lines = (CHECKOUT / file).read_text(encoding="utf-8").splitlines()
    first, last = min(finding["line_range"]), max(finding["line_range"])  # type: ignore[call-overload]
    return re.search(EXPLAINED.format(rule=rule), "\n".join(lines[first - 1 : last])) is not None


def main() -> None:
    """End with 1 and the findings that nobody explained."""
    unexplained = [each for each in findings("mash") if not is_explained(each)]
    for each in unexplained:
        print(f"{each['filename']}:{each['line_number']}: {each['test_id']} {each['issue_text']}")
    sys.exit(bool(unexplained))


if __name__ == "__main__":
    main()
