"""What is counted is one or many: looked for in the source, sentence by sentence, and tried on one of each."""

import ast
import re
from pathlib import Path

import pytest

import mash
from mash.vocabulary import counted

SOURCE = Path(mash.__file__).parent
ROOMS = ("cli", "reports", "chronology")
"""Whose sentences people read."""
MANY = re.compile(
    r"^ (\w+ )?(rows|records|persons|people|ties|cases|referrals|judgements|days|months|years|steps|hops|pairs|entries"
    r"|extracts|files|papers|things|agencies|datasets|sources|adults|children|questions|reasons|lines|words|exhibits"
    r"|identities|figures|draws|rules)\b"
)


def sentences():
    """Every text of the rooms into which something is put, with whatever chooses whether it is said."""
    for room in ROOMS:
        for path in sorted((SOURCE / room).rglob("*.py")):
            yield from _texts(ast.parse(path.read_text()), f"{path.relative_to(SOURCE)}", ())


def _texts(node, where, choices):
    if isinstance(node, ast.IfExp):
        choices = (*choices, ast.unparse(node.test))
    if isinstance(node, ast.JoinedStr):
        yield where, node, choices
    for child in ast.iter_child_nodes(node):
        yield from _texts(child, where, choices)


def always_many(said, choices):
    """Values before a word for many that no choice beside them says is not one."""
    for value, after in zip(said.values, said.values[1:], strict=False):
        if isinstance(value, ast.FormattedValue) and isinstance(after, ast.Constant) and MANY.match(after.value):
            chosen = any(re.search(r"== 1|!= 1|> 1|< 1|min\(HOMES\)", choice) for choice in choices)
            if not chosen:
                yield ast.unparse(said)


def test_there_are_sentences_to_look_at():
    assert len(list(sentences())) > 300


def test_no_sentence_counts_one_as_many():
    assert [f"{where}: {one}" for where, said, choices in sentences() for one in always_many(said, choices)] == []


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ((1, "row"), "1 row"),
        ((0, "row"), "0 rows"),
        ((2000, "row"), "2,000 rows"),
        ((1, "judgement is", "judgements are"), "1 judgement is"),
        ((2, "entry", "entries"), "2 entries"),
    ],
    ids=str,
)
def test_what_is_counted_is_one_or_many(given, says):
    assert counted(*given) == says
