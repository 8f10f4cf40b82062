"""Whatever leaves the hub says who took it, when, why and from which run; and no cell of it is a formula."""

import csv
import datetime as dt
import json
import re
from dataclasses import replace

import duckdb
import openpyxl
import pytest
from lxml import etree, html

from mash import warehouse
from mash.rating.differing import CaseDiffers, How, PolicyDiff
from mash.reports import Asked, Chronicle, to_json
from mash.reports.as_networkx import to_networkx
from mash.reports.cases import CaseRow
from mash.reports.cases_page import cases_page
from mash.reports.cases_table import write_cases_csv, write_cases_xlsx
from mash.reports.chronology_csv import write_csv
from mash.reports.graphs import Tool, write_graph
from mash.reports.page import page
from mash.reports.people_csv import write_people
from mash.reports.policy_differing import write_policy_diff
from mash.reports.tables import FORMULA_STARTS, export_table, restored
from mash.reports.watermark import mark_of
from mash.reports.worklist import Worklist
from mash.vocabulary import Colour

AT = dt.datetime.fromisoformat("2026-01-31T09:05")
ASKED = Asked("ana & co", AT, "=strategy meeting", gateway="s47", export="E-7K3QF-9M2XR")
FACTS = {
    "export": "E-7K3QF-9M2XR",
    "exported_by": "ana & co",
    "exported_at": "2026-01-31T09:05:00",
    "purpose": "=strategy meeting",
    "audience": "for the professional",
}
FORMULAS = tuple(f"{start}HYPERLINK(1)" for start in FORMULA_STARTS)


@pytest.fixture
def asked_answer(answer):
    return replace(answer, asked=ASKED)


@pytest.fixture
def chronicle(asked_answer):
    return chronicle_of(asked_answer)


def chronicle_of(answer):
    about = {"person_id": answer.child.person_id, "name": "x", "born": "x", "subject": answer.subject}
    told = {"chronology": answer.chronology, "gaps": answer.gaps, "asked": answer.asked}
    return Chronicle(run=answer.run, as_of=answer.as_of, **about, **told)


def worklist_of(run, *words):
    cases = tuple(
        CaseRow(word, word, None, Colour.RED, None, None, (), None, title=word, why=word, worker=word) for word in words
    )
    return Worklist(hub="A hub", run=run, as_of=AT.date(), at=AT, cases=cases, of=len(cases))


def lines_of(path):
    with path.open(encoding="utf-8", newline="") as read:
        return list(csv.reader(read))


CSV = {
    "people": write_people,
    "chronology": lambda answer, path: write_csv(chronicle_of(answer), path),
    "worklist": lambda answer, path: write_cases_csv(worklist_of(answer.run, "REF-1", *FORMULAS), answer.asked, path),
}


@pytest.mark.parametrize("writes", CSV)
def test_the_last_cell_of_every_line_of_a_csv_is_the_mark(asked_answer, tmp_path, writes):
    CSV[writes](asked_answer, tmp_path / "it.csv")
    head, *lines = lines_of(tmp_path / "it.csv")
    wanted = f"E-7K3QF-9M2XR; ana & co; 2026-01-31T09:05:00; =strategy meeting; run {asked_answer.run}"
    assert head[-1] == "export"
    assert lines
    assert {line[-1] for line in lines} == {wanted}
    assert {len(line) for line in lines} == {len(head)}


@pytest.mark.parametrize("name", ["g.graphml", "g.gexf"])
def test_a_graph_has_the_mark_among_its_own_attributes(asked_answer, tmp_path, name):
    write_graph(asked_answer, tmp_path / name)
    tree = etree.parse(tmp_path / name)
    text = " ".join(tree.xpath("//*[local-name()='description']/text() | /*/*[local-name()='graph']/*/text()"))
    for fact in FACTS.values():
        assert fact in text


def test_i2_and_networkx_have_the_mark(asked_answer, tmp_path):
    write_graph(asked_answer, tmp_path / "g.csv", tool=Tool.I2)
    head, *lines = lines_of(tmp_path / "g.csv")
    told = [dict(zip(head, line, strict=True)) for line in lines]
    assert {restored(line["purpose"]) for line in told} == {"=strategy meeting"}
    assert {line["export"] for line in told} == {"E-7K3QF-9M2XR"}
    from mash.reports import Disclosure

    assert to_networkx(asked_answer, Disclosure.IDS).graph["exported_by"] == "ana & co"


def test_the_page_says_it_and_every_sheet_of_paper_has_the_number(asked_answer):
    text = page(asked_answer)
    told = html.fromstring(text).xpath("string(//footer)")
    assert all(fact in told for fact in ("E-7K3QF-9M2XR", "ana & co", "=strategy meeting", asked_answer.run))
    assert '@bottom-center { content: "Export E-7K3QF-9M2XR"' in text


