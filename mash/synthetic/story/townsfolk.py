"""Who lives in the town: persons, homes and spellings drawn from one stream of chance."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from mash.synthetic.story.book import UNIT_LETTERS, Dwelling
from mash.synthetic.story.town_names import FEMALE, MALE, OUTWARD, STREETS, SURNAMES, WEIGHTS

SHORT_NAME = 4
PARENTS_BORN_AFTER = 1974
FIRST_PHONE, LAST_PHONE = 199, 1000
COUPLES, ONE_SURNAME, FAMILIES, MISSPELT = 0.72, 0.6, 0.5, 0.06
"""Shares of the town to whom each applies: enough for a plausible crowd in small files, not a measured England."""


@dataclass(frozen=True, slots=True)
class Townsperson:
    """One made-up person of the town, as they truly are."""

    number: int
    forename: str
    surname: str
    born: str
    sex: str

    @property
    def who(self) -> str:
        """The person in the book's truth."""
        return f"town {self.number}"

    @property
    def name(self) -> str:
        """Forename and surname as the book takes them."""
        return f"{self.forename}|{self.surname}"


class Town:
    """Draws people, homes and spellings from one stream of chance."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        self.persons = 0
        self.latest: list[str] = []
        self.given: set[tuple[str, str]] = set()
        self.phones = FIRST_PHONE

    def phone(self) -> str:
        """A number for use in drama (Ofcom), never given twice; nothing when they run out."""
        self.phones += 1
        return f"07700 900{self.phones}" if self.phones < LAST_PHONE else ""

    def happens(self, probability: float) -> bool:
        """True that often."""
        return self.chance.random() < probability

    def day(self, first_year: int, last_year: int) -> str:
        """A day in those years; never 1 January, which agencies write when they mean the year alone."""
        year, month = self.chance.randint(first_year, last_year), self.chance.randint(1, 12)
        return f"{year}-{month:02d}-{self.chance.randint(2, 28):02d}"

    def someone(self, surname: str, first_year: int, last_year: int) -> Townsperson:
        """A new person of that surname, born in those years.

        None of the four before them bears the same forename, and none at all both forename and birthday: in a
        town of so few names that would be chance the real country does not have.
        """
        self.persons += 1
        sex = self.chance.choice("FM")
        forename = self.chance.choice([name for name in (FEMALE if sex == "F" else MALE) if name not in self.latest])
        self.latest = [*self.latest[-3:], forename]
        born = self.day(first_year, last_year)
        while (forename, born) in self.given:
            born = self.day(first_year, last_year)
        self.given.add((forename, born))
        return Townsperson(self.persons, forename, surname, born, sex)

    def spelt(self, name: str) -> str:
        """The name as another clerk heard it: now and then two letters of the surname change places."""
        forename, surname = name.split("|")
        if len(surname) < SHORT_NAME or not self.happens(MISSPELT):
            return name
        at = self.chance.randrange(1, len(surname) - 1)
        return f"{forename}|{surname[:at]}{surname[at + 1]}{surname[at]}{surname[at + 2 :]}"

    def dwelling(self) -> Dwelling:
        """A home in one of the towns, at a unit never issued."""
        town = self.chance.choices(list(OUTWARD), WEIGHTS)[0]
        unit = f"{self.chance.randint(1, 5)}{self.chance.choice(UNIT_LETTERS)}{self.chance.choice(UNIT_LETTERS)}"
        return Dwelling(f"{self.chance.randint(1, 140)} {self.chance.choice(STREETS)}", town, f"{OUTWARD[town]} {unit}")


@dataclass(frozen=True, slots=True)
class Household:
    """People of one home since one day; the first adult is the children's parent."""

    home: Dwelling
    since: str
    adults: tuple[Townsperson, ...]
    children: tuple[Townsperson, ...]


def draw_household(town: Town) -> Household:
    """A home with one or two adults, and now and then their children."""
    surname, home, since = town.chance.choice(SURNAMES), town.dwelling(), town.day(2008, 2024)
    first_born = town.chance.randint(1945, 2002)
    adults = [town.someone(surname, first_born, first_born)]
    if town.happens(COUPLES):
        other = surname if town.happens(ONE_SURNAME) else town.chance.choice(SURNAMES)
        adults.append(town.someone(other, first_born - 3, first_born + 3))
    has_children = first_born > PARENTS_BORN_AFTER and town.happens(FAMILIES)
    children = [town.someone(surname, 2009, 2023) for _ in range(town.chance.randint(1, 3) if has_children else 0)]
    return Household(home, since, tuple(adults), tuple(children))
