"""Small workbooks for tests, and ways to change their package."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from xlops.workbook.book import OutColumn

HEADER = (2, 2)  # 0-based first and last row; two rows of title and notes stand above
ROWS = [3, 4, 6]  # row 5 is the operator's subtotal


def product_sheet(path: Path) -> Path:
    """Save a small product sheet with title, formula, subtotal, filter, widths and a merged title."""
    book = Workbook()
    ws = book.active
    ws.title = "产品"
    ws.append(["产品利润表"])
    ws.append([])
    ws.append(["SKU", "售价", "成本", "毛利"])
    for row, (sku, price, cost) in enumerate(
        [("A-1", 20, 5), ("A-2", 30, 8), ("小计", 50, 13), ("=C135+A135", 9.5, 4)], 4
    ):
        ws.append([sku, price, cost, f"=B{row}-C{row}"])
    ws["A7"].data_type = "s"
    ws.merge_cells("A1:D1")
    ws.auto_filter.ref = "A3:D7"
    ws.freeze_panes = "B4"
    ws.column_dimensions["A"].width = 22
    book.create_sheet("说明").append(["填表规则"])
    book.save(path)
    return path


def columns(**changes: Any) -> list[OutColumn]:
    """Return three result columns for the three product rows."""
    made = {
        "profit": OutColumn("xlops 利润 USD", "money", [4.5, None, -2.25], [None, "缺少成本", None], 12),
        "grade": OutColumn("xlops 评级", "letter", ["A", None, "F"], [None] * 3, 8),
        "reasons": OutColumn("xlops 原因", "text", ["利润好", "=1+1", None], [None] * 3, 60),
    }
    return list({**made, **changes}.values())


def state(path: Path) -> dict[str, dict[str, Any]]:
    """Return what can be seen of a workbook: cells with style and notes, merges, widths, filter, names."""
    book = load_workbook(path, rich_text=True)
    return {ws.title: _sheet_state(ws) for ws in book.worksheets}


def _sheet_state(ws: Worksheet) -> dict[str, Any]:
    return {
        "cells": {
            cell.coordinate: (
                str(cell.value),
                cell.data_type,
                cell.number_format,
                repr(cell.font),
                repr(cell.fill),
                repr(cell.border),
                repr(cell.alignment),
                cell.comment.text if cell.comment else None,
            )
            for row in ws.iter_rows()
            for cell in row
            if cell.value is not None or cell.has_style or cell.comment
        },
        "merged": sorted(area.coord for area in ws.merged_cells.ranges),
        "widths": [
            (dim.min, dim.max, dim.width, dim.hidden, dim.outlineLevel)
            for dim in sorted(ws.column_dimensions.values(), key=lambda dim: dim.min or 0)
        ],
        "filter": ws.auto_filter.ref,
        "tables": {
            table.displayName: (table.ref, [column.name for column in table.tableColumns])
            for table in ws.tables.values()
        },
        "names": sorted(ws.defined_names),
        "panes": ws.freeze_panes,
    }


def change_parts(path: Path, changes: Mapping[str, bytes | None]) -> None:
    """Replace, add or (None) drop parts of a package."""
    with zipfile.ZipFile(path) as old:
        parts: dict[str, bytes | None] = {name: old.read(name) for name in old.namelist()}
    parts.update(changes)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in parts.items():
            if data is not None:
                new.writestr(name, data)


def put_cached(path: Path, values: Mapping[str, float], part: str = "xl/worksheets/sheet1.xml") -> None:
    """Give formula cells of a sheet, the first if left out, calculated values, as Excel stores them."""
    with zipfile.ZipFile(path) as old:
        xml = old.read(part).decode()
    for cell, value in values.items():
        start = xml.index(f'<c r="{cell}"')
        end = xml.index("</c>", start)
        xml = (
            xml[:start]
            + xml[start:end].replace("<v />", f"<v>{value}</v>").replace("<v></v>", f"<v>{value}</v>")
            + xml[end:]
        )
    change_parts(path, {part: xml.encode()})
