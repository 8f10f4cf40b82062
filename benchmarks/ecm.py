"""`recordlinkage`'s expectation-conditional maximisation over a list of people, in an environment of its own.

    python ecm.py RECORDS.csv PAIRS.csv

Set up as its documentation does for the FEBRL files: blocks on what is filled in, names by Jaro-Winkler from 0.85.
"""

from __future__ import annotations

import sys

import pandas as pd
import recordlinkage

BY_NAME = ("forenames", "surname", "town", "address_line_1")
EXACT = ("date_of_birth", "sex", "postcode", "phones", "emails", "identifiers")
BLOCKS = ("surname", "date_of_birth", "postcode", "emails", "phones", "identifiers")
NAME_THRESHOLD = 0.85


def main(given: str, found: str) -> None:
    """Write the pairs that ECM calls matches."""
    people = pd.read_csv(given, dtype=str, index_col="ref").drop(columns="truth")
    people = people[[name for name in people if people[name].notna().any()]]
    indexer = recordlinkage.Index()
    for name in BLOCKS:
        if name in people:
            indexer.block(name)
    pairs = indexer.index(people)
    compare = recordlinkage.Compare()
    for name in people:
        if name in BY_NAME:
            compare.string(name, name, method="jarowinkler", threshold=NAME_THRESHOLD, label=name)
        elif name in EXACT:
            compare.exact(name, name, label=name)
    features = compare.compute(pairs, people)
    matches = recordlinkage.ECMClassifier().fit_predict(features)
    matches.to_frame().to_csv(found, header=False, index=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
