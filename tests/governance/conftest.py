"""A hub whose configuration is changed part by part, and the papers of it; and one with a night of made-up people."""

import datetime as dt

import pytest

from mash.encryption import new_master
from mash.governance import live, papers
from mash.governance.write import markdown
from mash.hub import create_hub, open_hub
from mash.machine import account
from mash.nightly import run_night

DAY = dt.date(2026, 1, 31)
AT = dt.datetime(2026, 1, 31, 9, 0)  # noqa: DTZ001 - a hub's moments have its own place's time
PEOPLE = (
    "person_ref,forenames,surname,aliases,date_of_birth,sex,address_line_1,town,postcode,phones,emails,identifiers\n"
    "QX-77101,Zebedina,Quillfeather,,1987-03-14,F,4 Wobblegate,Snoringham,ZZ99 3VZ,,,\n"
    "QX-77102,Peregrinus,Thistlewhack,,1979-11-02,M,9 Wobblegate,Snoringham,ZZ99 3VZ,,,\n"
)
OF_PEOPLE = (
    *("Zebedina", "Quillfeather", "Peregrinus", "Thistlewhack", "QX-77101", "QX-77102", "1987-03-14", "1979-11-02"),
    *("Wobblegate", "Snoringham", "ZZ99"),
)


class Papered:
    """A hub and its papers as they are now."""

    def __init__(self, root):
        self.root = root

    @property
    def live(self):
        return live(open_hub(self.root), day=DAY, made_at=AT)

    @property
    def papers(self):
        return {paper.name: paper for paper in papers(self.live)}

    def text(self, name):
        return markdown(self.papers[name], self.live)

    def everything(self):
        now = self.live
        return "\n".join(markdown(paper, now) for paper in papers(now))

    def write(self, file, text):
        (self.root / file).write_text(text)

    def replace(self, file, old, new):
        text = (self.root / file).read_text()
        assert old in text, old
        self.write(file, text.replace(old, new))


@pytest.fixture
def hub(tmp_path, monkeypatch):
    """As ``mash init`` makes it, its files short enough to change; plain, and whoever reads it has a key."""
    monkeypatch.setenv("MASH_KEY", new_master().text)
    create_hub(tmp_path / "hub")
    made = Papered(tmp_path / "hub")
    made.write(
        "access.toml",
        f'[people."{account()}"]\nroles = ["information governance lead", "operator"]\ncases = "all"\nacts_for = true\n'
        '[gateways.s47]\nlaw = "Children Act 1989, section 47"\n',
    )
    return made


@pytest.fixture(scope="session")
def after_a_night(tmp_path_factory):
    """A list of two people with names that no paper would have by chance."""
    root = tmp_path_factory.mktemp("papers") / "hub"
    create_hub(root)
    (root / "mash.toml").write_text(
        '[hub]\nname = "Test"\nlive = true\n[agencies.charity]\ncontract = "people"\ndrop = "drops/charity"\n'
    )
    drop = root / "drops" / "charity" / "2026-01-30"
    drop.mkdir(parents=True)
    (drop / "people.csv").write_text(PEOPLE)
    run_night(open_hub(root), as_of=DAY, now=lambda: AT, progress=lambda *_: None)
    return Papered(root)


@pytest.fixture(scope="session")
def of_people():
    return OF_PEOPLE
