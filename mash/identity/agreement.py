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
    """SQL: the most similar pair of values of two arrays reaches this Jaro-Winkler similarity."""
    inner = f"list_max(list_transform({right or left}_r, lambda y : jaro_winkler_similarity(x, y)))"
    return f"list_max(list_transform({left}_l, lambda x : {inner})) >= {at_least}"


def one_keystroke(column: str) -> str:
    """SQL: texts of one length differ in one place, or two neighbours changed places.

    Damerau's distance costs seven microseconds a pair, Hamming's next to nothing: it goes first.
    """
    left, right = f"{column}_l", f"{column}_r"
    return f"(hamming({left}, {right}) <= 2 and damerau_levenshtein({left}, {right}) = 1)"


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
        "(coalesce(list_has_any(initials_l, list_transform(first_names_r, lambda x : left(x, 1))), false)"
        " or coalesce(list_has_any(initials_r, list_transform(first_names_l, lambda x : left(x, 1))), false))"
    )


def surname_alike() -> str:
    """SQL: a spelling or a sound of the other's surname."""
    return f"({shares('surname_sounds')} or {closest('surnames', 0.9)})"


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
