"""A table that is no known export is read by its headers, and says so; what tells nothing of products is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from xlops.errors import SheetError
from xlops.reports.products import products
from xlops.reports.read import read_report

ROWS = [
    ["我的ERP导出", "", "", "", "", "", ""],
    ["SKU", "品名", "采购价(元)", "重量(kg)", "月销量", "备注", "供应商电话"],
    ["LAMP-01", "台灯", "12.5", "0.22", "120", "=x", "1"],
    ["", "杯子", "8", "0.3", "3", "", "1"],
    ["MUG-1", "杯子", "面议", "0.3", "12/15", "", "1"],
    ["合计", "", "20.5", "", "123", "", ""],
    ["", "", "", "", "", "", ""],
    ["SPOON-1", "勺子", "2", "--", "0", "", "1"],
]


def text(rows: list[list[str]], mark: str = ",") -> bytes:
    return "\r\n".join(mark.join(row) for row in rows).encode("gb18030")


def write(folder: Path, data: bytes, name: str = "export.csv") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def as_text(folder: Path) -> Path:
    return write(folder, text(ROWS))


def as_tabs(folder: Path) -> Path:
    return write(folder, text(ROWS, "\t"), "export.xls")


def as_book(folder: Path) -> Path:
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append([cell or None for cell in row])
    book.active["F3"].data_type = "s"
    book.create_sheet("说明")["A1"] = "导出说明"
    book.save(folder / "export.xlsx")
    return folder / "export.xlsx"


def as_web_page(folder: Path) -> Path:
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in ROWS)
    page = f"<html><meta charset='utf-8'><table>{rows}</table></html>"
    return write(folder, page.encode(), "export.xls")


@pytest.mark.parametrize("make", [as_text, as_tabs, as_book, as_web_page])
def test_a_table_is_read_by_its_headers(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    (report,) = read_report(make(tmp_path))
    assert report.layout.id.startswith("generic")
    assert report.layout.kind == "products"
    assert report.lines["line"].tolist() == [3, 5, 8]
    assert report.lines["sku"].tolist() == ["LAMP-01", "MUG-1", "SPOON-1"]
    assert report.lines["currency"].tolist() == ["CNY"] * 3
    np.testing.assert_array_equal(report.lines["product_cost"], [12.5, np.nan, 2.0])
    np.testing.assert_array_equal(report.lines["weight"], [220.0, 300.0, np.nan])
    np.testing.assert_array_equal(report.lines["units_sold"], [120.0, np.nan, 0.0])
    assert [(row.line, row.en) for row in report.refused] == [(4, "no SKU, ASIN or product ID")]
    assert [row.line for row in report.skipped] == [1, 6, 7]
    assert report.rows_read == 7
    assert sorted((cell.header, cell.found, report.line_of(cell)) for cell in report.unread) == [
        ("月销量", "12/15", 5),
        ("采购价(元)", "面议", 5),
    ]
    assert report.unknown_columns == ("备注", "供应商电话")
    en, zh = report.notes[0]
    assert "read by their headers: SKU = SKU; 品名 = product name; 采购价(元) = product cost; 重量(kg) = weight" in en
    assert "按表头识别" in zh
    assert products(report)["lines"].tolist() == [1, 1, 1]


def test_sheets_that_tell_nothing_are_named(tmp_path: Path) -> None:
    (report,) = read_report(as_book(tmp_path))
    assert report.notes[-1] == ("sheets that are no report xlops knows: 说明", "无法识别的工作表：说明")


def test_costs_in_another_currency_are_a_report_of_their_own(tmp_path: Path) -> None:
    rows = [
        ["ASIN", "站点", "采购价(元)", "广告花费($)", "重量(g)"],
        ["B0CHILD001", "美国", "12.5", "30.00", "220"],
        ["B0CHILD002", "美国", "8", "4.50", "90"],
    ]
    first, costs = read_report(write(tmp_path, text(rows)))
    assert first.lines["currency"].tolist() == ["USD", "USD"]
    assert first.lines["ad_spend"].tolist() == [30.0, 4.5]
    assert first.lines["weight"].tolist() == [220.0, 90.0]
    assert costs.lines["currency"].tolist() == ["CNY", "CNY"]
    assert costs.lines["product_cost"].tolist() == [12.5, 8.0]
    assert costs.lines["market"].tolist() == ["US", "US"]
    assert "product_cost" not in first.lines
    assert "ad_spend" not in costs.lines
    assert costs.layout.id == first.layout.id + "_costs"


def test_the_same_headers_are_the_same_report(tmp_path: Path) -> None:
    one = read_report(write(tmp_path, text(ROWS), "july.csv"))[0]
    other = read_report(write(tmp_path, text(ROWS[:3]), "august.csv"))[0]
    third = read_report(write(tmp_path, text([row[:5] for row in ROWS]), "narrow.csv"))[0]
    assert one.layout.id == other.layout.id != third.layout.id


def test_what_xlops_wrote_itself_is_not_read_back(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["SKU", "采购价(元)", "xlops 库存(导入)"])
    book.active.append(["LAMP-01", 12.5, 40])
    book.create_sheet("xlops 导入数据").append(["SKU", "采购价(元)"])
    book["xlops 导入数据"].append(["LAMP-01", 13])
    book.save(tmp_path / "graded.xlsx")
    (report,) = read_report(tmp_path / "graded.xlsx")
    assert report.lines["product_cost"].tolist() == [12.5]
    assert "stock" not in report.lines


@pytest.mark.parametrize(
    "rows",
    [
        [["类目", "佣金率"], ["玩具", "8%"], ["珠宝", "10%"]],
        [["SKU", "备注"], ["LAMP-01", "好"], ["MUG-1", "坏"]],
        [["姓名", "电话", "城市"], ["甲", "1", "北京"], ["乙", "2", "上海"]],
    ],
    ids=["rate legend", "no number", "no product"],
)
def test_what_tells_nothing_of_products_is_refused(tmp_path: Path, rows: list[list[str]]) -> None:
    with pytest.raises(SheetError) as caught:
        read_report(write(tmp_path, text(rows)))
    assert caught.value.code == "report_unknown"
    assert rows[0][1] in caught.value.en
