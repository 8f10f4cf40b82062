"""When the weight must not decide: small named predicates over two records, composed once.

Each is DuckDB SQL over columns of ``linkage_record`` with ``_l`` and ``_r``. After HMPPS's possible-twin rule, and
beyond it: the model takes its lines of evidence as independent, and families are where they are not.
"""

from __future__ import annotations

from collections.abc import Sequence

from mash.identity.agreement import among_family, any_shared, both, closest, initial_of_the_other, one_keystroke, shares

YEARS_APART = 12
"""Two records of one name whose births lie further apart are parent and child, not one person with a mistyped year."""
NO_SLIP = 4
"""Keystrokes between the birthdays of two people: a slip is one, a slip in two places two, rarely three."""
YOUNGEST_PARENT = 12
"""Nobody is a parent of a child born fewer years after them, nor anybody's partner at a lesser age."""

AGE_OF_CONSENT = 16
"""Sexual Offences Act 2003, section 9: a parent or partner under it is rare, and to be looked at."""


def forenames_dissimilar() -> str:
    """SQL: no first name of one resembles any forename of the other: not familiar, no initial, no like spelling.

    A middle name in common is no resemblance: twins have it too. Below Jaro-Winkler 0.9 names differ, as HMPPS has it;
    a slip of the pen, and what sounds the same, may go down to 0.7.
    """
    familiar = any_shared(("first_roots", "forename_roots"), ("forename_roots", "first_roots"))
    spelt = f"{closest('first_names', 0.9, 'forename_tokens')} or {closest('forename_tokens', 0.9, 'first_names')}"
    heard = any_shared(("forename_sounds", "forename_sounds"))
    slip = f"{closest('first_names', 0.7)} and ({one_is_no_name()} or {heard})"
    alike = f"{familiar} or {initial_of_the_other()} or {spelt} or {slip} or {names_crossed()}"
    return f"({both('first_names')} and not ({alike}))"


def names_crossed() -> str:
    """SQL: the forename of either is spelt much like the surname of the other, both ways: the halves changed places."""
    one_way = f"coalesce({closest('first_names', 0.88, 'surname_tokens')}, false)"
    return f"({one_way} and coalesce({closest('surname_tokens', 0.88, 'first_names')}, false))"


def one_is_no_name() -> str:
    """SQL: one side's forename is not among those that people bear: it is a misspelling, or rare."""
    return "(established_names_l is null or established_names_r is null)"


def number_in_common() -> str:
    """SQL: the two share an official number of any kind."""
    kinds = ("nhs", "upn", "pnc", "cro", "custody", "other")
    return "(" + " or ".join(f"coalesce({shares(kind)}, false)" for kind in kinds) + ")"


def mailbox_in_common() -> str:
    """SQL: the two share an e-mail address, or one is spelt like the other's."""
    exact = any_shared(("emails", "emails"), ("email_names", "email_names"))
    return f"({exact} or coalesce({closest('emails', 0.9)}, false))"


def same_birth_and_surname() -> str:
    """SQL: born the same day, with a surname in common."""
    return f"(dob_l = dob_r and {shares('surname_tokens')})"


def address_in_common() -> str:
    """SQL: the two share a postcode or dwelling, now or before."""
    return f"({any_shared(('postcodes', 'postcodes'), ('dwellings', 'dwellings'))})"


def possible_twins() -> str:
    """SQL: same surname, birthday and address, forenames dissimilar, no number in common."""
    return f"{same_birth_and_surname()} and {twins_of_two_surnames()}"


def twins_of_two_surnames() -> str:
    """SQL: as possible twins, under surnames that differ: one misspelt, or each parent's own."""
    return f"dob_l = dob_r and {address_in_common()} and {forenames_dissimilar()} and not {number_in_common()}"


def recorded_twins() -> str:
    """SQL: one is recorded as a twin, and the forenames are two names that people bear, however alike."""
    same_name = any_shared(("first_roots", "forename_roots"), ("forename_roots", "first_roots"))
    return (
        f"(multiple_birth_l or multiple_birth_r) and {same_birth_and_surname()} and {both('first_names')}"
        f" and not ({same_name}) and not {one_is_no_name()} and not coalesce({initial_of_the_other()}, false)"
        f" and not {number_in_common()}"
    )


def either_twin() -> str:
    """SQL: one has no forename, and twins are recorded or may live there: it may be the other of them."""
    twins = "(multiple_birth_l or multiple_birth_r or twin_home_l or twin_home_r)"
    return f"{twins} and (first_names_l is null or first_names_r is null) and not {number_in_common()}"


def years_apart() -> str:
    """SQL: born too many years apart to be one person, unless by one digit or with a number or mailbox in common."""
    return (
        f"abs(birth_year_l - birth_year_r) > {YEARS_APART} and not {number_in_common()} and not {mailbox_in_common()}"
        f" and not coalesce({one_keystroke('dob')}, false)"
    )


def too_young_to_be_the_parent() -> str:
    """SQL: one is named as parent of a child that the other could not have had."""
    left = f"extract(year from eldest_child_born_l) - birth_year_r < {YOUNGEST_PARENT}"
    right = f"extract(year from eldest_child_born_r) - birth_year_l < {YOUNGEST_PARENT}"
    return f"(coalesce({left}, false) or coalesce({right}, false)) and not {number_in_common()}"


def parent_and_grandparent() -> str:
    """SQL: one is named as parent and the other as grandparent of the same child."""
    return any_shared(("parent_of", "grandparent_of"), ("grandparent_of", "parent_of"))


def a_child_is_no_partner() -> str:
    """SQL: one is named as somebody's partner or parent, the other is a child."""
    grown = "(named_as_grown_l and child_r or named_as_grown_r and child_l)"
    return f"{grown} and not {number_in_common()}"


