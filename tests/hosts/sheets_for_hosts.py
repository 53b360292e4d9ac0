"""Product sheets for the tests of the doors."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from xlops.grading.results import Settings
from xlops.hosts.batch import Options

DAY = date(2026, 11, 22)
SETTINGS = Settings(as_of=DAY)
OPTIONS = Options(SETTINGS)

HEADER_ZH = ["MSKU", "ASIN", "产品名称", "亚马逊类目", "站点", "售价(USD)", "采购成本(CNY)", "头程(CNY)", "汇率"]
HEADER_ZH += ["长(cm)", "宽(cm)", "高(cm)", "重量(g)", "广告费(USD)", "广告销售额(USD)", "销量"]
HEADER_EN = ["MSKU", "ASIN", "Product name", "Amazon category", "Market", "Price (USD)", "Product cost (CNY)"]
HEADER_EN += ["First leg (CNY)", "Exchange rate", "Length (cm)", "Width (cm)", "Height (cm)", "Weight (g)"]
HEADER_EN += ["Ad spend (USD)", "Ad sales (USD)", "Units sold"]
ROWS: list[list[Any]] = [
    ["A-1", "B0A0000001", "收纳盒", "家居厨房", "美国", 25.99, 30, 6, 7.1, 20, 15, 5, 300, 120, 800, 60],
    ["A-2", "B0A0000002", "=C1+A1", "宠物用品", "美国", 9.99, 40, 9, 7.1, 25, 20, 10, 900, 300, 500, 80],
    ["A-3", "B0A0000003", "数据线", "家居厨房", "美国", 12.5, None, 1, 7.1, 10, 8, 2, 60, 40, 300, 100],
]


def product_book(path: Path, rows: list[list[Any]] | None = None, header: list[str] | None = None) -> Path:
    """Save a workbook with a product sheet and a sheet of rules."""
    book = Workbook()
    ws = book.active
    ws.title = "US产品" if header is None else "Products"
    ws.append(["亚马逊美国站" if header is None else "Amazon US"])
    ws.append(header or HEADER_ZH)
    for row in ROWS if rows is None else rows:
        ws.append(row)
    for (cell,) in ws["C3:C5"]:
        cell.data_type = "s" if cell.value else cell.data_type
    book.create_sheet("说明").append(["填表规则：每行一个商品"])
    book.save(path)
    return path


def table(path: Path, sheet: str = "US产品", header_row: int = 2) -> dict[str, list[Any]]:
    """Return a sheet's columns by header, product rows only."""
    ws = load_workbook(path)[sheet]
    rows = list(ws.iter_rows(min_row=header_row, values_only=True))
    return {str(name): [row[place] for row in rows[1:]] for place, name in enumerate(rows[0]) if name}
