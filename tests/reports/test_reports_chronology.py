"""The chronology as shown: narrowed, in order, on a terminal of any width, on the page, and as CSV."""

import csv
import datetime as dt
import io
from dataclasses import replace

import pytest
from lxml import html
from rich.console import Console

from mash.chronology import Gap, Precision, Sameness
from mash.errors import UsageError
from mash.reports import Chronicle, to_json
from mash.reports.chronicle import Only, by_year, in_order, narrowed
from mash.reports.chronology import print_chronicle
from mash.reports.chronology_csv import write_csv
from mash.reports.life_words import entry_words, gap_words, row_words, weekday_words, who_words
from mash.reports.page import page
from mash.reports.spoken import spoken
from mash.vocabulary import Evidence

D = dt.date


@pytest.fixture
def chronicle_of():
    def made(answer):
        return Chronicle(
            run=answer.run,
            as_of=answer.as_of,
            person_id=answer.child.person_id,
            name=answer.name_of(answer.child.person_id),
            born="born 2022-08-03 (age 3)",
            subject=answer.subject,
            case_id=answer.referral.case_id if answer.referral else None,
            chronology=answer.chronology,
            gaps=answer.gaps,
            day_in_life=answer.day_in_life,
            not_fresh=("womens_aid",),
            asked=answer.asked,
        )

    return made


@pytest.fixture
def chronicle(answer, chronicle_of):
    return chronicle_of(answer)


def printed(chronicle, *, width=100, day_only=False):
    console = Console(file=io.StringIO(), width=width)
    print_chronicle(console, chronicle, day_only=day_only)
    return console.file.getvalue()


def flat(text):
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("only", "kept", "gaps"),
    [
        pytest.param(Only(), [0, 1, 2, 3], 2, id="everything"),
        pytest.param(Only(agency="police"), [0, 1, 2], 2, id="an agency, also where it is one of several"),
        pytest.param(Only(kind="occurrence"), [1, 2], 2, id="a kind"),
        pytest.param(Only(person="P-MUM"), [1], 2, id="a person"),
        pytest.param(Only(person="armstrong"), [1, 2], 2, id="part of a name"),
        pytest.param(Only(since=D(2023, 5, 2)), [1, 2, 3], 2, id="what went on then is kept"),
        pytest.param(Only(since=D(2025, 1, 1)), [3], 1, id="since"),
        pytest.param(Only(until=D(2023, 5, 1)), [0, 1], 1, id="until"),
        pytest.param(Only(agency="police", kind="occurrence", since=D(2024, 1, 1)), [2], 2, id="all at once"),
    ],
)
def test_a_reader_may_narrow_it(chronicle, only, kept, gaps):
    told = narrowed(chronicle, only)
    assert [chronicle.chronology.index(entry) for entry in told.chronology] == kept
    assert (len(told.gaps), told.left_out) == (gaps, 4 - len(kept))


@pytest.mark.parametrize(
    ("only", "says"),
    [
        (Only(agency="polcie"), "health or police or social_care"),
        (Only(kind="visit"), "birth or occurrence or referral"),
        (Only(person="NOBODY"), "without it: the entries name everybody"),
        (Only(since=D(2025, 1, 1), until=D(2024, 1, 1)), "the time ends before it begins"),
    ],
    ids=["an unknown agency", "an unknown kind", "nobody of that name", "a time the wrong way round"],
)
def test_what_is_in_no_entry_is_refused_with_what_is(chronicle, only, says):
    with pytest.raises(UsageError) as refused:
        narrowed(chronicle, only)
    assert says in str(refused.value)


def test_nothing_asked_for_is_not_told_as_nothing_recorded(chronicle):
    none = narrowed(chronicle, Only(agency="health", kind="referral"))
    assert "Nothing of what was asked for." in printed(none)
    assert "0 entries from 0 rows; 4 not asked for." in printed(none)
    assert "Nothing dated is recorded." in printed(replace(chronicle, chronology=(), gaps=()))


def test_a_gap_stands_before_what_ended_it_and_one_to_the_present_last(answer):
    today = Gap(D(2025, 6, 1), D(2026, 1, 31), 7, "last seen", to_today=True)
    items = in_order(answer.chronology, (*answer.gaps, today))
    assert [getattr(item, "months", item) for item in items[1:]] == [
        answer.chronology[1], 26, answer.chronology[2], 14, answer.chronology[3], 7,
    ]  # fmt: skip
    assert [year for year, _ in by_year(answer.chronology, answer.gaps)] == [2022, 2023, 2024, 2026]


@pytest.mark.parametrize("width", [30, 59, 60, 80, 120])
def test_it_fits_any_terminal_and_loses_nothing(chronicle, width):
    text = printed(chronicle, width=width)
    assert max(len(line) for line in text.splitlines()) <= width
    for piece in (
        "2024-11-02",
        "sexual abuse alleged",
        "No agency saw this child for 26 months, 2022-08-03 (born) to 2024-11-02; meanwhile CIN, N1",
        "ISLA MAE TREGENZA, subject child; CALLUM ARMSTRONG (carer)",
        "Where did the child sleep since 2024-10-01?",
    ):
        squeezed = "".join(text.split())
        assert "".join(piece.split()) in squeezed


