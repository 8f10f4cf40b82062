"""Who keeps company with whom among offenders, and what intelligence says of it."""

from __future__ import annotations

import numpy as np

from mash.synthetic.chance import choose, happens, scattered
from mash.synthetic.columns import NOBODY, OPEN, Ints, Table
from mash.synthetic.town import Scene


def offending_groups(scene: Scene, rng: np.random.Generator, offenders: Ints, flags: Table) -> Ints:
    """A group number for every offender: two to eight who live in one area, like with like."""
    home = scene.stays.home(offenders, np.full(len(offenders), scene.today))
    area = np.where(home == NOBODY, NOBODY, scene.dwellings.area[home])
    flagged = np.isin(offenders, flags["person"]) * scene.rates["like_with_like"]
    order = np.lexsort((rng.random(len(offenders)) + flagged, area))
    sizes = choose(rng, scene.shares["group_sizes"], len(offenders)).astype(np.int64)
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
        same &= happens(rng, scene.rates["linked_next" if step == 1 else "linked_beyond"], len(same))
        parts.append(np.stack((ordered[:-step][same], ordered[step:][same])))
    a, b = np.concatenate(parts, axis=1)
    together = happens(rng, scene.rates["link_co_defendant"], len(a))
    closed = happens(rng, scene.rates["handling_conditions"], len(a))
    since = scene.today - scattered(rng, 30, 12 * 365, len(a))
    ends = happens(rng, scene.rates["link_ended"], len(a))
    return {
        "person_a": a,
        "person_b": b,
        "kind": np.where(together, "co-defendant", "associate").astype(object),
        "source": choose(rng, scene.shares["source_grades"], len(a)),
        "intelligence": choose(rng, scene.shares["intelligence_grades"], len(a)),
        "handling": np.where(closed, "C", "P").astype(object),
        "since": since,
        "until": np.where(ends, np.minimum(since + scattered(rng, 100, 2000, len(a)), scene.today), OPEN),
    }
