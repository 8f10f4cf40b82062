"""What a hub withholds, as its file says: ids and record keys, never a name."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from itertools import product

from mash.vocabulary import FlagKind, RecordKey

DEFAULT_CONTACT = "the information governance lead"
PUBLIC_PROTECTION = "the public protection unit"


@dataclass(frozen=True, slots=True)
class Sealed:
    """Two identities of one person that the engine must never put together: an adoption, a protected witness."""

    id: str
    one: tuple[RecordKey, ...]
    other: tuple[RecordKey, ...]
    why: str

    @property
    def pairs(self) -> tuple[tuple[RecordKey, RecordKey], ...]:
        """Every record of the one with every record of the other, the smaller key first."""
        return tuple((min(a, b), max(a, b)) for a, b in product(self.one, self.other))


@dataclass(frozen=True, slots=True)
class Place:
    """A place that must not be found: a refuge, a foster home under protection."""

    id: str
    why: str
    uprn: str | None = None
    postcode: str | None = None
    line: str | None = None
    """House and street; without one the whole postcode is withheld."""


@dataclass(frozen=True, slots=True)
class Closed:
    """A person, by any of their records, whom only those named may see: staff, a public figure."""

    id: str
    why: str
    records: tuple[RecordKey, ...]
    open_to: tuple[str, ...] = ()
    """Who may see them; each also has to have a role that may see what is restricted."""


@dataclass(frozen=True, slots=True)
class ExistenceOnly:
    """A scheme of flags of which only that there is one may be known (a ViSOR entry)."""

    scheme: str
    counts_as: FlagKind
    """The one kind every flag of the scheme counts as: one that followed the category would tell it."""
    contact: str = PUBLIC_PROTECTION


@dataclass(frozen=True, slots=True)
class Handling:
    """What a handling code of police intelligence asks (3x5x2)."""

    code: str
    condition: str | None = None
    """Told wherever a tie under the code is."""
    withheld: bool = False
    """The ties under it are withheld from everybody: they count in the rating alone."""


@dataclass(frozen=True, slots=True)
class Restrictions:
    """``restrictions.toml``, read and checked; without the file nothing is restricted."""

    contact: str = DEFAULT_CONTACT
    """Whom to ring when something that is withheld bears on a child."""
    sealed: tuple[Sealed, ...] = ()
    places: tuple[Place, ...] = ()
    closed: tuple[Closed, ...] = ()
    existence_only: tuple[ExistenceOnly, ...] = ()
    handling: tuple[Handling, ...] = ()

    @property
    def sealed_pairs(self) -> tuple[tuple[RecordKey, RecordKey], ...]:
        """The pairs of records that must never be one person."""
        return tuple(sorted({pair for each in self.sealed for pair in each.pairs}))

    @property
    def withholds(self) -> bool:
        """Whether the rating knows of anything that readers must not be shown, so that it is rated apart from it."""
        return bool(self.places or self.closed or any(each.withheld for each in self.handling))

    @property
    def fingerprint(self) -> str:
        """A hash of all of it: other restrictions make another run."""
        return hashlib.sha256(repr(self).encode()).hexdigest()


NOTHING = Restrictions()
