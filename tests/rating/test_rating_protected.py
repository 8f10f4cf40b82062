"""No statement that ties people together or rates them reads a protected characteristic or health content: by its text.

What test_rating_fairness.py holds by running, this holds by reading: every column that a statement takes from a table
of the records or of persons, whether it is named, in a star or in a whole row.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from importlib.resources import files

import pytest
import sqlglot
from sqlglot import exp
from sqlglot.optimizer.scope import Scope, traverse_scope

from mash.contracts import built_in_contracts, load_contract

ROOMS = ("associations", "rating")
STATEMENTS = {
    f"{room}/{file.name}": file.read_text(encoding="utf-8")
    for room in ROOMS
    for file in sorted((files("mash") / room / "sql").iterdir(), key=lambda file: file.name)
}
PERSON = {
    *("person_id", "forenames", "surname", "names", "date_of_birth", "expected_date_of_birth", "dob_precision"),
    *("sex", "is_adult", "restricted", "records", "agencies"),
}
PROTECTED = {
    "person_record": {"ethnicity_code", "sex", "multiple_birth"},
    "person": {"sex"},
    "record_name": {"kind", "forenames", "surname", "raw"},
    "event": {"category", "outcome", "summary"},
    "referral": {"narrative"},
    "episode": {"category"},
}
"""Who somebody is, names that tell where they come from, and agencies' own words, of health among others."""
WHOLE = {"associations/past_age.sql": "person"}
"""Copies a table for an earlier day; whoever reads the copy is held to the same."""
EVENTS = {"occurrence", "licence condition"}
"""Kinds of event that may tie or rate: a clinic's, a school's and a surgery's are for a person to read."""
WORDS = re.compile(
    r"\b(ethnic\w*|religio\w*|disab\w*|language\w*|nationalit\w*|immigrat\w*|orientation|gender\w*|pregnan\w*|marital\w*"
    r"|diagnos\w*|sex)\b"
)


def shape() -> dict[str, set[str]]:
    """The columns of every table of the records, and of ``person``."""
    found = {"person": PERSON}
    for file in (files("mash") / "records" / "sql" / "shape").iterdir():
        table = sqlglot.parse_one(file.read_text(encoding="utf-8"), dialect="duckdb")
        found[table.this.this.name] = {column.name for column in table.find_all(exp.ColumnDef)}
    return found


SHAPE = shape()


def scopes(sql: str) -> Iterator[tuple[Scope, dict[str, str]]]:
    """Every select of a statement, with the tables of the shape that it reads, by the names it gives them."""
    statement = sqlglot.parse_one(sql, dialect="duckdb")
    for query in statement.find_all(exp.Query):
        if query.find_ancestor(exp.Query) is None:
            for scope in traverse_scope(query):
                given = {
                    name: source.name
                    for name, source in scope.sources.items()
                    if isinstance(source, exp.Table) and source.name in SHAPE
                }
                yield scope, given


def columns_read(sql: str) -> set[tuple[str, str]]:
    """Table and column; of a column that says no table, every table beside it that has one of that name."""
    read: set[tuple[str, str]] = set()
    for scope, given in scopes(sql):
        for column in (*scope.columns, *scope.stars):
            read |= _of_column(column, given)
        if any(isinstance(each, exp.Star) for each in scope.expression.selects):
            read |= {(table, name) for table in given.values() for name in SHAPE[table]}
    return read


def _of_column(column: exp.Column, given: dict[str, str]) -> set[tuple[str, str]]:
    whole = given.get(column.table) if isinstance(column.this, exp.Star) else given.get(column.name)
    if whole and (not column.table or isinstance(column.this, exp.Star)):
        return {(whole, name) for name in SHAPE[whole]}
    tables = [given[column.table]] if column.table in given else given.values() if not column.table else ()
    return {(table, column.name) for table in tables if column.name in SHAPE[table]}


def protected_in(sql: str) -> set[str]:
    """``table.column`` of everything protected that the statement reads."""
    return {f"{table}.{name}" for table, name in columns_read(sql) if name in PROTECTED.get(table, ())}


def unbounded_events(sql: str) -> list[str]:
    """What a select that reads ``event`` says of its kind, where that is not one of those that may be read."""
    found = []
    for scope, given in scopes(sql):
        for name in (alias for alias, table in given.items() if table == "event"):
            kinds = [each for each in scope.find_all(exp.Column) if (each.table, each.name) == (name, "kind")]
            if not any(_bounds(kind.parent) for kind in kinds):
                found.append(f"{name}: {[kind.parent.sql() for kind in kinds]}")
    return found


def _bounds(said: exp.Expression) -> bool:
    """``kind = 'occurrence'``; or, of what is taken away, ``kind <> 'occurrence'``."""
    join = said.find_ancestor(exp.Join)
    taken_away = join is not None and join.kind == "ANTI"
    other = said.expression
    return (
        isinstance(said, exp.NEQ if taken_away else exp.EQ) and isinstance(other, exp.Literal) and other.this in EVENTS
    )


@pytest.mark.parametrize("name", STATEMENTS)
def test_no_statement_reads_a_protected_column(name):
    copied = {f"{WHOLE[name]}.{column}" for column in PROTECTED[WHOLE[name]]} if name in WHOLE else set()
    assert protected_in(STATEMENTS[name]) == copied


@pytest.mark.parametrize("name", STATEMENTS)
def test_no_statement_reads_events_of_health_or_school(name):
    assert unbounded_events(STATEMENTS[name]) == []


