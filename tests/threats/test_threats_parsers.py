"""Any bytes where a file of the hub is read: each parser ends in time, well or in a message, never in a traceback."""

import datetime as dt
import gzip
import json
import shutil
from contextlib import suppress
from importlib.resources import files
from pathlib import Path

import duckdb
import hypothesis.strategies as st
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from hypothesis import given

from mash import audit, ledger, warehouse
from mash.access.rules import access_rules
from mash.audit.checkpoints import private_key, public_key, read_checkpoints
from mash.audit.verify import verify
from mash.cli.options import known_by, parse_date, parse_moment
from mash.cli.worklist import parse_span
from mash.contracts import load_contract
from mash.encryption import NotOurs, new_envelope, new_master, read_envelope, read_text, write_text
from mash.enquiry.described import Description, born_of
from mash.errors import MashError
from mash.evaluation.truth import load_truth
from mash.extracts import landing, pull
from mash.hub import create_hub, open_hub
from mash.identity import load_model, read_labels
from mash.nightly.report import NightReport, write_report
from mash.nightly.runs import whole_runs
from mash.rating import load_policy
from mash.restrictions.read import read_restrictions
from mash.retention.schedule import load_schedule

CHECKOUT = Path(__file__).parents[2]
MODEL = Path(str(files("mash") / "identity" / "models" / "model-2026-11"))
POLICY = (files("mash") / "rating" / "policies" / "policy-2026-01.toml").read_bytes()
CONTRACT = (CHECKOUT / "data_contracts" / "people.odcs.yaml").read_bytes()
CONFIG = b"""[hub]
name = "Test"
policy = "policy-2026-01"
live = true
[nightly]
memory_limit = "1GB"
threads = 2
[health]
least = 100
[agencies.charity]
contract = "people"
drop = "drops/charity"
required = true
"""
LABELS = b"record_key_a,record_key_b,verdict\npolice:1,health:2,same\npolice:1,health:3,different\n"
PEOPLE = (
    b"person_ref,forenames,surname,aliases,date_of_birth,sex,address_line_1,town,postcode,phones,emails,identifiers\n"
    b"1,Ada,Example,Adie|Ady,1990-01-01,F,1 High Street,Whitehaven,CA28 7AA,07700900001,ada@example.org,\n"
    b'2,Bob,"Exa, mple",,1991-02-03,M,2 High Street,Whitehaven,CA28 7AA,,,nhs:9434765919\n'
)
PERSON = {"person_ref": "1", "forenames": "Ada", "surname": "Example", "phones": ["07700900001"]}
OBJECTS = b"".join(json.dumps({**PERSON, "person_ref": str(n)}).encode() + b"\n" for n in range(3))
LAST_OF_JANUARY = dt.datetime(2026, 1, 31, 9, 0)  # noqa: DTZ001 - a hub's moments have its own place's time
DEEP = 100_000


def test_any_bytes_as_mash_toml(tmp_path, attack, mutated, ends):
    @attack
    @given(mutated(CONFIG))
    def run(data):
        (tmp_path / "mash.toml").write_bytes(data)
        with ends():
            open_hub(tmp_path)

    run()


def test_any_bytes_as_access_toml(tmp_path, attack, mutated, ends):
    hub = create_hub(tmp_path / "hub")
    sound = hub.access_path.read_bytes()

    @attack
    @given(mutated(sound))
    def run(data):
        hub.access_path.write_bytes(data)
        with ends():
            access_rules(hub)

    run()


def test_any_bytes_as_retention_toml(tmp_path, attack, mutated, ends):
    hub = create_hub(tmp_path / "hub")
    sound = b'[[police.nominals]]\nyears = 6\nafter = "received"\nsource = "its schedule"\n'

    @attack
    @given(mutated(sound))
    def run(data):
        (hub.root / "retention.toml").write_bytes(data)
        with ends():
            load_schedule(hub)

    run()


def test_any_bytes_as_restrictions_toml(tmp_path, attack, mutated, ends):
    sound = (
        b'[[sealed]]\nid = "S-1"\nwhy = "adoption"\none = ["health:H1"]\nother = ["health:H9"]\n'
        b'[[places]]\nid = "L-1"\nwhy = "refuge"\nuprn = "100012345678"\n'
        b'[[existence_only]]\nscheme = "visor"\ncounts_as = "sexual offender"\n'
    )

    @attack
    @given(mutated(sound))
    def run(data):
        (tmp_path / "restrictions.toml").write_bytes(data)
        with ends():
            read_restrictions(tmp_path)

    run()


def test_any_bytes_as_a_policy(tmp_path, attack, mutated, ends):
    @attack
    @given(mutated(POLICY))
    def run(data):
        (tmp_path / "policy.toml").write_bytes(data)
        with ends():
            load_policy(str(tmp_path / "policy.toml"))

    run()


