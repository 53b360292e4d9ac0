"""What a host hands in, and what the reader gives back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from xlops.cell_table import Cells

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True)
class CellError:
    """A cell that holds an Excel error such as ``#N/A``: unknown, never zero."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Grid:
    """One sheet as plain values.

    ``cells`` is row-major; rows may have different lengths. A cell is None (empty), str, int, float, bool,
    Decimal, datetime, date or :class:`CellError`. ``merged`` holds 0-based inclusive rectangles (first row,
    first column, last row, last column). ``skip_columns`` are xlops's own result columns, which are not
    read.
    """

    name: str
    cells: Sequence[Sequence[object]]
    merged: Sequence[tuple[int, int, int, int]] = ()
    skip_columns: frozenset[int] = frozenset()

    @property
    def width(self) -> int:
        """The length of the longest row."""
        return len(self.cells.kinds) if isinstance(self.cells, Cells) else max(map(len, self.cells), default=0)

    def rows(self, rows: NDArray[np.int64]) -> list[Sequence[object]]:
        """Return some rows."""
        return self.cells.rows(rows) if isinstance(self.cells, Cells) else [self.cells[row] for row in rows.tolist()]

    def column(self, index: int, rows: NDArray[np.int64]) -> Sequence[object]:
        """Return the cells of a 0-based column in some rows; None where a row is too short."""
        if isinstance(self.cells, Cells) and index < self.width:
            return self.cells.column(index, rows)
        return [line[index] if index < len(line) else None for line in self.rows(rows)]


@dataclass(frozen=True)
class Column:
    """One column under the header, mapped or not.

    ``term`` is None when the column is not used. ``how`` is exact, synonym, group (told by the cell above), fuzzy,
    saved, unused (understood, but another column is the better one) or none. ``unit`` is the unit that the numbers
    were read in (cm, g, in, ..., percent, fraction); ``currency`` the header's own mark. ``assumed`` holds issue codes:
    for each there is an :class:`Issue` of this column that says it in words.
    """

    index: int
    header: str
    term: str | None
    confidence: float
    how: str
    unit: str | None = None
    currency: str | None = None
    assumed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Issue:
    """Something the operator should know. ``row`` and ``column`` are 0-based; None = the whole column or sheet."""

    code: str
    row: int | None
    column: int | None
    found: object
    en: str
    zh: str
    severity: Severity

    def text(self, lang: str) -> str:
        """Return the message in ``lang`` (``"en"`` or ``"zh"``)."""
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True)
class SkippedRow:
    """A row under the header that is not a product: 0-based row and why."""

    row: int
    why: str
    en: str
    zh: str


@dataclass(frozen=True)
class Sheet:
    """A sheet that was understood.

    ``data`` holds one array per term that the sheet has, one entry per product row: float64 with NaN for
    numbers (lengths in cm, weights in g, rates as fractions, money in ``currency``), object arrays of str
    and None for text and names, datetime64[D] with NaT for dates. ``currency`` holds, for each money term,
    the ISO code per row; None = the sheet does not say. ``rows`` are 0-based row numbers. ``untold`` has,
    for a term that came from reports alone, the rows of which no report speaks: they are rows of a sheet
    without such a column.
    """

    name: str
    header_rows: tuple[int, int]
    columns: tuple[Column, ...]
    rows: NDArray[np.int64]
    skipped: tuple[SkippedRow, ...]
    data: Mapping[str, NDArray[Any]]
    currency: Mapping[str, NDArray[np.object_]]
    issues: tuple[Issue, ...]
    language: Literal["zh", "en"]
    platform: str | None
    untold: Mapping[str, NDArray[np.bool_]] = field(default_factory=dict)

    @cached_property
    def unread(self) -> Mapping[tuple[str, int], Issue]:
        """Return the cells that are filled and could not be read, by term and row."""
        terms = {column.index: column.term for column in self.columns if column.term}
        return {
            (str(terms[found.column]), found.row): found
            for found in self.issues
            if found.severity == "error" and found.row is not None and found.column in terms
        }


def column_letters(index: int) -> str:
    """Return Excel's letters of a 0-based column."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """Return Excel's name of a 0-based cell, such as E3."""
    return f"{column_letters(column)}{row + 1}"
