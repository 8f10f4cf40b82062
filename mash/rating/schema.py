"""The JSON Schema of a policy file, made from the checks the loader itself uses.

For an editor that knows TOML by schema, or a form: dates are read as ``YYYY-MM-DD``. Whatever the loader accepts is
valid here. Three things only the loader knows: two rules of one name or of one test and the same numbers, and hops that
nobody searches.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping
from typing import Any

from mash.rating.checking import ASSOCIATIONS, EXPLAINED, NETWORK, RESERVED, RULE_COLOURS, TOP, parameters_of
from mash.rating.parameters import CHECKS
from mash.rating.rules import RULES

TEXT = {"type": "string", "pattern": r"\S"}

Schema = dict[str, Any]


def policy_schema() -> Schema:
    """As JSON Schema 2020-12."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A rating policy: which rules, with what numbers, at what colour, and why",
        **_table(
            {
                "id": TEXT,
                "from": {"type": "string", "format": "date", "description": "The date it holds from."},
                "network": _block(NETWORK, NETWORK),
                "associations": _block(ASSOCIATIONS, ()),
                "rule": {"type": "array", "minItems": 1, "items": {"oneOf": [_rule(test) for test in RULES]}},
            },
            required=TOP,
        ),
    }


def _rule(test: str) -> Schema:
    takes = parameters_of(test)
    own = {
        "name": {**TEXT, "not": {"enum": list(RESERVED)}},
        "test": {"const": test},
        "colour": {"enum": list(RULE_COLOURS)},
    }
    block = _block({key: key for key in takes}, [key for key, must in takes.items() if must])
    says = (inspect.getdoc(RULES[test]) or "").split("\n\n", maxsplit=1)[0]
    return {
        "title": test,
        "description": " ".join(says.split()),
        **_table({**own, **block["properties"]}, required=[*own, *block["required"]]),
    }


def _block(checks: Mapping[str, str], required: Iterable[str]) -> Schema:
    known = {key: dict(CHECKS[check].schema) for key, check in checks.items()}
    return _table({**known, **dict.fromkeys(EXPLAINED, TEXT)}, required=[*required, *EXPLAINED])


def _table(properties: Schema, *, required: Iterable[str]) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }
