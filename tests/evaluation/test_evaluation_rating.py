"""Whose an error is: small hubs of one case, rated by the run, on the true identities, and by the reference."""

from __future__ import annotations

import pytest

from mash.evaluation.rating import _rating, compare_with_reference

KINDS = ["sexual offender"]
FLAGGED = "flagged struct(person_id varchar, kind varchar, hops integer)[]"
TABLES = {
    "exposure": "case_id varchar, person_id varchar, identity varchar",
    "person_flag": "person_id varchar, kind varchar, status varchar, record_key varchar",
    "proposal": "case_id varchar, colour varchar",
}


class Case:
    """One case, ``C``; ``T1`` is the flagged man, ``F`` the record that bears his flag."""

    def __init__(self, bench):
        self.bench = bench
        for name, columns in TABLES.items():
            for schema in ("main", "hub"):
                bench.con.execute(f"create table {schema}.{name} ({columns})")
        bench.con.execute("create table hub.open_case (case_id varchar, child_record_key varchar)")
        bench.con.execute("create table judged_case (case_id varchar, colour varchar)")
        bench.con.execute("create table judged_exposure (case_id varchar, person_id varchar, hops integer)")
        bench.con.execute(f"create table reference (case_id varchar, colour varchar, {FLAGGED})")
        self.flagged = bench.record("P1", "T1")
        self.child = bench.record("P9", "T9", groups=[("sex", "F")])
        bench.add("hub.open_case", ("C", self.child))

    def told(self, schema, colour, *, exposed, identity="confirmed", kind="sexual offender", status="current"):
        self.bench.add(f"{schema}.proposal", ("C", colour))
        person = "P1" if schema == "hub" else "T1"
        self.bench.add(f"{schema}.person_flag", (person, kind, status, self.flagged))
        if exposed:
            self.bench.add(f"{schema}.exposure", ("C", person, identity))

    def read(self, colour, *, exposed):
        """What a plain reading of what was sent makes of the case."""
        self.bench.add("judged_case", ("C", colour))
        if exposed:
            self.bench.add("judged_exposure", ("C", "T1", 1))

    def expected(self, colour, *persons, case_id="C", hops=1):
        flagged = [{"person_id": person, "kind": "sexual offender", "hops": hops} for person in persons]
        self.bench.add("reference", (case_id, colour, flagged))

    def measured(self):
        compare_with_reference(self.bench.con, KINDS)
        return _rating(self.bench.con)


@pytest.fixture
def case(bench):
    return Case(bench)


def whose(errors):
    return {name for name in ("sources", "identity", "associations", "rating") for _ in range(getattr(errors, name))}


@pytest.mark.parametrize(
    ("shown", "colours", "missed", "colour"),
    [
        pytest.param((True, True, True), ("RED", "RED", "RED"), set(), set(), id="all agree"),
        pytest.param(
            (False, True, True),
            ("GREEN", "RED", "RED"),
            {"identity"},
            {"identity"},
            id="found once identities are true",
        ),
        pytest.param(
            (False, False, True),
            ("GREEN", "GREEN", "RED"),
            {"associations"},
            {"associations"},
            id="missed all the same",
        ),
        pytest.param(
            (False, False, False), ("GREEN", "GREEN", "GREEN"), {"sources"}, {"sources"}, id="nobody sent what tells it"
        ),
        pytest.param(
            (True, True, True), ("AMBER", "AMBER", "RED"), set(), {"rating"}, id="the same adults, another colour"
        ),
        pytest.param(
            (True, False, True),
            ("AMBER", "RED", "RED"),
            set(),
            {"identity"},
            id="the colour is right on true identities",
        ),
    ],
)
def test_an_error_belongs_to_the_first_room_that_explains_it(case, *, shown, colours, missed, colour):
    case.told("hub", colours[0], exposed=shown[0])
    case.told("main", colours[1], exposed=shown[1])
    case.read(colours[2], exposed=shown[2])
    case.expected("RED", "T1")
    found = case.measured()
    assert whose(found.missed_flags) == missed
    assert whose(found.false_flags) == set()
    assert whose(found.colours) == colour


@pytest.mark.parametrize(
    ("on_true", "as_sent", "expected"),
    [
        pytest.param(False, False, {"identity"}, id="gone on the true identities"),
        pytest.param(True, False, {"associations"}, id="there all the same"),
        pytest.param(True, True, {"sources"}, id="and what was sent misleads"),
    ],
)
def test_a_flag_wrongly_shown_is_identitys_when_the_true_identities_clear_it(case, on_true, as_sent, expected):
    case.told("hub", "RED", exposed=True)
    case.told("main", "RED", exposed=on_true)
    case.read("RED", exposed=as_sent)
    case.expected("RED")
    found = case.measured()
    assert whose(found.false_flags) == expected
    assert found.missed_flags.total == 0


