"""What the engine is made of: pinned, hashed, listed, and no finding of a static check silenced without a word."""

import json
import re
import subprocess
import sys
import tomllib
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
LOCKED = tomllib.loads((CHECKOUT / "uv.lock").read_text())["package"]
FOLDERS = ("mash", "scripts", "benchmarks", "tests")
SILENCED = re.compile(r"#\s*(?:noqa:[^#]*\bS\d{3}|nosec)")
WITH_A_REASON = re.compile(r"# noqa: (?:[A-Z]+\d+(?:, ?)?)+ - (?:\w{4,}|\w+ [\w'])")


def test_every_file_of_every_dependency_is_locked_by_its_hash():
    outside = [package for package in LOCKED if "editable" not in package["source"]]
    assert len(outside) > 50
    for package in outside:
        given = [*package.get("wheels", ()), *([package["sdist"]] if "sdist" in package else ())]
        assert given, package["name"]
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", file["hash"]) for file in given), package["name"]


def test_what_is_installed_is_held_against_those_hashes():
    rule = (CHECKOUT / "Makefile").read_text().partition("$(READY): uv.lock")[2].partition("\n\n")[0]
    assert "--require-hashes" in rule
    assert "--frozen" in rule
    assert "--no-deps" in rule


def test_the_bill_of_materials_has_every_locked_dependency_of_the_engine_with_its_hashes(tmp_path):
    recipe = (CHECKOUT / "Makefile").read_text().partition("\nbom:")[2].partition("\n\n")[0]
    (words,) = re.findall(r"\$\(BIN\)/uv (export .*)", recipe)
    out = tmp_path / "bom.json"
    uv = Path(sys.executable).with_name("uv")
    if not uv.exists():
        pytest.skip("uv is not installed beside this Python")
    subprocess.run([uv, *words.replace("dist/bom.cdx.json", str(out)).split()], cwd=CHECKOUT, check=True)
    bom = json.loads(out.read_text())
    assert bom["bomFormat"] == "CycloneDX"
    listed = {part["name"]: part for part in bom["components"]}
    (own,) = [package for package in LOCKED if package["name"] == "mash-engine"]
    assert {each["name"] for each in own["dependencies"]} <= listed.keys()
    locked = {package["name"]: package["version"] for package in LOCKED if "version" in package}
    for name, part in listed.items():
        assert part["version"] == locked[name]
        assert all(file["hashes"] for file in part["externalReferences"])


def test_no_finding_of_a_security_check_is_silenced_without_a_reason_in_words():
    lines = [
        (f"{path.relative_to(CHECKOUT)}:{number}", line)
        for folder in FOLDERS
        for path in sorted((CHECKOUT / folder).rglob("*.py"))
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if SILENCED.search(line) and path.name != Path(__file__).name
    ]
    assert len(lines) > 40
    assert [where for where, line in lines if not WITH_A_REASON.search(line)] == []


def test_no_security_rule_is_silenced_for_a_folder_without_a_reason():
    text = (
        (CHECKOUT / "pyproject.toml").read_text().partition("[tool.ruff.lint.per-file-ignores]")[2].partition("\n[")[0]
    )
    silenced = re.findall(r"\"S\d{3}\".*", text)
    assert len(silenced) >= 5
    assert all(re.search(r"# (S\d+: )?[\w' ]{8,}", line) for line in silenced)
    assert not re.findall(
        r"\"S\d{3}\"", (CHECKOUT / "pyproject.toml").read_text().partition("ignore = [")[2].partition("]")[0]
    )


@pytest.mark.parametrize(
    ("line", "explained"),
    [
        ("query = f'select {x} from t'", False),
        ("query = f'select {x} from t'  # noqa: S608", False),
        ("query = f'select {x} from t'  # noqa: S311 - seeded", False),
        ("query = f'select {x} from t'  # noqa: S608 - our own columns", True),
        ("query = f'select {x} from t'  # noqa: ANN401, S608 - our own columns", True),
    ],
)
def test_a_finding_of_bandits_counts_until_its_line_says_why_not(tmp_path, monkeypatch, line, explained):
    runner = run_bandit()
    (tmp_path / "pyproject.toml").write_text('[tool.ruff.lint.per-file-ignores]\n"seeded/**" = ["S608"]\n')
    (tmp_path / "found.py").write_text(f"{line}\n")
    monkeypatch.setattr(runner, "CHECKOUT", tmp_path)
    finding = {"test_id": "B608", "filename": "found.py", "line_number": 1, "line_range": [1]}
    assert runner.is_explained(finding) is explained
    assert runner.is_explained({**finding, "filename": "seeded/found.py"})


@pytest.mark.slow
def test_bandit_finds_nothing_that_nobody_explained_and_does_look():
    runner = run_bandit()
    found = runner.findings("mash")
    assert len(found) > 10
    assert [each for each in found if not runner.is_explained(each)] == []


def run_bandit():
    spec = spec_from_file_location("run_bandit", CHECKOUT / "scripts" / "run_bandit.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_check_runs_bandit():
    check = (CHECKOUT / "Makefile").read_text().partition("\ncheck:")[2].partition("\n\n")[0]
    assert "scripts/run_bandit.py" in check
