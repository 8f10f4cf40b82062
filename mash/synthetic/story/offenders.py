"""The sixteen: for most, the tie to the girl and the register's entry sit in different records of the man."""

from __future__ import annotations

from mash.synthetic.story.book import Book
from mash.synthetic.story.identifiers import cro_number, pnc_id
from mash.synthetic.story.places import PLACES

HOPS = {
    "lodger": 1,
    "partner's brother": 2,
    "co-defendant": 2,
    "half-brother": 2,
    "mother's partner": 2,
    "friend's ex-partner": 2,
    "Lancashire associate": 2,
    "telephone": 2,
    "witnessed": 2,
    "ex-partner's co-defendant": 3,
    "probation contact": 3,
    "school contact": 3,
    "associate's associate": 3,
    "cohabitant": 3,
    "grandmother's partner": 3,
    "housemate": 3,
}
"""Person and hops from the girl: the sixteen, as the story means them to be found."""

FOUND_BY_EXACT_IDENTIFIERS = ("co-defendant", "half-brother", "telephone", "witnessed", "cohabitant")
"""Those whom PNC, CRO, NHS number and UPN alone already reach."""

REGISTER = {"authority": "Crown Court"}


def write_offenders(book: Book) -> None:
    """Write the sixteen known sex offenders around the girl, nearest first."""
    _lodger(book)
    _partners_brother(book)
    _co_defendant_and_contact(book)
    _half_brother_and_housemate(book)
    _mothers_partner(book)
    _friends_ex_partner_and_co_defendant(book)
    _lancashire_associates(book)
    _telephone(book)
    _witnessed_and_cohabitant(book)
    _school_contact(book)
    _grandmothers_partner(book)


def _nominal(book: Book, who: str, ref: str, name: str, born: str, **values: str) -> str:
    force = {"CU": "03", "LN": "04", "DC": "50", "AS": "52", "DO": "55"}[ref[:2]]
    return book.record(who, "nominals", ref, name, force_code=force, date_of_birth=born, sex="M", **values)


def _offender(book: Book, who: str, crn: str, name: str, born: str, **values: str) -> str:
    return book.record(who, "offenders", crn, name, date_of_birth=born, sex="M", **values)


def _lodger(book: Book) -> None:
    """In the girl's first home; registered in Dorset under another spelling of his surname."""
    tie = _nominal(book, "lodger", "DC58817", "WAYNE|TRETHEWEY", "1978-08-02")
    book.stay(tie, PLACES["par"], "2020-05-01", "2022-10-31")
    book.stay(tie, PLACES["girl_born"], "2022-11-01", "2023-09-30")
    flag = _nominal(book, "lodger", "DO20931", "WAYNE|TRETHOWAY", "1978-08-02", pnc_id=pnc_id(1999, 9_203_118))
    book.stay(flag, PLACES["par"], "2017-01-15", "2020-04-30")
    book.stay(flag, PLACES["weymouth"], "2024-02-10")
    book.marker(flag, "VISOR", "2024-02-12", level="medium", code="1", **REGISTER)
    book.marker(flag, "SHPO", "2019-06-03", "2029-06-02", **REGISTER)


def _partners_brother(book: Book) -> None:
    """In the father's household in Cumbria; registered by Lancashire and on probation as Tysen."""
    tie = _nominal(book, "partner's brother", "CU33206", "CRAIG|TYSON", "1989-03-17", phones="07700 900051")
    book.stay(tie, PLACES["preston"], "2019-04-01", "2021-12-31")
    book.stay(tie, PLACES["father_now"], "2025-06-01")
    pnc = pnc_id(2012, 9_090_551)
    flag = _nominal(book, "partner's brother", "LN41877", "CRAIG|TYSEN", "1989-03-17", pnc_id=pnc)
    book.stay(flag, PLACES["preston"], "2016-09-01", "2019-03-31")
    book.marker(flag, "VISOR", "2018-05-09", level="high", code="1", **REGISTER)
    crn = _offender(book, "partner's brother", "C310442", "Craig|Tysen", "1989-03-17", pnc_id=pnc)
    book.stay(crn, PLACES["preston"], "2017-02-01", "2019-03-31")
    book.registration(crn, "RSO", "2018-05-09", "2033-05-08", category="1", level="1")


