"""Broken deliveries, made over a good one: each fault with the rows put into it, counted here, and what must become of
it. Nothing of it lies on disk as a file; ``pull_all`` writes the drops of a hub and pulls them.

A delivery of an agency's own good extract comes first, under ``FIRST``; the broken one under ``SECOND``.
"""

import gzip
import json
import shutil
import tempfile
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import duckdb

from mash.extracts import Delivery, check, pull
from mash.extracts.drop import copy_hashed
from mash.hub import open_hub

FIRST, SECOND = "2026-01-01", "2026-01-31"
LANDED, REFUSED, SKIPPED = "landed", "refused", "skipped"
PERSONAL = ("SMITHERS", "ANNA", "1984-02-03", "High Street", "Kendal", "LA9 4CQ", "07700900123", "anna@")
"""What stands in rows, and must not stand in what is said of them."""
HEADER = "person_ref,forenames,surname,aliases,date_of_birth,sex,address_line_1,town,postcode,phones,emails,identifiers"
ROW = "{ref},ANNA,SMITHERS,,1984-02-03,F,1 High Street,Kendal,LA9 4CQ,07700900123,anna@example.org,"
GOOD_ROWS = 200
ROWS = [ROW.format(ref=f"P{number}") for number in range(1, GOOD_ROWS + 1)]
HEALTH = "local_patient_id,forenames,surname,date_of_birth\nL1,ANNA,SMITHERS,1984-02-03\n"
POLICE = {
    "occurrence_roles.csv": "occurrence_ref,nominal_ref,role\nO1,SMITHERS,suspect\nO2,SMITHERS,victim\n",
    "markers.csv": "nominal_ref,scheme,code,level,authority,valid_from,valid_to,status\n"
    "SMITHERS,VISOR,1,,,2020-01-01,,current\n",
}
OBJECT = json.dumps({"person_ref": "P1", "surname": "SMITHERS"}) + "\n"
MIB = 1 << 20


@dataclass(frozen=True)
class Sent:
    """The files of one delivery, and how many rows of data were put into them."""

    files: Mapping[str, bytes]
    rows: int


@dataclass(frozen=True)
class Fault:
    """What is wrong, how it is made, and what must become of it."""

    name: str
    make: Callable[[], Sent]
    becomes: str
    says: str = ""
    """Stands in its breaches, warnings, rules or message."""
    rejected: int = 0
    contract: str = "people"
    grows: bool = False
    """Each of its files grows while it is copied."""

    @property
    def agency(self) -> str:
        """The agency that sends it: one for each fault."""
        return "a_" + "".join(letter if letter.isalnum() else "_" for letter in self.name.lower())[:60]


def lines(rows=ROWS, *, header=HEADER, end="\n"):
    """The text of a list."""
    return end.join([header, *rows, ""])


def sent(content, rows=GOOD_ROWS, suffix="csv"):
    """One file of people."""
    return Sent({f"people.{suffix}": content if isinstance(content, bytes) else content.encode()}, rows)


def of(*rows, **form):
    """A CSV file of the good rows and these after them."""
    return sent(lines([*ROWS, *rows], **form), len(ROWS) + len(rows))


def each(old, new):
    """The good file with something else in each row."""
    return sent(lines([row.replace(old, new) for row in ROWS]))


def first_rows(*changes):
    """The good file, each change of old to new made to one row, from the first on."""
    changed = [row.replace(*change) for row, change in zip(ROWS, changes, strict=False)]
    return sent(lines([*changed, *ROWS[len(changed) :]]))


def zipped(content=None, rows=GOOD_ROWS):
    """A file of people in gzip."""
    return sent(gzip.compress(lines().encode() if content is None else content, 9, mtime=0), rows, "csv.gz")


def cut(delivery, places):
    """Its only file without its last bytes."""
    return Sent({name: content[:-places] for name, content in delivery.files.items()}, delivery.rows)


def flipped(content, place):
    """With one byte of it turned over."""
    return content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :]


def bomb(mib):
    """A gzip file of good rows over and over: a four-hundredth of what comes out."""
    block = "\n".join(ROWS[:1]).encode() + b"\n"
    times = MIB // len(block)
    part = gzip.compress(block * times, 9, mtime=0)
    return sent(gzip.compress(HEADER.encode() + b"\n", mtime=0) + part * mib, times * mib, "csv.gz")


