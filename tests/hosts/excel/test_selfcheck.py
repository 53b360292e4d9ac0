"""The self-check: its list is complete and right, its workbook is the list, and it never shows green unasked."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from cell_formula import Sheet
from libreoffice import office
from openpyxl.worksheet.formula import ArrayFormula

from xlops.catalog import catalogue
from xlops.hosts.excel import examples
from xlops.hosts.excel.cells import ERRORS
from xlops.hosts.excel.examples import Check, checks, headline, placements, self_test_report, self_test_rows, verdict

ROOT = Path(__file__).parents[3]
RIG = Path(__file__).parents[4] / "shared" / "tools" / "excel_rig"
SHIPPED = ROOT / "workbooks" / "selfcheck.xlsx"
FIRST, FOUND, EXPECTED, VERDICT = 5, "E", "F", "G"


def one(id_: str) -> Check:
    return next(check for check in checks() if check.id == id_)


def shown() -> list[object]:
    """What the cells show, as our own reading of the formulas has it."""
    sheet = Sheet(examples.INPUTS)
    found: list[object] = []
    for place, formula in placements(FIRST, FOUND):
        value = sheet.value(formula[1:])
        found += [row[0] for row in value] if ":" in place else [value]
    return found


# The list.


def test_every_formula_is_called() -> None:
    called = {name for check in checks() for name in re.findall(r"[A-Z]+_[A-Z_]+(?=\()", check.formula_text)}
    assert called == set(catalogue())


def test_every_example_of_the_catalogue_is_there() -> None:
    for formula in catalogue().values():
        answers = [example.result for example in formula.examples]
        assert [one(f"{formula.name}/{n}").expected for n in range(1, len(answers) + 1)] == answers


def test_ids_are_distinct() -> None:
    assert len({check.id for check in checks()}) == len(checks())


def test_every_call_names_its_day() -> None:
    """A blank day is today, and the answer would change with the calendar."""
    for check in checks():
        for name in re.findall(r"[A-Z]+_[A-Z_]+(?=\()", check.formula_text):
            if any(argument.name == "as_of" for argument in catalogue()[name].arguments):
                assert re.search(r'"20\d\d-\d\d-\d\d"|DATE\(', check.formula_text), check.formula_text


def test_cells_give_the_answers() -> None:
    found = shown()
    assert len(found) == len(checks())
    assert [(c.id, value, c.expected) for c, value in zip(checks(), found, strict=True) if not verdict(c, value)] == []


def test_an_own_table_does_not_change_the_list(monkeypatch: pytest.MonkeyPatch) -> None:
    from xlops.fees.library import Library, using

    before = checks()
    checks.cache_clear()
    with using(Library()):  # as if there were no tables at all
        assert checks() == before


def test_formulas_are_short_enough_for_array_entry() -> None:
    assert all(len(formula) <= 255 for place, formula in placements(FIRST, FOUND) if ":" in place)


# The rule.


@pytest.mark.parametrize(
    ("kind", "expected", "found", "right"),
    [
        ("number", 3.75, 3.75 + 3e-10, True),
        ("number", 1e6, 1e6 + 5e-4, True),
        ("number", 3.75, 3.7501, False),
        ("number", 0.0, 1e-10, True),
        ("number", 3.75, Decimal("3.75"), True),
        ("number", 1.0, True, False),
        ("number", 3.75, "3.75", False),
        ("number", 0.0, None, False),
        ("number", 3.75, "#NAME?", False),
        ("number", 3.75, float("nan"), False),
        ("text", "good", "good", True),
        ("text", "good", "Good", False),
        ("text", "good", None, False),
        ("begins", "销售佣金 = 3.75", "销售佣金 = 3.75 美元：……", True),
        ("begins", "销售佣金 = 3.75", "销售佣金 = 3.7", False),
        ("begins", "销售佣金 = 3.75", "#VALUE!", False),
        ("error", "#N/A", "#N/A", True),
        ("error", "#N/A", "#VALUE!", False),
        ("error", "#VALUE!", "#NAME?", False),
        ("error", "#N/A", None, False),
    ],
)
def test_the_rule(kind: Any, expected: Any, found: object, right: bool) -> None:
    assert verdict(replace(checks()[0], kind=kind, expected=expected), found) is right


# The report of the self-test.


def test_the_report_says_what_is_wrong() -> None:
    found: list[object] = list(shown())
    found[0], found[3] = 3.76, "#VALUE!"
    report = self_test_report(list(zip(checks(), found, strict=True)), {"Excel": "16.0", "加载项 add-in": "0.1.0"})
    assert (report["right"], report["wrong"]) == (len(checks()) - 2, 2)
    assert report["headline"] == "2 处不符 WRONG 2"
    assert json.loads(json.dumps(report, ensure_ascii=False)) == report
    rows = self_test_rows(report)
    assert len({len(row) for row in rows}) == 1
    wrong = [row for row in rows if row[0] == "不符 WRONG"]
    place = rows.index(wrong[0])
    assert [row[1] for row in rows[place : place + 2]] == [checks()[0].id, checks()[3].id]
    assert wrong[0][3:] == [3.76, 3.75]
    assert ["Excel", "16.0"] in [row[:2] for row in rows]
    # Nothing in it may turn into a formula where it is written into cells.
    assert not [cell for row in rows for cell in row if isinstance(cell, str) and cell.startswith("=")]


def test_the_report_holds_only_what_json_holds() -> None:
    from datetime import datetime

    odd: list[object] = [datetime(2026, 11, 22), Decimal("1.5"), None]
    report = self_test_report(list(zip(checks(), odd, strict=False)), {})
    assert [line["found"] for line in json.loads(json.dumps(report))["results"]] == ["2026-11-22 00:00:00", 1.5, None]


@pytest.mark.parametrize(
    ("found", "wrong", "words"),
    [
        (3.75, 0, "全部正确 ALL GREEN"),
        (3.75, 5, "5 处不符 WRONG 5"),
        ("#NAME?", 145, "加载项未加载 ADD-IN NOT LOADED"),
        ("#VALUE!", 139, "加载项在，Python 没有应答 PYTHON DOES NOT ANSWER"),
    ],
)
def test_the_headline(found: object, wrong: int, words: str) -> None:
    assert headline(found, wrong) == words


# The workbook.


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("made")
    command = [sys.executable, str(ROOT / "workbooks" / "make_selfcheck.py"), str(folder)]
    subprocess.run(command, check=True, env=os.environ | {"PYTHONPATH": str(ROOT)})
    return (folder / "selfcheck.xlsx").read_bytes()


def test_two_runs_write_the_same_bytes(made: bytes, tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "workbooks" / "make_selfcheck.py"), str(tmp_path)]
    subprocess.run(command, check=True, env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "7"})
    assert (tmp_path / "selfcheck.xlsx").read_bytes() == made


def test_the_shipped_workbook_is_what_its_script_writes(made: bytes, tmp_path: Path) -> None:
    again = tmp_path / "again.xlsx"
    again.write_bytes(made)
    for results in (False, True):
        assert cells(again, results=results) == cells(SHIPPED, results=results)


def cells(path: Path, *, results: bool) -> dict[tuple[str, str], object]:
    def plain(value: object) -> object:
        return (value.ref, value.text) if isinstance(value, ArrayFormula) else value

    book = openpyxl.load_workbook(path, data_only=results)
    return {
        (sheet.title, cell.coordinate): (plain(cell.value), cell.number_format, cell.data_type)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def test_each_row_is_its_check() -> None:
    sheet = openpyxl.load_workbook(SHIPPED).worksheets[0]
    live = {}
    for row, check in enumerate(checks(), FIRST):
        assert (sheet[f"A{row}"].value, sheet[f"C{row}"].value) == (check.id, check.name)
        assert (sheet[f"D{row}"].value, sheet[f"D{row}"].data_type) == (f"={check.formula_text}", "s")
        assert sheet[f"{EXPECTED}{row}"].value == check.expected
        assert sheet[f"{EXPECTED}{row}"].data_type == ("n" if check.kind == "number" else "s")
        found = sheet[f"{FOUND}{row}"].value
        if isinstance(found, ArrayFormula):
            live[found.ref] = found.text
        elif found is not None:
            live[f"{FOUND}{row}"] = found
    assert live == dict(placements(FIRST, FOUND))
    assert {place: sheet[place].value for place in examples.INPUTS} == examples.INPUTS
    assert sheet["K7"].value is None


def test_a_preview_does_not_show_green() -> None:
    sheet = openpyxl.load_workbook(SHIPPED, data_only=True).worksheets[0]
    assert sheet["A2"].value == examples.NOT_LOADED
    assert {sheet[f"{VERDICT}{row}"].value for row in range(FIRST, FIRST + len(checks()))} == {0}


# In LibreOffice, without the add-in.


def calculated(folder: Path, name: str, found: Sequence[object] | None = None) -> Any:
    """Return the sheet as LibreOffice calculates it, where asked with values in place of the live formulas."""
    book = openpyxl.load_workbook(SHIPPED)  # saved again it has no stored results
    sheet = book.worksheets[0]
    for row, value in enumerate(found or (), FIRST):
        sheet[f"{FOUND}{row}"] = value
        if isinstance(value, str) and value not in ERRORS:
            sheet[f"{FOUND}{row}"].data_type = "s"
    source = folder / f"{name}.xlsx"
    book.save(source)
    out = folder / "out"
    command = [office(), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "xlsx", "--outdir", str(out), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return openpyxl.load_workbook(out / source.name, data_only=True).worksheets[0]


def verdicts(sheet: Any) -> list[int]:
    return [sheet[f"{VERDICT}{row}"].value for row in range(FIRST, FIRST + len(checks()))]


def test_without_the_add_in_the_big_cell_says_so(tmp_path: Path) -> None:
    sheet = calculated(tmp_path, "bare")
    assert sheet["A2"].value == examples.NOT_LOADED
    # An error in an argument is LibreOffice's answer of any function, even of one that it does not know.
    assert {check.id for check, right in zip(checks(), verdicts(sheet), strict=True) if right} <= {"error/1", "error/2"}


def test_right_answers_are_green(tmp_path: Path) -> None:
    sheet = calculated(tmp_path, "right", shown())
    assert [c.id for c, right in zip(checks(), verdicts(sheet), strict=True) if not right] == []
    assert sheet["A2"].value == examples.ALL_GREEN


def test_python_that_does_not_answer_is_told(tmp_path: Path) -> None:
    sheet = calculated(tmp_path, "silent", ["#VALUE!"] * len(checks()))
    assert sheet["A2"].value == examples.NO_ANSWER


def test_the_sheet_judges_as_the_macro_does(tmp_path: Path) -> None:
    """Each row is given an answer that is nearly right, or another row's."""
    good = shown()
    found: list[object] = [good[0], *good[-1:], *good[1:-1]]
    for n, value in enumerate(found):
        if isinstance(value, str) and n % 2:
            found[n] = value.swapcase()
        elif checks()[n].kind == "number" and n % 3:
            found[n] = float(checks()[n].expected) + (1e-8 if n % 3 == 1 else 1e-11)
    sheet = calculated(tmp_path, "odd", found)
    judged = [int(verdict(check, value)) for check, value in zip(checks(), found, strict=True)]
    assert verdicts(sheet) == judged
    assert 20 < sum(judged) < len(judged) - 20
    assert sheet["A2"].value == headline(found[0], len(judged) - sum(judged))


@pytest.mark.skipif(not RIG.is_dir(), reason="the rig that runs xlwings' Windows code is not beside the repository")
def test_with_the_add_in_the_big_cell_is_green() -> None:
    """The wrappers of the add-in and xlwings' own Windows code answer the workbook's live formulas, in LibreOffice."""
    office()
    command = [sys.executable, str(Path(__file__).with_name("rig_selfcheck.py")), str(RIG), str(SHIPPED)]
    command.append(str(ROOT / "install" / "addin"))
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    ran = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=300, check=False)
    assert ran.returncode == 0, ran.stderr[-2000:]
    told = json.loads(ran.stdout.splitlines()[-1])
    wrong = [
        (check.id, text, check.expected)
        for check, text, right in zip(checks(), told["found"].values(), told["right"], strict=True)
        if not right
    ]
    assert wrong == []
    assert told["headline"] == examples.ALL_GREEN
