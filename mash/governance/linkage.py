"""The linkage statement of a run, and the card of the identity model."""

from __future__ import annotations

from mash.governance.live import Figures, Live, counted
from mash.governance.paper import Cell, Paper, Section, Table, Words, fields, off, section, table, to_say
from mash.nightly.health import SHARES
from mash.nightly.report import NightReport
from mash.vocabulary import counted as number_of

PERCENT = 100


def linkage_statement(live: Live) -> Paper:
    """What was linked, how and how well, in the order of GUILD."""
    body: tuple[Section, ...] = (section("The run", off("no run has been published: there is no linkage to state")),)
    if live.run is not None and live.figures is not None:
        body = _of_run(live, live.run, live.figures)
    return Paper(
        "linkage-statement",
        "Linkage statement",
        "GUILD: guidance for information about linking data sets (doi.org/10.1093/pubmed/fdx037)",
        body,
    )


def _of_run(live: Live, run: NightReport, figures: Figures) -> tuple[Section, ...]:
    return (
        section("The run", _identified(live, run)),
        section(
            "What was provided", _provided(figures), to_say("how each agency's records come about, and whom they miss")
        ),
        section("How it was linked", *_method(live)),
        section("What came of it", _result(figures)),
        section("How well", *_quality(run)),
        section("Health of the night", _health(run)),
    )


def _identified(live: Live, run: NightReport) -> Table:
    accepted = "on a person's word, against its health" if run.accepted else "by itself, within its bounds"
    return fields(
        ("Run", f"{run.run}, as of {run.as_of}, published {run.published_at:%Y-%m-%d %H:%M}"),
        ("Model", f"{run.model}, fingerprint {run.model_fingerprint or 'not kept'}"),
        ("Same model as configured now", _same(run.model_fingerprint, live.model.fingerprint)),
        ("Policy", f"{run.policy}, fingerprint {run.policy_fingerprint or 'not kept'}"),
        ("Same policy as configured now", _same(run.policy_fingerprint, live.policy.fingerprint)),
        ("Engines", ", ".join(f"{name} {version}" for name, version in sorted(run.versions.items()))),
        ("Published", accepted),
        ("Digest", run.digest),
    )


def _same(then: str, now: str) -> Cell:
    return "yes" if then == now else off("no: this run was made before it was changed")


def _provided(figures: Figures) -> Table | Words:
    return table(
        "agency | records | persons they are of | with a date of birth",
        (
            (name, counted(each.records), counted(each.persons), _share(each.with_date_of_birth, each.records))
            for name, each in figures.agencies.items()
        ),
        none="no agency's records are in the run",
    )


def _method(live: Live) -> tuple[str, ...]:
    thresholds = live.model.thresholds
    return (
        f"Probabilistic linkage (Fellegi and Sunter) by Splink, of {len(live.model.ladders)} comparisons.",
        "The model is frozen: no night trains it.",
        f"Records are one person at {_bits(thresholds.join)} or more where no guard, judgement or number forbids it.",
        f"From {_bits(thresholds.possible)} they may be, and a person is asked.",
        "What people judged is obeyed by every night from the next, whatever the model says.",
    )


def _result(figures: Figures) -> Table:
    return fields(
        ("Persons", counted(figures.persons)),
        ("of one record alone", counted(figures.of_one_record)),
        ("known to several agencies", counted(figures.of_several_agencies)),
        ("Records of the largest person", f"{figures.largest:,}"),
        ("Pairs of records joined", counted(figures.joined)),
        ("Pairs of records that a guard holds apart", counted(figures.vetoed)),
        ("Pairs of persons who may be one, for people to judge", counted(figures.possible)),
    )


def _quality(run: NightReport) -> tuple[Words | str, ...]:
    passed_over = number_of(run.judgements_asleep, "judgement is", "judgements are")
    asleep = f"{passed_over} on records that nobody sends any more: passed over."
    return (
        to_say("precision and recall on this hub's own records, by `mash evaluate` on pairs that people labelled"),
        to_say("whom it misses or joins more often than others, by ethnicity, age and place"),
        *([asleep] if run.judgements_asleep else []),
        "docs/quality.md measures the built-in model on made-up towns, group by group; that is no measure of this hub.",
    )


def _health(run: NightReport) -> Table | Words:
    rows = (
        (each.says, each.beyond or "within its bound") for each in run.health if each.beyond or _telling(each.figure)
    )
    return table("figure | bound", rows, none="no figure was held against a run before it")


def model_card(live: Live) -> Paper:
    """Of the model that is configured, by the headings of Mitchell and others."""
    model, trained = live.model, live.model.trained
    made: Cell = to_say("when, by whom and from what; the folder does not tell")
    if trained:
        by = f"mash-engine {trained.engine} and Splink {trained.splink}"
        made = f"as of {trained.as_of}, on {model.records:,} records, by {by}"
    return Paper(
        "model-card",
        f"Model card: {model.name}",
        "Model cards for model reporting (doi.org/10.1145/3287560.3287596)",
        (
            section(
                "The model",
                fields(
                    ("Name", model.name),
                    ("Fingerprint", model.fingerprint),
                    ("Trained", made),
                    (
                        "Kind",
                        "Fellegi and Sunter's, by Splink; it brings numbers only, its conditions are the engine's",
                    ),
                    ("Built in", "yes" if live.hub.config.model == model.name else off("no: the hub's own folder")),
                ),
            ),
            section(
                "What it is for",
                "To say how likely two records are of one person, for this hub's purpose and no other.",
            ),
            section("Where it decides", _thresholds(live)),
            section("What it compares", _ladders(live)),
            section(
                "Of whom it is less sure",
                to_say("measured on this hub's own people"),
                "docs/quality.md has the groups in which made-up people were missed more often.",
            ),
            section("Cautions", *_cautions()),
        ),
    )


def _thresholds(live: Live) -> Table:
    thresholds = live.model.thresholds
    return fields(
        ("Joined from", _bits(thresholds.join)),
        ("Possible, for people to judge, from", _bits(thresholds.possible)),
        ("Not kept below", _bits(thresholds.floor)),
        ("Prior, in the hub it was trained in", f"{live.model.prior_weight:.2f} bits"),
    )


def _ladders(live: Live) -> Table:
    rows = []
    for ladder in live.model.ladders:
        weights = [rung.weight for rung in ladder.rungs[1:]]
        best, worst = (f"{end(weights):+.1f} bits" for end in (max, min))
        rows.append((ladder.name.replace("_", " "), str(len(weights)), best, worst))
    return Table(("comparison", "rungs", "most for", "most against"), tuple(rows))


def _cautions() -> tuple[str, str]:
    return (
        "Weights add as if the comparisons were independent; guards hold back what families and twins do to that.",
        "Ethnicity and nationality are not compared. Names, addresses and moves differ between groups all the same.",
    )


def _telling(figure: str) -> bool:
    """Whether a figure within its bound is told too: not each blocking rule's."""
    return figure in SHARES or figure in {"records", "records to a person", "largest person"}


def _bits(weight: float) -> str:
    return f"{weight:g} bit{'s' * (weight != 1)}"


def _share(part: int, whole: int) -> str:
    return f"{PERCENT * part / whole:.0f} %" if whole else "-"