@pytest.mark.parametrize("file", ["model.json", "thresholds.toml", "term_frequencies.csv"])
def test_any_bytes_in_a_model_folder(tmp_path, attack, mutated, ends, file):
    folder = tmp_path / "model"
    shutil.copytree(MODEL, folder)
    sound = (folder / file).read_bytes()
    (folder / "term_frequencies.csv").write_bytes(b"kind,token,frequency\nforename,MIA,0.01\n")

    @attack
    @given(mutated(sound[:600] if file.endswith(".csv") else sound))
    def run(data):
        (folder / file).write_bytes(data)
        with ends():
            load_model(str(folder))

    run()


def test_any_bytes_as_a_contract(tmp_path, attack, mutated, ends):
    @attack
    @given(mutated(CONTRACT))
    def run(data):
        (tmp_path / "agency.odcs.yaml").write_bytes(data)
        with ends():
            load_contract(tmp_path / "agency.odcs.yaml")

    run()


def test_any_bytes_as_labelled_pairs(tmp_path, attack, mutated, ends):
    @attack
    @given(mutated(LABELS))
    def run(data):
        (tmp_path / "pairs.csv").write_bytes(data)
        with ends():
            read_labels(tmp_path / "pairs.csv")

    run()


def parquet_of(path):
    with duckdb.connect() as con:
        con.execute(
            "copy (select range::varchar as person_ref, 'Ada' as forenames, 'Example' as surname, date '1990-01-01' as"
            f" date_of_birth, ['07700900001'] as phones from range(3)) to '{path}' (format parquet)"
        )
    return path.read_bytes()


@pytest.mark.parametrize(
    "suffix",
    ["csv", "ndjson", "parquet", *(pytest.param(each, marks=pytest.mark.slow) for each in ("csv.gz", "ndjson.gz"))],
)
def test_any_bytes_as_a_delivery(tmp_path, attack, mutated, ends, suffix):
    (tmp_path / "mash.toml").write_bytes(CONFIG)
    hub = open_hub(tmp_path)
    plain = PEOPLE if suffix.startswith("csv") else OBJECTS
    sound = parquet_of(tmp_path / "p.parquet") if suffix == "parquet" else plain
    sent = mutated(sound)
    if suffix.endswith(".gz"):
        sent = mutated(gzip.compress(sound, mtime=0)) | sent.map(gzip.compress)
    drop = tmp_path / "drops" / "charity" / "2026-01-31"
    drop.mkdir(parents=True)

    @attack
    @given(sent)
    def run(data):
        (drop / f"people.{suffix}").write_bytes(data)
        with ends():
            (delivery,) = pull(hub, at=LAST_OF_JANUARY)
            assert delivery.outcome.value in {"landed", "refused"}
        shutil.rmtree(tmp_path / "landing")

    run()


def test_any_bytes_as_a_run_json(tmp_path, attack, mutated, altered, ends):
    (tmp_path / "mash.toml").write_bytes(CONFIG)
    hub = open_hub(tmp_path)
    for name in ("20260131-0123abcd", "20260130-0123abcd"):
        hub.snapshot(name).parent.mkdir(parents=True)
        hub.snapshot(name).touch()
        write_report(hub.snapshot(name).parent, report_of(name))
    path = hub.snapshot("20260131-0123abcd").with_name("run.json")
    sound = path.read_bytes()

    @attack
    @given(mutated(sound) | altered(json.loads(sound)))
    def run(data):
        path.write_bytes(data)
        with ends():
            whole_runs(hub)

    run()


def report_of(name):
    at = LAST_OF_JANUARY
    return NightReport(name, at.date(), "inputs", "digest", at, {}, "model", "policy", (), {"pull": 1.0}, {}, ())


@pytest.mark.parametrize("note", ["manifest", "refusal"])
def test_any_bytes_as_a_note_of_the_landing(tmp_path, attack, mutated, altered, ends, note):
    (tmp_path / "mash.toml").write_bytes(CONFIG)
    hub = open_hub(tmp_path)
    drop = tmp_path / "drops" / "charity" / "2026-01-31"
    drop.mkdir(parents=True)
    (drop / "people.csv").write_bytes(PEOPLE if note == "manifest" else b"nothing")
    pull(hub, at=LAST_OF_JANUARY)
    own = hub.landing / "charity"
    (path,) = own.rglob("manifest.json" if note == "manifest" else "refused/*.json")
    sound = path.read_bytes()

    @attack
    @given(mutated(sound) | altered(json.loads(sound)))
    def run(data):
        path.write_bytes(data)
        with ends():
            landing.landed(own)
            landing.refusals(own)
            pull(hub, at=LAST_OF_JANUARY)

    run()


