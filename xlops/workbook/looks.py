"""How result columns and their headers look."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from math import ceil
from typing import Any

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from xlops.workbook.book import MOST_NOTES, OutColumn, shown_width

_AUTHOR = "xlops"
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


def put_text(cell: Cell, text: str) -> None:
    """Put a text into a cell as text, also when it begins like a formula."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    if cell.data_type != "s":
        cell.data_type = "s"


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
            height = ws.row_dimensions[row + 1].height if row + 1 in ws.row_dimensions else None
            wrap = isinstance(value, str) and wraps(value, column.width, height)
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


def wraps(text: str, width: float, height: float | None) -> bool:
    """Whether the operator's row is high enough for a text of several lines.

    Elsewhere a text stays on one line: programs do not agree on making rows higher for wrapped text, and where they
    do not, its lines cover the neighbouring rows. Row heights are the operator's; we set none.

    Args:
        text: the text.
        width: of its column, in characters.
        height: of its row in points; blank = not set.
    """
    lines = ceil(shown_width(text) * 1.1 / max(width - 2, 1))
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
