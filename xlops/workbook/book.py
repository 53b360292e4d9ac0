"""One operator's file: its cells to read, result columns and sheets of ours to add, update and remove.

:class:`Book` is the border to whatever edits the file. Hosts hand it plain values and functions that fill
a sheet,
so another writer can take openpyxl's place behind it.
"""

from __future__ import annotations

import abc
import re
import unicodedata
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from openpyxl.worksheet.worksheet import Worksheet

from xlops.workbook.save import Snapshot, check_lock

PREFIX = "xlops "  # every header of ours begins with it; it is how our columns are found again
MOST_NOTES = 2_000  # cell notes per sheet; Excel becomes slow with many more
# A formula of ours calls a function of the catalogue, by its bare name or behind a prefix that Excel put before it
# (``[1]!``, ``_xludf.``, a path), or adds our mark, which is 0. In our own columns such a formula is replaced and
# removed like a value of ours.
OWN_MARK = 'N("xlops")'
OWN_FORMULA = re.compile(
    r"(?<![A-Z0-9_])(?:(?:AMZ|ALI|OPS)_[A-Z0-9_]+\s*\(|N\(\s*\"xlops\"\s*\))", re.IGNORECASE
)

# What a sheet of ours is: results, which every run writes anew, what the operator says and keeps, or the numbers that
# were imported from reports, the receipt of that import and a fee audit, which stay until the next one.
SheetKind = Literal["report", "settings", "columns", "checklist", "imports", "import_receipt", "audit"]
SHEET_KINDS: tuple[SheetKind, ...] = get_args(SheetKind)
REPORTS: tuple[SheetKind, ...] = ("report",)


def shown_width(text: str) -> int:
    """Return how many columns of a narrow letter a text takes; a Chinese character takes two."""
    wide = 0 if text.isascii() else sum(unicodedata.east_asian_width(letter) in "FW" for letter in text)
    return len(text) + wide


@dataclass(frozen=True)
class OutColumn:
    """A result column: its header (beginning with :data:`PREFIX`), kind, and one value and note per row.

    ``formulas`` blank = plain values; else one live formula per row, without the equals sign, of which the value is the
    calculated one (None = a plain value).
    """

    header: str
    kind: str  # money, rate, number, letter or text
    values: Sequence[Any]  # float, str, or None for a blank
    notes: Sequence[str | None]
    width: float
    formulas: Sequence[str | None] = ()


@dataclass(frozen=True)
class SheetCells:
    """The cells of one sheet as rows of equal length, up to the last used row and column."""

    name: str
    cells: Sequence[Sequence[object]]
    merged: Sequence[tuple[int, int, int, int]]  # 0-based first row, first column, last row, last column
    own_columns: frozenset[int]  # 0-based columns that xlops wrote


class Book(abc.ABC):
    """An opened file. Nothing is written before :meth:`save`."""

    has_sheets: bool  # whether sheets can be added (not in .csv)

    def __init__(self, path: Path) -> None:
        check_lock(path)
        self.path = path
        self.snapshot = Snapshot.take(path)

    @property
    @abc.abstractmethod
    def visible(self) -> tuple[str, ...]:
        """Names of the operator's visible worksheets, in order."""

    @property
    @abc.abstractmethod
    def hidden(self) -> tuple[str, ...]:
        """Names of the operator's hidden worksheets, in order."""

    @abc.abstractmethod
    def read(self, sheet: str, error: Callable[[str], object]) -> SheetCells:
        """Return a sheet's cells.

        Args:
            sheet: its name.
            error: makes the value of a cell without a usable value from its text: an Excel error ("#N/A"),
            or the
                formula itself ("=B2*C2") when the file holds no calculated value for it.

        Raises:
            WorkbookError: no_such_sheet, too_sparse.
        """

    @abc.abstractmethod
    def places(self, sheet: str, header_rows: tuple[int, int], count: int) -> tuple[int, ...]:
        """Return the 0-based columns in which :meth:`write_results`, which is called next, puts so many results.

        Args:
            sheet: its name.
            header_rows: as in write_results.
            count: how many columns.

        Raises:
            WorkbookError: no_such_sheet, sheet_full.
        """

    @abc.abstractmethod
    def write_results(
        self, sheet: str, header_rows: tuple[int, int], rows: Sequence[int], columns: Sequence[OutColumn]
    ) -> None:
        """Write result columns right of the operator's cells, or update those of an earlier run where they
        stand.

        Args:
            sheet: its name.
            header_rows: 0-based first and last row of the operator's header; ours stands in the last.
            rows: 0-based row of each value, ascending.
            columns: what to write.

        Raises:
            WorkbookError: sheet_full, merged_target.
        """

    @abc.abstractmethod
    def remove_results(self, sheet: str) -> bool:
        """Remove the result columns of a sheet; return whether there were any."""

    @abc.abstractmethod
    def put_sheet(
        self, title: str, fill: Callable[[Worksheet], None], kind: SheetKind = "report", about: str | None = None
    ) -> None:
        """Add a sheet of ours at the end and let ``fill`` write it.

        Args:
            title: its name; a number is added where the workbook has a sheet of that name.
            fill: writes it.
            kind: what it is.
            about: the product sheet that it belongs to; blank = it belongs to the whole workbook.
        """

    @abc.abstractmethod
    def remove_sheets(self, kinds: Collection[SheetKind] = REPORTS, about: str | None = None) -> bool:
        """Remove sheets of ours; return whether there were any.

        Args:
            kinds: which kinds.
            about: only those that belong to this product sheet, or to one that no longer exists; blank = all.
        """

    @abc.abstractmethod
    def own_sheets(self, kind: SheetKind) -> tuple[str, ...]:
        """Names of our sheets of a kind, in order."""

    @abc.abstractmethod
    def about(self, name: str) -> str | None:
        """Return the product sheet that a sheet of ours belongs to, also when it was renamed; None if it says none, or
        if that sheet no longer exists."""

    @abc.abstractmethod
    def read_own(self, name: str) -> SheetCells:
        """Return the cells of a sheet of ours. A cell without a usable value holds its text ("#N/A", "=B2*C2").

        Raises:
            WorkbookError: no_such_sheet.
        """

    @abc.abstractmethod
    def save(self, target: Path, *, backup: bool = False) -> None:
        """Write the file to ``target``. Once only. ``backup`` keeps a file that is replaced as ``<name>.bak``.

        Raises:
            WorkbookError: as :func:`xlops.workbook.save.replacing`.
        """
