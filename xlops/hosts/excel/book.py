"""A workbook that is open in Excel, as the same kind of book that the batch edits.

What is computed, and how a result column and a sheet of ours look, comes from the code that writes files: it fills a
workbook of ours, which Excel opens, and the finished cells and sheets are copied over as blocks. So the macro and
``xlops grade`` give the same cells, notes and colours, and no cell is written alone.

Everything is prepared before Excel is touched. Where writing fails, what was written is taken away again.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

from openpyxl.formula.translate import Translator
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.utils.cell import range_boundaries
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from xlops.hosts.excel.cells import ERRORS
from xlops.workbook.book import OWN_FORMULA, PREFIX, Book, OutColumn, SheetCells, SheetKind
from xlops.workbook.looks import write_cells
from xlops.workbook.own_names import (
    FORMATTED_MARGIN,
    OWN_ABOUT,
    OWN_COLUMNS,
    OWN_SHEETS,
    OWN_WIDTHS,
    Block,
    find_block,
    kind_of,
    text_constant,
)
from xlops.workbook.problems import problem

_MOST_CELLS = 5_000_000  # read as one block; more than that is formatting down to the last row
_APART = 10  # rows between what was made and what is kept of an earlier run
_LONGEST_TEXT = 250  # that a name can hold
# Excel's numbers: what to paste, and which cells to look for.
_PASTE_FORMATS, _PASTE_VALIDATION, _CELLS_WITH_VALIDATION = -4122, 6, -4174
_BEYOND = 40  # columns right of everything; their width is the sheet's standard width
_ROWS = 1_048_576  # of a sheet; one of an .xls has fewer, and takes no sheet of another format
_VISIBLE = -1
_NOTE_AUTHORS = ("xlops", "")  # ours; some programs lose the author of a copied note

Area = tuple[int, int, int, int]  # first row, first column, last row, last column, from 1


@dataclass(frozen=True)
class _NewColumns:
    """Result columns that are ready to be copied: the product sheet, where they stand, and what sheet holds them."""

    sheet: str
    old: Block | None
    block: Block
    rows: tuple[int, ...]
    widths: tuple[float, ...]
    headers: tuple[str, ...]
    made: str


@dataclass(frozen=True)
class _NewSheet:
    """A sheet of ours that is ready to be copied."""

    made: str
    title: str
    kind: SheetKind
    about: str | None


class ExcelBook(Book):
    """A workbook open in Excel; ``save`` writes into it and leaves it to the operator to save the file."""

    has_sheets = True

    def __init__(self, book: Any) -> None:
        self._book = book
        self.path = _local_path(book)
        self._made = _empty_workbook()
        self._grids: dict[str, SheetCells] = {}
        self._columns: list[_NewColumns] = []
        self._sheets: list[_NewSheet] = []
        self._removed: list[str] = []

    @property
    def app(self) -> Any:
        """Excel itself, as xlwings shows it."""
        return self._book.app

    @property
    def visible(self) -> tuple[str, ...]:
        """Return the operator's visible worksheets."""
        return tuple(ws.name for ws in self._theirs() if _is_visible(ws))

    @property
    def hidden(self) -> tuple[str, ...]:
        """Return the operator's hidden worksheets."""
        return tuple(ws.name for ws in self._theirs() if not _is_visible(ws))

    def _theirs(self) -> Iterator[Any]:
        return (ws for ws in self._book.sheets if self.kind(ws.name) is None)

    def _sheet(self, name: str) -> Any:
        for ws in self._book.sheets:
            if ws.name == name:
                return ws
        raise problem("no_such_sheet", self.path, sheet=name, sheets=", ".join(ws.name for ws in self._book.sheets))

    # reading

    def read(self, sheet: str, error: Callable[[str], object]) -> SheetCells:
        """Return a sheet's cells, as :meth:`Book.read`; everything is read in one block."""
        grid = self._raw(sheet)
        if error is str:
            return grid
        cells = [[error(cell) if type(cell) is _ErrorText else cell for cell in row] for row in grid.cells]
        return replace(grid, cells=cells)

    def _raw(self, sheet: str) -> SheetCells:
        """Return a sheet's cells with errors as texts of a kind of their own; read once."""
        if sheet in self._grids:
            return self._grids[sheet]
        ws = self._sheet(sheet)
        last = ws.used_range.last_cell
        height, width = last.row, last.column
        if height * width > _MOST_CELLS:
            raise problem("too_sparse", self.path, sheet=sheet, detail=f"{height:,} x {width:,}")
        whole = ws.range((1, 1), (height, width))
        cells = whole.options(ndim=2, err_to_str=True).value
        if any(isinstance(cell, Decimal) for row in cells for cell in row):
            # A cell formatted as currency is handed over with four decimals; what it holds is in Value2.
            exact = _rows(whole.api.Value2)
            cells = [
                [float(two) if isinstance(one, Decimal) else one for one, two in zip(*pair, strict=True)]
                for pair in zip(cells, exact, strict=True)
            ]
        cells = [[_as_stored(cell) for cell in row] for row in cells]
        cells = _trimmed(cells)
        merged = [(a - 1, b - 1, c - 1, d - 1) for a, b, c, d in _merged(ws, (1, 1, height, width))]
        block = _find_block(ws, cells)
        own = frozenset(column - 1 for column in block.columns) if block else frozenset[int]()
        self._grids[sheet] = SheetCells(sheet, cells, merged, own)
        return self._grids[sheet]

    def read_own(self, name: str) -> SheetCells:
        """Return the cells of a sheet of ours, as :meth:`Book.read_own`."""
        return self._raw(name)

    # result columns

    def places(self, sheet: str, header_rows: tuple[int, int], count: int) -> tuple[int, ...]:
        """Return the columns that results will stand in, as :meth:`Book.places`."""
        return tuple(place - 1 for place in self._placed(sheet, header_rows, count)[1])

    def _placed(self, sheet: str, header_rows: tuple[int, int], count: int) -> tuple[Block | None, tuple[int, ...]]:
        """Return where results of an earlier run stand, and the columns of new ones, from 1."""
        ws, grid = self._sheet(sheet), self._raw(sheet)
        top, header = header_rows[0] + 1, header_rows[1] + 1
        old = _find_block(ws, grid.cells)
        kept = old.columns[:count] if old and old.header_row == header else ()
        start = max([self._first_free_column(ws, grid, top, old), *(column + 1 for column in kept)])
        places = (*kept, *range(start, start + count - len(kept)))
        if max(places) > ws.api.Columns.Count:
            raise problem("sheet_full", self.path, sheet=sheet, detail=get_column_letter(start - 1))
        return old, places

    def write_results(
        self, sheet: str, header_rows: tuple[int, int], rows: Sequence[int], columns: Sequence[OutColumn]
    ) -> None:
        """Prepare our columns, as :meth:`Book.write_results`; :meth:`save` puts them into the sheet."""
        ws = self._sheet(sheet)
        grid = self._raw(sheet)
        rows = [int(row) for row in rows]  # COM takes no number of NumPy's
        top, header = header_rows[0] + 1, header_rows[1] + 1
        last = max([header, *(row + 1 for row in rows)])
        old, places = self._placed(sheet, header_rows, len(columns))
        for first, left, bottom, right in grid.merged:
            if first < last and bottom + 1 >= top and any(left < place <= right + 1 for place in places):
                detail = f"{get_column_letter(left + 1)}{first + 1}:{get_column_letter(right + 1)}{bottom + 1}"
                raise problem("merged_target", self.path, sheet=sheet, detail=detail)
        made = self._made.create_sheet("xlops")
        for row, height in _row_heights(ws, rows):
            made.row_dimensions[row + 1].height = height
        beside = ws.range((rows[0] + 1, max(places[0] - 1, 1))).font if rows else None
        font = Font(name=beside.name, sz=beside.size) if beside else Font()
        write_cells(made, (top, header), rows, places, columns, font)
        self._columns.append(
            _NewColumns(
                sheet,
                old,
                Block(top, header, last, places),
                tuple(row + 1 for row in rows),
                tuple(column.width for column in columns),
                tuple(column.header for column in columns),
                made.title,
            )
        )

    def remove_results(self, sheet: str) -> bool:
        """Remove our columns at once; return whether there were any."""
        ws = self._sheet(sheet)
        block = _find_block(ws, self._raw(sheet).cells)
        if block:
            _remove(ws, block)
            self._grids.pop(sheet, None)
        return block is not None

    def result_places(self, sheet: str) -> tuple[int, dict[str, int]]:
        """Return the header row (from 1; 0 where there are no result columns) and the column of each of our headers."""
        cells = self._raw(sheet).cells
        block = _find_block(self._sheet(sheet), cells)
        if block is None:
            return 0, {}
        return block.header_row, {str(cells[block.header_row - 1][c - 1]): c for c in block.columns}

    def require_writable(self, sheet: str) -> None:
        """Make sure that a sheet and the list of sheets may be changed.

        Raises:
            SheetError: sheet_protected, structure_protected, old_format_open.
        """
        if self._sheet(sheet).api.ProtectContents:
            raise problem("sheet_protected", self.path, sheet=sheet)
        if self._book.api.ProtectStructure:
            raise problem("structure_protected", self.path)
        if self._sheet(sheet).api.Rows.Count < _ROWS:
            raise problem("old_format_open", self.path)

    def _first_free_column(self, ws: Any, grid: SheetCells, top: int, old: Block | None) -> int:
        """Return the first column right of everything that stands at or below row ``top``, where the header begins."""
        ours = set(old.columns) if old else set()
        reach = [0]
        for row in grid.cells[top - 1 :]:
            reach.append(max((n for n, cell in enumerate(row, 1) if cell is not None and n not in ours), default=0))
        reach += [right + 1 for _, _, bottom, right in grid.merged if bottom + 1 >= top]
        reach += [area[3] for area in _tables(ws) if area[2] >= top]
        filtered = _filter_range(ws)
        reach.append(filtered[3] if filtered else 0)
        reach += [column for row, column in _notes(ws) if row >= top and column not in ours]
        reach += _drawn_columns(ws, top, max(reach))
        last = max(reach)
        # Our own columns look like somebody's; right of them nobody's are looked for when they are updated in place.
        if old is None:
            last = max([last, *_kept_free(ws, (top, last + 1, max(len(grid.cells), top), last + FORMATTED_MARGIN))])
        return last + 1

    # sheets of ours

    @cached_property
    def _marks(self) -> dict[str, dict[str, str]]:
        """What the names that are scoped to each sheet refer to, without an equals sign, by the sheet's name."""
        return {
            ws.name: {mark: name.refers_to.removeprefix("=") for mark, name in _own_names(ws).items()}
            for ws in self._book.sheets
        }

    def kind(self, name: str) -> SheetKind | None:
        """Return which kind of sheet of ours a sheet is, None if it is the operator's."""
        return kind_of(name, self._marks.get(name, {}).get)

    def own_sheets(self, kind: SheetKind) -> tuple[str, ...]:
        """Names of our sheets of a kind, in order; those that are prepared come last."""
        there = (ws.name for ws in self._book.sheets if ws.name not in self._removed and self.kind(ws.name) == kind)
        return (*there, *(new.title for new in self._sheets if new.kind == kind))

    def about(self, name: str) -> str | None:
        """Return the product sheet that a sheet of ours belongs to, as :meth:`Book.about`."""
        refers = self._marks.get(name, {}).get(OWN_ABOUT, "")
        # Where row 1 or column A was deleted, the name has lost its cell and still says the sheet.
        found = re.fullmatch(r"(?:'((?:[^']|'')+)'|([^'!#]+))!(?:\$?A\$?1|#REF!)", refers)
        title = (found[1] or found[2]).replace("''", "'") if found else None
        return title if title in {ws.name for ws in self._book.sheets} else None

    def put_sheet(
        self, title: str, fill: Callable[[Worksheet], None], kind: SheetKind = "report", about: str | None = None
    ) -> None:
        """Prepare a sheet of ours, as :meth:`Book.put_sheet`; :meth:`save` adds it."""
        self._made._named_styles["Normal"].font = Font(name=self._font)
        ws = self._made.create_sheet(title)
        fill(ws)
        self._sheets.append(_NewSheet(ws.title, title, kind, about))

    def remove_sheets(self, kinds: Collection[SheetKind] = ("report",), about: str | None = None) -> bool:
        """Note sheets of ours for removal by :meth:`save`; return whether there are any."""
        ours = [
            ws.name
            for ws in self._book.sheets
            if self.kind(ws.name) in kinds
            and (about is None or (OWN_ABOUT in self._marks[ws.name] and self.about(ws.name) in (about, None)))
        ]
        self._removed += [name for name in ours if name not in self._removed]
        return bool(ours)

    def drop_sheet(self, title: str) -> None:
        """Note the sheet of ours with this title for removal by :meth:`save`, if there is one."""
        if self.kind(title) is not None and title not in self._removed:
            self._removed.append(title)

    @cached_property
    def _font(self) -> str:
        """The font of the workbook's cells."""
        return str(self._book.sheets[0].range("A1").font.name or "Calibri")

    # writing

    def save(self, target: Path | None = None, *, backup: bool = False) -> None:
        """Put what was prepared into the open workbook; the file, and so a backup of it, is left to the operator.

        Raises:
            Exception: whatever Excel refused; the workbook is then as it was, with the results of an earlier run.
        """
        active, came = self._book.sheets.active, [ws.name for ws in self._book.sheets]
        try:
            copies = self._copied()
            for new in self._columns:
                self._place(new, copies.pop(new.made))
            for name in self._removed:
                self._sheet(name).delete()
            for sheet in self._sheets:
                self._name(sheet, copies.pop(sheet.made))
        except Exception:
            for ws in [ws for ws in self._book.sheets if ws.name not in came]:
                with suppress(Exception):
                    ws.delete()
            raise
        finally:
            self._forget()
            with suppress(Exception):
                self._book.activate()
                active.activate()

    def _copied(self) -> dict[str, Any]:
        """Copy the prepared sheets to the end of the workbook; return them by the names they were made under."""
        copies: dict[str, Any] = {}
        if not self._made.sheetnames:
            return copies
        with tempfile.TemporaryDirectory(prefix="xlops-", ignore_cleanup_errors=True) as folder:
            # Excel opens no two workbooks of one name.
            path = Path(folder) / f"{Path(folder).name}.xlsx"
            self._made.save(path)
            source = self.app.books.open(str(path))
            try:
                for ws in list(source.sheets):
                    self._book.activate()
                    copies[ws.name] = ws.copy(after=self._book.sheets[len(self._book.sheets) - 1])
            finally:
                source.close()
        return copies

    def _place(self, new: _NewColumns, made: Any) -> None:
        """Copy prepared columns from their sheet to where they belong. Where that fails, the old ones come back."""
        ws = self._sheet(new.sheet)
        if new.old is None:
            try:
                self._copy_in(ws, new, made)
            except Exception:
                with suppress(Exception):
                    _remove(ws, new.block)
                raise
        else:
            kept = max(new.block.last_row, new.old.last_row) + _APART  # rows below what was made are free
            widths = tuple(ws.range((1, column)).column_width for column in new.old.columns)
            _copy_block(ws, new.old, made, kept)
            try:
                _remove(ws, new.old)
                self._copy_in(ws, new, made)
            except Exception:
                with suppress(Exception):
                    _remove(ws, new.block)
                with suppress(Exception):
                    _copy_block(made, new.old, ws, -kept)
                    _settle(ws, new.old, widths)
                raise
        made.delete()

    def _copy_in(self, ws: Any, new: _NewColumns, made: Any) -> None:
        """Copy columns a block of rows at a time, around what is the operator's."""
        first, last = new.block.columns[0], new.block.columns[-1]
        formulas = _their_formulas(ws, new.block)
        notes = _foreign_notes(ws, (new.block.top, first, new.block.last_row, last)) - formulas
        for low, high in _runs(new.block.columns):
            for top, bottom in ((new.block.top, new.block.header_row), *_runs(new.rows)):
                for area in _around(formulas | notes, (top, low, bottom, high)):
                    made.range(area[:2], area[2:]).copy(ws.range(area[:2]))
        for place in notes:
            if place[0] in new.rows:  # the value alone; the note is somebody's
                value = made.range(place).value
                ws.range(place).value = f"'{value}" if isinstance(value, str) else value
        _settle(ws, new.block, new.widths)

    def _name(self, sheet: _NewSheet, ws: Any) -> None:
        """Give a copied sheet its title, and mark it as ours."""
        taken = {str(other.Name).casefold() for other in self._book.api.Sheets} - {ws.name.casefold()}
        title, number = sheet.title, 1
        while title.casefold() in taken:
            title, number = f"{sheet.title[: 31 - len(str(number))]}{number}", number + 1
        ws.name = title
        _put_name(ws, OWN_SHEETS[sheet.kind], text_constant(title))
        if sheet.about is not None:
            _put_name(ws, OWN_ABOUT, f"{quote_sheetname(sheet.about)}!$A$1")

    def _forget(self) -> None:
        """Drop what was read and prepared: the workbook is another one now."""
        self._made = _empty_workbook()
        self._grids, self._columns, self._sheets, self._removed = {}, [], [], []
        self.__dict__.pop("_marks", None)

    # formulas

    def put_formula(self, sheet: str, area: Area, text: str, *, array: bool) -> None:
        """Write a formula into cells of one column of ours: one array formula over all of them, or one in each.

        Args:
            sheet: the sheet.
            area: the cells, from 1.
            text: the formula with its ``=``; in the form of one per cell, as it stands in the first.
            array: whether it is one array formula.
        """
        cells = self._sheet(sheet).range(area[:2], area[2:])
        if array:
            cells.formula_array = text
        else:
            first = Translator(text, f"A{area[0]}")
            self._set_formula(cells, [[first.translate_formula(f"A{row}")] for row in range(area[0], area[2] + 1)])

    def not_loaded(self, sheet: str, area: Area) -> bool:
        """Whether the first of some cells shows ``#NAME?``: Excel does not know the function."""
        first = self._sheet(sheet).range(area[:2])
        return bool(first.options(err_to_str=True).value == "#NAME?")

    def in_table(self, sheet: str, columns: Collection[int]) -> bool:
        """Whether a table of Excel's, which refuses array formulas over several cells, has some columns (from 1)."""
        return any(left <= c <= right for _, left, _, right in _tables(self._sheet(sheet)) for c in columns)

    def formulas(self, sheet: str) -> dict[Area, str]:
        """Return every formula of a sheet by its cells; an array formula stands once, for all of its cells."""
        ws = self._sheet(sheet)
        used = ws.used_range
        if used.api.HasFormula is False:
            return {}
        found: dict[Area, str] = {}
        inside: set[tuple[int, int]] = set()
        texts = used.formula2 if self._spills else used.formula
        for row, line in enumerate(_rows(texts), used.row):
            for column, text in enumerate(line if isinstance(line, tuple | list) else (line,), used.column):
                if not (isinstance(text, str) and text.startswith("=")) or (row, column) in inside:
                    continue
                cell = ws.range((row, column))
                if OWN_FORMULA.search(text) and cell.api.HasArray:
                    area = _area_of(cell.api.CurrentArray.GetAddress(False, False))
                    inside |= {(r, c) for r in range(area[0], area[2] + 1) for c in range(area[1], area[3] + 1)}
                    found[area] = text
                else:
                    found[row, column, row, column] = text
        return found

    def replace_formulas(self, sheet: str, better: Mapping[Area, str]) -> int:
        """Enter formulas anew, as :meth:`formulas` gives them; return how many."""
        ws = self._sheet(sheet)
        for area, text in better.items():
            cells = ws.range(area[:2], area[2:])
            if area[:2] != area[2:] or cells.api.HasArray:
                cells.formula_array = text
            else:
                self._set_formula(cells, text)
        return len(better)

    @cached_property
    def _spills(self) -> bool:
        """Whether this Excel has formulas that spill. There, ``Formula`` would make ``=@AMZ_...`` of them."""
        try:
            _ = self._book.sheets[0].range("A1").formula2
        except Exception:  # xlwings raises one of several where Excel has no such property
            return False
        return True

    def _set_formula(self, cells: Any, text: Any) -> None:
        if self._spills:
            cells.formula2 = text
        else:
            cells.formula = text