def parquet(select, rows=GOOD_ROWS, change=lambda content: content):
    """A Parquet file of that query over the rows ``r(i)``."""
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as con:
        path = Path(folder) / "f.parquet"
        con.execute(
            f"copy ({select} from range(1, {rows + 1}) r(i)) to '{path}' (format parquet, row_group_size 10_000_000)"
        )
        return sent(change(path.read_bytes()), rows, "parquet")


NOTHING_BUT_A = ", ".join(f"'A' as {name}" for name in HEADER.split(","))
COLUMNS = "select 'P' || i as person_ref, 'ANNA' as forenames, 'SMITHERS' as surname"


def miscounted(content):
    """A Parquet file whose footer says one row more than there are: 201, as Thrift writes it."""
    at = content.rindex(b"\x16\x90\x03\x19")
    return content[:at] + b"\x16\x92\x03" + content[at + 3 :]


def ndjson(*objects):
    """A good object and these lines after it."""
    return sent(OBJECT + "".join(line + "\n" for line in objects), 1 + len(objects), "ndjson")


def police(**files):
    """The good delivery of the police with some of its files changed or, None, left out."""
    made = POLICE | {f"{name}.csv": content for name, content in files.items()}
    return Sent({name: text.encode() for name, text in made.items() if text is not None}, 3)


DAYS = [
    "03/02/1984",
    "02/13/1984",
    "30715",
    "3rd Feb 1984",
    "3.2.84",
    "19840203",
    "1984-2-3",
    "1984-02-30",
    "1066-01-01",
]
DAYS += ["9999-12-31", "0000-00-00", "1984-13-01", "1984-W05-5", "-1984-02-03", "NULL", "unknown", "٣١٩٨٤-٠٢-٠٣"]
GOOD_DAYS = ("1984-02-03T00:00:00", "1984-02-03 00:00", "2000-02-29", "", " 1984-02-03 ")
FORMULAS = ("=HYPERLINK(SMITHERS)", "+1+1", "-2+3", "@SUM(A1)", "=cmd|'/c calc'!A0", "'); drop table landed; --")

