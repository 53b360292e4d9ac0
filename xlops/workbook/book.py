"""One operator's file: its cells to read, result columns and sheets of ours to add, update and remove.

:class:`Book` is the border to whatever edits the file. Hosts hand it plain values and functions that fill
a sheet,
so another writer can take openpyxl's place behind it.
"""

from __future__ import annotations

import abc
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

from xlops.workbook.inspect import Loss
from xlops.workbook.save import Snapshot, check_lock

PREFIX = "xlops "  # every header of ours begins with it; it is how our columns are found again
MOST_NOTES = 2_000  # cell notes per sheet; Excel becomes slow with many more


def shown_width(text: str) -> int:
    """Return how many columns of a narrow letter a text takes; a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "FW" else 1 for letter in text)


@dataclass(frozen=True)
class OutColumn:
    """A result column: its header (beginning with :data:`PREFIX`), kind, and one value and note per row."""

    header: str
    kind: str  # money, rate, number, letter or text
    values: Sequence[Any]  # float, str, or None for a blank
    notes: Sequence[str | None]
    width: float


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
        self.losses: list[Loss] = []  # what a saved copy would lack

    def losses_text(self) -> dict[str, str]:
        """Return the losses in words, as facts for :func:`xlops.workbook.problems.problem`."""
        en, zh = ([loss.text(lang) for loss in self.losses] for lang in ("en", "zh"))
        return {"detail": "; ".join(en), "detail_zh": "；".join(zh)}

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
    def put_sheet(self, title: str, fill: Callable[[Worksheet], None]) -> None:
        """Add a sheet of ours at the end and let ``fill`` write it."""

    @abc.abstractmethod
    def remove_sheets(self) -> bool:
        """Remove every sheet of ours; return whether there were any."""

    @abc.abstractmethod
    def save(self, target: Path) -> None:
        """Write the file to ``target``. Once only.

        Raises:
            WorkbookError: as :func:`xlops.workbook.save.replace_file`, and not_savable.
        """
