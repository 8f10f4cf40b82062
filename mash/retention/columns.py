"""Which columns say whom a row is about: those that bear the name of the key of the agency's people."""

from __future__ import annotations

from mash.contracts import Contract, Dataset

BY_THE_WAY = ("reported_by_", "referrer_")
"""What such a column begins with names who told the agency: the row is about somebody else."""


def person_key(contract: Contract) -> str | None:
    """The column that tells its people apart: the key of its first dataset; None where that is not one column."""
    key = contract.datasets[0].key
    return key[0] if len(key) == 1 else None


def references(contract: Contract, dataset: Dataset) -> tuple[str, ...]:
    """The columns that hold an id of a person, in the dataset's order."""
    key = person_key(contract)
    return tuple(field.name for field in dataset.fields if key and key in field.name)


def subject_of(contract: Contract, dataset: Dataset) -> tuple[str, ...]:
    """Of those, the columns of whom the row is about."""
    return tuple(name for name in references(contract, dataset) if not name.startswith(BY_THE_WAY))


def born_column(contract: Contract) -> str | None:
    """Where its people's dataset has the date of birth; None where it has none."""
    named = (field.name for field in contract.datasets[0].fields)
    return next((name for name in named if name == "date_of_birth"), None)