FAULTS = (
    # gzip
    Fault("gzip cut short", lambda: cut(zipped(), 12), REFUSED, "the gzip file is damaged or cut short"),
    Fault("gzip with a flipped byte", lambda: sent(flipped(gzip.compress(lines().encode()), 60), suffix="csv.gz"),
          REFUSED, "the gzip file is damaged"),
    Fault("gzip and something after it", lambda: sent(gzip.compress(lines().encode()) + b"ANNA", suffix="csv.gz"),
          REFUSED, "the gzip file is damaged"),
    Fault("gzip within gzip", lambda: zipped(gzip.compress(lines().encode())), REFUSED, "compressed with gzip"),
    Fault("gzip of nothing", lambda: zipped(b"", 0), REFUSED, "the file is empty"),
    Fault("a bomb in gzip", lambda: bomb(64), REFUSED, "expands to more than 100 times its size and 16 MiB"),
    Fault("a bomb of NULs in gzip", lambda: zipped(bytes(64 * MIB), 0), REFUSED, "full of NUL bytes"),
    Fault("a bomb in Parquet", lambda: parquet(f"select {NOTHING_BUT_A}", 1_500_000),
          REFUSED, "expands to more than 100 times its size"),
    Fault("one long value for many rows of Parquet",
          lambda: parquet(f"select 'P' || i as person_ref, repeat('A', {MIB}) as forenames, 'S' as surname", 50),
          REFUSED, "expands to more than 100 times its size"),
    # one format by the name of another
    Fault("CSV by the name of gzip", lambda: sent(lines(), suffix="csv.gz"), REFUSED, "the gzip file is damaged"),
    Fault("gzip by the name of CSV", lambda: sent(gzip.compress(lines().encode())), REFUSED, "compressed with gzip"),
    Fault("a spreadsheet by the name of CSV", lambda: sent(b"PK\x03\x04" + lines().encode()), REFUSED, "a spreadsheet"),
    Fault("a PDF by the name of CSV", lambda: sent(b"%PDF-1.7\nANNA SMITHERS"), REFUSED, "a PDF"),
    Fault("a web page by the name of CSV", lambda: sent("<!doctype html><p>ANNA SMITHERS: log in"), REFUSED,
          "holds none of the contract's columns"),
    Fault("CSV by the name of Parquet", lambda: sent(lines(), suffix="parquet"), REFUSED, "not a Parquet file"),
    Fault("CSV by the name of NDJSON", lambda: sent(lines(), suffix="ndjson"), REFUSED, "rows cannot be taken apart"),
    Fault("Parquet by the name of CSV", lambda: Sent({"people.csv": parquet(COLUMNS).files["people.parquet"]}, 200),
          REFUSED, "a Parquet file"),
    # nothing, and too little
    Fault("an empty file", lambda: sent(b"", 0), REFUSED, "the file is empty"),
    Fault("blank lines", lambda: sent("\n \r\n\n", 0), REFUSED, "the file is empty"),
    Fault("a byte order mark and nothing", lambda: sent(b"\xef\xbb\xbf", 0), REFUSED, "the file is empty"),
    Fault("a header and no row", lambda: sent(lines([]), 0), REFUSED, "an empty full load would withdraw everybody"),
    Fault("a folder without a file", lambda: Sent({}, 0), REFUSED, "holds no file of the contract"),
    Fault("cut short within a row", lambda: sent(lines()[:-70]), REFUSED, "cut short: line 201, the last, ends early"),
    Fault("cut short within a quote", lambda: sent(lines() + 'P9,"AN', 201), REFUSED, "is never closed"),
    # rows
    Fault("a short row", lambda: of("P9,ANNA"), LANDED, "too few fields", 1),
    Fault("a long row", lambda: of(ROW.format(ref="P900") + ",,,"), LANDED, "too many fields", 1),
    Fault("most rows ragged", lambda: sent(lines([row.replace(",F,", ",") for row in ROWS])), REFUSED,
          "200 of 200 rows cannot be taken apart"),
    Fault("a total in the last line", lambda: of("Total: 200 people"), LANDED, "too few fields", 1),
    Fault("two files joined end to end", lambda: of(HEADER, ROW.format(ref="P201")), LANDED, "the header again", 1),
    Fault("the list twice over", lambda: sent(lines([*ROWS, *ROWS]), 400), LANDED, "repeated row", 200),
    Fault("some keys twice", lambda: of(*(ROW.format(ref=f"P{n}").replace("ANNA", "A") for n in range(1, 6))), LANDED,
          "duplicate key", 5),
    Fault("many keys twice", lambda: of(*(ROW.format(ref=f"P{n}").replace("ANNA", "A") for n in range(1, 60))), REFUSED,
          "59 of 259 rows repeat a key"),
    Fault("rows without their key", lambda: of(*[ROW.format(ref="")] * 9), LANDED, "missing", 9),
    Fault("most rows without their key", lambda: of(*[ROW.format(ref=" ")] * 300),
          REFUSED, "person_ref missing in 300"),
    Fault("a withdrawal in a full load", lambda: sent(lines([row + "," for row in ROWS[:-1]] + [ROWS[-1] + ",true"],
          header=HEADER + ",deleted")), LANDED, "deleted in a full load", 1),
    # quotes
    Fault("a quote never closed", lambda: of('P201,"ANNA,SMITHERS'),
          REFUSED, "the quote opened in line 202 is never closed"),
    Fault("a quote closed too late", lambda: of('P201,"ANNA' + ",,\nP,,,,,,,,,,," * 1200),
          REFUSED, "within 1000 lines"),
    Fault("text after a closing quote", lambda: first_rows(("ANNA", '"AN"NA')), LANDED, "quotes out of place", 1),
    Fault("quotes escaped by a backslash", lambda: first_rows(("ANNA", '"AN\\"NA\\""')),
          LANDED, "quotes out of place", 1),
    Fault("single quotes", lambda: first_rows(("1 High", "'1, High")), LANDED, "too many fields", 1),
    Fault("curly quotes", lambda: first_rows(("1 High", "\u201c1, High")), LANDED, "too many fields", 1),
    Fault("quotes out of place in the header", lambda: sent('"a"b' + lines()), REFUSED, "the header's quotes"),
    # the bytes of text
    Fault("NULs here and there", lambda: each("ANNA", "AN\0NA"), LANDED, "200 control characters were left out"),
    Fault("NULs all over", lambda: sent(bytes(5000), 0), REFUSED, "full of NUL bytes"),
    Fault("escapes of a terminal", lambda: each("ANNA", "\x1b[31mANNA\x07"),
          LANDED, "control characters were left out"),
    Fault("UTF-8 and CP1252 mixed", lambda: sent(b"\n".join([HEADER.encode(), *(
          row.replace("ANNA", "ZOË").encode("cp1252" if n % 2 else "utf-8") for n, row in enumerate(ROWS)), b""])),
          LANDED, "100 lines were no valid UTF-8 and were read as CP1252"),
    Fault("bytes of no encoding", lambda: sent(lines().encode().replace(b"ANNA", b"\x81\x8d")),
          LANDED, "neither UTF-8 nor"),
    Fault("UTF-16 without a mark", lambda: sent(lines().encode("utf-16-le")), LANDED),
    Fault("UTF-16 cut within a character", lambda: sent(lines().encode("utf-16")[:-1]), REFUSED, "not valid UTF-16"),
    Fault("UTF-32", lambda: sent(lines().encode("utf-32")), REFUSED, "the encoding is UTF-32"),
    Fault("EBCDIC", lambda: sent(lines().encode("cp037")), REFUSED, "holds none of the contract's columns"),
    # great cells
    Fault("a cell of 10 MB", lambda: of(f"P201,{'A' * 10 * MIB},,,,,,,,,,"),
          REFUSED, "line 202 has no end within 4 MiB"),
    Fault("a cell of 10 MB over many lines", lambda: of(f'P201,"{("A" * 9999 + chr(10)) * 990}",,,,,,,,,,'), REFUSED,
          "is not closed within 4 million characters"),
    Fault("a cell of 200 KB in quotes", lambda: of(f'P201,"{"A" * 200_000}",,,,,,,,,,'), LANDED),
    Fault("a cell of 4 MB that grows in UTF-8", lambda: sent(
          lines().encode() + b"P201," + b"\x80" * (4 * MIB - 200) + b"," * 10 + b"\n", 201), LANDED, "read as CP1252"),
    Fault("a value of 10 MB in NDJSON", lambda: ndjson(json.dumps({"person_ref": "P2", "surname": "A" * 10 * MIB})),
          REFUSED, "line 2 has no end within 4 MiB"),
    Fault("20,000 columns", lambda: of(header=HEADER + "," + ",".join(map(str, range(20_000)))), REFUSED,
          "has 20012 columns"),
    # columns
    Fault("no header", lambda: sent("\n".join([*ROWS, ""])), REFUSED, "holds none of the contract's columns"),
    Fault("a title above the header", lambda: of(header="People as of 31 January\n" + HEADER), REFUSED,
          "holds none of the contract's columns"),
    Fault("a header in capitals", lambda: of(header=HEADER.upper()), REFUSED, "rename 'PERSON_REF' to person_ref"),
    Fault("a column renamed", lambda: of(header=HEADER.replace("date_of_birth", "birth_date")), REFUSED,
          "rename 'birth_date' to date_of_birth"),
    Fault("columns in another order", lambda: sent(lines(
          [",".join(row.split(",")[::-1]) for row in ROWS], header=",".join(HEADER.split(",")[::-1]))), LANDED),
    Fault("a column missing", lambda: sent(lines([row.replace("SMITHERS,", "") for row in ROWS],
          header=HEADER.replace("surname,", ""))), REFUSED, "column surname is missing"),
    Fault("a column too many", lambda: sent(lines([row + ",SMITHERS" for row in ROWS], header=HEADER + ",notes")),
          LANDED, "'notes' is not in the contract and was left out"),
    Fault("a column twice", lambda: of(header=HEADER.replace("town", "sex")), REFUSED, "'sex' stands 2 times"),
    Fault("semicolons", lambda: sent(lines().replace(",", ";")), REFUSED, "the delimiter is a semicolon"),
    Fault("tabs", lambda: sent(lines().replace(",", "\t")), REFUSED, "the delimiter is a tab"),
    # values
    Fault("days of every kind", lambda: first_rows(*(("1984-02-03", day) for day in DAYS)), LANDED, "not an ISO date"),
    Fault("good days in other spellings", lambda: first_rows(*(("1984-02-03", day) for day in GOOD_DAYS)), LANDED),
    Fault("formulas", lambda: first_rows(*(("ANNA", text) for text in FORMULAS)), LANDED),
    # NDJSON and Parquet
    Fault("NDJSON cut short", lambda: cut(ndjson(OBJECT.strip()), 9), REFUSED, "cut short"),
    Fault("a JSON array", lambda: sent(f"[{OBJECT.strip()}]\n", 1, "ndjson"), REFUSED, "a JSON array"),
    Fault("a line that is no JSON", lambda: ndjson("SMITHERS"), LANDED, "not a JSON object", 1),
    Fault("a JSON name twice", lambda: ndjson('{"person_ref": "P2", "person_ref": "P3"}'), LANDED, "a name twice", 1),
    Fault("half a character in JSON", lambda: ndjson('{"person_ref": "P2", "surname": "\\ud800"}'), LANDED,
          "not a JSON object", 1),
    Fault("JSON nested 100,000 deep",
          lambda: ndjson(f'{{"person_ref": "P2", "surname": {"[" * 100_000}{"]" * 100_000}}}'),
          REFUSED, "surname is a list or object in 1 rows"),
    Fault("another name in each JSON object", lambda: ndjson(*(
          json.dumps({"person_ref": f"Q{n}", f"SMITHERS {n}": 1}) for n in range(12_000))),
          REFUSED, "has 12002 columns"),
    Fault("Parquet cut short", lambda: cut(parquet(COLUMNS), 20), REFUSED, "the Parquet footer is missing"),
    Fault("Parquet with a page of junk",
          lambda: parquet(COLUMNS, change=lambda good: good[:4] + b"\xff" * 80 + good[84:]),
          REFUSED, "the Parquet file is damaged"),
    Fault("Parquet that miscounts its rows", lambda: parquet(COLUMNS, change=miscounted), REFUSED, "damaged"),
    # deliveries
    Fault("last month's file again", lambda: sent(lines()), LANDED, f"the same file as {FIRST}"),
    Fault("a file that grows while it is read", lambda: sent(lines()),
          SKIPPED, "a file changed while it was read", grows=True),
    Fault("one list in two files", lambda: Sent({"people.csv": lines().encode(), **zipped().files}, 400), REFUSED,
          "people is sent 2 times over"),
    Fault("a file by another name", lambda: Sent({"persons.csv": lines().encode()}, 200), REFUSED,
          "holds no file of the contract"),
    Fault("a name that is no text", lambda: Sent({"people.csv": lines().encode(), "\udcff\n.csv": b""}, 200), LANDED,
          r"'\udcff\n.csv' is no file of the contract"),
    Fault("two files swapped",
          lambda: police(occurrence_roles=POLICE["markers.csv"], markers=POLICE["occurrence_roles.csv"]),
          REFUSED, "looks like the dataset markers", contract="police"),
    Fault("another agency's file", lambda: police(markers=HEALTH),
          REFUSED, "holds none of the contract's", contract="police"),
    Fault("an empty file beside a good one", lambda: police(markers=""),
          REFUSED, "the file is empty", contract="police"),
    Fault("a file that is not there", lambda: Sent(police(markers=None).files, 2),
          LANDED, "not in this delivery: nominals",
          contract="police"),
)  # fmt: skip


