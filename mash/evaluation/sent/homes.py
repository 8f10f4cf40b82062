"""Who lived together: stays read one by one, homes that other agencies know to be left, rooms within crowds."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from mash.evaluation.sent.crowds import Spell, most_at_once
from mash.evaluation.sent.rows import Rows, Stay
from mash.evaluation.sent.said import Said, said

HOMES = {"home", "main"}
ROOM = re.compile(r"\b(?:ROOM|FLAT|UNIT|CELL) [A-Z0-9]+\b")
ONE_DAY = dt.timedelta(days=1)
HOW_COME_BY = {"person_addresses": 1.0, "offender_addresses": 1.0, "pupil_addresses": 0.95, "contacts": 0.95}
"""How far a list is believed on who lives where; any other 0.9."""


class Lived(NamedTuple):
    """A stay as it may be used: a place from a day on until a day, and how far it is believed."""

    stay: Stay
    dwelling: str
    room: str | None
    start: dt.date
    before: dt.date
    """The first day no longer there."""
    end: dt.date | None
    belief: float


class Homes:
    """All stays that can show who lived together."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.lived: dict[str, list[Lived]] = {}
        self.at: dict[str, list[Lived]] = defaultdict(list)
        for person, stays in rows.stays.items():
            self.lived[person] = [self._lived(stay, stays) for stay in stays]
            for one in self.lived[person]:
                self.at[one.dwelling].append(one)
                if one.room:
                    self.at[one.room].append(one)

    @cached_property
    def crowds(self) -> frozenset[str]:
        """Dwellings, and rooms of them, that join nobody."""
        return frozenset(place for place, lived in self.at.items() if self._is_crowd(place, lived))

    def _is_crowd(self, place: str, lived: list[Lived]) -> bool:
        people = {one.stay.person for one in lived}
        if len(people) < 2:  # noqa: PLR2004 - one person is no crowd
            return False
        is_dwelling = lived[0].dwelling == place
        if is_dwelling and any(one.stay.kind in self.rows.numbers["crowd_kinds"] for one in lived):
            return True
        cap: int = self.rows.numbers["household_cap"]
        spells: list[Spell] = [(one.stay.person, one.start, one.before) for one in lived]
        return len(people) > cap and most_at_once(spells) > cap

    def _lived(self, stay: Stay, all_of_person: list[Stay]) -> Lived:
        left, belief = self._left(stay, all_of_person)
        end = min((day for day in (stay.end, left) if day), default=None)
        today = self.rows.as_of
        last = end - ONE_DAY if end and end <= today else today
        start = stay.start or last
        before = today + ONE_DAY if end is None or end > today else max(end, start + ONE_DAY)
        named = ROOM.search(stay.line or "")
        room = f"{stay.dwelling} {named.group()}" if named else None
        belief *= HOW_COME_BY.get(stay.row.dataset, 0.9)
        return Lived(stay, stay.dwelling, room, start, before, end, belief)

    def _left(self, stay: Stay, all_of_person: list[Stay]) -> tuple[dt.date | None, float]:
        """When the person had left a home still open at its agency, by others' word; how far it is believed if not."""
        if stay.end or stay.kind not in HOMES or not stay.start:
            return None, 1.0
        homes = [each for each in all_of_person if each.kind in HOMES and each.start]
        hold_it = {each.row.agency for each in homes if each.dwelling == stay.dwelling and each.end is None}
        later = [each for each in homes if each.dwelling != stay.dwelling and each.start > stay.start]  # type: ignore[operator]
        if any(each.record == stay.record for each in later):
            return None, 1.0
        elsewhere = [each for each in later if each.row.agency not in hold_it]
        if not elsewhere or any(each.line and each.line == stay.line for each in elsewhere):
            return None, 1.0
        say_left = {each.row.agency for each in elsewhere}
        if len(say_left) >= len(hold_it):
            return min(each.start for each in elsewhere if each.start), 1.0
        return None, len(hold_it) / (len(hold_it) + len(say_left))

    def household(self, person: str) -> Iterator[Said]:
        """What each stay of the person, and of whoever was there at the same time, says of the two."""
        shared: dict[Lived, dict[str, list[Lived]]] = {}
        back: dict[Lived, list[Lived]] = defaultdict(list)
        for own in self.lived.get(person, ()):
            place = own.dwelling if own.dwelling not in self.crowds else own.room
            if place is None or place in self.crowds:
                continue
            others: dict[str, list[Lived]] = defaultdict(list)
            for other in self.at[place]:
                if other.stay.person != person and self._days(own, other) >= self.rows.numbers["household_min_days"]:
                    others[other.stay.person].append(other)
                    back[other].append(own)
            shared[own] = others
        for own, others in shared.items():
            for them in others.values():
                yield self._together(own, them)
        for other, ours in back.items():
            yield self._together(other, ours)

    @staticmethod
    def _days(one: Lived, other: Lived) -> int:
        return (min(one.before, other.before) - max(one.start, other.start)).days

    def _together(self, own: Lived, them: list[Lived]) -> Said:
        """One stay and those of one other person that overlap it."""
        ends = [min((day for day in (own.end, other.end) if day), default=None) for other in them]
        strength = max(
            min(own.belief, other.belief) * (0.5 + 0.4 * min(1.0, self._days(own, other) / 365)) for other in them
        )
        return said(
            (own.stay.person, own.stay.record, "resident"),
            (them[0].stay.person, None, "resident"),
            ("household", "derived", strength),
            own.stay.row,
            (
                min(max(own.start, other.start) for other in them),
                None if None in ends else max(day for day in ends if day),
            ),
        )