def _empty_workbook() -> Workbook:
    """Return a workbook of ours without a sheet; it holds no formulas, so Excel need not calculate when it opens it."""
    made = Workbook()
    made.remove(made.active)
    made.calculation.fullCalcOnLoad = False
    return made


def _local_path(book: Any) -> Path:
    """Return where the workbook lies, its bare name where it was never saved or lies only in the cloud."""
    try:
        path = str(book.fullname)
    except Exception:  # xlwings raises one of many when a OneDrive or SharePoint address has no local folder
        path = ""
    return Path(path if path and "://" not in path else book.name)


def _is_visible(ws: Any) -> bool:
    return ws.visible in (True, _VISIBLE)


def _put_name(ws: Any, name: str, refers: str) -> None:
    """Add a hidden name that belongs to one sheet."""
    ws.names.add(name, f"={refers}").api.Visible = False


def _own_names(ws: Any) -> dict[str, Any]:
    return {name.name.rpartition("!")[2]: name for name in ws.names}


def _rows(value: Any) -> Sequence[Sequence[Any]]:
    """Return a block as rows; Excel hands over a single cell bare."""
    return value if isinstance(value, tuple | list) else ((value,),)


class _ErrorText(str):
    """An error such as ``#N/A`` in a cell."""


def _as_stored(cell: object) -> object:
    """Return a cell as the file would hold it: whole numbers as such, errors told from texts."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return int(cell)
    return _ErrorText(cell) if isinstance(cell, str) and cell in ERRORS else cell


def _trimmed(cells: list[list[object]]) -> list[list[object]]:
    """Return the cells without empty rows below and empty columns right of everything."""
    while cells and all(cell is None for cell in cells[-1]):
        cells.pop()
    width = max((n for row in cells for n, cell in enumerate(row, 1) if cell is not None), default=0)
    return [row[:width] for row in cells]


def _merged(ws: Any, area: Area) -> list[Area]:
    """Find the merged cells of an area by halving it: Excel says of any area whether something in it is merged."""
    found: dict[Area, None] = {}
    todo = [area]
    while todo:
        top, left, bottom, right = todo.pop()
        if any(a <= top and b <= left and c >= bottom and d >= right for a, b, c, d in found):
            continue
        cells = ws.range((top, left), (bottom, right))
        if cells.api.MergeCells is False:
            continue
        if (top, left) == (bottom, right):
            found[_area_of(cells.api.MergeArea.GetAddress(False, False))] = None
        elif bottom - top >= right - left:
            middle = (top + bottom) // 2
            todo += [(middle + 1, left, bottom, right), (top, left, middle, right)]
        else:
            middle = (left + right) // 2
            todo += [(top, middle + 1, bottom, right), (top, left, bottom, middle)]
    return sorted(found)


def _row_heights(ws: Any, rows: Sequence[int]) -> Iterator[tuple[int, float]]:
    """Yield the height of each row (0-based); Excel says of any rows whether they are of one height."""
    todo = [(rows[0] + 1, rows[-1] + 1)] if rows else []
    while todo:
        top, bottom = todo.pop()
        height = ws.range((top, 1), (bottom, 1)).row_height
        if height is not None:
            yield from ((row - 1, float(height)) for row in range(top, bottom + 1))
        else:
            middle = (top + bottom) // 2
            todo += [(middle + 1, bottom), (top, middle)]


def _find_block(ws: Any, cells: Sequence[Sequence[object]]) -> Block | None:
    """Find our columns, as the batch does."""

    def headers(row: int) -> tuple[int, ...]:
        line = cells[row - 1] if 0 < row <= len(cells) else ()
        return tuple(n for n, cell in enumerate(line, 1) if isinstance(cell, str) and cell.startswith(PREFIX))

    name = _own_names(ws).get(OWN_COLUMNS)
    return find_block(name.refers_to if name is not None else "", headers, lambda: len(cells))


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and last of each run of neighbouring numbers."""
    if not numbers:
        return
    first = numbers[0]
    for number, following in pairwise([*numbers, None]):
        if following is None or following != number + 1:
            yield first, number
            if following is not None:
                first = following


