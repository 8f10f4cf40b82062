"""What each agency agreed to send (``data_contracts/*.odcs.yaml``), and whether an extract keeps to it."""

from mash.contracts import columns, made_up
from mash.contracts.model import Breach, Contract, Dataset, Field, FieldType, Load
from mash.contracts.read import built_in_contracts, load_contract
from mash.contracts.shape import check_columns
from mash.contracts.values import BreachCount, Checked, begin, check_values, define_checks, define_macros

__all__ = [
    "Breach",
    "BreachCount",
    "Checked",
    "Contract",
    "Dataset",
    "Field",
    "FieldType",
    "Load",
    "begin",
    "built_in_contracts",
    "check_columns",
    "check_values",
    "columns",
    "define_checks",
    "define_macros",
    "load_contract",
    "made_up",
]
