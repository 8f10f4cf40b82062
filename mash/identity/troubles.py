"""Where any rule could object to a group of records: asked of all groups at once, and rather too often than not."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mash.identity.constrained import Rules
from mash.identity.evidence import Birthdays, Evidence, Ints, Numbers


def troubled(component: Ints, evidence: Evidence, rules: Rules) -> NDArray[np.bool_]:
    """By component number whether a rule could object within it: enemies, numbers, birthdays, doubtful pairs or size.

    Where none could, the component is a group, in whatever order its pairs are taken.
    """
    found = np.bincount(component, minlength=len(component)) > rules.size_cap
    different = np.array(evidence.different, dtype=np.int64).reshape(-1, 2)
    against = evidence.pairs.weight < rules.valid
    for a, b in (
        (different[:, 0], different[:, 1]),
        (evidence.vetoed.a, evidence.vetoed.b),
        (evidence.pairs.a[against], evidence.pairs.b[against]),
    ):
        of = component[a]
        found[of[of == component[b]]] = True
    found[_of_two_numbers(component, evidence.numbers)] = True
    found[_of_two_birthdays(component, evidence.birthdays)] = True
    return found


def _differing(group: Ints, value: Ints) -> NDArray[np.bool_]:
    """Of each row whether its group holds another value than the last row of the group."""
    last = np.empty(int(group.max(initial=-1)) + 1, dtype=value.dtype)
    last[group] = value
    differing: NDArray[np.bool_] = last[group] != value
    return differing


def _of_two_numbers(component: Ints, numbers: Numbers) -> Ints:
    """The components that hold two numbers of one scheme or more."""
    schemes = int(numbers.scheme.max(initial=0)) + 1
    held = component[numbers.record]
    return held[_differing(held * schemes + numbers.scheme, numbers.value)]


def _of_two_birthdays(component: Ints, stated: Birthdays) -> Ints:
    """The components in which two birthdays or more are each stated by two agencies or more."""
    of = component[stated.record]
    several = np.zeros(len(component), dtype=np.bool_)
    several[of[_differing(of, stated.day)]] = True
    chosen = several[of]
    said = np.unique(np.stack([of[chosen], stated.day[chosen], stated.agency[chosen]]), axis=1)[:2]
    confirmed = np.unique(said[:, 1:][:, (said[:, 1:] == said[:, :-1]).all(axis=0)], axis=1)[0]
    twice: Ints = confirmed[1:][confirmed[1:] == confirmed[:-1]]
    return twice
