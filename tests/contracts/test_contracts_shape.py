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