def test_the_day_tells_houses_people_what_was_known_of_them_and_the_questions(chronicle):
    text = flat(printed(chronicle, day_only=True, width=200))
    for piece in (
        "2022-08-03 to 2024-07-31 Address 1, 3 Fore Street, Penzance (health, police) - KERENZA TREGENZA, mother",
        "! GARETH PASCOE, nobody says what they are to the child: sexual offender (VISOR",
        "Address 2, address restricted (social care; a refuge: others there are not told of)",
        "2024-10-01 to now No agency recorded where the child was.",
        "Weekdays: no nursery, school or attendance is recorded.",
        "No agency sends contact arrangements or term dates",
        "? Where did the child sleep since 2024-10-01? No agency recorded an address.",
    ):
        assert piece in text
    assert "sexual abuse alleged" not in text


def test_of_a_grown_person_no_day_is_told_and_that_is_said(chronicle):
    grown = replace(chronicle, day_in_life=None, gaps=(), subject="the person asked about")
    assert "the person asked about is 18 or over" in printed(grown, day_only=True)


def test_the_page_has_gaps_merged_rows_and_the_day(answer):
    tree = html.fromstring(page(answer))
    assert tree.xpath("//tr[@class='gap']/td[1]/time/@datetime") == ["2024-11-02", "2026-01-30"]
    (born,) = tree.xpath("//tr[@data-agencies='health police']")
    assert "2 rows" in born.text_content()
    assert "health 2026-01-31: patients 4; police 2026-01-31: nominals 7" in flat(born.text_content())
    (day,) = tree.xpath("//section[@id='day-in-life']")
    assert "GARETH PASCOE, nobody says what they are to the child" in flat(day.text_content())
    assert len(day.xpath(".//ul[@class='questions']/li")) == 1


def test_the_page_says_the_same_as_the_terminal(answer, chronicle):
    shown = flat(html.fromstring(page(answer)).text_content())
    text = flat(printed(chronicle, width=2000))
    for entry in answer.chronology:
        for words in (entry_words(entry), who_words(entry), row_words(entry)):
            assert words in shown or spoken(words) in shown
            assert words in text
    assert all(spoken(gap_words(gap)) in shown and gap_words(gap) in text for gap in answer.gaps)


def test_hostile_names_command_neither_terminal_nor_page(hostile, chronicle_of):
    text = printed(chronicle_of(hostile), width=160)
    assert text.replace("\n", "").replace("\u200d", "").isprintable()
    tree = html.fromstring(page(hostile))
    assert len(tree.xpath("//script")) == 1


def test_the_csv_has_every_row_once_and_no_formula(chronicle, tmp_path):
    first, *others = chronicle.chronology
    told = replace(chronicle, chronology=(replace(first, says="=1+1"), *others))
    write_csv(told, tmp_path / "told.csv")
    with (tmp_path / "told.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    sent = {(row.agency, row.dataset, str(row.source_row)) for entry in told.chronology for row in entry.sources}
    assert {(row["agency"], row["dataset"], row["source_row"]) for row in rows if row["kind"] != "gap"} == sent
    assert len(rows) == len(sent) + 2
    assert rows[0]["says"] == "'=1+1"
    assert rows[0]["same_by"] == Sameness.MATTER
    assert [row["date"] for row in rows if row["kind"] == "gap"] == ["2022-08-03", "2024-11-02"]


def test_the_csv_of_another_suffix_is_refused(chronicle, tmp_path):
    with pytest.raises(UsageError, match=r"\.csv"):
        write_csv(chronicle, tmp_path / "told.xlsx")


def test_json_has_the_entries_with_all_their_rows(chronicle):
    text = to_json(chronicle)
    for piece in ('"sources"', '"patients"', '"nominals"', '"gaps"', '"day_in_life"', '"questions"', '"same_by"'):
        assert piece in text


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"precision": Precision.YEAR}, "only the year is known"),
        ({"precision": Precision.TERM}, "by school term"),
        ({"precision": Precision.SENT}, "the day it was sent"),
        ({"handling": "C"}, "handling C: conditions apply"),
        ({"ongoing": True}, "no end known"),
        ({"until": D(2023, 1, 1)}, "to 2023-01-01"),
        ({"detail": "Free text."}, ". Free text."),
    ],
    ids=["a year", "a term", "undated", "conditions", "goes on", "ends", "free text"],
)
def test_what_else_an_entry_says(answer, more, says):
    assert says in entry_words(replace(answer.chronology[0], **more))


def test_a_row_that_says_it_otherwise_is_told_with_its_own_words_and_dates(answer):
    first = answer.chronology[0]
    other = Evidence("health", "patients", "2026-01-31", 5, "born at home", D(2022, 8, 4))
    words = row_words(replace(first, sources=(*first.sources, other)))
    assert "patients 5 (since 2022-08-04; born at home)" in words
    assert words.endswith("[taken for one: one kind, person, day and matter]")


def test_a_school_year_of_terms_is_shown_and_the_rest_counted(answer):
    def term(year):
        return replace(answer.chronology[0], kinds=("school attendance",), says=f"{year} autumn", date=D(year, 9, 1))

    told = weekday_words(replace(answer.day_in_life, weekdays=tuple(term(year) for year in range(2020, 2026))))
    assert [line.rpartition("from ")[2] for line in told[:3]] == ["2023-09-01", "2024-09-01", "2025-09-01"]
    assert told[-1] == "3 earlier terms are in the chronology."
    assert len(told) == 4
