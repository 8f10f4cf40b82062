"""Where two records live, as the model compares it: ladders of agreement on dwelling, postcode, street and town.

As those of ``settings``, which puts them among the others. No pair is asked twice: a postcode alone counts only
where no dwelling can be compared, a street only where no postcode places it.
"""

from __future__ import annotations

from mash.identity.agreement import (
    among_family,
    both,
    closest,
    lived_together,
    only_relatives_may_tell,
    postcode_of_no_crowd,
    shares,
)
from mash.identity.chances import (
    CHANGES,
    DISTRICT_SHARED,
    LINE_SHARED,
    MISDATED,
    POSTCODE_SHARED_BY_NEIGHBOURS,
    RARE_LOCALITY,
    SAME_POSTCODE,
    UNUSUALLY_LOCATED,
    USUALLY_LOCATED,
)
from mash.identity.ladder import Comparison, Level

ADDRESS = Comparison(
    "address",
    f"not {both('dwellings')}",
    (
        Level("a dwelling in common, and nothing says at different times", lived_together(), local=True),
        Level("a dwelling in common, one after the other", shares("dwellings"), least_m=MISDATED, local=True),
        Level(
            "a postcode in common, now or before",
            f"main_postcode_l = main_postcode_r or {shares('postcodes')}",
            local=True,
        ),
        Level("a postcode district in common", shares("outcodes")),
        Level("no address in common", "ELSE", least_m=CHANGES),
    ),
)

POSTCODE = Comparison(
    "postcode",
    f"{both('dwellings')} or not {both('outcodes')}",
    (
        Level(
            "a postcode in common where few live, the house not given",
            shares("sparse_postcodes"),
            UNUSUALLY_LOCATED * POSTCODE_SHARED_BY_NEIGHBOURS / 4,
            UNUSUALLY_LOCATED * SAME_POSTCODE,
            local=True,
        ),
        Level(
            "a postcode in common, the house not given",
            postcode_of_no_crowd(),
            USUALLY_LOCATED * POSTCODE_SHARED_BY_NEIGHBOURS,
            USUALLY_LOCATED * SAME_POSTCODE,
            local=True,
        ),
        Level(
            "a postcode in common where many live, the house not given",
            shares("postcodes"),
            UNUSUALLY_LOCATED * POSTCODE_SHARED_BY_NEIGHBOURS * 4,
            UNUSUALLY_LOCATED * SAME_POSTCODE,
            local=True,
        ),
        Level(
            "a postcode district in common, the house not given", shares("outcodes"), DISTRICT_SHARED, DISTRICT_SHARED
        ),
        Level(
            "no postcode in common, the house not given",
            "ELSE",
            1 - POSTCODE_SHARED_BY_NEIGHBOURS - DISTRICT_SHARED,
            CHANGES,
        ),
    ),
)

FAMILY_ADDRESS = Comparison(
    "family_address",
    f"not {only_relatives_may_tell()}",
    (
        Level("a dwelling in common with the family of the other", among_family("dwellings"), local=True),
        Level("a postcode in common with the family of the other", among_family("postcodes"), local=True),
        Level("a postcode district in common with the family of the other", among_family("outcodes")),
        Level("no address in common with the family of the other", "ELSE", least_m=CHANGES),
    ),
)

STREET = Comparison(
    "street",
    f"{both('dwellings')} or not {both('lines')}",
    (
        Level("house and street in common, no postcode to place them", shares("lines"), LINE_SHARED, 0.6),
        Level("house and street spelt alike", closest("lines", 0.9), 10 * LINE_SHARED, 0.2),
        Level("no house and street in common", "ELSE", 1 - 11 * LINE_SHARED, 0.2),
    ),
)

TOWN = Comparison(
    "town",
    f"{both('outcodes')} or not {both('localities')}",
    (
        Level("a town in common that few are of", shares("rare_localities"), RARE_LOCALITY / 4, 0.5),
        Level("a town in common", shares("localities"), 0.15, 0.2),
        Level("towns spelt alike", closest("localities", 0.88), RARE_LOCALITY / 2, 0.1),
        Level("no town in common", "ELSE", 0.85 - RARE_LOCALITY * 3 / 4, CHANGES),
    ),
)
