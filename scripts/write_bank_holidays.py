"""Write mash/rating/bank_holidays.csv again from the library ``holidays``: those of England, a day to a line.

python scripts/write_bank_holidays.py
"""

from __future__ import annotations

from pathlib import Path

from mash.rating import deadlines

YEARS = range(2015, 2036)
"""From the oldest referral that a hub may hold open to years beyond any deadline."""


def main() -> None:
    """Write it."""
    days = sorted(day for year in YEARS for day in deadlines.told_bank_holidays(year))
    path = Path(deadlines.__file__).with_name(deadlines.LISTED)
    path.write_text("".join(f"{day}\n" for day in days), encoding="utf-8")


if __name__ == "__main__":
    main()