@pytest.mark.parametrize("file", ["current", "as_known"])
def test_any_bytes_as_a_pointer(tmp_path, attack, ends, file):
    root = tmp_path / "hub" / "asides" / "then"
    root.mkdir(parents=True)
    (root / "mash.toml").write_bytes(CONFIG)

    @attack
    @given(
        st.binary(max_size=60) | st.sampled_from([b"../../../etc/passwd", b"20260131-0123abcd/../..", b"/dev/stdin"])
    )
    def run(data):
        (root / file).write_bytes(data)
        with ends():
            hub = open_hub(root)
            with pytest.raises(MashError):
                hub.read_current()

    run()


def test_any_bytes_as_a_database(tmp_path, attack, mutated, ends):
    path = tmp_path / "hub.duckdb"
    with duckdb.connect(str(path)) as con:
        con.execute("create table person as select range as person_id from range(10)")
    sound = path.read_bytes()[: 5 * 4096]

    @attack
    @given(mutated(sound))
    def run(data):
        path.write_bytes(data)
        with ends():
            warehouse.connect(path, read_only=True).close()

    run()


def test_any_bytes_as_a_ledger(tmp_path, attack, mutated, ends):
    path = tmp_path / "ledger.sqlite"
    with ledger.open_ledger(path):
        pass
    sound = path.read_bytes()

    @attack
    @given(mutated(sound))
    def run(data):
        for file in tmp_path.iterdir():
            file.unlink()
        path.write_bytes(data)
        with ends(), ledger.open_ledger(path, to_read=True) as book:
            ledger.judgements(book)
            ledger.latest_decisions(book)

    run()


def test_any_bytes_as_a_file_of_checkpoints_or_a_key(tmp_path, attack, mutated, altered, ends):
    hub = create_hub(tmp_path / "hub")
    key = Ed25519PrivateKey.generate()
    sound = {"at": "2026-01-31T09:00:00", "entries": 3, "head": "ab" * 32, "signature": "QUJD" * 21}
    own = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    @attack
    @given(mutated(json.dumps(sound).encode()) | altered(sound), mutated(own), mutated(public))
    def run(data, private, shown):
        for name, content in (("checkpoints", data), ("own.pem", private), ("public.pem", shown)):
            (tmp_path / name).write_bytes(content)
        with ends():
            list(read_checkpoints(tmp_path / "checkpoints"))
        with ends():
            private_key(hub, tmp_path / "own.pem")
        with ends():
            public_key(tmp_path / "public.pem")

    run()


def test_any_bytes_as_the_keys_of_a_hub_or_a_sealed_file(tmp_path, attack, mutated, altered, ends, monkeypatch):
    hub, master = create_hub(tmp_path / "hub"), new_master()
    new_envelope(hub.root, master, LAST_OF_JANUARY)
    monkeypatch.setenv("MASH_KEY", master.text)
    path, keys = hub.root / "sealed", hub.root / "keys.json"
    write_text(path, "some text")
    sealed, envelope = path.read_bytes(), keys.read_bytes()

    @attack
    @given(mutated(envelope) | altered(json.loads(envelope)), mutated(sealed))
    def run(data, content):
        path.write_bytes(content)
        with ends(), suppress(NotOurs):
            assert read_text(path) == "some text"
        keys.write_bytes(data)
        with ends():
            read_envelope(hub.root).opened(master)
        keys.write_bytes(envelope)

    run()


def test_any_bytes_as_an_audit(tmp_path, attack, mutated, ends):
    hub = create_hub(tmp_path / "hub")
    audit.record(hub, audit.Entry(LAST_OF_JANUARY, "a", "a", "view", "P1", detail='{"searched": {"name": "x"}}'))
    sound = hub.audit_path.read_bytes()

    @attack
    @given(mutated(sound))
    def run(data):
        for file in hub.root.glob("audit.sqlite*"):
            file.unlink()
        hub.audit_path.write_bytes(data)
        with ends(), audit.open_audit(hub.audit_path, to_read=True) as book:
            verify(book, None)
        with ends():
            audit.entries_of(hub)

    run()


def test_any_bytes_as_the_manifest_of_a_truth(tmp_path, attack, mutated, altered, ends):
    sound = {"seed": 1, "persons": 10, "as_of": "2026-01-31", "profile": "oxfordshire", "policy": "policy-2026-01"}

    @attack
    @given(mutated(json.dumps(sound).encode()) | altered(sound))
    def run(data):
        (tmp_path / "manifest.json").write_bytes(data)
        with ends(), duckdb.connect() as con, pytest.raises(MashError):
            load_truth(con, tmp_path, LAST_OF_JANUARY.date())

    run()


