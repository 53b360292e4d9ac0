"""A workbook, edited with openpyxl where that loses nothing."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Collection, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from math import ceil
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.utils.cell import range_boundaries
from openpyxl.workbook import Workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.dimensions import ColumnDimension
from openpyxl.worksheet.table import TableColumn
from openpyxl.worksheet.worksheet import Worksheet

from xlops.errors import WorkbookError
from xlops.workbook.book import (
    MOST_NOTES,
    OWN_FORMULA,
    PREFIX,
    REPORTS,
    SHEET_KINDS,
    Book,
    OutColumn,
    SheetCells,
    SheetKind,
    shown_width,
)
from xlops.workbook.cells import mend_cells
from xlops.workbook.inspect import OWN_ABOUT, OWN_SHEETS, find_losses
from xlops.workbook.package import Package
from xlops.workbook.problems import problem
from xlops.workbook.save import replace_file

OWN_COLUMNS = "_xlops_results"  # sheet-scoped hidden name: the block of our columns, header row to last row
OWN_WIDTHS = "_xlops_widths"  # sheet-scoped hidden name: the operator's column widths that our columns replaced
_AUTHOR = "xlops"
_LAST_COLUMN = 16_384
_MOST_CELLS = 30_000_000
_HEADER_WITHIN = 60
_DEEPEST_HEADER = 4
# Formatted empty cells right of the table are the operator's; but a format drawn over hundreds of columns
# is not a
# reason to put the results where nobody looks.
_FORMATTED_MARGIN = 30
_SHEET_OF = re.compile(r"\$?(?:'((?:[^']|'')+)'|([^'!]+))!")  # the sheet of a reference, quoted or not
_LINE_HEIGHT = 15.0  # points

_FORMATS = {
    "money": "#,##0.00;[Red]-#,##0.00",
    "rate": "0.0%;[Red]-0.0%",
    "number": "#,##0.##",
    "letter": "General",
    "text": "General",
}
# Dark letters on pale grounds: readable on screen, in print and in grey.
LETTER_COLOURS = {
    "A": ("C6E7CE", "0B5B27"),
    "B": ("E3F1D6", "3C5B14"),
    "C": ("FFF1C2", "6B4E00"),
    "D": ("FCDDC5", "7A3300"),
    "F": ("F6C3C3", "8A0B0B"),
}
HEADER_GROUND, HEADER_LETTERS = "1F4E5F", "FFFFFF"
_THIN = Side(style="thin", color="D0D7DB")
_CELL_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


@dataclass(frozen=True)
class _Block:
    """Where our columns stand in a sheet; rows and columns as openpyxl counts, from 1."""

    top: int  # first row of the header
    header_row: int
    last_row: int
    columns: tuple[int, ...]


class XlsxBook(Book):
    """One .xlsx or .xlsm file."""

    has_sheets = True

    def __init__(self, path: Path, keep_all: bool) -> None:
        super().__init__(path)
        package = Package(path)
        self._data = package.data
        self.losses = find_losses(package)
        if self.losses and keep_all:
            raise problem("would_lose", path, **self.losses_text())
        if not self._book.worksheets:
            raise problem("no_worksheet", path)
        self._new: list[Worksheet] = []  # sheets put in since the file was read

    @cached_property
    def _book(self) -> Workbook:
        return self._load(keep_vba=self.path.suffix.lower() == ".xlsm", rich_text=True)

    @cached_property
    def _values(self) -> Workbook:
        return self._load(data_only=True)

    def _load(self, **how: bool) -> Workbook:
        with warnings.catch_warnings():
            # openpyxl warns of what it drops; find_losses has said so already
            warnings.simplefilter("ignore")
            try:
                return load_workbook(BytesIO(self._data), **how)
            except WorkbookError:
                raise
            except Exception as error:  # openpyxl raises anything on a file that it does not understand
                detail = f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"
                raise problem("unreadable", self.path, detail=detail) from error

    @property
    def visible(self) -> tuple[str, ...]:
        """Return the operator's visible sheets."""
        return tuple(ws.title for ws in self._theirs() if ws.sheet_state == "visible")

    @property
    def hidden(self) -> tuple[str, ...]:
        """Return the operator's hidden sheets."""
        return tuple(ws.title for ws in self._theirs() if ws.sheet_state != "visible")

    def _theirs(self) -> Iterator[Worksheet]:
        return (ws for ws in self._book.worksheets if _kind(ws) is None)

    def _sheet(self, name: str) -> Worksheet:
        sheets = {ws.title: ws for ws in self._theirs()}
        if name not in sheets:
            raise problem("no_such_sheet", self.path, sheet=name, sheets=", ".join(sheets))
        return sheets[name]

    # reading

    def read(self, sheet: str, error: Callable[[str], object]) -> SheetCells:
        """Return a sheet's cells, as :meth:`Book.read`."""
        formulas = self._sheet(sheet)
        block = _find_block(formulas)
        own = frozenset(column - 1 for column in block.columns) if block else frozenset()
        return self._cells(formulas, self._values[sheet], error, own)

    def _cells(
        self, formulas: Worksheet, values: Worksheet, error: Callable[[str], object], own: frozenset[int]
    ) -> SheetCells:
        used: list[tuple[int, int, object]] = []
        for (row, column), cell in values._cells.items():
            value = cell.value
            if value is None:
                source = formulas._cells.get((row, column))
                # "str" without a value is the empty text that a formula gave: as blank as a blank cell.
                if source is None or source.data_type != "f" or cell.data_type == "str":
                    continue
                formula = source.value
                value = error(formula if isinstance(formula, str) else getattr(formula, "text", None) or "=")
            elif cell.data_type == "e":
                value = error(str(value))
            used.append((row, column, value))
        height = max((row for row, _, _ in used), default=0)
        width = max((column for _, column, _ in used), default=0)
        if height * width > _MOST_CELLS:
            raise problem("too_sparse", self.path, sheet=formulas.title, detail=f"{height:,} x {width:,}")
        cells: list[list[object]] = [[None] * width for _ in range(height)]
        for row, column, value in used:
            cells[row - 1][column - 1] = value
        merged = [(r.min_row - 1, r.min_col - 1, r.max_row - 1, r.max_col - 1) for r in formulas.merged_cells.ranges]
        return SheetCells(formulas.title, cells, merged, own)

    # result columns

    def write_results(
        self, sheet: str, header_rows: tuple[int, int], rows: Sequence[int], columns: Sequence[OutColumn]
    ) -> None:
        """Write or update our columns, as :meth:`Book.write_results`."""
        ws = self._sheet(sheet)
        top, header = header_rows[0] + 1, header_rows[1] + 1
        last = max([header, *(row + 1 for row in rows)])
        old = _find_block(ws)
        kept: tuple[int, ...] = ()
        if old:
            _remove(ws, old)
            if old.header_row == header:
                kept = old.columns[: len(columns)]
        start = max([_first_free_column(ws, top), *(column + 1 for column in kept)])
        places = [*kept, *range(start, start + len(columns) - len(kept))]
        if max(places) > _LAST_COLUMN:
            raise problem("sheet_full", self.path, sheet=sheet, detail=get_column_letter(start - 1))
        self._check_merged(ws, top, last, places)
        font = copy(ws.cell(rows[0] + 1, max(places[0] - 1, 1)).font) if rows else Font()
        write_cells(ws, (top, header), rows, places, columns, font)
        _take_widths(ws, places, [column.width for column in columns])
        block = _Block(top, header, last, tuple(places))
        _grow(ws, block, [column.header for column in columns])
        corner = f"${get_column_letter(min(places))}${top}:${get_column_letter(max(places))}${last}"
        title = ws.title.replace("'", "''")
        ws.defined_names[OWN_COLUMNS] = DefinedName(OWN_COLUMNS, attr_text=f"'{title}'!{corner}", hidden=True)

    def remove_results(self, sheet: str) -> bool:
        """Remove our columns; return whether there were any."""
        ws = self._sheet(sheet)
        block = _find_block(ws)
        if block:
            _remove(ws, block)
        return block is not None

    def _check_merged(self, ws: Worksheet, top: int, last: int, places: Sequence[int]) -> None:
        for area in ws.merged_cells.ranges:
            rows_meet = area.min_row <= last and area.max_row >= top
            if rows_meet and any(area.min_col <= place <= area.max_col for place in places):
                raise problem("merged_target", self.path, sheet=ws.title, detail=area.coord)

    # sheets of ours

    def put_sheet(
        self, title: str, fill: Callable[[Worksheet], None], kind: SheetKind = "report", about: str | None = None
    ) -> None:
        """Add a sheet of ours at the end."""
        ws = self._book.create_sheet(title)  # openpyxl adds a number if the operator has a sheet of that name
        marks = {OWN_SHEETS[kind]: _quoted(ws.title)}
        if about is not None:
            marks[OWN_ABOUT] = quote_sheetname(about) + "!$A$1"
        for name, text in marks.items():
            ws.defined_names[name] = DefinedName(name, attr_text=text, hidden=True)
        fill(ws)
        self._new.append(ws)

    def remove_sheets(self, kinds: Collection[SheetKind] = REPORTS, about: str | None = None) -> bool:
        """Remove our sheets of these kinds; return whether there were any."""
        ours = [ws for ws in self._book.worksheets if _kind(ws) in kinds and self._may_go(ws, about)]
        active = self._book.active
        for ws in ours:
            self._book.remove(ws)
        if active in ours:
            self._book.active = next(i for i, ws in enumerate(self._book._sheets) if ws.sheet_state == "visible")
        elif ours:
            self._book.active = self._book.index(active)
        return bool(ours)

    def _may_go(self, ws: Worksheet, about: str | None) -> bool:
        return about is None or (OWN_ABOUT in ws.defined_names and self.about(ws.title) in (about, None))

    def own_sheets(self, kind: SheetKind) -> tuple[str, ...]:
        """Return our sheets of a kind, in order."""
        return tuple(ws.title for ws in self._book.worksheets if _kind(ws) == kind)

    def about(self, name: str) -> str | None:
        """Return the product sheet that a sheet of ours belongs to."""
        refers = self._own(name).defined_names.get(OWN_ABOUT)
        place = _SHEET_OF.match(refers.attr_text) if refers is not None else None
        if place is None:
            return None
        title = place[2] or place[1].replace("''", "'")
        return title if title in (*self.visible, *self.hidden) else None

    def read_own(self, name: str) -> SheetCells:
        """Return the cells of a sheet of ours."""
        ws = self._own(name)
        return self._cells(ws, ws if ws in self._new else self._values[name], str, frozenset())

    def _own(self, name: str) -> Worksheet:
        sheets = {ws.title: ws for ws in self._book.worksheets if _kind(ws) is not None}
        if name not in sheets:
            raise problem("no_such_sheet", self.path, sheet=name, sheets=", ".join(sheets))
        return sheets[name]

    def save(self, target: Path) -> None:
        """Write the file, as :meth:`Book.save`."""
        sheets = {}
        for index, ws in enumerate(self._book.worksheets, 1):
            calculated = None if ws in self._new else self._values[ws.title]
            sheets[f"xl/worksheets/sheet{index}.xml"] = (ws, calculated)
        buffer = BytesIO()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                self._book.save(buffer)
            except OSError as error:  # openpyxl writes each sheet to the system's temporary folder first
                raise problem("disk_full", target) from error
            except Exception as error:  # openpyxl raises anything on what it cannot write
                raise problem("not_savable", target, detail=f"{type(error).__name__}: {error}") from error
        replace_file(target, mend_cells(buffer.getvalue(), sheets), self.snapshot)


