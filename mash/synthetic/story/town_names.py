"""What the town's people, streets and small matters are called."""

from __future__ import annotations


def _words(text: str, separator: str = " ") -> tuple[str, ...]:
    return tuple(text.split(separator))


OUTWARD = {
    "Kendal": "LA9", "Barrow-in-Furness": "LA14", "Carlisle": "CA1", "Workington": "CA14", "Whitehaven": "CA28",
    "Penrith": "CA11", "Lancaster": "LA1", "Blackpool": "FY1", "Truro": "TR1", "St Austell": "PL25",
    "Weymouth": "DT4", "Poole": "BH15",
}  # fmt: skip
WEIGHTS = (6, 6, 5, 4, 3, 3, 2, 1, 2, 2, 1, 1)
STREETS = _words(
    "Beck Lane|Mill Brow|Chapel Hill|Station Road|Orchard Way|Priory Close|Tarn View|Quarry Rigg|Church Walk|"
    "Meadow Bank|Sycamore Drive|Harbour Street|Market Row|Castle Park|Windermere Avenue|Foundry Yard",
    "|",
)
FEMALE = _words(
    "Abigail Alice Amy Anna Bethany Caroline Charlotte Chloe Claire Daisy Eleanor Elizabeth Ellie Emily Emma Erin "
    "Evie Fatima Florence Freya Georgia Gemma Grace Harriet Heather Helen Holly Imogen Isabelle Jane Jasmine Jessica "
    "Julie Karen Kate Laura Lauren Linda Lucy Lydia Maria Mary Megan Molly Natalie Nicola Olivia Paula Phoebe Poppy "
    "Rebecca Rosie Ruth Sally Samantha Sarah Shreya Sophie Susan Tanya Victoria Zoe Agnieszka Ayesha"
)
MALE = _words(
    "Adrian Alan Alex Andrew Anthony Ben Brian Callum Charlie Christopher Colin Connor Daniel David Edward Elliot "
    "Ethan Finn Freddie Gareth George Harry Henry Hugh Ian Imran Isaac Jack Jacob James Jamie Joe John Jonathan "
    "Joseph Joshua Kevin Leo Liam Louis Luke Mark Martin Matthew Max Michael Nathan Noah Oliver Owen Patrick Paul "
    "Peter Philip Richard Robert Sam Sanjay Stephen Steven Thomas Tom William Zak Pawel Yusuf"
)
SURNAMES = _words(
    "Adams Alderson Allan Armstrong Atkinson Bailey Barker Barnes Bateman Bell Benson Birch Blamire Bowness Brown "
    "Burgess Carter Chadwick Clark Collins Cooper Cox Dalton Davies Dawson Dixon Dobson Douglas Edmondson Elliott "
    "Evans Fisher Fletcher Foster Garnett Gibson Gill Graham Grant Green Hall Harris Harrison Hayton Hewitt Hill "
    "Hodgson Holmes Hudson Hughes Hunter Iqbal Irving Jackson Jenkinson Johnson Jones Kaur Kelly Khan King Kowalski "
    "Lancaster Lewis Little Lowther Martin Mason Mitchell Moore Morgan Murphy Nelson Nixon Palmer Parker Patel "
    "Pearson Phillips Porter Postill Price Reed Reid Richardson Rigg Roberts Robinson Rogers Routledge Sanderson "
    "Saunders Scott Sharpe Shaw Simpson Singh Smith Steele Stewart Stott Taylor Thompson Thornton Tinniswood Todd "
    "Tremayne Turner Tyler Walker Wallace Ward Watson Webb White Wilkinson Williams Wilson Wood Wright Young"
)
MINOR = ("theft", "public order", "criminal damage", "antisocial behaviour", "traffic", "assault", "missing person")
HOSTEL_FORENAMES = _words(
    "Alfie Bruno Cedric Dominic Edgar Fergus Gilbert Hector Ivor Jerome Kelvin Lionel Magnus Nigel Oscar Percy "
    "Quentin Rufus Seamus Tarquin Ulric Vernon"
)
HOSTEL_SURNAMES = _words(
    "Airey Braithwaite Cowperthwaite Dacre Eskdale Farish Gaskarth Huddleston Irton Jopson Kirkbride Lamplugh "
    "Musgrave Nicholson Oldroyd Pattinson Quayle Relph Senhouse Tolson Usher Vickers"
)
