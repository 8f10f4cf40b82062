"""Where the story's people live: real outward codes, units never issued, property numbers never issued."""

from __future__ import annotations

from mash.synthetic.story.book import Dwelling

UPRN_RANGE = 999_900_000_000
"""Twelve digits from 9999: no property has one."""

_PLACES = {
    # The girl's homes, and those of her parents.
    "girl_now": "17 Skelwith Court|Barrow-in-Furness|LA14 7CK",
    "girl_born": "3 Clay Row|St Austell|PL25 6MO",
    "girl_truro": "22 Tresawle Close|Truro|TR1 8KV",
    "grandmother": "9 Polgarth Terrace|Truro|TR1 7OM",
    "father_now": "41 Furness View|Barrow-in-Furness|LA14 9VI",
    "father_youth": "Flat 2, 60 Tideswell Street|Blackpool|FY1 8MC",
    "paternal": "5 Harrington Brow|Workington|CA14 7IK",
    # Homes of the men around them.
    "preston": "88 Marl Street|Preston|PR1 6KM",
    "par": "14 Quay Hill|Par|PL24 8CO",
    "weymouth": "2 Chesil Mews|Weymouth|DT4 6VK",
    "newlyn": "31 Gurnard Lane|Truro|TR1 9IV",
    "camborne": "6 Dolcoath Way|Camborne|TR14 7MK",
    "bristol_perran": "19 Ducie Place|Bristol|BS5 7OC",
    "liskeard": "7 Barn Park|Liskeard|PL14 8IC",
    "bristol_keith": "102 Stapleton Rise|Bristol|BS5 8CV",
    "bridgwater": "4 Parrett Walk|Bridgwater|TA6 7KO",
    "lancaster": "15 Moor Gate|Lancaster|LA1 8OI",
    "lancaster_old": "63 Quernmore Street|Lancaster|LA1 9CM",
    "whitehaven": "27 Kells Bank|Whitehaven|CA28 7VM",
    "blackpool": "11 Gynn Close|Blackpool|FY1 7IO",
    "poole": "36 Holes Quay|Poole|BH15 7MV",
    "weymouth_terence": "18 Nothe Steps|Weymouth|DT4 8KI",
    "st_austell": "44 Charles Road|St Austell|PL25 8VC",
    "penzance": "1 Battery Lane|Penzance|TR18 6MI",
    "falmouth": "12 Swanpool Rise|Falmouth|TR11 8KO",
    "workington_shared": "Flat 1, 29 Senhouse Place|Workington|CA14 8CM",
    "workington_old": "70 Derwent Howe|Workington|CA14 9OV",
    "carlisle": "8 Caldew Maltings|Carlisle|CA1 8VO",
    "barrow_lee": "33 Walney Row|Barrow-in-Furness|LA14 8IM",
    "maryport": "16 Senhouse Dock|Workington|CA14 6KV",
    "barrow_friend": "52 Abbey Approach|Barrow-in-Furness|LA14 6OC",
    # The foils'.
    "green_home": "6 Fellside Croft|Kendal|LA9 7CM",
    "green_next_door": "8 Fellside Croft|Kendal|LA9 7CM",
    "green_father": "21 Gooseholme|Kendal|LA9 8KI",
    "green_uncle": "40 Beast Banks|Kendal|LA9 6VO",
    "kendal_namesake": "12 Gooseholme|Kendal|LA9 8KI",
    "third_home": "13 Botcherby Green|Carlisle|CA1 7KC",
    "twins_home": "30 Petteril Bank|Carlisle|CA1 6IM",
    "hostel": "Castle Gate Hostel|Carlisle|CA1 9MO|hostel",
    "prison": "HMP Solway Moss|Carlisle|CA1 6VV|prison",
    "nowhere": "No fixed abode||NF1 1NF|no fixed abode",
}


def _dwelling(number: int, text: str) -> Dwelling:
    line_1, town, postcode, *kind = text.split("|")
    uprn = "" if kind else str(UPRN_RANGE + number)
    return Dwelling(line_1, town, postcode, uprn, *kind)


PLACES: dict[str, Dwelling] = {name: _dwelling(number, text) for number, (name, text) in enumerate(_PLACES.items())}