def _their_formulas(ws: Any, block: Block) -> set[tuple[int, int]]:
    """Return the cells in our columns that hold a formula that calls no function of ours: they are the operator's."""
    found = set()
    for low, high in _runs(block.columns):
        cells = ws.range((block.top, low), (block.last_row, high))
        if cells.api.HasFormula is False:
            continue
        for row, line in enumerate(_rows(cells.formula), block.top):
            for column, text in enumerate(line if isinstance(line, tuple | list) else (line,), low):
                if isinstance(text, str) and text.startswith("=") and OWN_FORMULA.search(text) is None:
                    found.add((row, column))
    return found


def _around(theirs: set[tuple[int, int]], area: Area) -> Iterator[Area]:
    """Yield the parts of an area that leave out some of its cells."""
    top, left, bottom, right = area
    inside = [(row, column) for row, column in theirs if top <= row <= bottom and left <= column <= right]
    if not inside:
        yield area
        return
    for column in range(left, right + 1):
        rows = [row for row in range(top, bottom + 1) if (row, column) not in theirs]
        yield from ((first, column, last, column) for first, last in _runs(rows))


def _copy_block(source: Any, block: Block, target: Any, down: int) -> None:
    """Copy the cells of our columns to another sheet, a number of rows further down (from there, if it is negative)."""
    up = max(-down, 0)
    for low, high in _runs(block.columns):
        cells = source.range((block.top + up, low), (block.last_row + up, high))
        cells.copy(target.range((block.top + up + down, low)))