def put_text(cell: Cell, text: str) -> None:
    """Put a text into a cell as text, also when it begins like a formula."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    if cell.data_type != "s":
        cell.data_type = "s"


def _kind(ws: Worksheet) -> SheetKind | None:
    """Return what sheet of ours this is; None for one of the operator's."""
    for kind in SHEET_KINDS:
        mark = ws.defined_names.get(OWN_SHEETS[kind])
        if mark is not None and mark.attr_text == _quoted(ws.title):
            return kind
    return None


def _quoted(text: str) -> str:
    """Return a text constant as a defined name holds it."""
    return '"' + text.replace('"', '""') + '"'


def _find_block(ws: Worksheet) -> _Block | None:
    """Find our columns by their headers.

    The hidden name tells the rows; it moves along when rows or columns are inserted in Excel, but not in every program.
    """
    name = ws.defined_names.get(OWN_COLUMNS)
    where = re.search(r"!\$?([A-Z]+\$?\d+:\$?[A-Z]+\$?\d+)$", name.attr_text) if name is not None else None
    _, first, _, last = range_boundaries(where[1]) if where else (0, 0, 0, 0)
    near = range(first, first + _DEEPEST_HEADER) if where else range(0)
    for row in (*near, *range(1, _HEADER_WITHIN + 1)):
        if columns := _headers_in(ws, row):
            return _Block(first, row, last, columns) if row in near else _Block(row, row, ws.max_row, columns)
    return None


