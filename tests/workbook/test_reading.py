"""The fast reader gives what openpyxl gives, cell by cell; real workbooks and sheets with every oddity."""

from __future__ import annotations

import datetime as dt
import io
import random
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from openpyxl import Workbook, load_workbook

from xlops.errors import WorkbookError
from xlops.sheets import CellError
from xlops.workbook import reading
from xlops.workbook.package import Package
from xlops.workbook.reading import NumberFormats, Reader, read_cells, read_texts

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
DEMOS = Path(__file__).parents[2] / "workbooks"
FILES = sorted(p for p in (*CORPUS.glob("*"), *DEMOS.glob("*")) if p.suffix.lower() in {".xlsx", ".xlsm"})
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


class OpenParts(Package):
    """A package whose parts can be opened."""

    def open(self, part: str) -> BinaryIO:
        return io.BytesIO(self.read(part))


def by_openpyxl(
    data: bytes, sheet: str, error: Callable[[str], object] = CellError
) -> tuple[list[list[object]], list[Any]]:
    """Return a sheet's cells as openpyxl has them: values, and the formulas that have none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        formulas = load_workbook(io.BytesIO(data))[sheet]
        values = load_workbook(io.BytesIO(data), data_only=True)[sheet]
    used = []
    for (row, column), cell in values._cells.items():
        value = cell.value
        if value is None:
            source = formulas._cells.get((row, column))
            if source is None or source.data_type != "f" or cell.data_type == "str":
                continue
            formula = source.value
            value = error(formula if isinstance(formula, str) else getattr(formula, "text", None) or "=")
        elif cell.data_type == "e":
            value = error(str(value))
        used.append((row, column, value))
    height, width = (max((place[n] for place in used), default=0) for n in (0, 1))
    cells: list[list[object]] = [[None] * width for _ in range(height)]
    for row, column, value in used:
        cells[row - 1][column - 1] = value
    merged = [(r.min_row - 1, r.min_col - 1, r.max_row - 1, r.max_col - 1) for r in formulas.merged_cells.ranges]
    return cells, sorted(merged)


def same(found: list[list[object]], expected: list[list[object]]) -> None:
    assert len(found) == len(expected)
    for n, (mine, theirs) in enumerate(zip(found, expected, strict=True)):
        assert mine == theirs, n
        assert [type(v) for v in mine] == [type(v) for v in theirs], n


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_real_workbooks(path: Path) -> None:
    try:
        package = OpenParts(path)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(package.data), read_only=False)
    except WorkbookError as refused:
        pytest.skip(refused.code)
    except Exception as error:  # openpyxl raises anything
        pytest.skip(f"openpyxl cannot load it: {error}")
    reader = Reader(package)
    for sheet in book.worksheets:
        raw = reader.cells(sheet.title, CellError)
        cells, merged = by_openpyxl(package.data, sheet.title)
        same(raw.cells, cells)
        assert sorted(raw.merged) == merged