def test_a_flag_reached_through_a_possible_identity_is_missed_and_said_to_be_shown(case):
    case.told("hub", "GREEN", exposed=True, identity="possible")
    case.told("main", "RED", exposed=True)
    case.expected("RED", "T1")
    case.measured()
    found = case.bench.con.execute("select error, possible, whose from flag_error").fetchall()
    assert found == [("missed", True, "identity")]


@pytest.mark.parametrize(
    "flag",
    [
        pytest.param({"status": "expired"}, id="an expired flag"),
        pytest.param({"kind": "drugs"}, id="a flag of a kind that is not counted"),
    ],
)
def test_a_flag_that_is_not_counted_is_no_flag_wrongly_shown(case, flag):
    case.told("hub", "GREEN", exposed=True, **flag)
    case.told("main", "GREEN", exposed=True, **flag)
    case.expected("GREEN")
    assert case.measured().false_flags.total == 0


def test_confusion_counts_each_case_under_both_colours(case):
    case.told("hub", "AMBER", exposed=False)
    case.told("main", "AMBER", exposed=False)
    case.expected("RED")
    found = case.measured()
    assert found.confusion == {"RED": {"UNRATED": 0, "GREEN": 0, "AMBER": 1, "RED": 0}}


def test_a_case_that_the_reference_does_not_have_is_left_out_and_counted(case):
    case.told("hub", "AMBER", exposed=True)
    found = case.measured()
    assert (found.cases, found.not_compared, found.false_flags.total) == (0, 1, 0)


def test_a_group_of_fewer_than_ten_cases_is_kept_back(case):
    case.told("hub", "AMBER", exposed=False)
    case.told("main", "AMBER", exposed=False)
    case.expected("RED", "T1")
    for group in case.measured().groups:
        assert (group.cases, group.missed, group.missed_per_1000) == (None, None, None)
        assert group.wrong_colour.suppressed


def test_rates_are_per_thousand_cases_of_the_group(case):
    for number in range(20):
        case.bench.add("hub.open_case", (f"C{number}", case.child))
        case.bench.add("hub.proposal", (f"C{number}", "GREEN"))
        case.expected("RED", *["T1"] * (number < 5), case_id=f"C{number}")
    everyone, girls = case.measured().groups
    assert (girls.dimension, girls.value, girls.cases) == ("sex", "F", 20)
    assert everyone.missed_per_1000 == girls.missed_per_1000 == 250.0
    assert everyone.wrong_colour.share == 1.0


def test_each_groups_reds_and_ambers_stand_beside_those_expected(case):
    for number in range(20):
        case.bench.add("hub.open_case", (f"C{number}", case.child))
        case.bench.add("hub.proposal", (f"C{number}", "RED" if number < 8 else "AMBER"))
        case.expected("RED" if number < 5 else "GREEN", case_id=f"C{number}")
    everyone, girls = case.measured().proposals
    assert (everyone.dimension, girls.dimension, girls.value, girls.cases) == ("all", "sex", "F", 20)
    assert [each.share for each in (girls.proposed_red, girls.expected_red)] == [0.4, 0.25]
    assert [each.share for each in (girls.proposed_amber, girls.expected_amber)] == [0.6, 0.0]


def test_the_proposals_of_a_small_group_are_kept_back(case):
    case.told("hub", "RED", exposed=False)
    case.told("main", "RED", exposed=False)
    case.expected("RED")
    assert all(each.cases is None and each.proposed_red.suppressed for each in case.measured().proposals)


def test_a_flag_that_nobody_sent_is_the_sources_error_and_so_is_the_colour(case):
    case.told("hub", "GREEN", exposed=False, status="expired")
    case.told("main", "GREEN", exposed=False, status="expired")
    case.read("GREEN", exposed=True)
    case.expected("RED", "T1")
    found = case.measured()
    assert whose(found.missed_flags) == whose(found.colours) == {"sources"}


def test_flagged_adults_are_counted_by_kind_and_distance(case):
    case.told("hub", "RED", exposed=True)
    case.told("main", "RED", exposed=True)
    for number in range(12):
        case.bench.add("hub.proposal", (f"C{number}", "GREEN"))
        case.expected("RED", "T1", case_id=f"C{number}", hops=2)
    case.expected("RED", "T1")
    near, far = case.measured().distances
    assert (near.kind, near.hops, near.found.suppressed, near.as_possible) == ("sexual offender", 1, True, None)
    assert (far.hops, far.found.count, far.found.of, far.as_possible) == (2, 0, 12, 0)