def _headers_in(ws: Worksheet, row: int) -> tuple[int, ...]:
    cells = ((column, ws._cells.get((row, column))) for column in range(1, ws.max_column + 1))
    return tuple(column for column, cell in cells if cell is not None and str(cell.value).startswith(PREFIX))


def _first_free_column(ws: Worksheet, top: int) -> int:
    """Return the first column right of everything that stands at or below row ``top``, where the header begins."""
    used = formatted = 0
    for (row, column), cell in ws._cells.items():
        if row >= top:
            if not isinstance(cell, MergedCell) and (cell.value is not None or cell.comment is not None):
                used = max(used, column)
            elif cell.has_style:
                formatted = max(formatted, column)
    reach = [used]
    reach += [area.max_col for area in ws.merged_cells.ranges if area.max_row >= top]
    reach += [range_boundaries(table.ref)[2] for table in ws.tables.values() if range_boundaries(table.ref)[3] >= top]
    if ws.auto_filter.ref:
        reach.append(range_boundaries(ws.auto_filter.ref)[2])
    for drawn in (*ws._images, *ws._charts):
        end = getattr(drawn.anchor, "to", None) or getattr(drawn.anchor, "_from", None)
        if end is not None and end.row + 1 >= top:
            reach.append(end.col + 1)
    last = max(reach)
    return (formatted if last < formatted <= last + _FORMATTED_MARGIN else last) + 1