def births_disagree() -> str:
    """SQL: both days of birth are known, more than a year apart with no part in common, and nothing official agrees."""
    parts = "right(dob_l, 5) = right(dob_r, 5) or coalesce(dob_swapped_l = dob_r, false)"
    return (
        f"abs(datediff('day', dob_l::date, dob_r::date)) > 366 and not ({parts})"
        f" and not coalesce({one_keystroke('dob')}, false) and not {number_in_common()} and not {mailbox_in_common()}"
    )


def births_far_apart() -> str:
    """SQL: as above and no slip of the pen: four keystrokes or more, where addresses are given to tell people by."""
    far = f"damerau_levenshtein(dob_l, dob_r) >= {NO_SLIP}"
    return f"{births_disagree()} and {far} and {both('postcodes')}"


def only_the_name_agrees() -> str:
    """SQL: no year of birth to compare, and no number, address, telephone, mailbox or relative in common."""
    reached = any_shared(("phones", "phones"), ("kin", "kin"), ("outcodes", "outcodes"))
    reached = f"{reached} or {among_family('postcodes')}"
    return (
        f"(birth_year_l is null or birth_year_r is null) and not ({reached}) and not {address_in_common()}"
        f" and not {number_in_common()} and not {mailbox_in_common()}"
    )


def another_surname() -> str:
    """SQL: the surnames differ, birthday and place are not both the same, and nothing else is in common.

    A forename and an address, without a birthday: a wife under her maiden name, or her husband's mother. A forename and
    a birthday, without a place: anybody.
    """
    alike = f"{shares('surname_sounds')} or coalesce({closest('surnames', 0.9)}, false)"
    surname = f"{alike} or {any_shared(('surname_tokens', 'surname_tokens'))} or {names_crossed()}"
    told = any_shared(("phones", "phones"), ("kin", "kin"))
    both_same = f"coalesce(dob_l = dob_r, false) and ({address_in_common()} or {among_family('postcodes')})"
    return (
        f"{both('surnames')} and not ({surname}) and not ({told}) and not ({both_same})"
        f" and not {number_in_common()} and not {mailbox_in_common()}"
    )


def another_forename() -> str:
    """SQL: two forenames that people bear, not alike, the birthday not known to be the same, no number in common.

    A surname and a house: husband and wife, brother and sister.
    """
    two = f"{forenames_dissimilar()} and not {one_is_no_name()} and not coalesce(dob_l = dob_r, false)"
    return f"{two} and not {number_in_common()} and not {mailbox_in_common()}"


def hardly_old_enough() -> str:
    """SQL: one is named as partner or parent, and the other was or is under sixteen then."""
    left = f"extract(year from eldest_child_born_l) - birth_year_r < {AGE_OF_CONSENT}"
    right = f"extract(year from eldest_child_born_r) - birth_year_l < {AGE_OF_CONSENT}"
    named = "(named_as_grown_l and under_age_r or named_as_grown_r and under_age_l)"
    young = f"({named} or coalesce({left}, false) or coalesce({right}, false))"
    return f"{young} and not coalesce(dob_l = dob_r, false) and not {number_in_common()}"


def only_a_number_agrees() -> str:
    """SQL: neither half of the name is alike: the number may be another's, or its bearer begun a new life."""
    crossed = any_shared(("surname_tokens", "forename_tokens"), ("forename_tokens", "surname_tokens"))
    heard = any_shared(("surname_sounds", "surname_sounds"))
    surname = f"{heard} or {crossed} or coalesce({closest('surnames', 0.8)}, false)"
    return f"{forenames_dissimilar()} and {both('surnames')} and not ({surname})"


def conflict(kind: str) -> str:
    """SQL: both have a number of this kind and none in common."""
    return f"{both(kind)} and not {shares(kind)}"


def police_conflict() -> str:
    """SQL: different PNC or CRO numbers, and the other of the two does not settle it."""
    agree = f"(coalesce({shares('pnc')}, false) or coalesce({shares('cro')}, false))"
    return f"({conflict('pnc')} or {conflict('cro')}) and not {agree}"


def named_beside_each_other() -> str:
    """SQL: one agency names the two as relatives, or as different people, in one record."""
    return "beside"


VETOES: tuple[tuple[str, str], ...] = (
    ("named beside each other", named_beside_each_other()),
    ("NHS numbers differ", conflict("nhs")),
    ("pupil numbers differ", conflict("upn")),
    ("police numbers differ", police_conflict()),
    ("possible twins", possible_twins()),
    ("recorded twins", recorded_twins()),
    ("born too many years apart", years_apart()),
    ("too young to be the parent", too_young_to_be_the_parent()),
    ("a child is no partner or parent", a_child_is_no_partner()),
    ("parent and grandparent of one child", parent_and_grandparent()),
    ("dates of birth far apart", births_far_apart()),
)
"""Who must not stand in one person; in the order in which a pair is said to be vetoed."""

DOUBTS: tuple[tuple[str, str], ...] = (
    ("dates of birth disagree", births_disagree()),
    ("possible twins of two surnames", twins_of_two_surnames()),
    ("either of twins", either_twin()),
    ("only the name agrees", only_the_name_agrees()),
    ("another surname", another_surname()),
    ("only a number agrees", only_a_number_agrees()),
    ("another forename", another_forename()),
    ("hardly old enough", hardly_old_enough()),
)
"""What a weight alone must not join: such a pair is possible at most, and may still meet through other records."""


def guard(guards: Sequence[tuple[str, str]]) -> str:
    """SQL: the name of the first of the guards that holds, or null."""
    branches = " ".join(f"when {predicate} then '{name}'" for name, predicate in guards)
    return f"case {branches} end"
