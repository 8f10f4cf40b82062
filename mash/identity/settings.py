"""What the model compares and how: the ladders of agreement, best rung first, as Splink reads them.

The shape follows HMPPS's live model (hmpps-person-match): one comparison for the whole name, because its parts are not
independent evidence; arrays throughout, so that a former surname or an old postcode agrees as well as a current one.
Conditions are DuckDB SQL over columns of ``linkage_record`` with ``_l`` and ``_r``; lambdas are written ``lambda x :``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mash.identity.agreement import (
    any_shared,
    both,
    closest,
    forename_alike,
    half_agrees,
    half_alike,
    no_half_in_common,
    one_keystroke,
    one_keystroke_in,
    shares,
    spelt_alike,
    surname_alike,
    surname_of_family,
    swapped_or_misplaced,
)
from mash.identity.chances import (
    ASSOCIATE_SHARED_BY_CHANCE,
    ASSOCIATES_NAMED_TWICE,
    CHANGES,
    EMAIL_ALIKE_BY_CHANCE,
    EMAIL_NAME_BY_CHANCE,
    EMAIL_SHARED_BY_CHANCE,
    IDENTIFIER_SHARED_BY_CHANCE,
    KIN_SHARED_BY_CHANCE,
    MISTAKES,
    NUMBER_KEPT,
    NUMBER_MISKEYED,
    NUMBER_NEAR_BY_CHANCE,
    PHONE_SHARED_BY_CHANCE,
    PHONE_SHARED_IN_A_DWELLING,
)
from mash.identity.ladder import Comparison, Level, as_splink
from mash.identity.places import ADDRESS, FAMILY_ADDRESS, POSTCODE, STREET, TOWN

SPLINK_VERSION = "5.0.0"


NAME = Comparison(
    "name",
    no_half_in_common(),
    (
        Level("the same forenames, middle name and surname", shares("long_names")),
        Level("the same forename and surname, a rare pair", shares("rare_core_names")),
        Level("the same forename and surname, an uncommon pair", shares("uncommon_core_names")),
        Level("the same forename and surname", f"main_name_l = main_name_r or {shares('core_names')}"),
        Level("forename and surname the other way round", swapped_or_misplaced()),
        Level(
            "a forename and a part of the surname agree", f"{shares('forename_tokens')} and {shares('surname_tokens')}"
        ),
        Level("the surname agrees, the forename is alike", f"{shares('surname_tokens')} and {forename_alike()}"),
        Level("the forename agrees, the surname is alike", f"{shares('forename_tokens')} and {surname_alike()}"),
        Level("forename and surname are both alike", f"{forename_alike()} and {surname_alike()}"),
        Level("the whole names are spelt nearly the same", spelt_alike(0.93), least_m=0.02),
        Level("the whole names are spelt alike", spelt_alike(0.88), least_m=0.02),
        Level("one half of the name agrees, the other is not given", half_agrees(), least_m=0.02),
        Level("one half of the name is alike, the other is not given", half_alike(), least_m=0.01),
        Level(
            "the forename agrees, the surname is that of the other's child or partner",
            f"{shares('forename_tokens')} and ({surname_of_family()})",
            least_m=0.005,
        ),
        Level("the forename agrees, the surname does not", shares("forename_tokens"), least_m=0.02),
        Level("the names disagree", "ELSE", least_m=0.02),
    ),
)

DATE_OF_BIRTH = Comparison(
    "date_of_birth",
    "birth_year_l is null or birth_year_r is null",
    (
        Level("the same date of birth", "dob_l = dob_r"),
        Level("day and month of birth swapped", "dob_swapped_l = dob_r"),
        Level("the dates of birth are one keystroke apart", one_keystroke("dob"), least_m=0.03),
        Level(
            "two of day, month and year of birth agree, or it is a matter of days",
            "left(dob_l, 7) = left(dob_r, 7) or right(dob_l, 5) = right(dob_r, 5)"
            " or (left(dob_l, 4) = left(dob_r, 4) and right(dob_l, 2) = right(dob_r, 2))"
            " or abs(datediff('day', dob_l::date, dob_r::date)) <= 40",
            least_m=0.03,
        ),
        Level(
            "the same year of birth, no more is known",
            "birth_year_l = birth_year_r and (dob_l is null or dob_r is null)",
        ),
        Level(
            "within a year, and only the year is known",
            "abs(birth_year_l - birth_year_r) <= 1 and (dob_l is null or dob_r is null)",
        ),
        Level(
            "born within a year of each other", "abs(datediff('day', dob_l::date, dob_r::date)) <= 366", least_m=0.02
        ),
        Level("the dates of birth disagree", "ELSE", least_m=0.05),
    ),
)

SEX = Comparison(
    "sex",
    "sex_l is null or sex_r is null",
    (Level("the same sex", "sex_l = sex_r"), Level("the sexes disagree", "ELSE", least_m=MISTAKES)),
)

PHONE = Comparison(
    "phone",
    f"not {both('phones')}",
    (
        Level(
            "a telephone number in common, as the dwelling is",
            f"{shares('phones')} and {shares('dwellings')}",
            PHONE_SHARED_IN_A_DWELLING,
        ),
        Level("a telephone number in common", shares("phones"), PHONE_SHARED_BY_CHANCE),
        Level("no telephone number in common", "ELSE", 1 - PHONE_SHARED_IN_A_DWELLING, least_m=CHANGES),
    ),
)

EMAIL = Comparison(
    "email",
    f"not {both('emails')}",
    (
        Level("an e-mail address in common", shares("emails"), EMAIL_SHARED_BY_CHANCE, least_m=0.5),
        Level("the name of an e-mail address in common", shares("email_names"), EMAIL_NAME_BY_CHANCE, least_m=0.1),
        Level("the e-mail addresses are spelt alike", closest("emails", 0.9), EMAIL_ALIKE_BY_CHANCE, least_m=0.1),
        Level("no e-mail address in common", "ELSE", 1 - EMAIL_ALIKE_BY_CHANCE, least_m=CHANGES),
    ),
)


def identifier(name: str, says: str, columns: Sequence[str]) -> Comparison:
    """A ladder of two rungs: a number in common, or different numbers."""
    agree = " or ".join(["main_nhs_l = main_nhs_r"] * (name == "nhs") + [shares(column) for column in columns])
    return Comparison(
        name,
        f"not ({' or '.join(both(column) for column in columns)})",
        (
            Level(f"the same {says}", agree, IDENTIFIER_SHARED_BY_CHANCE),
            Level(f"another {says}", "ELSE", 1 - IDENTIFIER_SHARED_BY_CHANCE, least_m=MISTAKES),
        ),
    )


def number_of_own(name: str, says: str) -> Comparison:
    """A number in common tells, or nearly; another number does not: one person has several supervisions."""
    return Comparison(
        name,
        f"not {both(name)}",
        (
            Level(f"the same {says}", shares(name), IDENTIFIER_SHARED_BY_CHANCE, NUMBER_KEPT - NUMBER_MISKEYED),
            Level(f"a {says} one keystroke away", one_keystroke_in(name), NUMBER_NEAR_BY_CHANCE, NUMBER_MISKEYED),
            Level(f"another {says}, which says nothing", "ELSE", 1 - NUMBER_KEPT, 1 - NUMBER_KEPT),
        ),
    )


KIN = Comparison(
    "kin",
    f"not ({both('kin')} or {any_shared(('associates', 'associates'))})",
    (
        Level("parent of the same child, or partner of the same person", shares("kin"), KIN_SHARED_BY_CHANCE),
        Level(
            "associate or friend of the same person",
            any_shared(("associates", "associates")),
            ASSOCIATE_SHARED_BY_CHANCE,
            ASSOCIATES_NAMED_TWICE,
        ),
        Level("no child or partner in common", "ELSE", 1 - KIN_SHARED_BY_CHANCE - ASSOCIATE_SHARED_BY_CHANCE),
    ),
)

COMPARISONS: tuple[Comparison, ...] = (
    NAME,
    DATE_OF_BIRTH,
    SEX,
    ADDRESS,
    POSTCODE,
    FAMILY_ADDRESS,
    STREET,
    TOWN,
    PHONE,
    EMAIL,
    identifier("nhs", "NHS number", ["nhs"]),
    identifier("upn", "unique pupil number", ["upn"]),
    identifier("police", "PNC or CRO number", ["pnc", "cro"]),  # one custody gives both: not two pieces of evidence
    number_of_own("custody", "probation or prison number"),
    number_of_own("other", "number of a partner's own"),
    KIN,
)


LOCAL = frozenset((each.name, level.says) for each in COMPARISONS for level in each.levels if level.local)
"""The local rungs: comparison and words."""


def splink_settings(comparisons: Sequence[Comparison] = COMPARISONS) -> dict[str, Any]:
    """The untrained model as a Splink 5 settings dictionary."""
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "record_id",
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": False,
        "blocking_rules_to_generate_predictions": [],
        "max_iterations": 50,
        "em_convergence": 0.0005,
        "comparisons": [as_splink(comparison) for comparison in comparisons],
    }