def _settle(ws: Any, block: Block, widths: Sequence[float]) -> None:
    """Give our columns their widths, let tables and filters take them in, and note where they stand."""
    first, last = block.columns[0], block.columns[-1]
    _take_widths(ws, block.columns, widths)
    if last - first + 1 == len(block.columns):
        _grow(ws, block)
    corner = f"${get_column_letter(first)}${block.top}:${get_column_letter(last)}${block.last_row}"
    _put_name(ws, OWN_COLUMNS, f"{quote_sheetname(ws.name)}!{corner}")


def _remove(ws: Any, block: Block) -> None:
    """Take our columns out of a sheet: cells, notes, widths, names, and the columns' part of tables and filters."""
    _shrink(ws, block)
    _clear_arrays(ws, block)
    theirs = _their_formulas(ws, block)
    for low, high in _runs(block.columns):
        area = (block.top, low, block.last_row, high)
        notes = _foreign_notes(ws, area)
        for part in _around(theirs | notes, area):
            _clear(ws, part)
        for row, column in notes - theirs:
            ws.range((row, column)).clear_contents()
    _lend_formats(ws, block)
    _restore_widths(ws, block)
    for name in (OWN_COLUMNS, OWN_WIDTHS):
        if name in (names := _own_names(ws)):
            names[name].delete()