def test_any_words_typed_at_the_command_line(attack, ends):
    parts = ["3", "about", "-", "18 months", "999", "w", "14/09/2022", "Sep", "0000", "9999-12-31", "0001-01-01", "T"]
    words = st.text(max_size=12) | st.lists(st.sampled_from([*parts, "LA14", "2AB", "\u0663", "\u00b2", "4h"])).map(
        "".join
    )

    @attack
    @given(words, st.sampled_from([dt.date.min, dt.date(2024, 2, 29), dt.date.max]))
    def run(given, day):
        forms = {"born": given}, {"age": given}, {"postcode": given}, {"name": given}
        for form in forms:
            with ends():
                Description(**form).query(day)
        for read in (parse_date, parse_moment, known_by, parse_span):
            with ends():
                read(given, "--option")
        with ends():
            born_of(given)

    run()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a = " + "[" * DEEP, id="brackets without end"),
        pytest.param("a = " + "[" * DEEP + "]" * DEEP, id="brackets closed"),
        pytest.param("a = " + "{b = " * DEEP, id="tables in tables"),
        pytest.param("a" + ".a" * 60_000 + " = 1", id="a key of very many parts"),
        pytest.param("a = " + "9" * 5000, id="a number of five thousand digits"),
        pytest.param("[nightly]\nthreads = 0x" + "f" * 5000, id="one in hexadecimal"),
        pytest.param("[network]\nhops = 0x" + "f" * 5000, id="one that is to be told of"),
        pytest.param("[nightly]\nthreads = 999999999", id="more threads than any machine has"),
    ],
)
def test_toml_made_to_break_its_reader_is_refused(tmp_path, ends, text):
    (tmp_path / "mash.toml").write_text(text)
    for read in (lambda: open_hub(tmp_path), lambda: load_policy(str(tmp_path / "mash.toml"))):
        with ends(), pytest.raises(MashError):
            read()


LAUGHS = "x1: &x1 [1,1,1,1,1,1,1,1,1,1]\n" + "".join(
    f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 10)}]\n" for n in range(2, 10)
)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a: " + "[" * DEEP, id="brackets without end"),
        pytest.param(LAUGHS + "customProperties: [{property: load, value: *x9}]", id="a billion laughs"),
        pytest.param(LAUGHS + "schema: *x9", id="a billion laughs for datasets"),
        pytest.param("&a {name: *a, schema: *a}", id="itself within itself"),
        pytest.param("!!python/object/apply:os.system [id]", id="a command"),
        pytest.param("a: " + "9" * 5000, id="a number of five thousand digits"),
        pytest.param("version: 2026-02-30", id="a day that is none"),
    ],
)
def test_yaml_made_to_break_its_reader_is_refused(tmp_path, ends, text):
    path = tmp_path / "agency.odcs.yaml"
    path.write_text("apiVersion: v3.1.0\nkind: DataContract\n" * (not text.startswith(("&", "!"))) + text)
    with ends(), pytest.raises(MashError):
        load_contract(path)


@pytest.mark.parametrize(
    "head",
    [
        pytest.param("Größe".encode("latin-1"), id="in CP1252"),
        pytest.param("Größe".encode("utf-16"), id="in UTF-16"),
        pytest.param(b"\xff\xfe\x81", id="in no encoding"),
        pytest.param(b"a" * 200_000, id="longer than a cell may be"),
        pytest.param(b'"', id="of a quote left open"),
        pytest.param(b"\x00", id="of a NUL"),
    ],
)
def test_column_headings_in_any_bytes_are_told_and_end_nothing(tmp_path, ends, head):
    """Of every file with headings: labelled pairs, a model's frequencies, and a delivery."""
    (tmp_path / "pairs.csv").write_bytes(b"record_key_a,record_key_b," + head + LABELS)
    with ends(), pytest.raises(MashError):
        read_labels(tmp_path / "pairs.csv")
    shutil.copytree(MODEL, tmp_path / "model")
    (tmp_path / "model" / "term_frequencies.csv").write_bytes(
        b"kind,token,frequency," + head + b"\nforename,MIA,0.01\n"
    )
    with ends(), pytest.raises(MashError):
        load_model(str(tmp_path / "model"))
    (tmp_path / "mash.toml").write_bytes(CONFIG)
    drop = tmp_path / "drops" / "charity" / "2026-01-31"
    drop.mkdir(parents=True)
    (drop / "people.csv").write_bytes(head + PEOPLE.replace(b"forenames", head))
    with ends():
        (delivery,) = pull(open_hub(tmp_path), at=LAST_OF_JANUARY)
        assert delivery.outcome.value == "refused"
