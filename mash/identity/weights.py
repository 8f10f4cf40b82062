"""The model's weights by the engine's own SQL, rung by rung: for the night, `why` and `search`, all without Splink.

Splink's model, trained by Splink; tests hold the sums equal to those of its own predictions (decision 24).
"""

from __future__ import annotations

from mash.identity.model import Ladder, Model


def rungs_sql(model: Model) -> str:
    """SQL select list: a column per comparison with the number of the rung two records reach; 0 is 'not comparable'."""
    return ", ".join(
        f"{_choice(ladder, list(range(len(ladder.rungs))))} as {ladder.name}_rung" for ladder in model.ladders
    )


def weight_sql(model: Model) -> str:
    """SQL: the match weight of two records in bits, the prior included."""
    choices = [f"({_choice(ladder, [rung.weight for rung in ladder.rungs])})::double" for ladder in model.ladders]
    return " + ".join([f"{model.prior_weight!r}::double", *choices])


def _choice(ladder: Ladder, values: list[int] | list[float]) -> str:
    *branches, last = zip(ladder.rungs, values, strict=True)
    tried = " ".join(f"when {rung.sql} then {value!r}" for rung, value in branches)
    return f"case {tried} else {last[1]!r} end"