def _clear_arrays(ws: Any, block: Block) -> None:
    """Empty the array formulas of ours, each as a whole: a part of one cannot be emptied alone."""
    for column in block.columns:
        cells = ws.range((block.top, column), (block.last_row, column))
        if cells.api.HasFormula is False:
            continue
        inside = 0
        for row, (text, *_) in enumerate(_rows(cells.formula), block.top):
            if row <= inside or not OWN_FORMULA.search(str(text)):
                continue
            cell = ws.range((row, column))
            if cell.api.HasArray:
                area = _area_of(cell.api.CurrentArray.GetAddress(False, False))
                ws.range(area[:2], area[2:]).clear_contents()
                inside = area[2]


def _lend_formats(ws: Any, block: Block) -> None:
    """Where our columns stood in an area that the operator had formatted, give the cells its look again.

    Copied cells bring their own formats, conditional formats and lists to choose from in place of those of the area;
    the column right of ours still has them.
    """
    beside = (block.top, block.columns[-1] + 1, block.last_row, block.columns[-1] + 1)
    if not any(True for _ in _kept_free(ws, beside)):
        return
    model = ws.range(beside[:2], beside[2:])
    for column in block.columns:
        cells = ws.range((block.top, column), (block.last_row, column))
        for kind in (_PASTE_FORMATS, _PASTE_VALIDATION):
            model.api.Copy()
            cells.api.PasteSpecial(kind)
    ws.book.app.cut_copy_mode = False


