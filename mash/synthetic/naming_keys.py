"""The keys that the records give people whom an agency names without numbering, by the records' own macros."""

from __future__ import annotations

import datetime as dt

import numpy as np

from mash.records.macros import define_macros
from mash.synthetic.columns import OPEN, Table, Texts, day
from mash.synthetic.writing import register, scratch

KEYS = """
select case
    when coalesce(clean_forenames(forenames), clean_surname(surname), birth_date(born, $as_of)::varchar) is null then ''
    else naming_key(forenames, surname, born)
end
from (
    select position, forenames::varchar as forenames, surname::varchar as surname,
        case when known then date '1970-01-01' + day::integer end as born
    from loaded
)
order by position
"""


def naming_keys(named: Table, as_of: dt.date) -> Texts:
    """The key of each row's ``forenames``, ``surname`` and ``born``; empty where too little is given for a record."""
    born = named["born"]
    arrays = {
        "position": np.arange(len(born)),
        "forenames": named["forenames"],
        "surname": named["surname"],
        "day": np.where(abs(born) < OPEN, born, day(as_of)),
        "known": abs(born) < OPEN,
    }
    with scratch() as con:
        define_macros(con)
        register(con, arrays)
        return np.array([key for (key,) in con.execute(KEYS, {"as_of": as_of}).fetchall()], dtype=object)
