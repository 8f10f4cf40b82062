"""Paths: whoever may write into one folder reaches no other."""

import datetime as dt

import pytest

from mash.errors import UsageError
from mash.extracts import pull
from mash.extracts.drop import extract_date
from mash.hub import open_hub

AT = dt.datetime(2026, 1, 31, 9, 0)  # noqa: DTZ001 - a hub's moments have its own place's time
PEOPLE = (
    "person_ref,forenames,surname,aliases,date_of_birth,sex,address_line_1,town,postcode,phones,emails,identifiers\n"
    "1,Ada,Example,,1990-01-01,F,,,,,,\n"
)
BLOCK = '[agencies.{name}]\ncontract = "people"\ndrop = "drops/{name}"\n'


@pytest.fixture
def two_agencies(tmp_path):
    (tmp_path / "mash.toml").write_text("".join(BLOCK.format(name=name) for name in ("charity", "refuge")))
    own = tmp_path / "drops" / "charity"
    other = tmp_path / "drops" / "refuge" / "2026-01-30"
    own.mkdir(parents=True)
    other.mkdir(parents=True)
    (other / "people.csv").write_text(PEOPLE)
    return open_hub(tmp_path), own, other


@pytest.mark.parametrize("linked", ["file", "folder"])
def test_a_link_out_of_an_agencys_drop_is_not_followed(two_agencies, linked):
    hub, own, other = two_agencies
    if linked == "folder":
        (own / "2026-01-30").symlink_to(other)
    else:
        (own / "2026-01-30").mkdir()
        (own / "2026-01-30" / "people.csv").symlink_to(other / "people.csv")
    charity, refuge = pull(hub, at=AT)
    assert (charity.outcome.value, refuge.outcome.value) == ("refused", "landed")
    assert "leads out of the drop" in " ".join(charity.warnings)


def test_a_link_within_an_agencys_drop_is_a_file_like_another(two_agencies):
    hub, own, _ = two_agencies
    (own / "2026-01-30").mkdir()
    (own / ".arriving.csv").write_text(PEOPLE)
    (own / "2026-01-30" / "people.csv").symlink_to(own / ".arriving.csv")
    charity, _ = pull(hub, at=AT)
    assert charity.outcome.value == "landed"


@pytest.mark.parametrize(
    "name", ["../police", "a/b", "..", "A", "x y", "x'; drop table person", ".hidden", "hub", "refused"]
)
def test_an_agency_by_a_name_that_would_be_a_path_is_refused(tmp_path, name):
    (tmp_path / "mash.toml").write_text(f'[agencies."{name}"]\ncontract = "people"\ndrop = "d"\n')
    with pytest.raises(UsageError, match="a name is lower-case letters"):
        open_hub(tmp_path)


@pytest.mark.parametrize("dataset", ["../people", "a/b", "people;--", "People", ".people"])
def test_a_dataset_by_a_name_that_would_be_a_path_or_sql_is_refused(tmp_path, dataset):
    (tmp_path / "own.odcs.yaml").write_text(
        "apiVersion: v3.1.0\nkind: DataContract\nname: own\nversion: 1.0.0\n"
        f"schema:\n  - name: '{dataset}'\n    properties: [{{name: 'x', logicalType: string}}]\n"
    )
    (tmp_path / "mash.toml").write_text('[agencies.own]\ncontract = "own.odcs.yaml"\ndrop = "d"\n')
    with pytest.raises(UsageError, match="is no name"):
        pull(open_hub(tmp_path), at=AT)


@pytest.mark.parametrize("path", ["2026-01-31/../../refuge", "2026-01-31T99", "..", "2026-1-1", "2026-01-31\n"])
def test_a_folder_that_is_no_date_is_no_delivery(path):
    assert extract_date(path) is None