def _notes(ws: Any) -> Iterator[tuple[int, int]]:
    """Yield row and column of each note."""
    comments = ws.api.Comments
    for number in range(1, int(comments.Count) + 1):
        cell = comments.Item(number).Parent
        yield int(cell.Row), int(cell.Column)


def _kept_free(ws: Any, area: Area) -> Iterator[int]:
    """Yield columns of an empty area that the operator has prepared: formatted, or with rules or lists to choose from.

    A format, a rule or a list that reaches beyond the area is not meant for these columns.
    """
    top, left, bottom, right = area
    for places in (*_rules(ws), *_lists(ws)):
        if places[2] >= top and left <= places[3] <= right:
            yield places[3]
    model = _look(ws.range((top, right + _BEYOND), (bottom, right + _BEYOND)))
    yield from (c for c in range(left, right + 1) if _look(ws.range((top, c), (bottom, c))) != model)


def _look(cells: Any) -> tuple[object, ...]:
    """Return the look of cells as far as Excel tells it at once; None where they differ."""
    api, font = cells.api, cells.api.Font
    of_font = (font.Name, font.Size, font.Bold, font.Italic, font.Color)
    return (api.Interior.ColorIndex, *of_font, api.NumberFormat, api.HorizontalAlignment, api.Borders.LineStyle)