def _co_defendant_and_contact(book: Book) -> None:
    """The father's co-defendant, plain to see; and the friend only his probation officer wrote down."""
    pnc = pnc_id(2010, 9_331_902)
    tie = _nominal(book, "co-defendant", "CU29140", "LEE|ASHBURNER", "1990-12-01", pnc_id=pnc)
    book.stay(tie, PLACES["barrow_lee"], "2016-03-01")
    book.link(tie, "CU28815", "co-defendant", "2011-11-14")
    book.marker(tie, "VISOR", "2020-07-22", level="medium", code="1", **REGISTER)
    crn = _offender(book, "co-defendant", "B204981", "Lee|Ashburner", "1990-12-01", pnc_id=pnc)
    book.stay(crn, PLACES["barrow_lee"], "2020-08-01", address_type="main")
    book.personal_contact("probation contact", crn, "Neil|Fawcett", "1979-12-08", relationship="friend")
    flag = _nominal(
        book,
        "probation contact",
        "LN38114",
        "NEIL|FAWCETT",
        "1979-12-08",
        aliases="NEIL FAWCITT",
        phones="07700 900052",
    )
    book.stay(flag, PLACES["lancaster"], "2014-10-01")
    book.marker(flag, "VISOR", "2015-03-30", level="low", code="1", **REGISTER)


def _half_brother_and_housemate(book: Book) -> None:
    """The father's half-brother, joined by PNC; and the man he shared a flat with in Workington."""
    pnc = pnc_id(2006, 9_077_415)
    tie = _nominal(book, "half-brother", "CU26630", "RYAN|BIRKETT", "1987-05-29", pnc_id=pnc)
    book.stay(tie, PLACES["workington_shared"], "2024-03-01", "2025-02-28")
    book.link(tie, "CU28815", "family", "2011-09-02")
    flag = _offender(book, "half-brother", "B117003", "Ryan|Birket", "1987-05-29", pnc_id=pnc)
    book.stay(flag, PLACES["maryport"], "2025-03-01")
    book.registration(flag, "RSO", "2016-10-18", "2031-10-17", category="1", level="1")
    shared = _nominal(book, "housemate", "CU34419", "IESTYN|PROBERT", "1981-05-21")
    book.stay(shared, PLACES["workington_old"], "2021-01-10", "2023-11-30")
    book.stay(shared, PLACES["workington_shared"], "2023-12-01", "2025-01-31")
    registered = _offender(book, "housemate", "B250316", "Iestin|Probert", "1981-05-12", noms_number="A4471FK")
    book.stay(registered, PLACES["workington_old"], "2018-06-01", "2021-01-09")
    book.stay(registered, PLACES["carlisle"], "2025-03-01")
    book.registration(registered, "RSO", "2018-05-14", category="1", level="2")


def _mothers_partner(book: Book) -> None:
    """Known to social care by the name he was born with; to the register by the one he took."""
    tie = book.record("mother's partner", "persons", "SC20533", "Jago|Nancarrow", date_of_birth="1987-02-19", sex="M")
    book.stay(tie, PLACES["newlyn"], "2012-01-01", "2018-05-31")
    book.add(
        "relationships",
        social_care_id_a="SC20533",
        social_care_id_b="SC20418",
        relationship="partner of",
        from_date="2025-07-01",
    )
    flag = _nominal(book, "mother's partner", "DC49902", "JAGO|HOCKING", "1987-02-19", aliases="JAGO NANCARROW")
    book.stay(flag, PLACES["newlyn"], "2018-06-01", "2021-08-31")
    book.stay(flag, PLACES["camborne"], "2021-09-01")
    book.marker(flag, "SHPO", "2021-09-20", "2031-09-19", **REGISTER)


def _friends_ex_partner_and_co_defendant(book: Book) -> None:
    """The ex-partner of the friend who housed mother and girl, and through his Bristol record another."""
    tie = _nominal(book, "friend's ex-partner", "DC57320", "PERRAN|TONKIN", "1984-10-03")
    book.stay(tie, PLACES["liskeard"], "2015-02-01", "2019-07-31")
    book.link(tie, "DC60441", "ex-partner", "2019-01-01", "2022-12-31")
    flag = _nominal(
        book, "friend's ex-partner", "AS71105", "PERRAN|TOMKIN", "1984-03-10", cro_number=cro_number(940_217, 2014)
    )
    book.stay(flag, PLACES["liskeard"], "2011-01-01", "2015-01-31")
    book.stay(flag, PLACES["bristol_perran"], "2022-03-15")
    book.marker(flag, "VISOR", "2022-03-16", level="medium", code="1", **REGISTER)
    other = _nominal(book, "ex-partner's co-defendant", "AS70448", "KEITH|SANDRY", "1969-06-25")
    book.stay(other, PLACES["bristol_keith"], "2013-04-01", "2020-09-30")
    book.link(other, flag, "co-defendant", "2014-05-06")
    registered = _offender(
        book, "ex-partner's co-defendant", "F088127", "Kieth|Sandrey", "1969-06-25", noms_number="A9013CM"
    )
    book.stay(registered, PLACES["bristol_keith"], "2020-10-01", "2023-05-31")
    book.stay(registered, PLACES["bridgwater"], "2023-06-01")
    book.registration(registered, "RSO", "2014-11-28", category="1", level="1")


