"""When two records agree on something: small predicates in DuckDB SQL over ``_l`` and ``_r`` columns of linkage_record.

The ladders of ``settings`` and the guards of ``guards`` are composed of these; lambdas are written ``lambda x :``.
"""

from __future__ import annotations


def both(column: str) -> str:
    """SQL: the column is known on both sides."""
    return f"({column}_l is not null and {column}_r is not null)"


def shares(left: str, right: str | None = None) -> str:
    """SQL: the arrays have a value in common."""
    return f"list_has_any({left}_l, {right or left}_r)"


def closest(left: str, at_least: float, right: str | None = None) -> str:
    """SQL: the most similar pair of values of two arrays reaches this Jaro-Winkler similarity.

    Nearly all records have one or two of them: those are compared straight, at a tenth of what the lambdas cost.
    """
    one, other = f"{left}_l", f"{right or left}_r"
    straight = ", ".join(f"jaro_winkler_similarity({one}[{i}], {other}[{j}])" for i in (1, 2) for j in (1, 2))
    inner = f"list_max(list_transform({other}, lambda y : jaro_winkler_similarity(x, y)))"
    return (
        f"case when len({one}) <= 2 and len({other}) <= 2 then greatest({straight})"
        f" else list_max(list_transform({one}, lambda x : {inner})) end >= {at_least}"
    )


def one_keystroke(column: str) -> str:
    """SQL: texts of one length differ in one place, or two neighbours changed places.

    Damerau's distance costs seven microseconds a pair, Hamming's next to nothing: it goes first.
    """
    left, right = f"{column}_l", f"{column}_r"
    return f"(hamming({left}, {right}) <= 2 and damerau_levenshtein({left}, {right}) = 1)"


def one_keystroke_in(column: str) -> str:
    """SQL: any two values of the arrays differ by one keystroke: one too many, too few or another, or two swapped."""
    inner = f"list_bool_or(list_transform({column}_r, lambda y : damerau_levenshtein(x, y) = 1))"
    return f"list_bool_or(list_transform({column}_l, lambda x : {inner}))"


def two_parts_of_the_birthday_agree() -> str:
    """SQL: two of day, month and year of birth are the same, or day and month changed places."""
    return (
        "coalesce(left(dob_l, 7) = left(dob_r, 7) or right(dob_l, 5) = right(dob_r, 5) or dob_swapped_l = dob_r"
        " or (left(dob_l, 4) = left(dob_r, 4) and right(dob_l, 2) = right(dob_r, 2)), false)"
    )


def forename_alike() -> str:
    """SQL: a familiar form, an initial, a spelling, or both a sound and roughly a spelling of the other's forename.

    The sound alone is not enough: to double metaphone ELLA is another JULY.
    """
    heard = f"{shares('forename_sounds')} and {closest('first_names', 0.7)}"
    familiar = any_shared(("forename_roots", "forename_roots"))
    return f"({familiar} or {initial_of_the_other()} or {closest('first_names', 0.88)} or {heard})"


def initial_of_the_other() -> str:
    """SQL: one side gives an initial only, and it fits."""
    return (
        "(coalesce(list_has_any(initials_l, first_initials_r), false)"
        " or coalesce(list_has_any(initials_r, first_initials_l), false))"
    )


def surname_alike() -> str:
    """SQL: a spelling, or a sound and roughly a spelling, of the other's surname: WARD may sound like FORD."""
    return f"({shares('surname_sounds')} and {closest('surnames', 0.7)} or {closest('surnames', 0.9)})"


def surname_of_family() -> str:
    """SQL: a surname of one is that of the other's child or partner: taken in marriage, or its child's father's."""
    return any_shared(("surname_tokens", "kin_surnames"), ("kin_surnames", "surname_tokens"))


def half_missing() -> str:
    """SQL: one side gives no forename, or no surname."""
    return "(first_names_l is null or first_names_r is null or surnames_l is null or surnames_r is null)"


def half_agrees() -> str:
    """SQL: one side gives half a name, and it is a part of the other's name."""
    parts = ("surname_tokens", "surname_tokens"), ("forename_tokens", "forename_tokens")
    crossed = ("surname_tokens", "forename_tokens"), ("forename_tokens", "surname_tokens")
    return f"{half_missing()} and ({any_shared(*parts, *crossed)})"


def half_alike() -> str:
    """SQL: one side gives half a name, and it is spelt or sounds like the other's."""
    heard = any_shared(("surname_sounds", "surname_sounds"), ("forename_sounds", "forename_sounds"))
    return f"{half_missing()} and ({heard} or {closest('surnames', 0.88)} or {closest('first_names', 0.88)})"


def any_shared(*columns: tuple[str, str]) -> str:
    """SQL: any of these pairs of arrays has a value in common."""
    return " or ".join(f"coalesce({shares(left, right)}, false)" for left, right in columns)


def spelt_alike(at_least: float) -> str:
    """SQL: the whole names reach this Jaro-Winkler similarity, in either order."""
    one_way = f"jaro_winkler_similarity(main_name_l, main_name_r) >= {at_least}"
    return f"({one_way} or jaro_winkler_similarity(main_name_l, main_swapped_r) >= {at_least})"


def swapped_or_misplaced() -> str:
    """SQL: one side's forename is the other's surname and the other way round."""
    return f"({shares('core_names', 'swapped_names')})"


