"""What the engine's own code never does, read from its source."""

import ast
from functools import cache
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


@cache
def statements():
    """Every import and call of the engine, by file."""
    return [
        (str(path.relative_to(ENGINE)), node)
        for path in sorted(ENGINE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, (ast.Import, ast.ImportFrom, ast.Call))
    ]


def imported(node):
    if isinstance(node, ast.Import):
        return {alias.name.partition(".")[0] for alias in node.names}
    return {(node.module or "").partition(".")[0]} if isinstance(node, ast.ImportFrom) else set()


def test_the_engine_reads_no_xml_and_unpickles_nothing():
    """Nor does it run a command, open a socket or evaluate a text: what it does not hold cannot be turned on it."""
    taken = [(path, sorted(imported(node) & NEVER_IMPORTED)) for path, node in statements()]
    called = [(path, node.func.id) for path, node in statements() if isinstance(getattr(node, "func", None), ast.Name)]
    assert len(called) > 1000
    assert [each for each in taken if each[1]] == []
    assert [each for each in called if each[1] in NEVER_CALLED] == []


def test_yaml_is_read_by_the_safe_loader_alone():
    calls = [
        ast.unparse(node)
        for _, node in statements()
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and ast.unparse(node.func.value) == "yaml"
    ]
    assert calls
    assert all(any(f"Loader=yaml.{safe}" in call for safe in YAML_THAT_IS_SAFE) for call in calls)


@pytest.mark.parametrize("statement", ["install spatial", "load spatial", "install h3 from community"])
def test_duckdb_fetches_and_loads_no_extension(statement):
    with warehouse.connect() as con, pytest.raises(duckdb.Error, match=r"disabled|not found|locked"):
        con.execute(statement)