def test_no_number_but_one_of_ours_gets_into_a_style(answer):
    odd = replace(answer, asked=replace(ASKED, export='E-1"} body { display: none } @page { x'))
    style = html.fromstring(page(odd)).xpath("string(//style)")
    assert "display: none } @page" not in style


def test_the_worklist_page_says_it(asked_answer):
    text = cases_page(worklist_of(asked_answer.run, "REF-1"), ASKED, order="x")
    assert "Export E-7K3QF-9M2XR, made by ana & co on " in html.fromstring(text).xpath("string(//footer)")
    assert '@bottom-center { content: "Export E-7K3QF-9M2XR"' in text


def test_a_workbook_has_the_mark_in_its_footer_and_its_properties(tmp_path):
    path = tmp_path / "cases.xlsx"
    write_cases_xlsx(worklist_of("20260131-0a0a0a0a", "REF-1"), ASKED, path)
    book = openpyxl.load_workbook(path)
    assert "E-7K3QF-9M2XR, made by ana & co on " in book.properties.description
    assert (book.properties.creator, book.properties.keywords) == ("ana & co", "E-7K3QF-9M2XR")
    assert "E-7K3QF-9M2XR" in book.active.oddFooter.left.text


def test_json_has_the_number_under_asked(asked_answer, chronicle):
    for each in (asked_answer, chronicle):
        assert json.loads(to_json(each))["asked"]["export"] == "E-7K3QF-9M2XR"


def test_parquet_has_the_mark_in_its_metadata_and_csv_in_its_last_column(tmp_path):
    with warehouse.connect() as con:
        con.execute("create table membership (record_key varchar, person_id varchar)")
        con.execute("insert into membership values ('police:1', '=2+2')")
        mark = mark_of(ASKED, "20260131-0a0a0a0a")
        export_table(con, "memberships", tmp_path / "m.parquet", mark)
        export_table(con, "memberships", tmp_path / "m.csv", mark)
    with duckdb.connect() as con:
        kept = con.execute(f"select key, value from parquet_kv_metadata('{tmp_path / 'm.parquet'}')").fetchall()
    assert {key.decode(): value.decode() for key, value in kept} == {**FACTS, "run": "20260131-0a0a0a0a"}
    assert lines_of(tmp_path / "m.csv")[1] == ["police:1", "'=2+2", mark.cell]


@pytest.mark.parametrize("writes", CSV)
@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_of_any_csv_begins_a_formula_and_each_can_be_restored(asked_answer, tmp_path, writes, formula):
    person = replace(asked_answer.network.persons[0], names=(formula,))
    network = replace(asked_answer.network, persons=(person, *asked_answer.network.persons[1:]))
    entries = tuple(replace(entry, says=formula, detail=formula) for entry in asked_answer.chronology)
    odd = replace(asked_answer, network=network, chronology=entries)
    CSV[writes](odd, tmp_path / "it.csv")
    cells = [cell for line in lines_of(tmp_path / "it.csv") for cell in line]
    assert not [cell for cell in cells if cell.startswith(FORMULA_STARTS)]
    if formula.isprintable():
        assert formula in {restored(cell) for cell in cells}


def test_no_cell_of_a_workbook_begins_a_formula(tmp_path):
    path = tmp_path / "cases.xlsx"
    write_cases_xlsx(worklist_of("20260131-0a0a0a0a", *FORMULAS), ASKED, path)
    cells = [cell for row in openpyxl.load_workbook(path).active.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert not [cell for cell in cells if isinstance(cell.value, str) and cell.value.startswith(FORMULA_STARTS)]


def test_two_askings_have_two_numbers_that_can_be_read_from_paper():
    numbers = {Asked("ana", AT, "x").export for _ in range(100)}
    assert len(numbers) == 100
    assert all(re.fullmatch(r"E-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}", number) for number in numbers)


def test_the_cases_that_another_policy_would_change_have_the_mark_and_no_formula(tmp_path):
    case = CaseDiffers("=R-1", How.RAISED, *[Colour.RED] * 4, 0.5, 0.5, ("=x",), (), ())
    day, run = AT.date(), "20260131-0a0a0a0a"
    diff = PolicyDiff("old", "new", None, run, day, day, 1, ties_anew=False, colours={}, cases=(case,))
    write_policy_diff(diff, tmp_path / "d.csv", mark_of(ASKED, diff.run))
    head, line = lines_of(tmp_path / "d.csv")
    assert (head[-1], line[-1][:13]) == ("export", "E-7K3QF-9M2XR")
    assert not [cell for cell in line if cell.startswith(FORMULA_STARTS)]
