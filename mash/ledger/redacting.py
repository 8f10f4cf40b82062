"""Words and ids of somebody erased leave the ledger; what was done, when and by whom stays. Else it is only added to.

Nothing is removed and no verdict changes: free text and names go, and a record's key becomes one that leads nowhere.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path

from mash.ledger.amending import ever_about
from mash.ledger.store import editable, open_ledger
from mash.vocabulary import CaseId, RecordKey

OF_A_CASE = ("referral", "amendment", "decision", "sharing")
"""Tables with words about a case."""
GONE = "[erased]"
"""What stands where words stood."""
ERASED = "erased:"
"""What the key of a record that was erased begins with."""
IN_PLAIN = {"records", "cases", "value"}
"""Of an act's body: whom an erasure is of, and what a value was put right to."""
SAID_OF_A_CHILD = (
    "child_forenames",
    "child_surname",
    "child_date_of_birth",
    "child_sex",
    "child_postcode",
    "narrative",
)


def redact(connection: sqlite3.Connection, keys: Mapping[RecordKey, str], cases: Iterable[CaseId], *, act: int) -> None:
    """Take the words of these cases, and these records' keys, out; ``act`` is the erasure that names them in plain.

    ``keys`` are what each becomes, beginning with ``ERASED``. A case recorded here that was said since to be about
    somebody else keeps its words. Doing it twice is doing it once.
    """
    about = {case: records[-1] for case, records in ever_about(connection).items()}
    with editable(connection, (*OF_A_CASE, "judgement", "revocation", "register", "keeping")):
        theirs_now = [case for case, record in about.items() if record in keys]
        for case in {*theirs_now, *(case for case in cases if case not in about)}:
            _redact_case(connection, case)
        for key, becomes in keys.items():
            _redact_key(connection, key, becomes)
        (marks,) = connection.execute("select body from keeping where keeping_id = ?", (act,)).fetchone()
        theirs = set(json.loads(marks)["marks"])
        for number, given in connection.execute("select keeping_id, body from keeping").fetchall():
            body = json.loads(given)
            if number == act or theirs & set(body.get("of", ())):
                kept = {name: value for name, value in body.items() if name not in IN_PLAIN}
                told = json.dumps(kept, sort_keys=True)
                connection.execute("update keeping set body = ? where keeping_id = ?", (told, number))


def forget(connection: sqlite3.Connection, cases: Iterable[CaseId]) -> None:
    """Take the words of these cases out, which have been kept as long as they may be. Twice is once."""
    with editable(connection, OF_A_CASE):
        for case in cases:
            _redact_case(connection, case)


def compact(path: Path) -> None:
    """Write the file anew, without the pages and the log that may still hold what was taken out."""
    with open_ledger(path) as connection:
        connection.execute("commit")
        connection.execute("vacuum")
        connection.execute("pragma wal_checkpoint(truncate)")
        connection.execute("begin immediate")


def _redact_case(connection: sqlite3.Connection, case: CaseId) -> None:
    nothing = ", ".join(f"{name} = null" for name in SAID_OF_A_CHILD)
    connection.execute(
        f"update referral set {nothing}, child_record_key = ? where case_id = ?",  # noqa: S608 - our own names
        (f"{ERASED}{case}", case),
    )
    connection.execute(
        "update amendment set reason = ?, child_record_key = iif(child_record_key is null, null, ?) where case_id = ?",
        (GONE, f"{ERASED}{case}", case),
    )
    connection.execute("update decision set rationale = ? where case_id = ?", (GONE, case))
    connection.execute("update sharing set what = ?, reason = ? where case_id = ?", (GONE, GONE, case))


def _redact_key(connection: sqlite3.Connection, key: RecordKey, becomes: str) -> None:
    connection.execute("update keeping set subject = ? where subject = ?", (becomes, key))
    connection.execute("update register set record_key = ? where record_key = ?", (becomes, key))
    for table in ("referral", "amendment"):
        connection.execute(
            f"update {table} set child_record_key = ? where child_record_key = ?",  # noqa: S608 - our own names
            (becomes, key),
        )
    of_it = (key, key)
    connection.execute(
        "update revocation set reason = ? where judgement_id in"
        " (select judgement_id from judgement where record_key_a = ? or record_key_b = ?)",
        (GONE, *of_it),
    )
    found = connection.execute(
        "select judgement_id, record_key_a, record_key_b from judgement where record_key_a = ? or record_key_b = ?",
        of_it,
    ).fetchall()
    for number, *pair in found:
        first, second = sorted(becomes if each == key else each for each in pair)
        connection.execute(
            "update judgement set record_key_a = ?, record_key_b = ?, reason = ? where judgement_id = ?",
            (first, second, GONE, number),
        )
