"""A table that is no export xlops knows, read by its headers as an operator's own sheet is.

The header finder of :mod:`xlops.sheets` says what each column is, with units and currencies. A table is taken when it
names its products and tells at least one number of them; the receipt says how every column was read.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from xlops.errors import SheetError
from xlops.fees.names import name_list
from xlops.reports.files import Refused, Table, blank_row
from xlops.reports.layout import PRODUCT, Layout
from xlops.reports.measures import Measure, measures
from xlops.reports.report import Report
from xlops.reports.values import Unread
from xlops.sheets import Grid, Sheet, read_sheet
from xlops.sheets.cells import missing
from xlops.sheets.headers import fold
from xlops.terms import terms
from xlops.workbook.book import PREFIX

_COSTS = "costs"  # the group of what the seller pays at home, often in another currency
# Why the sheet reader left a cell out, as reports say it.
_WHY = {
    "several_numbers": "several", "error_cell": "error", "ambiguous_number": "ambiguous", "bound": "bound",
    "placeholder_number": "stand_in", "negative": "impossible", "not_positive": "impossible", "wrong_unit": "unit",
    "unknown_unit": "unit",
}  # fmt: skip
Objects = NDArray[np.object_]


def read_by_headers(path: Path, table: Table) -> list[Report]:
    """Return what a table tells of products; nothing when it tells nothing of them.

    It is two reports where costs are in another currency than the other amounts: a row of a report has one currency.

    Args:
        path: the file, for its name only.
        table: a table that no layout fits.
    """
    rows = table.rows()
    if rows is None or (table.sheet or "").startswith(PREFIX):
        return []
    lines, cells = rows
    ours = {c for row in table.head for c, text in enumerate(row.texts()) if text.startswith(PREFIX)}
    try:
        sheet = read_sheet(Grid(table.sheet or path.name, cells, skip_columns=frozenset(ours)))
    except SheetError:
        return []
    identity = [name for name in PRODUCT if name in sheet.data]
    told = {m.name: m for m in measures().values() if m.term is not None and m.term in sheet.data}
    if not set(identity) - {"parent_asin"} or not any(m.is_number for m in told.values()):
        return []
    apart = _apart(sheet, told)
    first = {name: m for name, m in told.items() if name not in apart}
    found = [_report(path, table, sheet, lines, cells, identity, part) for part in (first, apart) if part]
    if len(found) > 1:
        costs = found[1].layout
        found[1] = replace(found[1], layout=replace(costs, id=costs.id + "_costs"))
    return found


def _apart(sheet: Sheet, told: Mapping[str, Measure]) -> dict[str, Measure]:
    """Return the measures of costs whose currency is not that of the other amounts."""
    money = {name: m for name, m in told.items() if m.kind == "money"}
    costs = {name: m for name, m in money.items() if m.group == _COSTS}
    others = [m for name, m in money.items() if name not in costs]
    theirs = {c for m in others for c in sheet.currency[str(m.term)] if c}
    mine = {c for m in costs.values() for c in sheet.currency[str(m.term)] if c}
    return costs if others and mine != theirs else {}


def _report(
    path: Path,
    table: Table,
    sheet: Sheet,
    lines: Sequence[int],
    cells: Sequence[Sequence[object]],
    identity: Sequence[str],
    told: Mapping[str, Measure],
) -> Report:
    named = ~np.logical_and.reduce([missing(sheet.data[name]) for name in identity])
    frame: dict[str, object] = {"line": np.array([lines[row] for row in sheet.rows[named]], dtype=np.int64)}
    for name in identity:
        frame[name] = pd.Series(sheet.data[name][named], dtype=object)
    if "market" in sheet.data:
        markets = [name_list("markets").resolve(text) if text else None for text in sheet.data["market"][named]]
        frame["market"] = pd.Series([code and code.upper() for code in markets], dtype=object)
    currency, notes = _currency(sheet, told)
    impossible: list[Unread] = []
    if not missing(currency).all():
        frame["currency"] = pd.Series(currency[named], dtype=object)
    for name, measure in told.items():
        values = sheet.data[str(measure.term)]
        if measure.kind == "money":
            other = ~missing(sheet.currency[str(measure.term)]) & (sheet.currency[str(measure.term)] != currency)
            values = np.where(other, np.nan, values)
        if measure.is_number:
            wrong = named & ((values < measure.least) | (values > measure.most))
            impossible += _impossible(sheet, str(measure.term), wrong, named, cells)
            values = np.where(wrong, np.nan, values)
        frame[name] = pd.Series(values[named], dtype="float64" if measure.is_number else object)
    used = {str(m.term) for m in told.values()} | set(identity) | {"market", "currency"}
    used |= {"dimensions", "length_unit", "weight_unit"}
    refused = [
        Refused(lines[row], "no SKU, ASIN or product ID", "缺少 SKU、ASIN 或商品 ID") for row in sheet.rows[~named]
    ]
    skipped = _skipped(sheet, lines, cells)
    return Report(
        layout=_layout(sheet),
        file=path,
        sheet=table.sheet,
        encoding=table.encoding,
        lines=pd.DataFrame(frame),
        unknown_columns=tuple(" ".join(c.header.split()) for c in sheet.columns if c.term not in used and c.header),
        rows_read=len(sheet.rows) + len(skipped),
        refused=tuple(refused),
        skipped=tuple(skipped),
        unread=(*_unread(sheet, used, named), *impossible),
        ties=(),
        first_day=None,
        last_day=None,
        sign=None,
        notes=(_read_as(sheet, told, identity), *notes, *_assumed(sheet, used)),
        attribution_days=None,
    )


def _layout(sheet: Sheet) -> Layout:
    """Return a layout whose id is that of the headers: two files with the same headers are the same report."""
    headers = "\n".join(sorted(fold(column.header) for column in sheet.columns))
    title = ("Own table, read by its headers", "自有表格（按表头识别）")
    return Layout(
        id=f"generic_{zlib.crc32(headers.encode()):08x}",
        title_en=title[0],
        title_zh=title[1],
        where_en="any tool",
        where_zh="任意工具",
        platform=sheet.platform,
        kind="products",
        columns=(),
    )


def _currency(sheet: Sheet, told: Mapping[str, Measure]) -> tuple[Objects, list[tuple[str, str]]]:
    """Return the currency of each row, and what is left out because it is in another one."""
    money = [m for m in told.values() if m.kind == "money"]
    found: Objects = np.full(len(sheet.rows), None, dtype=object)
    notes = []
    for measure in money:
        mine = sheet.currency[str(measure.term)]
        other = ~missing(mine) & ~missing(found) & (mine != found)
        if other.any():
            codes = "/".join(sorted(set(mine[other])))
            notes.append(
                (
                    f"{measure.label_en}: in {codes} where the row's other amounts are in another currency;"
                    f" left out in {int(other.sum())} rows",
                    f"{measure.label_zh}：币种为 {codes}，与该行其他金额不同，{int(other.sum())} 行未采用",
                )
            )
        found = np.where(missing(found), mine, found)
    return found, notes


def _skipped(sheet: Sheet, lines: Sequence[int], cells: Sequence[Sequence[object]]) -> list[Refused]:
    first, last = sheet.header_rows
    why = {row.row: row for row in sheet.skipped}
    taken = set(sheet.rows.tolist())
    found = []
    for row, values in enumerate(cells):
        filled = any(value is not None and str(value).strip() for value in values)
        if row < first and filled:
            found.append(Refused(lines[row], "above the header", "表头之前的说明"))
        elif row > last and row not in taken:
            told = why.get(row)
            found.append(Refused(lines[row], told.en, told.zh) if told and filled else blank_row(lines[row]))
    return found


def _unread(sheet: Sheet, used: set[str], named: NDArray[np.bool_]) -> list[Unread]:
    columns = {column.index: column for column in sheet.columns if column.term in used}
    places = dict(zip(sheet.rows[named].tolist(), range(int(named.sum())), strict=True))
    found: dict[tuple[str, str, str], list[int]] = {}
    for issue in sheet.issues:
        if (issue.severity == "error" or issue.code in _WHY) and issue.row in places and issue.column in columns:
            key = (" ".join(columns[issue.column].header.split()), str(issue.found), _WHY.get(issue.code, "text"))
            found.setdefault(key, []).append(places[issue.row])
    return [Unread(header, text, why, len(rows), min(rows)) for (header, text, why), rows in found.items()]


def _impossible(
    sheet: Sheet, term: str, wrong: NDArray[np.bool_], named: NDArray[np.bool_], cells: Sequence[Sequence[object]]
) -> list[Unread]:
    """Return the cells of a column that cannot be so."""
    column = next((column for column in sheet.columns if column.term == term), None)
    if column is None:  # a side out of a cell with three
        return []
    header, places = " ".join(column.header.split()), np.cumsum(named) - 1
    found: dict[str, list[int]] = {}
    for row in np.flatnonzero(wrong):
        found.setdefault(str(cells[sheet.rows[row]][column.index]), []).append(int(places[row]))
    return [Unread(header, text, "impossible", len(rows), min(rows)) for text, rows in found.items()]


def _read_as(sheet: Sheet, told: Mapping[str, Measure], identity: Sequence[str]) -> tuple[str, str]:
    """Return how the columns were read, in both languages."""
    by_term = {str(m.term): m for m in told.values()}
    en, zh = [], []
    for column in sheet.columns:
        header = " ".join(column.header.split())
        unit = f" ({column.unit})" if column.unit else ""
        if column.term is not None and column.term in identity:
            en.append(f"{header} = {terms()[column.term].label_en}")
            zh.append(f"{header} = {terms()[column.term].label_zh}")
        elif measure := by_term.get(str(column.term)):
            en.append(f"{header} = {measure.label_en}{unit}")
            zh.append(f"{header} = {measure.label_zh}{unit}")
    return (
        f"no report that xlops knows: its columns were read by their headers: {'; '.join(en)}",
        f"不是 xlops 认识的报表，按表头识别各列：{'；'.join(zh)}",
    )


def _assumed(sheet: Sheet, used: set[str]) -> list[tuple[str, str]]:
    """Return what the sheet reader assumed of the columns that are used."""
    columns = {column.index for column in sheet.columns if column.term in used}
    return [
        (issue.en, issue.zh)
        for issue in sheet.issues
        if issue.row is None and issue.column in columns and issue.severity != "error"
    ]
