"""Cells held by columns are the cells they were made of: by row, by column, as numbers."""

from __future__ import annotations

import random

import numpy as np
import pytest

from xlops.cell_table import FLOAT, NOTHING, OBJECT, WHOLE, Cells
from xlops.sheets import CellError, Grid

VALUES = [None, 1, 2.5, 0, -3, 12.0, 2**60, "文字", "", True, CellError("#N/A")]


def held(rows: list[list[object]]) -> Cells:
    """Hold rows as the reader does: numbers that a float64 bears as such, all else as objects."""
    height, width = len(rows), len(rows[0])
    kinds, values = np.zeros((width, height), dtype=np.uint8), np.zeros((width, height))
    objects: list[object] = []
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            if cell is None:
                kinds[c, r] = NOTHING
            elif type(cell) is float or (type(cell) is int and abs(cell) < 2**53):
                kinds[c, r], values[c, r] = (FLOAT if type(cell) is float else WHOLE), cell
            else:
                kinds[c, r], values[c, r] = OBJECT, len(objects)
                objects.append(cell)
    return Cells(kinds, values, np.array([*objects, None], dtype=object)[:-1])


@pytest.fixture
def rows() -> list[list[object]]:
    dice = random.Random(7)
    return [[dice.choice(VALUES), *(float(r) for _ in range(2)), None, dice.choice(VALUES)] for r in range(2_345)]


def test_rows(rows: list[list[object]]) -> None:
    for cells in (held(rows), Cells.of_objects(np.array(rows, dtype=object).T)):
        assert len(cells) == len(rows) and list(cells) == rows and cells == rows
        assert cells[17] == rows[17] and cells[-1] == rows[-1] and cells[1_990:2_010] == rows[1_990:2_010]
        assert cells.rows(np.array([3, 900, 5])) == [rows[3], rows[900], rows[5]]
        assert [[type(cell) for cell in row] for row in cells] == [[type(cell) for cell in row] for row in rows]
    assert held(rows) != held(rows[:-1])


def test_columns_of_both_kinds_of_grids(rows: list[list[object]]) -> None:
    some = np.array([0, 4, 2_000])
    for column in range(5):
        expected = [rows[r][column] for r in some.tolist()]
        found = [list(Grid("s", cells).column(column, some)) for cells in (held(rows), rows)]
        assert found == [expected, expected]
        assert [list(map(type, cells)) for cells in found] == [list(map(type, expected))] * 2
    for cells in (held(rows), rows):
        assert list(Grid("s", cells).column(9, some)) == [None] * 3  # right of every row


def test_a_column_of_numbers_needs_no_objects() -> None:
    column = held([[1, "x"], [None, None], [2.5, 3]]).column(0, np.arange(3))
    numbers = column.numbers
    assert numbers is not None
    np.testing.assert_array_equal(numbers, [1.0, np.nan, 2.5])
    assert list(column) == [1, None, 2.5] and column[1:] == [None, 2.5] and len(column) == 3
    assert held([[1, "x"], [None, None], [2.5, 3]]).column(1, np.arange(3)).numbers is None