def _remove(ws: Worksheet, block: _Block) -> None:
    _clear(ws, block)
    _restore_widths(ws, block)
    _shrink(ws, block)
    for name in (OWN_COLUMNS, OWN_WIDTHS):
        ws.defined_names.pop(name, None)


def _clear(ws: Worksheet, block: _Block) -> None:
    """Empty the cells that we wrote. Formulas in them that call no function of ours, and notes of other people, are the
    operator's and stay."""
    for column in block.columns:
        for row in range(block.top, block.last_row + 1):
            cell = ws._cells.get((row, column))
            if cell is None or isinstance(cell, MergedCell) or _is_their_formula(cell):
                continue
            cell.value = None
            if cell.comment is not None and cell.comment.author == _AUTHOR:
                cell.comment = None
            right = ws._cells.get((row, max(block.columns) + 1))
            if right is not None and right.has_style:  # the block stood in a formatted area
                cell._style = copy(right._style)
            elif cell.comment is None:
                del ws._cells[row, column]
            else:
                cell._style = copy(Cell(ws)._style)


def _is_their_formula(cell: Cell) -> bool:
    """Whether a cell holds a formula that calls no function of ours."""
    if cell.data_type != "f":
        return False
    text = cell.value if isinstance(cell.value, str) else getattr(cell.value, "text", None) or ""
    return OWN_FORMULA.search(text) is None