@pytest.mark.parametrize("name", STATEMENTS)
def test_no_table_of_the_records_is_read_past_this_reading(name):
    statement = sqlglot.parse_one(STATEMENTS[name], dialect="duckdb")
    made = {cte.alias for cte in statement.find_all(exp.CTE)}
    target = (
        {statement.this.find(exp.Table).name} if isinstance(statement, exp.Create | exp.Insert | exp.Delete) else set()
    )
    named = {table.name for table in statement.find_all(exp.Table)} & SHAPE.keys()
    seen = {table for _, given in scopes(STATEMENTS[name]) for table in given.values()}
    assert named - made - target <= seen


READS_MORE = {
    "a column by its table": ("associations/adults_asked.sql", "is_adult", "sex", "person.sex"),
    "a column that names no table": (
        "associations/contact_evidence.sql", "person_record.source_row\n", "ethnicity_code\n",
        "person_record.ethnicity_code",
    ),
    "a star": ("associations/involvement_evidence.sql", "event.occurred_on,", "event.*,", "event.summary"),
    "a whole row": ("associations/involvement_evidence.sql", "event.occurred_on,", "event as told,", "event.category"),
    "in a condition": (
        "rating/occurrences_of_cases.sql", "event.kind = 'occurrence'",
        "event.kind = 'occurrence' and event.outcome <> 'diagnosis'", "event.outcome",
    ),
    "in a join": (
        "associations/contact_evidence.sql", "inner join person_record using (record_key)",
        "inner join person_record on person_record.record_key = membership.record_key and person_record.sex = 'M'",
        "person_record.sex",
    ),
    "under another name": (
        "associations/likely_partner_evidence.sql", "a.is_adult and b.is_adult", "a.sex <> b.sex", "person.sex"
    ),
    "everything": ("rating/referrals_of_cases.sql", "referral.concern", "referral.narrative", "referral.narrative"),
}  # fmt: skip


@pytest.mark.parametrize("mutation", READS_MORE)
def test_a_statement_that_reads_one_is_found_however_it_is_written(mutation):
    name, there, instead, found = READS_MORE[mutation]
    assert there in STATEMENTS[name]
    assert found in protected_in(STATEMENTS[name].replace(there, instead))


@pytest.mark.parametrize(
    ("there", "instead"),
    [
        ("event.kind = 'occurrence' and ", ""),
        ("event.kind = 'occurrence'", "event.kind = 'attendance'"),
        ("event.kind = 'occurrence'", "event.kind <> 'enrolment'"),
        ("event.kind = 'occurrence'", "event.kind = event.category"),
    ],
    ids=["of any kind", "of a clinic", "all but a school's", "of whatever kind"],
)
def test_a_statement_that_reads_events_of_another_kind_is_found(there, instead):
    sql = STATEMENTS["associations/involvement_evidence.sql"]
    assert there in sql
    assert unbounded_events(sql.replace(there, instead)) != []


def words_of_code(text: str) -> str:
    """All names and texts of a module but its docstrings."""
    tree = ast.parse(text)
    told = {id(each.value) for each in ast.walk(tree) if isinstance(each, ast.Expr)}
    names = [getattr(each, part) for each in ast.walk(tree) for part in ("id", "attr", "arg") if hasattr(each, part)]
    texts = [each.value for each in ast.walk(tree) if isinstance(each, ast.Constant) and id(each) not in told]
    return " ".join(str(each) for each in (*names, *texts)).lower().replace("_", " ")


@pytest.mark.parametrize("room", ROOMS)
def test_no_code_of_these_rooms_names_a_protected_characteristic(room):
    for file in _code(files("mash") / room):
        assert not WORDS.search(words_of_code(file.read_text(encoding="utf-8"))), file.name


@pytest.mark.parametrize(
    "code", ["facts.ethnicity_code", "con.execute('select sex from person')", "def rule(facts, *, disability): ..."]
)
def test_code_that_names_one_is_found(code):
    assert not WORDS.search(words_of_code('"""No disability."""\ncolour = 1'))
    assert WORDS.search(words_of_code(code))


def _code(folder) -> Iterator:
    for each in folder.iterdir():
        if each.is_dir():
            yield from _code(each)
        elif each.name.endswith(".py"):
            yield each


WHERE_IT_GOES = {
    "ethnicity_code": "person_record.ethnicity_code",
    "multiple_birth_order": "person_record.multiple_birth",
    "setting": "event.category",
    "reason": "event.summary",
    "safeguarding_concern": "event.outcome",
    "narrative": "referral.narrative",
    "category": "episode.category",
}
BOUNDED = {"attended_on": "the day of an event whose kind no statement reads"}
"""By contract special-category data, and in a column that others share: held by the kind of event."""
ASKED_ABOUT = {"concern": "why the child was referred: the question itself, no trait of anybody"}


def test_every_special_category_field_of_a_contract_ends_where_no_statement_reads():
    sent = {
        field.name
        for name in built_in_contracts()
        for dataset in load_contract(name).datasets
        for field in dataset.fields
        if field.classification == "special-category"
    }
    assert sent == WHERE_IT_GOES.keys() | BOUNDED.keys() | ASKED_ABOUT.keys()
    for column in WHERE_IT_GOES.values():
        table, name = column.split(".")
        assert name in PROTECTED[table] & SHAPE[table]