def _lancashire_associates(book: Book) -> None:
    """Associates of the father as Lancashire spells him, the second registered in Dorset."""
    first = _nominal(
        book, "Lancashire associate", "LN39552", "SCOTT|MACHELL", "1991-01-27", pnc_id=pnc_id(2009, 9_012_840)
    )
    book.stay(first, PLACES["blackpool"], "2016-02-01")
    book.link("LN40026", first, "associate", "2015-08-10", "2019-12-31")
    book.marker(first, "VISOR", "2019-04-11", level="high", code="1", **REGISTER)
    tie = _nominal(book, "associate's associate", "LN35208", "BARRY|SINGLETON", "1964-01-29")
    book.stay(tie, PLACES["lancaster_old"], "2009-01-01", "2014-06-30")
    book.link(first, tie, "associate", "2013-02-01")
    flag = _nominal(
        book, "associate's associate", "DO18826", "BARRY|SINGELTON", "1964-01-29", pnc_id=pnc_id(1985, 9_004_402)
    )
    book.stay(flag, PLACES["lancaster_old"], "2004-05-01", "2008-12-31")
    book.stay(flag, PLACES["poole"], "2015-01-10")
    book.marker(flag, "VISOR", "2015-01-12", level="medium", code="1", **REGISTER)


def _telephone(book: Book) -> None:
    """The number the mother gave social care is his: in Dorset, on the register, never named to the hub."""
    flag = _nominal(book, "telephone", "DO21774", "TERENCE|OATEN", "1972-11-06", phones="07700 900012")
    book.stay(flag, PLACES["weymouth_terence"], "2020-11-01")
    book.marker(flag, "VISOR", "2020-11-09", level="low", code="1", **REGISTER)


def _witnessed_and_cohabitant(book: Book) -> None:
    """The suspect of an affray the mother witnessed in St Austell, and whom he lived with in Penzance."""
    suspect = _nominal(book, "witnessed", "DC61009", "DENZIL|CURNOW", "1975-04-04", pnc_id=pnc_id(1994, 9_051_008))
    book.stay(suspect, PLACES["st_austell"], "2019-09-01")
    book.occurrence(
        "DC-23-081931",
        "public order",
        "2023-08-19",
        {"DC55102": "witness", suspect: "suspect"},
        force_code="50",
        postcode="PL25 6MO",
    )
    book.marker(suspect, "VISOR", "2017-12-04", level="medium", code="1", **REGISTER)
    cohabitant = _nominal(book, "cohabitant", "DC44310", "RAYMOND|VOSPER", "1959-10-22", pnc_id=pnc_id(1978, 9_009_914))
    book.stay(cohabitant, PLACES["penzance"], "2014-01-01")
    book.link(suspect, cohabitant, "cohabitant", "2016-01-01", "2019-08-31")
    book.marker(cohabitant, "SHPO", "2018-02-26", "2028-02-25", **REGISTER)


def _school_contact(book: Book) -> None:
    """Father of the boy in the father's household, named by his school; registered by probation."""
    born, phone, home = "1986-06-30", "07700 900061", PLACES["whitehaven"]
    book.contact(
        "school contact",
        "LA943-6120",
        2,
        "Darren|Postlethwaite",
        date_of_birth=born,
        relationship="father",
        parental_responsibility="true",
        lives_with_child="false",
        phone=phone,
        postcode=home.postcode,
        from_date="2020-09-03",
    )
    flag = _offender(book, "school contact", "B233870", "Daren|Postlethwaite", born, phones=phone)
    book.stay(flag, home, "2019-05-01")
    book.registration(flag, "RSO", "2021-02-08", "2031-02-07", category="1", level="1")


def _grandmothers_partner(book: Book) -> None:
    """The grandmother's partner; probation has his day and month of birth the other way round."""
    tie = book.record(
        "grandmother's partner", "persons", "SC20541", "Clive|Hosken", date_of_birth="1966-04-09", sex="M"
    )
    book.stay(tie, PLACES["falmouth"], "2010-01-01", "2016-12-31")
    book.add(
        "relationships",
        social_care_id_a="SC20541",
        social_care_id_b="SC20419",
        relationship="partner of",
        from_date="2020-02-01",
    )
    flag = _offender(
        book, "grandmother's partner", "F071945", "Clive|Hosken", "1966-09-04", pnc_id=pnc_id(1988, 9_060_733)
    )
    book.stay(flag, PLACES["falmouth"], "2017-01-01", "2020-01-31")
    book.registration(flag, "RSO", "2009-03-17", category="1", level="1")
