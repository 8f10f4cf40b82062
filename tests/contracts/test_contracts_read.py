"""A broken contract document is refused with everything that is wrong with it."""

import pytest

from mash.contracts import Load, load_contract
from mash.errors import UsageError

SOUND = """
apiVersion: v3.1.0
kind: DataContract
id: refuge
name: refuge
version: 1.2.0
status: active
schema:
  - name: guests
    customProperties:
      - { property: load, value: changes }
    properties:
      - { name: ref, logicalType: string, primaryKey: true }
      - { name: came_on, logicalType: date, logicalTypeOptions: { minimum: "1990-01-01" } }
      - name: kind
        logicalType: string
        quality: [ { metric: invalidValues, arguments: { validValues: [a, b] }, mustBe: 0 } ]
slaProperties:
  - { property: latency, value: 7, unit: d }
  - { property: retention, value: 3, unit: y }
"""


def write(tmp_path, text):
    path = tmp_path / "refuge.odcs.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_own_contract_is_read_from_its_path(tmp_path):
    contract = load_contract(write(tmp_path, SOUND))
    (guests,) = contract.datasets
    assert (contract.name, contract.version) == ("refuge", "1.2.0")
    assert (guests.load, guests.key, guests.fresh_within_days, guests.retention) == (Load.CHANGES, ("ref",), 7, "3 y")
    assert guests.fields[2].codes == ("a", "b")


def test_a_path_may_be_given_as_text(tmp_path):
    assert load_contract(str(write(tmp_path, SOUND))).name == "refuge"


def test_a_dataset_without_key_is_keyed_by_its_whole_row(tmp_path):
    contract = load_contract(write(tmp_path, SOUND.replace(", primaryKey: true", "")))
    assert contract.datasets[0].key == ()
    assert contract.datasets[0].key_or_row == ("ref", "came_on", "kind")


QUALITY = "quality: [{{ metric: duplicateValues, mustBeLessOrEqualTo: 2, unit: percent, {} }}]"
BORNE = SOUND.replace(
    "    properties:\n",
    f"    {QUALITY.format('customProperties: [{ property: borneRows, value: 4 }]')}\n    properties:\n",
)
LOOSE = SOUND.replace(
    "      - name: kind\n",
    "      - name: kind\n        customProperties:\n          - { property: mayBeAbsent, value: true }\n"
    "          - { property: synonyms, value: [sort] }\n",
)


def test_a_dataset_says_how_many_repeated_keys_it_bears(tmp_path):
    (guests,) = load_contract(write(tmp_path, BORNE)).datasets
    assert (guests.duplicate_key_share, guests.duplicate_keys_borne) == (0.02, 4)


def test_a_field_says_whether_its_column_may_be_absent_and_what_else_it_is_called(tmp_path):
    (guests,) = load_contract(write(tmp_path, LOOSE)).datasets
    assert [(field.may_be_absent, field.synonyms) for field in guests.fields] == [
        (False, ()),
        (False, ()),
        (True, ("sort",)),
    ]


BROKEN = {
    "a word that is no contract": ("hello", "no mapping at the top"),
    "text that is no YAML": ("a: [", "not readable as YAML"),
    "a key the standard has not": (SOUND + "surprise: 1\n", "surprise"),
    "another major version": (SOUND.replace("v3.1.0", "v2.2.2"), "apiVersion"),
    "another kind of document": (SOUND.replace("DataContract", "DataProduct"), "kind"),
    "no version": (SOUND.replace("version: 1.2.0\n", ""), "no version"),
    "no dataset": (SOUND[: SOUND.index("schema:")], "lists no dataset"),
    "a load that is neither": (SOUND.replace("value: changes", "value: sometimes"), "wanted full or changes"),
    "no load": (SOUND.replace("property: load", "property: lode"), "wanted full or changes"),
    "no freshness": (SOUND.replace("property: latency", "property: late"), "no latency"),
    "freshness in hours": (SOUND.replace("unit: d", "unit: h"), "no latency in whole days"),
    "an unknown type": (SOUND.replace("logicalType: date", "logicalType: number"), "logicalType is 'number'"),
    "an unknown format": (
        SOUND.replace(
            "logicalType: string, primaryKey", "logicalType: string, logicalTypeOptions: { format: ssn }, primaryKey"
        ),
        "format is 'ssn'",
    ),
    "a field twice": (SOUND.replace("name: kind", "name: ref"), "ref stands 2 times"),
    "a name with a quote in it": (SOUND.replace("name: kind", "name: 'ki\"nd'"), "is no name"),
    "a name in capitals": (SOUND.replace("name: kind", "name: Kind"), "'Kind' is no name"),
    "the engine's own field": (SOUND.replace("name: kind", "name: deleted"), "'deleted' is the engine's own"),
    "the engine's own dataset": (SOUND.replace("name: guests", "name: refused"), "'refused' is the engine's own"),
    "a minimum that is no date": (SOUND.replace("1990-01-01", "long ago"), "minimum is not a date"),
    "codes that YAML takes for numbers": (SOUND.replace("[a, b]", "[1, 2]"), "validValues are strings"),
    "rows borne that are no number": (BORNE.replace("value: 4", "value: few"), "borneRows is a whole number"),
    "absence that is no yes or no": (LOOSE.replace("value: true", "value: perhaps"), "mayBeAbsent is true or false"),
    "a required column that may be absent": (
        LOOSE.replace("        logicalType: string\n", "        logicalType: string\n        required: true\n"),
        "a required column may not be absent",
    ),
    "synonyms that are no list": (LOOSE.replace("[sort]", "sort"), "synonyms is a list of names"),
    "a code twice": (SOUND.replace("[a, b]", "[a, A]"), "a code twice"),
}


@pytest.mark.parametrize(("text", "says"), BROKEN.values(), ids=BROKEN)
def test_a_broken_contract_is_refused_and_says_why(tmp_path, text, says):
    path = write(tmp_path, text)
    with pytest.raises(UsageError) as refused:
        load_contract(path)
    assert says in str(refused.value)
    assert str(path) in str(refused.value)


def test_all_faults_of_a_contract_are_told_at_once(tmp_path):
    text = (
        SOUND.replace("value: changes", "value: no").replace("name: kind", "name: Kind").replace("unit: d", "unit: h")
    )
    with pytest.raises(UsageError) as refused:
        load_contract(write(tmp_path, text))
    for says in ("wanted full or changes", "'Kind' is no name", "no latency"):
        assert says in str(refused.value)


@pytest.mark.parametrize("name", ["polise", "nowhere/police.odcs.yaml"])
def test_a_contract_that_is_not_there_is_refused_with_the_names_that_are(name):
    with pytest.raises(UsageError, match="police"):
        load_contract(name)


def test_a_contract_that_is_not_utf8_is_refused(tmp_path):
    path = tmp_path / "c.odcs.yaml"
    path.write_bytes(b"name: caf\xe9")
    with pytest.raises(UsageError, match="UTF-8"):
        load_contract(path)
