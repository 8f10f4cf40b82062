"""Both steps on a made-up population: order, judgements, stable ids, explanations."""

import datetime as dt
import random

import pytest

from mash.errors import NotFound, UsageError
from mash.identity import Judgement, Query, Verdict, how, load_model, search, why
from mash.identity.pairing import paired_records_sql
from mash.identity.scoring import fitted
from mash.identity.weights import weight_sql
from mash.ledger import Register

from .conftest import AS_OF, population  # noqa: TID252 - the folder's own fixtures


@pytest.fixture(scope="session")
def town():
    return population(60, seed=5)
