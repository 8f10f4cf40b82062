"""A bad shape costs the extract: what is said of columns that are not the contract's."""

import pytest

from mash.contracts import check_columns, load_contract

NOMINALS = [field.name for field in load_contract("police").dataset("nominals").fields]


def judged(found, *, dataset="nominals", may_omit=False):
    contract = load_contract("police")
    breaches, warnings = check_columns(contract, contract.dataset(dataset), found, "file.csv", may_omit=may_omit)
    return [str(breach) for breach in breaches], warnings


def without(name):
    return [each for each in NOMINALS if each != name]


def test_the_contracts_columns_in_any_order_are_no_breach():
    assert judged(NOMINALS[::-1]) == ([], [])


def test_a_column_of_withdrawals_is_no_breach():
    assert judged([*NOMINALS, "deleted"]) == ([], [])


@pytest.mark.parametrize("missing", ["surname", "vehicles"])
def test_a_missing_column_is_a_breach_whether_required_or_not(missing):
    (breach,), _ = judged(without(missing))
    assert f"column {missing} is missing" in breach


RENAMED = {
    "another case": ("surname", "Surname"),
    "a misspelling": ("ethnicity_code", "ethnicty_code"),
    "words run together": ("date_of_birth", "dateofbirth"),
    "words in another order": ("date_of_birth", "birth_date"),
    "another word for it": ("surname", "last_name"),
}


@pytest.mark.parametrize(("name", "sent"), RENAMED.values(), ids=RENAMED)
def test_a_renamed_column_is_a_breach_that_says_which_was_meant(name, sent):
    (breach,), warnings = judged([*without(name), sent])
    assert f"rename {sent!r} to {name}" in breach
    assert warnings == []


PEOPLE = load_contract("people")
NAMES = ["person_ref", "forenames", "surname"]


def test_a_list_may_leave_out_all_but_key_and_names_and_is_told():
    breaches, (note,) = check_columns(PEOPLE, PEOPLE.dataset("people"), NAMES, "people.csv")
    assert breaches == []
    assert "no column aliases, date_of_birth" in note


@pytest.mark.parametrize("name", NAMES)
def test_a_list_without_key_or_a_part_of_the_name_is_refused(name):
    found = [each for each in NAMES if each != name]
    breaches, _ = check_columns(PEOPLE, PEOPLE.dataset("people"), found, "people.csv")
    assert [breach.what for breach in breaches] == [f"column {name} is missing"]


MEANT = {
    "by its initials": ("date_of_birth", "DOB"),
    "by another word": ("sex", "Gender"),
    "in two words": ("postcode", "post code"),
    "in the singular": ("phones", "phone"),
    "as a part of it": ("address_line_1", "address"),
}


@pytest.mark.parametrize("may_omit", [False, True], ids=["CSV", "NDJSON"])
@pytest.mark.parametrize(("name", "sent"), MEANT.values(), ids=MEANT)
def test_a_column_that_may_be_left_out_and_is_there_by_another_name_is_a_breach(name, sent, may_omit):
    breaches, _ = check_columns(PEOPLE, PEOPLE.dataset("people"), [*NAMES, sent], "people", may_omit=may_omit)
    assert [breach.try_ for breach in breaches] == [f"rename {sent!r} to {name}"]


@pytest.mark.parametrize("sent", ["notes", "title", "middle_name", "nhs_number", "worker", "first_seen", "country"])
def test_a_column_of_another_meaning_is_left_out_and_no_breach(sent):
    breaches, notes = check_columns(PEOPLE, PEOPLE.dataset("people"), [*NAMES, sent], "people.csv")
    assert breaches == []
    assert f"column '{sent}' is not in the contract" in notes[0]


def test_thousands_of_columns_too_many_are_told_in_a_few_lines():
    breaches, warnings = judged([*NOMINALS, *(f"extra {number}" for number in range(5000))])
    assert breaches == []
    assert len(warnings) == 11
    assert "4,990 more columns" in warnings[-1]


def test_columns_without_a_name_are_left_out():
    breaches, warnings = judged([*NOMINALS, "", ""])
    assert breaches == []
    assert len(warnings) == 1


def test_all_missing_columns_are_told_at_once():
    breaches, _ = judged(["nominal_ref", "surname"])
    assert len(breaches) == len(NOMINALS) - 2


def test_a_column_too_many_is_a_warning_only():
    breaches, warnings = judged([*NOMINALS, "shoe_size"])
    assert breaches == []
    assert "'shoe_size' is not in the contract" in warnings[0]


def test_a_column_twice_is_a_breach():
    breaches, _ = judged([*NOMINALS, "surname"])
    assert breaches == ["file.csv: column 'surname' stands 2 times (try: send each column once)"]


@pytest.mark.parametrize(("delimiter", "name"), [(";", "a semicolon"), ("\t", "a tab"), ("|", "a bar")])
def test_another_delimiter_is_named(delimiter, name):
    (breach,), _ = judged([delimiter.join(NOMINALS)])
    assert f"the delimiter is {name}" in breach


def test_columns_of_another_dataset_are_known_for_what_they_are():
    roles = ["occurrence_ref", "nominal_ref", "role"]
    breaches, _ = judged(roles, dataset="markers")
    assert "looks like the dataset occurrence_roles" in breaches[-1]


def test_a_file_without_header_is_told_without_showing_its_first_row():
    (breach,), _ = judged(["N0001", "43", "SMITHERS", "1980-01-01"])
    assert "holds none of the contract's columns" in breach
    assert "SMITHERS" not in breach


def test_a_name_that_may_be_a_cell_is_shown_by_its_place():
    _, warnings = judged([*NOMINALS, "07700 900123"])
    assert warnings == ["file.csv: column number 14 is not in the contract and was left out"]


def test_where_nulls_may_be_left_out_an_optional_column_may_be():
    assert judged(["nominal_ref", "force_code", "surname"], may_omit=True) == ([], [])


def test_where_nulls_may_be_left_out_a_required_column_may_not_be():
    breaches, _ = judged(["nominal_ref", "force_code"], may_omit=True)
    assert breaches == ["file.csv: column surname is missing (try: send it, empty where nothing is known)"]


def test_where_nulls_may_be_left_out_a_misspelt_optional_column_is_still_a_breach():
    (breach,), _ = judged(["nominal_ref", "force_code", "surname", "ethnicity_cod"], may_omit=True)
    assert "rename 'ethnicity_cod' to ethnicity_code" in breach


def test_a_header_in_capitals_is_told_name_by_name():
    breaches, _ = judged([name.upper() for name in NOMINALS])
    assert [str(each).count("(try: rename '") for each in breaches] == [1] * len(NOMINALS)


def test_more_columns_than_can_be_compared_are_not_looked_at():
    breaches, warnings = judged([*NOMINALS, *map(str, range(10_000))])
    assert warnings == []
    assert breaches == [
        f"file.csv: has {10_000 + len(NOMINALS)} columns, and 10000 at most are looked at (try: export again)"
    ]
