"""The published clocks of five hubs, as a table: received then, due by then."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mash.errors import UsageError
from mash.rating import Done, deadlines, due_by, due_next, load_profile
from mash.vocabulary import Colour, Direction

RED, AMBER, GREEN = Colour.RED, Colour.AMBER, Colour.GREEN
PROFILES = ("oxfordshire", "surrey_police", "merton", "london_brag", "luton")
LONDON = ZoneInfo("Europe/London")

# The hub is open Monday to Friday, 09:00 to 17:00, but for English bank holidays. In 2026: 1 January, 3 and 6 April,
# 4 and 25 May, 31 August, 25 and 28 December. Clocks go forward on 29 March and back on 25 October.
TABLE = """
profile       | received         | red              | amber            | green            | what it shows
oxfordshire   | Wed 28 Jan 09:00 | Wed 28 Jan 13:00 | Wed 28 Jan 17:00 | Fri 30 Jan 17:00 | exactly at opening
oxfordshire   | Wed 28 Jan 17:00 | Wed 28 Jan 21:00 | Thu 29 Jan 17:00 | Mon 02 Feb 17:00 | exactly at closing
oxfordshire   | Fri 30 Jan 16:30 | Fri 30 Jan 20:30 | Mon 02 Feb 16:30 | Wed 04 Feb 16:30 | Friday: red past closing
oxfordshire   | Sun 01 Feb 11:00 | Sun 01 Feb 15:00 | Mon 02 Feb 17:00 | Wed 04 Feb 17:00 | a Sunday: red does not wait
oxfordshire   | Mon 04 May 10:00 | Mon 04 May 14:00 | Tue 05 May 17:00 | Thu 07 May 17:00 | a bank holiday Monday
oxfordshire   | Thu 02 Apr 15:00 | Thu 02 Apr 19:00 | Tue 07 Apr 15:00 | Thu 09 Apr 15:00 | Good Friday, Easter Monday
oxfordshire   | Thu 24 Dec 16:00 | Thu 24 Dec 20:00 | Tue 29 Dec 16:00 | Thu 31 Dec 16:00 | Christmas, its Monday too
oxfordshire   | Sat 28 Mar 23:00 | Sun 29 Mar 04:00 | Mon 30 Mar 17:00 | Wed 01 Apr 17:00 | a night an hour short
oxfordshire   | Sat 24 Oct 23:00 | Sun 25 Oct 02:00 | Mon 26 Oct 17:00 | Wed 28 Oct 17:00 | a night an hour long
surrey_police | Wed 28 Jan 09:00 | Wed 28 Jan 13:00 | Fri 30 Jan 17:00 | Sat 31 Jan 09:00 | exactly at opening
surrey_police | Wed 28 Jan 07:00 | Wed 28 Jan 13:00 | Fri 30 Jan 17:00 | Sat 31 Jan 07:00 | waits for the door to open
surrey_police | Wed 28 Jan 17:00 | Thu 29 Jan 13:00 | Mon 02 Feb 17:00 | Sat 31 Jan 17:00 | exactly at closing
surrey_police | Wed 28 Jan 13:00 | Wed 28 Jan 17:00 | Mon 02 Feb 13:00 | Sat 31 Jan 13:00 | due exactly at closing
surrey_police | Fri 30 Jan 16:30 | Mon 02 Feb 12:30 | Wed 04 Feb 16:30 | Mon 02 Feb 16:30 | Friday: red in working hours
surrey_police | Sun 01 Feb 11:00 | Mon 02 Feb 13:00 | Wed 04 Feb 17:00 | Wed 04 Feb 11:00 | a Sunday
surrey_police | Mon 04 May 10:00 | Tue 05 May 13:00 | Thu 07 May 17:00 | Thu 07 May 10:00 | a bank holiday Monday
surrey_police | Thu 24 Dec 16:00 | Tue 29 Dec 12:00 | Thu 31 Dec 16:00 | Sun 27 Dec 16:00 | Christmas
surrey_police | Sat 28 Mar 23:00 | Mon 30 Mar 13:00 | Wed 01 Apr 17:00 | Wed 01 Apr 00:00 | a night an hour short
surrey_police | Sat 24 Oct 23:00 | Mon 26 Oct 13:00 | Wed 28 Oct 17:00 | Tue 27 Oct 22:00 | a night an hour long
merton        | Wed 28 Jan 09:00 | Wed 28 Jan 11:00 | Wed 28 Jan 15:00 | Thu 29 Jan 09:00 | partners return information
merton        | Wed 28 Jan 17:00 | Wed 28 Jan 19:00 | Wed 28 Jan 23:00 | Thu 29 Jan 17:00 | exactly at closing
merton        | Fri 30 Jan 16:30 | Fri 30 Jan 18:30 | Fri 30 Jan 22:30 | Sat 31 Jan 16:30 | Friday: all past closing
merton        | Sun 01 Feb 11:00 | Sun 01 Feb 13:00 | Sun 01 Feb 17:00 | Mon 02 Feb 11:00 | a Sunday
merton        | Mon 04 May 10:00 | Mon 04 May 12:00 | Mon 04 May 16:00 | Tue 05 May 10:00 | a bank holiday Monday
merton        | Thu 24 Dec 16:00 | Thu 24 Dec 18:00 | Thu 24 Dec 22:00 | Fri 25 Dec 16:00 | Christmas
merton        | Sat 28 Mar 23:00 | Sun 29 Mar 02:00 | Sun 29 Mar 06:00 | Mon 30 Mar 00:00 | a night an hour short
merton        | Sat 24 Oct 23:00 | Sun 25 Oct 01:00 | Sun 25 Oct 04:00 | Sun 25 Oct 22:00 | a night an hour long
london_brag   | Fri 30 Jan 16:30 | none published   | none published   | Sat 31 Jan 16:30 | the outcome within a day
london_brag   | Thu 24 Dec 16:00 | none published   | none published   | Fri 25 Dec 16:00 | Christmas
london_brag   | Sat 24 Oct 23:00 | none published   | none published   | Sun 25 Oct 22:00 | a night an hour long
luton         | Fri 30 Jan 16:30 | none published   | none published   | none published   | red is worked to completion
"""


def _moment(cell: str) -> dt.datetime | None:
    if cell == "none published":
        return None
    moment = dt.datetime.strptime(f"{cell} 2026", "%a %d %b %H:%M %Y")  # noqa: DTZ007 - the hub's own time
    assert cell.startswith(f"{moment:%a}"), f"{cell} is a {moment:%A}"
    return moment


def _rows():
    for line in TABLE.strip().splitlines()[1:]:
        profile, received, *due, shows = (cell.strip() for cell in line.split("|"))
        for colour, cell in zip((RED, AMBER, GREEN), due, strict=True):
            yield pytest.param(
                profile, colour, _moment(received), _moment(cell), id=f"{profile} {colour.name}, {received}: {shows}"
            )


@pytest.mark.parametrize(("profile", "colour", "received", "due"), list(_rows()))
def test_a_colour_falls_due_by_the_clock_of_its_hub(profile, colour, received, due):
    assert due_by(received, colour, load_profile(profile)) == due


def test_lutons_red_has_no_time_and_is_said_to_be_worked_to_completion():
    due = due_next(_moment("Fri 30 Jan 16:30"), RED, load_profile("luton"))
    assert (due.at, due.told) == (None, "worked to completion, even out of hours")
    assert due_next(_moment("Fri 30 Jan 16:30"), AMBER, load_profile("luton")) is None


def test_the_bank_holidays_listed_are_those_the_library_knows():
    listed = deadlines.listed_bank_holidays()
    assert {2020, 2026, 2030} < set(listed)
    assert listed == {year: deadlines.told_bank_holidays(year) for year in listed}, "make bank-holidays"


def test_beyond_the_list_the_library_is_asked():
    beyond = max(deadlines.listed_bank_holidays()) + 1
    christmas = dt.datetime.combine(dt.date(beyond, 12, 24), dt.time(16))
    due = due_by(christmas, GREEN, load_profile("oxfordshire"))
    closed = holidays.country_holidays("GB", subdiv="ENG", years=[beyond, beyond + 1])
    open_days = [day for day in (christmas.date() + dt.timedelta(days=n) for n in range(1, 20))
                 if day.weekday() < 5 and day not in closed]  # fmt: skip
    assert due == dt.datetime.combine(open_days[2], dt.time(16))


def test_the_bank_holidays_are_englands():
    closed = sorted(day for day in holidays.country_holidays("GB", subdiv="ENG", years=2026) if day.weekday() < 5)
    assert [f"{day:%d %b}" for day in closed] == [
        "01 Jan", "03 Apr", "06 Apr", "04 May", "25 May", "31 Aug", "25 Dec", "28 Dec",
    ]  # fmt: skip


def test_no_colour_has_no_clock():
    for name in PROFILES:
        assert due_by(_moment("Fri 30 Jan 16:30"), Colour.UNRATED, load_profile(name)) is None


@pytest.mark.parametrize(
    ("profile", "done", "due"),
    [
        ("merton", None, "information sharing"),
        ("merton", "screening", "information sharing"),
        ("merton", "information sharing", None),
        ("oxfordshire", None, "final decision"),
        ("oxfordshire", "information sharing", "final decision"),
        ("oxfordshire", "final decision", None),
        ("oxfordshire", "police triage", "final decision"),
        ("surrey_police", None, "police triage"),
        ("luton", None, "final decision"),
        ("luton", "final decision", None),
    ],
    ids=str,
)
def test_the_stage_that_is_due_is_the_first_after_the_last_decision_that_has_a_time(profile, done, due):
    found = due_next(_moment("Fri 30 Jan 16:30"), RED, load_profile(profile), done=done)
    assert (found.stage if found else None) == due


@pytest.mark.parametrize(
    ("direction", "stands_on", "still"),
    [
        (Direction.NONE, "the same", "final decision"),
        (Direction.NONE, "other grounds", "final decision"),
        (Direction.DOWN, "other grounds", "final decision"),
        (Direction.UP, "the same", "final decision"),
        (Direction.UP, "other grounds", None),
    ],
    ids=str,
)
def test_a_decided_case_is_due_again_only_when_the_rules_give_more_on_other_grounds(direction, stands_on, still):
    assert Done("final decision", "the same").still(direction, stands_on) == still


def test_an_unknown_profile_is_refused_with_what_was_meant():
    with pytest.raises(UsageError, match="did you mean 'oxfordshire'"):
        load_profile("oxforshire")


# The laws of every clock. An hour told twice is told apart by `fold`; a plain count of open time is the oracle.

MOMENTS = st.datetimes(dt.datetime(2025, 12, 1), dt.datetime(2027, 4, 30)).map(  # noqa: DTZ001
    lambda moment: moment.replace(second=0, microsecond=0)
)
TIMED = [
    (profile, stage, colour)
    for profile in map(load_profile, PROFILES)
    for stage in profile.stages
    for colour in stage.allowances
]


def _instant(moment: dt.datetime) -> dt.datetime:
    return moment.replace(tzinfo=LONDON).astimezone(dt.UTC)


def _open_time(start: dt.datetime, end: dt.datetime) -> dt.timedelta:
    closed = holidays.country_holidays("GB", subdiv="ENG", years=[2025, 2026, 2027])
    total = dt.timedelta(0)
    for number in range((end.date() - start.date()).days + 1):
        day = start.date() + dt.timedelta(days=number)
        if day.weekday() < 5 and day not in closed:
            opens, closes = (dt.datetime.combine(day, dt.time(hour)) for hour in (9, 17))
            total += max(min(end, closes) - max(start, opens), dt.timedelta(0))
    return total


@settings(max_examples=200, deadline=None)
@given(timed=st.sampled_from(TIMED), received=MOMENTS)
def test_a_deadline_never_precedes_receipt_and_leaves_exactly_the_time_allowed(timed, received):
    profile, stage, colour = timed
    due = due_next(received, colour, profile)
    allowed = stage.allowances[colour]
    assert due.at >= received
    left = _open_time(received, due.at) if allowed.working else _instant(due.at) - _instant(received)
    assert left == allowed.time


@settings(max_examples=200, deadline=None)
@given(timed=st.sampled_from(TIMED), received=MOMENTS, later=st.timedeltas(dt.timedelta(0), dt.timedelta(days=6)))
def test_what_is_received_later_never_falls_due_earlier(timed, received, later):
    profile, _, colour = timed
    after = (received + later).replace(second=0, microsecond=0)
    first, second = (due_by(moment, colour, profile) for moment in (min(received, after), max(received, after)))
    assert _instant(first) <= _instant(second)
