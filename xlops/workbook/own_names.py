"""The hidden names by which columns and sheets of ours are known again, in a file as in Excel."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl.utils.cell import range_boundaries

from xlops.workbook.book import SHEET_KINDS, SheetKind

# Hidden name inside each sheet that xlops adds, by what the sheet is; its value is the sheet's title, so that a copy or
# a renamed sheet, which an operator wants to keep, is no longer ours.
OWN_SHEET = "_xlops_sheet"
OWN_SHEETS: dict[SheetKind, str] = {
    "report": OWN_SHEET,
    "settings": "_xlops_settings",
    "columns": "_xlops_columns",
    "checklist": "_xlops_checklist",
    "imports": "_xlops_imports",
    "import_receipt": "_xlops_import_receipt",
    "audit": "_xlops_audit",
}
# Hidden name inside a sheet of ours: a cell of the product sheet that it belongs to, so that it follows a new name.
OWN_ABOUT = "_xlops_about"
OWN_COLUMNS = "_xlops_results"  # sheet-scoped hidden name: the block of our columns, header row to last row
# Sheet-scoped hidden name: the operator's column widths that ours replaced, as entries
# "our first column:first:last:width:hidden:level" with semicolons between them.
OWN_WIDTHS = "_xlops_widths"
# Formatted empty cells right of the table are the operator's; but a format drawn over hundreds of columns is not a
# reason to put the results where nobody looks.
FORMATTED_MARGIN = 30
HEADER_WITHIN = 60  # the rows in which headers of ours are looked for
_DEEPEST_HEADER = 4
# Headers like ours, side by side, by which our columns are known where the hidden name was lost.
_LEAST_WITHOUT_NAME = 3
_BLOCK = re.compile(r"!\$?([A-Z]+\$?\d+:\$?[A-Z]+\$?\d+)$")


@dataclass(frozen=True)
class Block:
    """Where our columns stand in a sheet; rows and columns from 1."""

    top: int  # first row of the header
    header_row: int
    last_row: int
    columns: tuple[int, ...]


def find_block(refers: str, headers: Callable[[int], Sequence[int]], last_row: Callable[[], int]) -> Block | None:
    """Find our columns by the hidden name and their headers.

    The name moves along when rows or columns are inserted in Excel, but not in every program. Where it was lost,
    several headers like ours in one row are ours.

    Args:
        refers: what :data:`OWN_COLUMNS` refers to; blank = there is no such name.
        headers: the columns that have a header like ours in a row.
        last_row: the last row of the sheet, for where the name does not say it.
    """
    left, first, right, last = _named_area(refers) or (0, 0, 0, 0)
    near = range(first, first + _DEEPEST_HEADER) if first else range(0)
    for row in near:
        if columns := _named_columns(headers(row), left, right):
            return Block(first, row, last, columns)
    for row in searched_rows(refers):
        columns = tuple(headers(row))
        if len(columns) >= _LEAST_WITHOUT_NAME:
            return Block(first, row, last, columns) if row in near else Block(row, row, last_row(), columns)
    return None


def searched_rows(refers: str) -> Sequence[int]:
    """Return the rows that :func:`find_block` looks into, in this order."""
    named = _named_area(refers)
    near = range(named[1], named[1] + _DEEPEST_HEADER) if named else ()
    return (*near, *range(1, HEADER_WITHIN + 1))


def _named_area(refers: str) -> tuple[int, int, int, int] | None:
    where = _BLOCK.search(refers)
    return range_boundaries(where[1]) if where else None


def _named_columns(headers: Sequence[int], left: int, right: int) -> tuple[int, ...]:
    """Return the columns of ours among those with a header like ours, where our name spans ``left`` to ``right``.

    Where there are more such headers than the name has columns, those outside of it are the operator's.
    """
    inside = tuple(column for column in headers if left <= column <= right)
    return inside if len(headers) > right - left + 1 or not inside else tuple(headers)


def kind_of(title: str, refers: Callable[[str], str | None]) -> SheetKind | None:
    """Return what sheet of ours a sheet is; None for one of the operator's.

    Args:
        title: its present name.
        refers: what a name that is scoped to the sheet refers to, without an equals sign; None where there is none.
    """
    return next((kind for kind in SHEET_KINDS if refers(OWN_SHEETS[kind]) == text_constant(title)), None)


def text_constant(text: str) -> str:
    """Return a text as a defined name holds it."""
    return '"' + text.replace('"', '""') + '"'


def holds_name(path: Path, name: str) -> bool:
    """Whether a workbook has a hidden name of ours, without opening it as a whole; False for what is no workbook."""
    try:
        with zipfile.ZipFile(path) as package:
            return name.encode() in package.read("xl/workbook.xml")
    except (OSError, KeyError, zipfile.BadZipFile):
        return False
