"""A workbench of literals, and a small town's hub built once by the engine itself."""

from __future__ import annotations

import datetime as dt
from itertools import count

import pytest

from mash import warehouse
from mash.evaluation.identity import compare_partitions
from mash.evaluation.intervals import share
from mash.evaluation.results import (
    AgencyPair,
    Blocking,
    CalibrationBin,
    Coverage,
    Errors,
    Evaluation,
    FalseMerges,
    FlagDistance,
    FlagErrors,
    GroupQuality,
    GuardQuality,
    Identity,
    Joining,
    Labels,
    NamedInside,
    PairQuality,
    ProposalsOfGroup,
    Rating,
    RuleQuality,
    TruthFacts,
    WeightBin,
)
from mash.warehouse import run_sql

AS_OF = dt.date(2026, 1, 31)
BORN = dt.date(1985, 5, 5)


class Bench:
    """A workbench: records with the person the hub gives and the person they truly are of."""

    def __init__(self):
        self.con = warehouse.connect(threads=1)
        self.con.execute("attach ':memory:' as hub")
        self.con.execute("create schema truth")
        for table, columns in TABLES.items():
            self.con.execute(f"create table {table} ({columns})")
        self.numbers = count()

    def add(self, table, *rows):
        for row in rows:
            self.con.execute(f"insert into {table} values ({', '.join('?' * len(row))})", list(row))

    def record(self, person, true, *, agency="police", groups=(), named_only=False):
        key = f"{agency}:{next(self.numbers):03}"
        self.add("scored_record", (key, agency, named_only, person, true, true.split()[0]))
        self.add("record_group", (key, "all", "everyone"), *((key, dimension, value) for dimension, value in groups))
        return key

    def perhaps(self, a, b, records=(None, None), probability=None):
        """Two persons that may be one, by these two records."""
        self.add("hub.possible_identity", (a, b, *records, probability))

    def someone(self, person, **told):
        given = dict.fromkeys(PERSONS) | {"person_id": person, "date_of_birth": BORN, "is_twin": False}
        given |= {"forenames": "ADA", "surname": person} | told
        self.add("truth.persons", tuple(given[name] for name in PERSONS))

    def candidates(self, *pairs):
        """Blocking brings the records of these keys together, and nobody else."""
        self.con.execute("create table linkage_record as select rowid as record_id, record_key from scored_record")
        self.con.execute("create table candidate_pair (join_key_l bigint, join_key_r bigint, position integer)")
        known = "(select record_id from linkage_record where record_key = ?)"
        for pair in pairs:
            self.con.execute(f"insert into candidate_pair values ({known}, {known}, 1)", list(pair))
        run_sql(self.con, "evaluation", "true_candidate")

    def compare(self):
        compare_partitions(self.con)
        return self.con


PERSONS = ("person_id", "forenames", "surname", "date_of_birth", "mother", "father", "is_twin")
TABLES = {
    "scored_record": "record_key varchar, agency varchar, named_only boolean, person_id varchar, true_id varchar,"
    " true_person_id varchar",
    "record_group": "record_key varchar, dimension varchar, value varchar",
    "hub.possible_identity": "person_a varchar, person_b varchar, record_key_a varchar, record_key_b varchar,"
    " probability double",
    "hub.membership": "record_key varchar, person_id varchar",
    "hub.identity_pair": "record_key_a varchar, record_key_b varchar, match_weight double, raw_match_weight double,"
    " veto varchar, outcome varchar, blocking_rule varchar",
    "truth.persons": "person_id varchar, forenames varchar, surname varchar, date_of_birth date, mother varchar,"
    " father varchar, is_twin boolean",
}


@pytest.fixture
def bench():
    return Bench()


@pytest.fixture(scope="session")
def new_bench():
    """For laws that need many: an empty workbench each time it is called."""
    return Bench


@pytest.fixture(scope="session")
def as_of():
    return AS_OF


@pytest.fixture
def evaluation():
    """Everything measured once, the figures made up, the names hostile."""
    quality = PairQuality(share(98, 100), share(90, 110), 0.93, 0.97, 0.91, 0.94)
    worse = PairQuality(share(98, 100), share(40, 110), 0.5, 0.97, 0.91, 0.94)
    nothing = PairQuality(*[share(0, 3)] * 2, None, None, None, None)
    groups = (
        GroupQuality("all", "everyone", 500, quality, quality, share(12, 100), share(1, 90), share(1099, 1100)),
        GroupQuality("ethnicity", "A2", 60, worse, quality, share(9, 20), share(0, 20), share(105, 110)),
        GroupQuality("ethnicity", "<b>&", 60, quality, quality, share(1, 20), share(0, 20), share(110, 110)),
        GroupQuality("twin", "yes", None, nothing, nothing, share(0, 3), share(0, 3), share(1, 3)),
    )
    errors = Errors(7, 1, 3, 2, 1)
    return Evaluation(
        run="20260131-0123abcd",
        as_of=AS_OF,
        engine="0.1.0",
        model="model-2026-11",
        policy="policy-2026-01",
        join_weight=9.0,
        possible_weight=2.0,
        truth=TruthFacts(7, 2000, AS_OF, "f" * 64),
        coverage=Coverage(500, 200, 1, 2, 3),
        identity=Identity(
            groups=groups,
            agency_pairs=(AgencyPair("health", "police", share(90, 110), share(100, 110), share(90, 91)),),
            blocking=Blocking(share(105, 110), share(103, 110), (RuleQuality("birth, <sex>", 300, 105, 103, 90),)),
            named_inside=NamedInside(
                Joining(share(40, 50), share(42, 50), share(40, 44)),
                Joining(share(38, 50), share(49, 50), share(38, 80)),
            ),
            false_merges=(
                FalseMerges("twins", 1, 4, 16, share(1, 16)),
                FalseMerges("sealed by adoption", 0, 0, 4, share(0, 4)),
                FalseMerges("not alike", 1, 2, None, None),
            ),
            guards=(GuardQuality("possible twins", 5, 1),),
            weights=(WeightBin(-2.0, 0.0, 3, 40, 0, 5), WeightBin(8.0, 10.0, 70, 0, 2, 0)),
            calibration=(
                CalibrationBin(0.9, 0.99, 0.95, share(57, 60)),
                CalibrationBin(0.99, 0.999, 0.995, share(4, 5)),
            ),
            possible_calibration=(CalibrationBin(0.1, 0.25, 0.2, share(11, 60)),),
        ),
        rating=Rating(
            cases=40,
            not_compared=1,
            confusion={"RED": {"UNRATED": 0, "GREEN": 2, "AMBER": 0, "RED": 38}},
            colours=errors,
            missed_flags=errors,
            false_flags=errors,
            distances=(
                FlagDistance("sexual offender", 1, share(11, 12), 1),
                FlagDistance("sexual offender", 2, share(2, 3), None),
            ),
            groups=(
                FlagErrors("all", "everyone", 40, 30, 6, 2, 4, 150.0, 100.0, share(2, 40)),
                FlagErrors("sex", "F", None, None, None, None, None, None, None, share(1, 4)),
            ),
            proposals=(
                ProposalsOfGroup("all", "everyone", 40, share(10, 40), share(8, 40), share(20, 40), share(24, 40)),
                ProposalsOfGroup("sex", "F", None, share(1, 4), share(1, 4), share(0, 4), share(0, 4)),
            ),
        ),
        labels=Labels(20, 10, 1, share(18, 20), share(19, 20), share(18, 18)),
    )
