"""The evaluation as one self-contained page: tables and inline SVG, no script, nothing fetched."""

from __future__ import annotations

from pathlib import Path

from mash.evaluation import charts, findings
from mash.evaluation.results import Evaluation
from mash.reports.sheet import source_hash, template_text, write_sheet


def write_page(evaluation: Evaluation, path: Path) -> None:
    """Write the page to ``path``, whole or not at all. Raises ``UsageError`` when it cannot be written."""
    write_sheet(page(evaluation), path)


def page(evaluation: Evaluation) -> str:
    """The page as HTML text; the same evaluation gives the same text."""
    import jinja2
    from markupsafe import Markup

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("mash.evaluation"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        percent=findings.percent,
        per_10_000=findings.per_10_000,
        interval=findings.interval,
        of_count=findings.of_count,
        count=_count,
    )
    style = template_text("quality.css", "evaluation") + template_text("stack.css")
    return environment.get_template("quality.html.j2").render(
        evaluation=evaluation,
        identity=evaluation.identity,
        rating=evaluation.rating,
        weakest=findings.weakest(evaluation),
        too_few_compared=findings.too_few_compared(evaluation),
        group_words=findings.group_words,
        kept_back=findings.kept_back,
        no_case=findings.no_case,
        agreed=findings.agreed,
        shown=findings.shown,
        charts=charts,
        style=Markup(style),  # noqa: S704 - our own file
        style_hash=source_hash(style),
    )


def _count(value: int | None) -> str:
    return "-" if value is None else f"{value:,}"
