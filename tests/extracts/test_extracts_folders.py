"""A delivery is a folder of files: taken whole or not at all, and what is none of it is told."""

import datetime as dt
import gzip

from mash.extracts import Outcome, pull, refused

HEADER = (
    "person_ref,forenames,surname,aliases,date_of_birth,sex,address_line_1,town,postcode,phones,emails,identifiers\n"
)
ROW = "{ref},ANNA,SMITHERS,,1984-02-03,F,1 High Street,Kendal,LA9 4CQ,07700900123,,\n"
GOOD = HEADER + "".join(ROW.format(ref=f"P{number}") for number in range(1, 6))


def test_all_breaches_of_all_files_stand_in_one_message(town, csv_of):
    here = town(police="police")
    here.drop("police", "2026-01-01", "occurrences.csv", csv_of("occurrences").replace("category,", "kategory,"))
    here.drop("police", "2026-01-01", "occurrence_roles.csv", b"")
    here.drop("police", "2026-01-01", "markers.csv", csv_of("markers").replace(",", ";"))
    (delivery,) = pull(here.hub)
    message = str(refused([delivery]))
    for says in ("occurrences.csv: column category is missing", "occurrence_roles.csv: the file is empty", "semicolon"):
        assert says in message
    assert not (here.hub.landing / "police" / "occurrences").exists()


def test_a_good_file_is_not_landed_beside_a_bad_one(town, csv_of):
    here = town(police="police")
    roles = csv_of("occurrence_roles", {"occurrence_ref": "O1", "nominal_ref": "N1", "role": "suspect"})
    here.drop("police", "2026-01-01", "occurrence_roles.csv", roles)
    here.drop("police", "2026-01-01", "markers.csv", b"")
    pull(here.hub)
    assert list(here.landed("police")) == ["refused/2026-01-01.json"]


def test_swapped_files_are_known_for_what_they_are(town, csv_of):
    here = town(police="police")
    marker = {"nominal_ref": "N1", "scheme": "VISOR", "valid_from": "2020-01-01", "status": "current"}
    here.drop("police", "2026-01-01", "occurrences.csv", csv_of("markers", marker))
    (delivery,) = pull(here.hub)
    assert "looks like the dataset markers" in str(delivery.breaches)


def test_one_dataset_in_two_files_is_refused(town):
    here = town()
    here.drop("charity", "2026-01-01", "people.csv", GOOD)
    here.drop("charity", "2026-01-01", "people.csv.gz", gzip.compress(GOOD.encode()))
    (delivery,) = pull(here.hub)
    assert "people is sent 2 times over" in str(delivery.breaches)


def test_a_folder_without_any_file_of_the_contract_is_refused(town):
    here = town()
    here.drop("charity", "2026-01-01", "persons.csv", GOOD)
    (delivery,) = pull(here.hub)
    assert "holds no file of the contract" in str(delivery.breaches)


def test_files_and_folders_that_are_none_of_ours_are_reported_and_left(town):
    here = town()
    here.drop("charity", "2026-01-01", "people.csv", GOOD)
    here.drop("charity", "2026-01-01", "README.txt", "hello")
    here.drop("charity", "last week", "people.csv", GOOD)
    here.drop("charity", "2026-02-30", "people.csv", GOOD)
    deliveries = pull(here.hub)
    assert [delivery.outcome for delivery in deliveries] == [Outcome.SKIPPED, Outcome.SKIPPED, Outcome.LANDED]
    assert "'2026-02-30' is no extract" in deliveries[0].message
    assert deliveries[2].warnings == ("README.txt is no file of the contract and was left out",)


def test_what_lies_after_the_day_asked_for_is_told_and_left(town):
    here = town()
    for day in ("2026-01-01", "2026-01-03"):
        here.drop("charity", day, "people.csv", GOOD)
    (early, one) = pull(here.hub, as_of=dt.date(2026, 1, 2))[::-1]
    assert (early.outcome, early.extract) == (Outcome.LANDED, "2026-01-01")
    assert (one.outcome, one.message) == (Outcome.SKIPPED, "2026-01-03 lies after 2026-01-02, not read")
    (both,) = pull(here.hub, as_of=dt.date(2025, 12, 31))
    assert both.message == "2 extracts, 2026-01-01 to 2026-01-03, lie after 2025-12-31, not read"
    assert len(pull(here.hub, as_of=dt.date(2026, 1, 3))) == len(["2026-01-01", "2026-01-03"])


def test_an_agency_without_a_drop_folder_is_reported(town):
    here = town()
    (here.drops / "charity").rmdir()
    (delivery,) = pull(here.hub)
    assert delivery.outcome is Outcome.SKIPPED
    assert "no drop folder" in delivery.message


def test_an_empty_load_of_changes_is_no_breach(town, csv_of):
    here = town(health="health")
    here.drop("health", "2026-01-01", "attendances.csv", csv_of("attendances"))
    (delivery,) = pull(here.hub)
    assert (delivery.outcome, delivery.datasets[0].rows_in) == (Outcome.LANDED, 0)
