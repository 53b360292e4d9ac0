"""The sheet in the operator's workbook that keeps what was imported from reports, and reading it back.

One row per product of one report: where it comes from, the period, the keys, and every measure that the report told. It
is written by an import and read by every grading; what stands in it is the report's, so it is not meant to be edited.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from xlops.errors import SheetError
from xlops.reports.join import IDENTITY, Imported, Pair
from xlops.reports.measures import measures
from xlops.sheets import cell_name
from xlops.workbook.book import Book, SheetCells, shown_width
from xlops.workbook.looks import HEADER_GROUND, HEADER_LETTERS, put_text

_NUMBER, _REPORT, _ID = ("No.", "序号"), ("Report", "报表"), ("Layout", "格式")
_KIND, _PLATFORM = ("Kind", "种类"), ("Platform", "平台")
_FILE, _IMPORTED, _OPEN = ("File", "文件"), ("Imported on", "导入日期"), ("Sales added until", "归因截止日")
_DOCUMENTS = ("Document numbers", "单据编号")
_OF_REPORT = (_NUMBER, _REPORT, _ID, _KIND, _PLATFORM, _FILE, _IMPORTED, _OPEN, _DOCUMENTS)
_OF_PRODUCT: dict[str, Pair] = {
    "sku": ("SKU", "SKU"),
    "asin": ("ASIN", "ASIN"),
    "product_id": ("Product ID", "商品ID"),
    "market": ("Market", "站点"),
    "currency": ("Currency", "币种"),
    "first_day": ("First day", "起始日"),
    "last_day": ("Last day", "截止日"),
}
_BETWEEN = " | "  # the titles of a report in both languages
_AMONG = ", "
_WIDEST = 40.0
_DIGITS = 8


def imports_title(lang: str) -> str:
    """Return the name of the sheet of imported numbers."""
    return "xlops 导入数据" if lang == "zh" else "xlops imports"


def fill_imports(ws: Worksheet, reports: Sequence[Imported], lang: str) -> None:
    """Write the sheet of imported numbers.

    Args:
        ws: the empty sheet.
        reports: in the order of their import.
        lang: language of its headers, "zh" or "en".
    """
    zh = lang == "zh"
    named = [name for name in measures() if any(name in report.products for report in reports)]
    lines: list[Sequence[Any]] = [
        ("导入的报表数据" if zh else "Numbers imported from reports",),
        (
            "由 xlops import 写入，评级时自动采用。请勿修改；要更正请重新导入。"
            if zh
            else "Written by xlops import and used by every grading. Not to be edited: to correct it, import again.",
        ),
        (),
        [pair[zh] for pair in (*_OF_REPORT, *_OF_PRODUCT.values())]
        + [f"{measures()[name].label(lang)} {name}" for name in named],
        *(line for number, report in enumerate(reports, 1) for line in _lines(number, report, named)),
    ]
    for row, line in enumerate(lines, 1):
        for column, value in enumerate(line, 1):
            if isinstance(value, str):
                put_text(ws.cell(row, column), value)
            elif value is not None:
                ws.cell(row, column, value)
    ws["A1"].font = Font(sz=14, bold=True, color=HEADER_GROUND)
    for cell in ws[4]:
        cell.font = Font(bold=True, color=HEADER_LETTERS)
        cell.fill = PatternFill("solid", fgColor=HEADER_GROUND)
    for column in range(1, len(lines[3]) + 1):
        texts = [str(line[column - 1]) for line in lines[3:24] if line[column - 1] is not None]
        ws.column_dimensions[get_column_letter(column)].width = min(max(map(shown_width, texts)) + 2.0, _WIDEST)
    ws.freeze_panes = "A5"


def _lines(number: int, report: Imported, named: Sequence[str]) -> Iterator[list[Any]]:
    of_report = [
        number,
        report.title_zh + _BETWEEN + report.title_en,
        report.layout,
        report.kind,
        report.platform,
        report.file,
        report.imported.isoformat(),
        report.open_until.isoformat() if report.open_until else None,
        _AMONG.join(sorted(report.documents)) or None,
    ]
    table = report.products
    columns = [[_day_text(day) for day in table[k]] if k.endswith("_day") else table[k].tolist() for k in IDENTITY]
    columns += [table[name].tolist() if name in table else [None] * len(table) for name in named]
    for values in zip(*columns, strict=True):
        yield [*of_report, *(None if value is None or value != value else _clean(value) for value in values)]


def _clean(value: Any) -> Any:
    """Return a sum without the dust of binary fractions."""
    return round(value, _DIGITS) if isinstance(value, float) else value


def _day_text(day: Any) -> str | None:
    return None if day is None or day != day else str(day.date())


def read_imports(book: Book) -> tuple[Imported, ...]:
    """Return what the workbook keeps of imported reports; none where nothing was imported.

    Raises:
        SheetError: bad_imports, naming sheet, cell, what was found, what was expected, and what to do.
    """
    found: list[Imported] = []
    for name in book.own_sheets("imports"):
        found += parse_imports(book.read_own(name))
    return tuple(found)


def parse_imports(cells: SheetCells) -> list[Imported]:
    """Read a sheet of imported numbers.

    Raises:
        SheetError: bad_imports.
    """
    top, places = _header(cells)
    known = measures()
    told: dict[str, int] = {}
    for column, text in enumerate(cells.cells[top]):
        name = str(text or "").rpartition(" ")[2]
        if name in known:
            told[name] = column
        elif text is not None and column not in places.values():
            raise _bad(cells, top, column, ("a column that xlops wrote", "xlops 写入的列"))
    reports: dict[tuple[str, ...], list[int]] = {}
    for row in range(top + 1, len(cells.cells)):
        if any(value is not None for value in cells.cells[row]):
            key = tuple(_text(_at(cells, row, places[pair[0]])) for pair in _OF_REPORT)
            reports.setdefault(key, []).append(row)
    return [_imported(cells, key, rows, places, told) for key, rows in reports.items()]


def _header(cells: SheetCells) -> tuple[int, dict[str, int]]:
    """Return the header row, and the column of each of our headers by its English word."""
    wanted = (*_OF_REPORT, *_OF_PRODUCT.values())
    for row, line in enumerate(cells.cells):
        places = {pair[0]: column for pair in wanted for column, value in enumerate(line) if value in pair}
        if len(places) == len(wanted):
            return row, places
    en, zh = (", ".join(pair[place] for pair in wanted) for place in (0, 1))
    raise SheetError(
        "bad_imports",
        f"Sheet '{cells.name}': found no row with the table headers {en}. Delete the sheet and import the reports "
        "again.",
        f"工作表“{cells.name}”：找不到表头行（{zh}）。请删除本表，然后重新导入报表。",
    )


def _imported(
    cells: SheetCells, key: tuple[str, ...], rows: Sequence[int], places: dict[str, int], told: dict[str, int]
) -> Imported:
    import pandas as pd  # here, because most gradings import nothing

    _, titles, layout, kind, platform, file, _, _, numbers = key
    zh, _, en = titles.partition(_BETWEEN)
    table: dict[str, Any] = {}
    for name, pair in _OF_PRODUCT.items():
        column = places[pair[0]]
        if name.endswith("_day"):
            days = [_day(cells, row, column) for row in rows]
            table[name] = pd.Series(pd.to_datetime(pd.Series(days, dtype=object)), dtype="datetime64[ns]")
        else:
            table[name] = pd.Series([_text(_at(cells, row, column)) or None for row in rows], dtype=object)
    for name, column in told.items():
        values = [_at(cells, row, column) for row in rows]
        if all(value is None for value in values):
            continue  # a measure of other reports
        if measures()[name].is_number:
            table[name] = pd.Series([_number(cells, row, column) for row in rows], dtype="float64")
        else:
            table[name] = pd.Series([None if v is None else _text(v) for v in values], dtype=object)
    imported = _day(cells, rows[0], places[_IMPORTED[0]])
    if imported is None:
        raise _bad(cells, rows[0], places[_IMPORTED[0]], ("the day of the import", "导入日期"))
    until = _day(cells, rows[0], places[_OPEN[0]])
    documents = frozenset(numbers.split(_AMONG)) if numbers else frozenset[str]()
    return Imported(layout, en, zh, kind, platform or None, file, imported, pd.DataFrame(table), until, documents)


def _at(cells: SheetCells, row: int, column: int) -> Any:
    line = cells.cells[row]
    return line[column] if column < len(line) else None


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value)


def _number(cells: SheetCells, row: int, column: int) -> float:
    value = _at(cells, row, column)
    if value is None:
        return float("nan")
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    raise _bad(cells, row, column, ("a number", "数字"))


def _day(cells: SheetCells, row: int, column: int) -> date | None:
    value = _at(cells, row, column)
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return value.date()
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise _bad(cells, row, column, ("a day such as 2026-11-22", "日期，例如 2026-11-22")) from None


def _bad(cells: SheetCells, row: int, column: int, expected: Pair) -> SheetError:
    place, found = cell_name(row, column), _text(_at(cells, row, column)) or "-"
    return SheetError(
        "bad_imports",
        f"Sheet '{cells.name}', {place}: found '{found}'; expected {expected[0]}. Import the report again.",
        f"工作表“{cells.name}”{place}：内容为“{found}”，应为{expected[1]}。请重新导入该报表。",
    )
