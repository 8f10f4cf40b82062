"""What the model states and does not estimate: how often strangers agree, and one person's records do, by chance.

Each with its reason; the ladders of ``settings`` use them.
"""

from __future__ import annotations

# The share of people below which a pair of first forename and surname is rare; each step is worth four bits.
RARE_NAME = 2.0**-20
UNCOMMON_NAME = 2.0**-16

# What two records of different people share by a keying error alone: one identifier in ten million keyed as another
# valid one, a child's mother or father mistaken once in a hundred thousand. Random sampling cannot see so small a
# chance, and would measure its own unrecognised matches instead; so these are stated, not estimated.
IDENTIFIER_SHARED_BY_CHANCE = 1e-7
KIN_SHARED_BY_CHANCE = 1e-5
ASSOCIATE_SHARED_BY_CHANCE = 5e-4  # one has ten of them, where a town has twenty thousand people: judgement
ASSOCIATES_NAMED_TWICE = 0.1
PHONE_SHARED_BY_CHANCE = 1e-5  # a family's telephone
PHONE_SHARED_IN_A_DWELLING = 0.05  # and there it is half the dwelling again: hardly new evidence
EMAIL_SHARED_BY_CHANCE = 2e-6  # a couple's mailbox
EMAIL_NAME_BY_CHANCE = 1e-4  # e-mail names are made of names: namesakes have them too
EMAIL_ALIKE_BY_CHANCE = 1e-3  # and likelier still alike
# Share of the records with a town or foreign postcode below which it is rare. Two strangers share one of such places
# about a quarter as often: towns differ in size.
RARE_LOCALITY = 0.02
LINE_SHARED = 4e-4  # house and street, by strangers: as often as a dwelling, for the two mostly are one
MISTAKES = 0.005  # share of one person's records that disagree by error on anything at all
MISDATED = (
    0.02  # share whose stays at one dwelling are dated apart: many dates are of when a clerk heard of it: judgement
)
CHANGES = 0.2  # share that disagree because people move and change their telephone
# A live postcode has some 40 people (67 million in 1.8 million, ONS Postcode Directory), each with two records or so,
# in a hub of 2^15 records as in training. Hardly any record there gives a postcode without a house: it is stated.
POSTCODE_SHARED_BY_NEIGHBOURS = 40 * 2 / 2**15
UNUSUAL_POSTCODE = 3
"""How many times more records than usual a postcode has where many live, and fewer where few do: each is then worth two
bits. What a postcode has is frozen with the model, as names are; one that the model does not list counts as usual."""
UNUSUALLY_LOCATED = 0.1  # share of the records at either kind of postcode: judgement, and of no weight
USUALLY_LOCATED = 1 - 2 * UNUSUALLY_LOCATED
DISTRICT_SHARED = 0.05  # of strangers and of one person's records alike: it says nothing
SAME_POSTCODE = 1 - CHANGES - DISTRICT_SHARED
NUMBER_MISKEYED = 0.03  # about one number in thirty by hand, where no check digit stops it: judgement
NUMBER_NEAR_BY_CHANCE = 3e-4  # numbers given in a row are near to one another
NUMBER_KEPT = 0.95
"""Share of one person's records that give the same number where numbers are given; only for kinds of which agreement
alone is read."""
