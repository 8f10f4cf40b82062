"""Children who go missing, and programmes for those who abuse a partner: drawn last, each from a stream of its own.

Both are only of people whom the agency knows already, so that they add rows to a town and change none.
"""

from __future__ import annotations

import numpy as np

from mash.synthetic.chance import happens, scattered, stream
from mash.synthetic.columns import ADULT, OPEN, Ints, Table, rows
from mash.synthetic.offending import Record
from mash.synthetic.town import Scene

YOUNGEST = 8
"""Nobody younger is reported: they do not go alone (our judgement)."""
LONGEST = 150
"""Days within which a child's reports fall."""


def missing_reports(scene: Scene, record: Record) -> Table:
    """child, day, area: of the last two years, children of 8 and over, after the force of the area first met them."""
    rng, today, rates, people = stream(scene.seed, "missing"), scene.today, scene.rates, scene.people
    occurrences, roles = record.occurrences, record.roles
    area = occurrences["area"][roles["occurrence"]]
    day = occurrences["day"][roles["occurrence"]]
    order = np.lexsort((day, area, roles["person"]))
    pairs = np.stack((roles["person"][order], area[order]), axis=1)
    _, first = np.unique(pairs, axis=0, return_index=True)
    child, area, known = pairs[first, 0], pairs[first, 1], day[order][first]
    age = people.age(today)[child]
    able = (age >= YOUNGEST) & (age < ADULT) & people.alive(today)[child] & (known < today)
    able &= happens(rng, rates["goes_missing"], len(child))
    child, area, known = child[able], area[able], known[able]
    begun = np.maximum(today - scattered(rng, 1, 730, len(child)), known + 1)
    index = np.repeat(np.arange(len(child)), 1 + rng.poisson(rates["missing_again"], len(child)))
    on = begun[index] + scattered(rng, 0, LONGEST, len(index))
    found = {"child": child[index], "day": on, "area": area[index]}
    return rows(found, on <= today)


def programmes(scene: Scene, record: Record) -> Table:
    """person, refused, since, until: offered to some of those suspected of domestic abuse, in the last three years."""
    rng, today, rates = stream(scene.seed, "programmes"), scene.today, scene.rates
    occurrences, roles = record.occurrences, record.roles
    abuse = occurrences["concern"][roles["occurrence"]] == "DA"
    person = np.unique(roles["person"][abuse & (roles["role"] == "suspect")])
    person = person[happens(rng, rates["programme_offered"], len(person))]
    since = today - scattered(rng, 1, 3 * 365, len(person))
    until: Ints = since + scattered(rng, 150, 400, len(person))
    return {
        "person": person,
        "refused": happens(rng, rates["programme_refused"], len(person)),
        "since": since,
        "until": np.where(until > today, OPEN, until),
    }