def no_half_in_common() -> str:
    """SQL: no half of the name is given on both sides."""
    return f"not ({both('first_names')} or {both('surnames')})"


def only_relatives_may_tell() -> str:
    """SQL: no address of their own in common, and the family of at least one has one to set beside the other's.

    Not where the two share a child or partner: the family then is one, and its address says nothing new.
    """
    left, right = (f"(postcodes_{side} is not null or kin_postcodes_{side} is not null)" for side in "lr")
    return (
        f"({left} and {right} and (kin_postcodes_l is not null or kin_postcodes_r is not null)"
        f" and not ({any_shared(('postcodes', 'postcodes'), ('dwellings', 'dwellings'), ('kin', 'kin'))}))"
    )


def among_family(column: str) -> str:
    """SQL: a place of one, or of its family, is among those of the other's family."""
    return f"({any_shared((column, f'kin_{column}'), (f'kin_{column}', column), (f'kin_{column}', f'kin_{column}'))})"


def family_in_common() -> str:
    """SQL: a child, partner, associate or friend in common, or a place among those of the other's family."""
    places = " or ".join(among_family(column) for column in ("dwellings", "postcodes", "outcodes"))
    kin = any_shared(("kin", "kin"), ("associates", "associates"))
    return f"({kin} or {only_relatives_may_tell()} and ({places}))"


def forenames_dissimilar() -> str:
    """SQL: no first name of one resembles any forename of the other: not familiar, no initial, no like spelling.

    A middle name in common is no resemblance: twins have it too. Below Jaro-Winkler 0.9 names differ, as HMPPS has it;
    a slip of the pen, and what sounds the same, may go down to 0.7.
    """
    familiar = any_shared(("first_roots", "forename_roots"), ("forename_roots", "first_roots"))
    spelt = f"{closest('first_names', 0.9, 'forename_tokens')} or {closest('forename_tokens', 0.9, 'first_names')}"
    alike = f"{familiar} or {spelt} or {first_name_alike()}"
    return f"({both('first_names')} and (not ({alike}) or {forenames_of_two_sexes()}))"


def first_names_dissimilar() -> str:
    """SQL: as before, the first names alone: one's middle name may be the other's, as among twins it may."""
    familiar = any_shared(("first_roots", "first_roots"))
    spelt = closest("first_names", 0.9)
    alike = f"{familiar} or {spelt} or {first_name_alike()}"
    return f"({both('first_names')} and (not ({alike}) or {forenames_of_two_sexes()}))"


def first_name_alike() -> str:
    """SQL: the first name of one is that of the other misspelt, misheard, in short or in the surname's place.

    Or fingerprints say so: both stand under one PNC or CRO number.
    """
    heard = any_shared(("forename_sounds", "forename_sounds"))
    slip = f"{closest('first_names', 0.7)} and ({one_is_no_name()} or {heard})"
    known = any_shared(("police_forenames", "first_names"), ("first_names", "police_forenames"))
    short = any_shared(("first_names", "first_initials"), ("first_initials", "first_names"))
    return f"{known} or {short} or {slip} or {names_crossed()}"


def forenames_of_two_sexes() -> str:
    """SQL: one bears a woman's name, the other a man's, however alike, and not both are said to be of one sex."""
    return "(coalesce(name_sex_l <> name_sex_r, false) and not coalesce(sex_l = sex_r, false))"


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


def number_of_one_person() -> str:
    """SQL: an official number in common, and nobody under sixteen: twins' numbers are mistaken while they are small."""
    return f"({number_in_common()} and not (under_age_l or under_age_r))"


def number_almost_in_common() -> str:
    """SQL: the two share an official number, or give a partner's own that are one keystroke apart."""
    return f"({number_in_common()} or coalesce({one_keystroke_in('other')}, false))"


def mailbox_in_common() -> str:
    """SQL: the two share an e-mail address, or one is spelt like the other's."""
    exact = any_shared(("emails", "emails"), ("email_names", "email_names"))
    return f"({exact} or coalesce({closest('emails', 0.9)}, false))"


def same_birth_and_surname() -> str:
    """SQL: born the same day, with a surname in common."""
    return f"(dob_l = dob_r and {shares('surname_tokens')})"


def lived_together() -> str:
    """SQL: a dwelling in common in the same year, or one of which either does not say since when."""
    told = any_shared(
        ("dwelling_years", "dwelling_years"),
        ("undated_dwellings", "dwellings"),
        ("dwellings", "undated_dwellings"),
    )
    return f"(case when {shares('dwellings')} then {told} else false end)"


def postcode_of_no_crowd() -> str:
    """SQL: a postcode in common, and it is none where many live, or not the only one."""
    in_a_crowd = (
        f"coalesce({shares('crowded_postcodes')}, false) and len(list_intersect(postcodes_l, postcodes_r))"
        " = len(list_intersect(crowded_postcodes_l, crowded_postcodes_r))"
    )
    return f"{shares('postcodes')} and not ({in_a_crowd})"


def address_in_common() -> str:
    """SQL: the two share a postcode, a dwelling or a house and street, now or before."""
    return f"({any_shared(('postcodes', 'postcodes'), ('dwellings', 'dwellings'), ('lines', 'lines'))})"
