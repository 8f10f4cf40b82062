"""The desk: of a run, what bears on one child, laid out so that an enquiry reads that and no more of the hub."""

from mash.desk.around import around
from mash.desk.build import ROWS, build

__all__ = ["ROWS", "around", "build"]
