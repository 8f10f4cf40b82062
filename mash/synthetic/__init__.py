"""A made-up town and its agencies' extracts, with the truth kept apart. No person, place or number in it is real."""

from mash.synthetic.synthesise import STEPS, Summary, synthesise

__all__ = ["STEPS", "Summary", "synthesise"]
