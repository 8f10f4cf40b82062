"""Every error that a person may see says what to try: looked for in the source, call by call."""

import ast
from pathlib import Path

import pytest

import mash

SOURCE = Path(mash.__file__).parent
TOLD = {"MashError", "UsageError", "ContractBreach", "Refused", "HubBusy", "NotFound", "NotClear"}
"""The errors that take ``try_``; the others of the tree make their own."""


def errors_made():
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TOLD:
                yield f"{path.relative_to(SOURCE)}:{node.lineno}", node


def test_there_are_errors_to_look_at():
    assert len(list(errors_made())) > 100


@pytest.mark.parametrize(("where", "call"), [pytest.param(where, call, id=where) for where, call in errors_made()])
def test_an_error_says_what_to_try(where, call):
    said = {keyword.arg: keyword.value for keyword in call.keywords}
    assert "try_" in said, f"{where}: {ast.unparse(call)}"
    assert not (isinstance(said["try_"], ast.Constant) and not said["try_"].value)
