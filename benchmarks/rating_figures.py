"""What the rating comes to on a made-up town and on the story, written into docs/rating.md between its marks.

    python benchmarks/rating_figures.py [--persons N] [--seed S] [--out FILE]

The town is one that nobody tuned to (decision 40). With true identities the engine is held against the oracle; with its
own, each error is told by the room it comes from.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from people_hub import run

ROOT = Path(__file__).parents[1]
BEGIN, END = "<!-- measured -->", "<!-- end of measured -->"
AS_OF, STORY_AS_OF, STORY_CASE = "2026-11-01", "2026-01-31", "REF-2026-0117"
COLOURS = ("RED", "AMBER", "GREEN", "UNRATED")
ROOMS = {
    "sources": "no agency sent it",
    "identity": "who is who",
    "associations": "who is tied to whom",
    "rating": "the rules",
}
"""Where an error comes from, in words."""


def main() -> None:
    """Build both hubs, measure, write."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--persons", type=int, default=50_000)
    asked.add_argument("--seed", type=int, default=16180)
    asked.add_argument("--out", type=Path, default=ROOT / "docs" / "rating.md")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        town = town_rated(folder, given.persons, given.seed)
        story = story_told(folder)
    head = f"Of a made-up town of {given.persons:,} people (seed {given.seed}, {AS_OF}); by `make rating-figures`."
    lines = [BEGIN, head, "", *town_lines(town), "", *story_lines(story), END]
    before, _, rest = given.out.read_text(encoding="utf-8").partition(BEGIN)
    given.out.write_text(before + "\n".join(lines) + rest.partition(END)[2], encoding="utf-8")


def town_rated(folder: Path, persons: int, seed: int) -> Mapping[str, Any]:
    """What ``mash evaluate`` says of the rating of a night over the town."""
    town, hub = folder / "town", folder / "hub"
    run("synth", town, "--persons", persons, "--seed", seed, "--as-of", AS_OF, "--format", "parquet")
    run("init", hub, "--drops", town)
    run("nightly", "--hub", hub, "--as-of", AS_OF)
    return json.loads(run("evaluate", "--hub", hub, "--truth", town / "truth", "--json"))["rating"]


def story_told(folder: Path) -> Mapping[str, Any]:
    """What an enquiry says of the story's child."""
    hub = folder / "story"
    run("init", hub, "--drops", ROOT / "fixtures" / "story")
    run("nightly", "--hub", hub, "--as-of", STORY_AS_OF)
    return json.loads(run("enquire", STORY_CASE, "--hub", hub, "--json"))


def town_lines(rated: Mapping[str, Any]) -> Iterator[str]:
    """Agreement with the oracle, colours beside the true ones, and errors by where they come from."""
    agreed = rated["agreement"]
    of = agreed["cases"]
    yield "| given true identities, of the open cases | agree with the oracle |\n|---|--:|"
    yield f"| the flagged adults in reach, and how near | {agreed['exposures']} of {of} |"
    yield f"| the colour proposed | {agreed['proposals']} of {of} |"
    yield ""
    yield f"| with the engine's own identities: truly | {' | '.join(f'proposed {each}' for each in COLOURS)} |"
    yield f"|---|{'--:|' * len(COLOURS)}"
    for colour in COLOURS[:-1]:
        row = rated["confusion"].get(colour, {})
        yield f"| {colour} | {' | '.join(str(row.get(each, 0)) for each in COLOURS)} |"
    yield ""
    yield f"| of these | in all | {' | '.join(ROOMS.values())} |\n|---|{'--:|' * (1 + len(ROOMS))}"
    for name, told in (("colours", "wrong colours"), ("missed_flags", "flagged adults missed"),
                       ("false_flags", "flagged adults wrongly there")):  # fmt: skip
        found = rated[name]
        yield f"| {told} | {found['total']} | {' | '.join(str(found[room]) for room in ROOMS)} |"


def story_lines(story: Mapping[str, Any]) -> Iterator[str]:
    """The case that the project comes from, retold by made-up people."""
    rating, chance = story["rating"], story["expected_by_chance"]
    yield "| the story's child | |\n|---|---|"
    yield f"| rated on receipt, and proposed | {rating['initial']}, {rating['proposed']} |"
    yield f"| flagged adults found within {story['hops']} steps | {chance['observed']} |"
    yield f"| that chance would put among {chance['adults_in_reach']} adults | {chance['expected']:.1f} |"
    yield f"| how sure | {rating['certainty']['says']} |"
    yield f"| single links it rests on | {len(story['rests_on']) or 'none'} |"


if __name__ == "__main__":
    main()