def _rules(ws: Any) -> Iterator[Area]:
    """Yield the areas of the sheet's conditional formats."""
    rules = ws.api.Cells.FormatConditions
    for number in range(1, int(rules.Count) + 1):
        yield from _areas(rules.Item(number).AppliesTo)


def _lists(ws: Any) -> Iterator[Area]:
    """Yield the areas of the sheet's data validation; Excel raises an error where there is none."""
    with suppress(Exception):
        yield from _areas(ws.api.Cells.SpecialCells(_CELLS_WITH_VALIDATION))


def _areas(cells: Any) -> Iterator[Area]:
    for number in range(1, int(cells.Areas.Count) + 1):
        yield _area_of(cells.Areas(number).GetAddress(False, False))


def _clear(ws: Any, area: Area) -> None:
    """Empty cells with their format and notes."""
    cells = ws.range(area[:2], area[2:])
    cells.clear()
    cells.api.ClearComments()


def _foreign_notes(ws: Any, area: Area) -> set[tuple[int, int]]:
    """Return the cells of an area with a note of somebody else."""
    comments = ws.api.Comments
    found = set()
    for number in range(1, int(comments.Count) + 1):
        comment = comments.Item(number)
        if comment.Author in _NOTE_AUTHORS:
            continue
        cell = comment.Parent
        if area[0] <= cell.Row <= area[2] and area[1] <= cell.Column <= area[3]:
            found.add((int(cell.Row), int(cell.Column)))
    return found


