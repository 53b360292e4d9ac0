"""Suspicions about single rows, and errors that are not the operator's."""

from __future__ import annotations

import pytest

from xlops.sheets import CellError, Grid, Sheet, read_sheet

HEADER = ["SKU", "售价(USD)", "长(cm)", "宽(cm)", "高(cm)", "重量(g)"]


def sheet(*rows: list[object], header: list[str] | None = None) -> Sheet:
    return read_sheet(Grid("产品", [header or HEADER, *rows]))


def product(n: int, sides: tuple[float, float, float], grams: float) -> list[object]:
    return [f"A-{n}", 19.99, *sides, grams]


SOUND = [product(n, (30, 20, 10), 1200 + 100 * n) for n in range(6)]


def test_a_row_of_inches_among_centimetres_is_asked_about_and_not_changed() -> None:
    found = sheet(*SOUND, product(9, (11.8, 7.9, 3.9), 1500))
    [asked] = [issue for issue in found.issues if issue.code == "row_inches_suspected"]
    assert asked.row == 7
    assert asked.severity == "warning"
    assert "C8" in asked.en and "C8" in asked.zh
    assert found.data["length"][-1] == 11.8


@pytest.mark.parametrize("row", [product(9, (30, 20, 10), 6000), product(9, (5, 4, 3), 60), product(9, (3, 2, 1), 300)])
def test_a_dense_light_or_impossible_row_is_not_taken_for_inches(row: list[object]) -> None:
    assert not [i for i in sheet(*SOUND, row).issues if i.code == "row_inches_suspected"]


def test_a_formula_of_a_missing_add_in_is_no_mistake_of_the_operator() -> None:
    rows = [*([*row, None] for row in SOUND), ["A-9", 19.99, 30, 20, 10, 1500, CellError("#NAME?")]]
    found = sheet(*rows, header=[*HEADER, "FBA费"])
    codes = {issue.code: issue.severity for issue in found.issues}
    assert codes.get("unknown_function") == "info"
    assert "error_cell" not in codes
