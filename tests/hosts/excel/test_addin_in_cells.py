"""The whole way: formulas in cells call the add-in's VBA, that calls xlwings' server, and that the functions.

LibreOffice is the sheet here. It differs from Excel: ``CVErr`` is a text such as ``Error 2042``, an error in an
argument never reaches VBA, an argument left out between two others comes as 0 (so blank cells stand there), and a
single cell with a whole number gives an Integer.
"""

from __future__ import annotations

import csv
import json
import os
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import windows_xlwings as windows
from addin_in_office import Office, address, put, shown

from xlops.catalog import catalogue
from xlops.errors import REASONS, Reason

VECTORS = Path(__file__).parents[2] / "data" / "vectors.csv"


def vectors() -> list[tuple[str, dict[str, Any], str]]:
    with VECTORS.open(encoding="utf-8", newline="") as file:
        return [(row["formula"], json.loads(row["arguments"]), row["expected"]) for row in csv.DictReader(file)]


def wanted(expected: str) -> object:
    if expected in Reason.__members__:
        return REASONS[Reason[expected]].excel
    try:
        return float(expected)
    except ValueError:
        return expected


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    missing = windows.rig_missing()
    if missing:
        if os.environ.get("XLOPS_REQUIRE_LIBREOFFICE") == "1" and "LibreOffice" in missing and windows.RIG.is_dir():
            pytest.fail(missing)
        pytest.skip(missing)
    started = Office()
    yield started
    started.close()


def fill(sheet: Any, name: str, row: int, arguments: dict[str, Any]) -> None:
    for column, argument in enumerate(catalogue()[name].arguments):
        put(sheet, row, column, arguments.get(argument.name))


def test_every_vector_in_a_cell_of_its_own(office: Office) -> None:
    sheet = office.sheet("single")
    result = max(len(f.arguments) for f in catalogue().values()) + 1
    wrong = []
    for row, (name, arguments, expected) in enumerate(vectors()):
        fill(sheet, name, row, arguments)
        last = max(place for place, a in enumerate(catalogue()[name].arguments) if a.name in arguments)
        references = ";".join(address(row, column) for column in range(last + 1))
        cell = sheet.getCellByPosition(result, row)
        cell.setFormula(f"={name}({references})")
        if shown(cell) != wanted(expected):
            wrong.append((name, arguments, expected, shown(cell), office.last_failure()))
    assert wrong == []
    assert row + 1 == len(vectors()) > 160


def test_all_vectors_of_a_formula_as_one_column(office: Office) -> None:
    by_name = defaultdict(list)
    for name, arguments, expected in vectors():
        by_name[name].append((arguments, wanted(expected)))
    for name, cases in by_name.items():
        sheet = office.sheet(f"column {name}")
        width = len(catalogue()[name].arguments)
        for row, (arguments, _) in enumerate(cases):
            fill(sheet, name, row, arguments)
        ranges = ";".join(f"{address(0, column)}:{address(len(cases) - 1, column)}" for column in range(width))
        answers = sheet.getCellRangeByPosition(width + 1, 0, width + 1, len(cases) - 1)
        answers.setArrayFormula(f"={name}({ranges})")
        found = [shown(answers.getCellByPosition(0, row)) for row in range(len(cases))]
        assert found == [answer for _, answer in cases], name


def test_values_written_into_the_formula(office: Office) -> None:
    sheet = office.sheet("literal")
    for row, (formula, answer) in enumerate(
        {
            '=AMZ_REFERRAL_FEE(25;"Books";"US";"2026-06-01")': 3.75,
            "=OPS_ACOS(1;4)": 0.25,
            "=OPS_ACOS(1;0)": "#N/A",
            '=OPS_ACOS("x";4)': "#VALUE!",
            "=OPS_ACOS(1;4)*2": 0.5,
        }.items()
    ):
        cell = sheet.getCellByPosition(0, row)
        cell.setFormula(formula)
        assert shown(cell) == answer, formula


def test_a_table_spills_with_its_texts(office: Office) -> None:
    sheet = office.sheet("table")
    formula = catalogue()["OPS_MARKETS"]
    table = formula("amazon").tolist()
    height, width = len(table), len(table[0])
    cells = sheet.getCellRangeByPosition(0, 0, width - 1, height - 1)
    cells.setArrayFormula('=OPS_MARKETS("amazon")')
    shown_table = [["" if cell is None else cell for cell in row] for row in table]
    assert [list(row) for row in cells.getDataArray()] == shown_table


@pytest.mark.parametrize("calendar_of_1904", [False, True])
def test_days_of_both_calendars(office: Office, calendar_of_1904: bool) -> None:
    """A day in a cell is a number, here at noon; with the 1904 calendar it is 1,462 less."""
    sheet = office.sheet(f"days {calendar_of_1904}")
    days = [date(2025, 12, 31), date(2026, 6, 1), None]
    for row, day in enumerate(days):
        fill(sheet, "AMZ_REFERRAL_FEE", row, {"price": 10.0 + row, "category": "Beauty"})
        if day is not None:
            first = date(1904, 1, 1) if calendar_of_1904 else date(1899, 12, 30)
            put(sheet, row, 3, (day - first).days + 0.5)
    office.calendar_of_1904(calendar_of_1904)
    try:
        sheet.getCellByPosition(9, 0).setFormula("=AMZ_REFERRAL_FEE(A1;B1;C1;D1)")
        single = shown(sheet.getCellByPosition(9, 0))
        column = sheet.getCellRangeByPosition(10, 0, 10, 2)
        column.setArrayFormula("=AMZ_REFERRAL_FEE(A1:A3;B1:B3;C1:C3;D1:D3)")
        found = [column.getCellByPosition(0, row).Value for row in range(3)]
        received = list(office.received[3])
    finally:
        office.calendar_of_1904(False)
    formula = catalogue()["AMZ_REFERRAL_FEE"]
    assert found == [formula(10.0 + row, "Beauty", as_of=day or date.today()) for row, day in enumerate(days)]
    assert single == found[0]
    assert received == [((day - date(1899, 12, 30)).days + 0.5 if day else None,) for day in days]


def test_a_server_that_does_not_answer_shows_an_error_and_keeps_the_reason(office: Office) -> None:
    sheet = office.sheet("dead")
    office.break_connection("the server is gone")
    try:
        cell = sheet.getCellByPosition(0, 0)
        cell.setFormula("=OPS_ACOS(2;4)")
        assert shown(cell) == "#VALUE!"
        assert "OPS_ACOS" in office.last_failure()
        assert "the server is gone" in office.last_failure()
    finally:
        office.mend_connection()
    cell.setFormula("=OPS_ACOS(2;8)")
    assert shown(cell) == 0.25


def test_a_mistake_in_python_is_an_error_with_its_reason(office: Office) -> None:
    sheet = office.sheet("raises")
    office.mistake = ZeroDivisionError("a mistake")
    try:
        cell = sheet.getCellByPosition(0, 0)
        cell.setFormula("=OPS_ACOS(2;4)")
        assert shown(cell) == "#VALUE!"
        assert "ZeroDivisionError" in office.last_failure()
    finally:
        office.mistake = None