def write_cells(
    ws: Worksheet,
    header_rows: tuple[int, int],
    rows: Sequence[int],
    places: Sequence[int],
    columns: Sequence[OutColumn],
    font: Font,
) -> None:
    """Write result columns with their look and notes.

    Args:
        ws: the sheet.
        header_rows: first and last row of the header, from 1.
        rows: 0-based row of each value.
        places: where each column stands, from 1.
        columns: what to write.
        font: the operator's, whose family and size ours take.
    """
    top, header = header_rows
    notes_left = MOST_NOTES
    styles: dict[tuple[str, Any], Any] = {}  # setting a style anew in every cell takes longer than all the rest
    for place, column in zip(places, columns, strict=True):
        for row in range(top, header + 1):
            _write_header(ws.cell(row, place), column.header if row == header else None, font)
        for row, value, note in zip(rows, column.values, column.notes, strict=True):
            cell = ws.cell(row + 1, place)
            if cell.value is not None:
                continue  # what the operator put into our column is the operator's
            _write_value(cell, value)
            wrap = isinstance(value, str) and _has_room(ws, row + 1, value, column.width)
            look = (column.kind, value if column.kind == "letter" else wrap)
            if look not in styles:
                style_cell(cell, value, column.kind, font, wrap)
                styles[look] = cell._style
            cell._style = copy(styles[look])
            if note and notes_left and cell.comment is None:
                cell.comment = _comment(note)
                notes_left -= 1


def _write_header(cell: Cell, text: str | None, font: Font) -> None:
    if text is not None:
        put_text(cell, text)
    style_header(cell, font)


def style_header(cell: Cell, font: Font) -> None:
    """Give a cell the look of a header of ours; ``font`` is the operator's, whose family and size it takes."""
    cell.font = Font(name=font.name, sz=font.sz, bold=True, color=HEADER_LETTERS)
    cell.fill = PatternFill("solid", fgColor=HEADER_GROUND)
    cell.alignment = Alignment(horizontal="center", vertical="center")


def _write_value(cell: Cell, value: Any) -> None:
    if isinstance(value, str):
        put_text(cell, value)
    else:
        cell.value = value


def _has_room(ws: Worksheet, row: int, text: str, width: float) -> bool:
    """Whether the operator's row is high enough for a text of several lines.

    Elsewhere a text stays on one line: programs do not agree on making rows higher for wrapped text, and where they
    do not, its lines cover the neighbouring rows. Row heights are the operator's; we set none.
    """
    lines = ceil(shown_width(text) * 1.1 / max(width - 2, 1))
    height = ws.row_dimensions[row].height if row in ws.row_dimensions else None
    return lines > 1 and height is not None and height >= _LINE_HEIGHT * lines


def style_cell(cell: Cell, value: Any, kind: str, font: Font, wrap: bool) -> None:
    """Give a cell the look of a result of a kind; a letter's look depends on the letter, a text may wrap."""
    cell.number_format = _FORMATS[kind]
    cell.border = _CELL_BORDER
    cell.font = Font(name=font.name, sz=font.sz)
    if kind == "letter":
        cell.alignment = Alignment(horizontal="center", vertical="center")
        if value in LETTER_COLOURS:
            ground, letters = LETTER_COLOURS[value]
            cell.fill = PatternFill("solid", fgColor=ground)
            cell.font = Font(name=font.name, sz=font.sz, bold=True, color=letters)
    else:
        text = kind == "text"
        cell.alignment = Alignment("left" if text else None, "center", wrap_text=wrap, indent=int(text))


