"""Who keeps company with whom among offenders, and what intelligence says of it."""

from __future__ import annotations

import numpy as np

from mash.synthetic.chance import happens, pick, scattered
from mash.synthetic.columns import NOBODY, OPEN, Ints, Table, texts
from mash.synthetic.town import Scene


def offending_groups(scene: Scene, rng: np.random.Generator, offenders: Ints, flags: Table) -> Ints:
    """A group number for every offender: two to eight who live in one area, like with like."""
    home = scene.stays.home(offenders, np.full(len(offenders), scene.today))
    area = np.where(home == NOBODY, NOBODY, scene.dwellings.area[home])
    flagged = np.isin(offenders, flags["person"]) * scene.rates["like_with_like"]
    order = np.lexsort((rng.random(len(offenders)) + flagged, area))
    sizes = 2 + pick(rng, np.array([0.4, 0.22, 0.14, 0.1, 0.06, 0.05, 0.03]), len(offenders))
    group_of_rank = np.repeat(np.arange(len(sizes)), sizes)[: len(offenders)]
    groups = np.empty(len(offenders), dtype=np.int64)
    groups[order] = group_of_rank
    return groups


def group_links(scene: Scene, rng: np.random.Generator, groups: Ints, offenders: Ints) -> Table:
    """Neighbours within a group, and some further ones; graded 3x5x2 as intelligence is."""
    order = np.lexsort((rng.random(len(groups)), groups))
    ordered, group = offenders[order], groups[order]
    parts = []
    for step in (1, 2):
        same = group[step:] == group[:-step]
        same &= happens(rng, 0.75 if step == 1 else 0.3, len(same))
        parts.append(np.stack((ordered[:-step][same], ordered[step:][same])))
    a, b = np.concatenate(parts, axis=1)
    kinds = np.array(["associate", "co-defendant"], dtype=object)
    since = scene.today - scattered(rng, 30, 12 * 365, len(a))
    ends = happens(rng, 0.3, len(a))
    return {
        "person_a": a,
        "person_b": b,
        "kind": kinds[pick(rng, np.array([0.75, 0.25]), len(a))],
        "source": texts(1 + pick(rng, np.array([0.3, 0.6, 0.1]), len(a))),
        "intelligence": np.array(list("ABCDE"), dtype=object)[pick(rng, np.array([0.2, 0.3, 0.25, 0.2, 0.05]), len(a))],
        "handling": np.array(["P", "C"], dtype=object)[pick(rng, np.array([0.8, 0.2]), len(a))],
        "since": since,
        "until": np.where(ends, np.minimum(since + scattered(rng, 100, 2000, len(a)), scene.today), OPEN),
    }
