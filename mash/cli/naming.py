"""Help that names what there is to choose from, out of the files that have it, read when help is asked for."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

import typer
from typer.core import TyperCommand, TyperOption

NAMED = {"{roles}": ("roles", "rating/profiles.toml"), "{gateways}": ("gateways", "access_template.toml")}
"""In the help of an option: the tables whose names stand there, and the file of the package that has them."""


class Naming(TyperCommand):
    """A command that fills in the names when its help is shown, and no sooner: reading them takes milliseconds."""

    def format_help(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 - classes of the framework's own copy of click
        """As the framework does, the names filled in."""
        for option in self.params:
            if isinstance(option, TyperOption):
                option.help = _named(option.help or "")
        super().format_help(ctx, formatter)


def name_in_help(app: typer.Typer) -> None:
    """Have every command of an app and of those beneath it show its help so."""
    for command in app.registered_commands:
        command.cls = Naming
    for group in app.registered_groups:
        if group.typer_instance:
            name_in_help(group.typer_instance)


def _named(says: str) -> str:
    for mark, (tables, path) in NAMED.items():
        if mark in says:
            whole = tomllib.loads(files("mash").joinpath(path).read_text(encoding="utf-8"))
            says = says.replace(mark, ", ".join(dict.fromkeys(_names(whole, tables))))
    return says


def _names(within: Mapping[str, Any], tables: str) -> Iterator[str]:
    """The keys of the tables called so, here and one table down."""
    for name, table in within.items():
        if isinstance(table, dict):
            yield from table if name == tables else table.get(tables, ())