def _comment(text: str) -> Comment:
    clean = ILLEGAL_CHARACTERS_RE.sub("", text)
    return Comment(clean, _AUTHOR, width=260, height=30 + 18 * (1 + len(clean) // 30))


# Column widths. A <col> of the operator's may span many columns, up to the sheet's end; two that overlap
# make Excel
# "repair" the file. So it is split around ours, and what it spanned is remembered for the way back.


def _take_widths(ws: Worksheet, places: Sequence[int], widths: Sequence[float]) -> None:
    record: list[tuple[int, int, float, int, int]] = []
    for place, width in zip(places, widths, strict=True):
        for letter, dim in list(ws.column_dimensions.items()):
            dim.reindex()
            if not dim.min <= place <= dim.max:
                continue
            del ws.column_dimensions[letter]
            if not any(low <= place <= high for low, high, *_ in record):
                record.append((dim.min, dim.max, dim.width, int(dim.hidden), dim.outlineLevel))
            for low, high in ((dim.min, place - 1), (place, place), (place + 1, dim.max)):
                if low <= high:
                    _put_dimension(ws, low, high, dim.width, dim.hidden, dim.outlineLevel, dim)
        letter = get_column_letter(place)
        if letter in ws.column_dimensions:
            ws.column_dimensions[letter].width = width
            ws.column_dimensions[letter].hidden = False
        else:
            _put_dimension(ws, place, place, width, False, 0, None)
    if record:
        text = ";".join(":".join(str(item) for item in [places[0], *entry]) for entry in record[:8])
        ws.defined_names[OWN_WIDTHS] = DefinedName(OWN_WIDTHS, attr_text=f'"{text}"', hidden=True)


def _put_dimension(
    ws: Worksheet, low: int, high: int, width: float, hidden: bool, level: int, like: ColumnDimension | None
) -> None:
    letter = get_column_letter(low)
    dim = ColumnDimension(ws, letter, width=width, hidden=hidden, outlineLevel=level, min=low, max=high)
    if like is not None:
        dim._style = copy(like._style)
        dim.bestFit, dim.collapsed = like.bestFit, like.collapsed
    ws.column_dimensions[letter] = dim


def _restore_widths(ws: Worksheet, block: _Block) -> None:
    name = ws.defined_names.get(OWN_WIDTHS)
    entries = [entry.split(":") for entry in name.attr_text.strip('"').split(";")] if name is not None else []
    restored: set[int] = set()
    for first, low, high, width, hidden, level in entries:
        if int(first) != block.columns[0]:
            continue  # columns were inserted or removed since; what was spanned is no longer known
        inside = [key for key, dim in ws.column_dimensions.items() if int(low) <= (dim.min or 0) <= int(high)]
        like = ws.column_dimensions[inside[0]] if inside else None
        for key in inside:
            del ws.column_dimensions[key]
        _put_dimension(ws, int(low), int(high), float(width), hidden == "1", int(level), like)
        restored.update(range(int(low), int(high) + 1))
    for column in block.columns:
        if column not in restored:
            ws.column_dimensions.pop(get_column_letter(column), None)


# Tables and filters that end right before our columns take them in: else sorting them would tear results
# from products.


def _grow(ws: Worksheet, block: _Block, headers: Sequence[str]) -> None:
    first, last = block.columns[0], block.columns[-1]
    if last - first + 1 != len(block.columns):
        return
    for table in ws.tables.values():
        low, top, high, bottom = range_boundaries(table.ref)
        if high == first - 1 and top == block.header_row and table.headerRowCount != 0:
            table._initialise_columns() if not table.tableColumns else None
            taken = max(column.id for column in table.tableColumns)
            table.tableColumns += [TableColumn(id=taken + i, name=name) for i, name in enumerate(headers, 1)]
            table.ref = _ref(low, top, last, bottom)
            if table.autoFilter is not None:
                table.autoFilter.ref = table.ref
    if ws.auto_filter.ref:
        low, top, high, bottom = range_boundaries(ws.auto_filter.ref)
        if high == first - 1 and top == block.header_row:
            ws.auto_filter.ref = _ref(low, top, last, bottom)


def _shrink(ws: Worksheet, block: _Block) -> None:
    first, last = block.columns[0], block.columns[-1]
    for table in ws.tables.values():
        low, top, high, bottom = range_boundaries(table.ref)
        if high == last and low < first and top == block.header_row:
            table.tableColumns = [column for column in table.tableColumns if not column.name.startswith(PREFIX)]
            table.ref = _ref(low, top, first - 1, bottom)
            if table.autoFilter is not None:
                table.autoFilter.ref = table.ref
    if ws.auto_filter.ref:
        low, top, high, bottom = range_boundaries(ws.auto_filter.ref)
        if high == last and low < first and top == block.header_row:
            ws.auto_filter.ref = _ref(low, top, first - 1, bottom)


def _ref(low: int, top: int, high: int, bottom: int) -> str:
    return f"{get_column_letter(low)}{top}:{get_column_letter(high)}{bottom}"