def _take_widths(ws: Any, places: Sequence[int], widths: Sequence[float]) -> None:
    """Set the widths of our columns, and remember those that the operator had set."""
    standard = ws.range((1, places[-1] + _BEYOND)).column_width
    before = [float(ws.range((1, place)).column_width) for place in places]
    for place, width in zip(places, widths, strict=True):
        ws.range((1, place)).column_width = width
    # Neighbours of one width are one entry: the text of a name is short.
    record = []
    for width in dict.fromkeys(before):
        alike = [place for place, had in zip(places, before, strict=True) if had == width != standard]
        record += [f"{places[0]}:{low}:{high}:{width:g}:{int(width == 0)}:0" for low, high in _runs(alike)]
    while len(";".join(record)) > _LONGEST_TEXT:
        record.pop()
    if record:
        _put_name(ws, OWN_WIDTHS, text_constant(";".join(record)))


def _restore_widths(ws: Any, block: Block) -> None:
    name = _own_names(ws).get(OWN_WIDTHS)
    entries = [entry.split(":") for entry in name.refers_to.strip('="').split(";")] if name is not None else []
    standard = ws.range((1, block.columns[-1] + _BEYOND)).column_width
    before = {
        column: float(width)
        for first, low, high, width, *_ in entries
        if int(first) == block.columns[0]
        for column in range(int(low), min(int(high), block.columns[-1]) + 1)
    }
    for column in block.columns:
        ws.range((1, column)).column_width = before.get(column, standard)


# Tables and filters that end right before our columns take them in: else sorting them would tear results from products.


def _tables(ws: Any) -> Iterator[Area]:
    for table in ws.tables:
        yield _area(table.range)


def _area_of(address: str) -> Area:
    left, top, right, bottom = range_boundaries(address)
    return top, left, bottom, right


def _area(cells: Any) -> Area:
    last = cells.last_cell
    return cells.row, cells.column, last.row, last.column


def _filter_range(ws: Any) -> Area | None:
    """Return the range of the sheet's own filter, which is not a table's."""
    if not ws.api.AutoFilterMode:
        return None
    return _area_of(ws.api.AutoFilter.Range.GetAddress(False, False))


def _grow(ws: Any, block: Block) -> None:
    first, last = block.columns[0], block.columns[-1]
    for table in ws.tables:
        top, left, bottom, right = _area(table.range)
        if right == first - 1 and top == block.header_row and table.show_headers:
            table.resize(ws.range((top, left), (bottom, last)))
    _refilter(ws, lambda top, right: right == first - 1 and top == block.header_row, last)


def _shrink(ws: Any, block: Block) -> None:
    first, last = block.columns[0], block.columns[-1]
    for table in ws.tables:
        top, left, bottom, right = _area(table.range)
        if right == last and left < first and top == block.header_row:
            table.resize(ws.range((top, left), (bottom, first - 1)))
    _refilter(ws, lambda top, right: right == last and top == block.header_row, first - 1)


def _refilter(ws: Any, meant: Callable[[int, int], bool], last: int) -> None:
    """Give the sheet's filter another last column. One that hides rows is left as it is: its choices would be lost."""
    area = _filter_range(ws)
    if area is None or not meant(area[0], area[3]) or ws.api.FilterMode:
        return
    ws.api.AutoFilterMode = False
    ws.range(area[:2], (area[2], last)).api.AutoFilter(1)


def _drawn_columns(ws: Any, top: int, reach: int) -> Iterator[int]:
    """Yield the last column that each picture, chart or shape beside or below the header covers."""
    edges = [
        (shape.left + shape.width, shape.top + shape.height) for shape in (*ws.shapes,) if shape.type != "comment"
    ]
    if not edges:
        return
    upper = ws.range((top, 1)).top
    for right, lower in edges:
        column = max(reach, 1)
        if lower < upper or ws.range((1, column + 1)).left >= right:
            continue
        while ws.range((1, column + 1)).left < right:
            column += 1
        yield column