def pull_all(root: Path, faults=FAULTS) -> dict[str, tuple[Sent, list[Delivery]]]:
    """Write a hub into ``root`` whose agencies each send a good delivery, then a broken one; pull; by agency."""
    goods = {"people": {"people.csv": lines()}, "police": POLICE}
    agencies = {fault.agency: fault.contract for fault in faults}
    blocks = [
        f'[agencies.{name}]\ncontract = "{contract}"\ndrop = "drops/{name}"\n' for name, contract in agencies.items()
    ]
    root.mkdir(parents=True)
    (root / "mash.toml").write_text('[hub]\nname = "Broken"\n' + "\n".join(blocks))
    sents = {}
    for fault in faults:
        sents[fault.agency] = fault.make()
        _write(
            root / "drops" / fault.agency / FIRST, {name: text.encode() for name, text in goods[fault.contract].items()}
        )
        _write(root / "drops" / fault.agency / SECOND, sents[fault.agency].files)
    with growing({fault.agency for fault in faults if fault.grows}):
        deliveries = pull(open_hub(root))
    return {name: (made, [each for each in deliveries if each.agency == name]) for name, made in sents.items()}


@contextmanager
def growing(agencies: set[str]):
    """Within, the second delivery of these agencies grows between its first reading and its copying."""

    def copy(source, target):
        if source.parts[-2] == SECOND and source.parts[-3] in agencies:
            with source.open("ab") as file:
                file.write(b"P201,")
        return copy_hashed(source, target)

    with patch.object(check, "copy_hashed", copy):
        yield


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
