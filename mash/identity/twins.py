"""Who may be twins: small predicates over two records, as the guards compose them (``guards``).

Born alike, named alike, housed alike, twins are where a weight is surest and wrong: no two may stand in one person.
"""

from __future__ import annotations

from mash.identity.agreement import (
    address_in_common,
    any_shared,
    both,
    first_names_dissimilar,
    forenames_dissimilar,
    initial_of_the_other,
    names_crossed,
    number_in_common,
    number_of_one_person,
    one_is_no_name,
    same_birth_and_surname,
    shares,
    surname_alike,
)


def possible_twins() -> str:
    """SQL: same surname, birthday and address, forenames dissimilar, no number in common."""
    return f"{same_birth_and_surname()} and {twins_of_two_surnames()}"


def twins_of_two_surnames() -> str:
    """SQL: as possible twins, under surnames that differ: one misspelt, or each parent's own."""
    return f"dob_l = dob_r and {address_in_common()} and {forenames_dissimilar()} and not {number_of_one_person()}"


def twins_of_one_first_name() -> str:
    """SQL: as possible twins of two surnames, under one first name that brothers bear.

    Other middle names tell them, or that twins are recorded; or, of men, that they may live there: a woman under two
    surnames in one house is mostly a wife.
    """
    middle = "len(forename_tokens_l) > 1 and len(forename_tokens_r) > 1"
    apart = "len(list_intersect(forename_tokens_l, forename_tokens_r)) <= 1"
    women = "coalesce(sex_l = 'F', false) or coalesce(sex_r = 'F', false)"
    twins = f"multiple_birth_l or multiple_birth_r or (twin_home_l or twin_home_r) and not ({women})"
    surname = any_shared(("surname_tokens", "surname_tokens"), ("surname_sounds", "surname_sounds"))
    return (
        f"dob_l = dob_r and {address_in_common()} and ({middle} and {apart} or {twins})"
        f" and {both('surnames')} and not ({surname}) and not {names_crossed()} and not {number_in_common()}"
    )


def twins_apart() -> str:
    """SQL: born the same day under surnames alike, wherever they live, and the first names are two.

    Twins grow up and move out; and the first name of one may be the other's middle name.
    """
    return (
        f"dob_l = dob_r and ({shares('surname_tokens')} or {surname_alike()}) and {first_names_dissimilar()}"
        f" and not {number_of_one_person()}"
    )


def recorded_twins() -> str:
    """SQL: one is recorded as a twin, and the forenames are two names that people bear, however alike."""
    return f"{_recorded_under_two_names()} and not {number_of_one_person()}"


def recorded_twins_of_one_number() -> str:
    """SQL: as recorded twins, the first names dissimilar, and a number in common: one's may be written on the other.

    Of the pairs so joined among 500,000 made-up people (seed 27182, as of 2026-11-01) three were false and two true.
    """
    return f"{_recorded_under_two_names()} and {first_names_dissimilar()} and {number_of_one_person()}"


def _recorded_under_two_names() -> str:
    same_name = any_shared(("first_roots", "forename_roots"), ("forename_roots", "first_roots"))
    return (
        f"(multiple_birth_l or multiple_birth_r) and {same_birth_and_surname()} and {both('first_names')}"
        f" and not ({same_name}) and not {one_is_no_name()} and not coalesce({initial_of_the_other()}, false)"
    )


def either_twin() -> str:
    """SQL: one has no forename, and twins are recorded or may live there: it may be the other of them."""
    twins = "(multiple_birth_l or multiple_birth_r or twin_home_l or twin_home_r)"
    return f"{twins} and (first_names_l is null or first_names_r is null) and not {number_in_common()}"
