"""What the engine's own code never does, read from its source."""

import ast
from pathlib import Path

import duckdb
import pytest

from mash import warehouse

ENGINE = Path(warehouse.__file__).parent
NEVER_IMPORTED = {
    *("xml", "lxml", "xmltodict", "pickle", "marshal", "shelve", "dill", "joblib", "cloudpickle"),
    *("subprocess", "socket", "urllib", "http", "requests", "httpx", "ftplib", "smtplib", "telnetlib", "ctypes"),
}
NEVER_CALLED = {"eval", "exec", "compile", "__import__"}
YAML_THAT_IS_SAFE = {"CSafeLoader", "SafeLoader"}


def sources():
    for path in sorted(ENGINE.rglob("*.py")):
        yield path.relative_to(ENGINE), ast.parse(path.read_text())


def imported(node):
    if isinstance(node, ast.Import):
        return {alias.name.partition(".")[0] for alias in node.names}
    return {(node.module or "").partition(".")[0]} if isinstance(node, ast.ImportFrom) else set()


def test_the_engine_reads_no_xml_and_unpickles_nothing():
    """Nor does it run a command, open a socket or evaluate a text: what it does not hold cannot be turned on it."""
    found = [
        (str(path), sorted(imported(node) & NEVER_IMPORTED))
        for path, tree in sources()
        for node in ast.walk(tree)
        if imported(node) & NEVER_IMPORTED
    ]
    called = [
        (str(path), node.func.id)
        for path, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in NEVER_CALLED
    ]
    assert (found, called) == ([], [])


def test_yaml_is_read_by_the_safe_loader_alone():
    calls = [
        ast.unparse(node)
        for _, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("yaml.")
    ]
    assert calls
    assert all(any(f"Loader=yaml.{safe}" in call for safe in YAML_THAT_IS_SAFE) for call in calls)


@pytest.mark.parametrize("statement", ["install spatial", "load spatial", "install h3 from community"])
def test_duckdb_fetches_and_loads_no_extension(statement):
    with warehouse.connect() as con, pytest.raises(duckdb.Error, match=r"disabled|not found|locked"):
        con.execute(statement)
