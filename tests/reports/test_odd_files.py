"""Files as they come: kinds, encodings, damage, and files that are no report. One bad row never loses the rest."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import numpy as np
import openpyxl
import pytest
import xlwt

from xlops.errors import SheetError
from xlops.reports.products import products
from xlops.reports.read import Report, read_report

HEADER = ["(Child) ASIN", "SKU", "Sessions - Total", "Units Ordered", "Ordered Product Sales"]
SETTLEMENT = ["settlement-start-date", "total-amount", "transaction-type", "amount-type", "amount"]
ROWS = [["B0CHILD001", "LAMP-01", "1,210", "12", "€1.234,50"], ["B0CHILD002", "0017", "90", "3", "€60,00"]]


def write(folder: Path, text: str | bytes, name: str = "report.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def comma(rows: list[list[str]], end: str = "\n") -> str:
    return "".join(",".join(f'"{cell}"' for cell in row) + end for row in rows)


def one(path: Path) -> Report:
    (report,) = read_report(path)
    return report


def check_both_products(report: Report) -> None:
    found = products(report)
    assert found["sku"].tolist() == ["LAMP-01", "0017"]
    assert found["units_sold"].tolist() == [12.0, 3.0]
    assert found["total_sales"].tolist() == [1234.5, 60.0]
    assert found["currency"].tolist() == ["EUR", "EUR"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(tmp_path: Path, encoding: str, end: str) -> None:
    check_both_products(one(write(tmp_path, comma([HEADER, *ROWS], end).encode(encoding))))


def test_utf_16_without_a_mark(tmp_path: Path) -> None:
    check_both_products(one(write(tmp_path, comma([HEADER, *ROWS]).encode("utf-16-le"))))


@pytest.mark.parametrize("name", ["report.txt", "report.tsv", "report.csv", "report.xls"])
def test_the_delimiter_is_seen_not_the_file_name(tmp_path: Path, name: str) -> None:
    text = "".join("\t".join(row) + "\r\n" for row in [HEADER, *ROWS])
    check_both_products(one(write(tmp_path, text, name)))


def test_a_web_page_named_xls(tmp_path: Path) -> None:
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in [HEADER, *ROWS])
    title = "<tr><td colspan=5>商品报表</td></tr>"
    page = f"<html><head><meta charset='gbk'></head><body><table>{title}{cells}</table></body></html>"
    report = one(write(tmp_path, page.encode("utf-8"), "report.xls"))
    check_both_products(report)
    assert report.lines["line"].tolist() == [3, 4]


def typed() -> list[list[object]]:
    return [[*HEADER, "Country", "day"], ["B0CHILD001", "LAMP-01", 1210, 12, 1234.5], ["B0CHILD002", 17, 90, 3, 60.0]]


def test_a_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Sales"
    sheet.append(["Sales of July"])
    for row in typed():
        sheet.append(row)
    book.create_sheet("Notes")["A1"] = "made by hand"
    path = tmp_path / "report.xlsx"
    book.save(path)
    report = one(path)
    assert report.sheet == "Sales"
    assert report.lines["line"].tolist() == [3, 4]
    assert report.lines["sku"].tolist() == ["LAMP-01", "17"]
    assert report.lines["sessions"].tolist() == [1210.0, 90.0]
    assert report.rows_read == 3
    assert report.notes == (("sheets that are no report xlops knows: Notes", "无法识别的工作表：Notes"),)


def test_a_workbook_of_today_named_xls(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in typed():
        book.active.append(row)
    book.save(tmp_path / "report.xlsx")
    report = one((tmp_path / "report.xlsx").rename(tmp_path / "report.xls"))
    assert report.lines["sku"].tolist() == ["LAMP-01", "17"]
    assert report.file.name == "report.xls"


def test_the_header_once_more_is_no_product(tmp_path: Path) -> None:
    report = one(write(tmp_path, comma([HEADER, ROWS[0], HEADER, ROWS[1]])))
    check_both_products(report)
    assert [(row.line, row.en) for row in report.skipped] == [(3, "the header once more")]


def test_a_marketplace_that_is_not_known_stays_unknown(tmp_path: Path) -> None:
    rows = [[*ROWS[0], "Amazon.de"], [*ROWS[1], "Non-Amazon"], ["B0CHILD003", "x", "1", "1", "€1,00", ""]]
    head = "Amazon store,Start date,ASIN,MSKU,Units sold,Sales\n"
    text = head + "".join(f"{row[5]},2026-07-01,{row[0]},{row[1]},1,\"{row[4]}\"\n" for row in rows)
    report = one(write(tmp_path, text))
    assert report.lines["market"].tolist() == ["DE", None, None]
    assert [cell.found for cell in report.unread] == ["Non-Amazon"]


def test_an_old_workbook(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sales")
    for r, row in enumerate(typed()):
        for c, value in enumerate(row):
            sheet.write(r + 2, c, value)
    sheet.write(6, 0, datetime(2026, 7, 1))
    path = tmp_path / "report.xls"
    book.save(str(path))
    report = one(path)
    assert report.lines["line"].tolist() == [4, 5, 7]
    assert report.lines["sku"].tolist() == ["LAMP-01", "17", None]


def test_ragged_rows_are_refused_with_their_lines(tmp_path: Path) -> None:
    rows = [ROWS[0], ["B0SHORT"], ["B0LONG", "X", "1", "1", "1", "more"], [], ROWS[1]]
    text = comma([HEADER, *rows]) + '"a note"\n'
    report = one(write(tmp_path, text))
    check_both_products(report)
    assert report.lines["line"].tolist() == [2, 6]
    assert [(row.line, row.en) for row in report.refused] == [(4, "6 cells where the header has 5")]
    assert [(row.line, row.en) for row in report.skipped] == [
        (3, "a note: 'B0SHORT'"),
        (5, "a blank row"),
        (7, "a note: 'a note'"),
    ]
    assert report.rows_read == 6


def test_delimiters_at_the_end_of_rows_do_not_matter(tmp_path: Path) -> None:
    text = comma([HEADER]) + "".join(line + ",,\n" for line in comma(ROWS).splitlines())
    check_both_products(one(write(tmp_path, text)))


def test_line_breaks_inside_cells_keep_the_line_numbers(tmp_path: Path) -> None:
    rows = [["B0CHILD001", "LAMP-01", "1,210\n", "12", "€1.234,50"], ["a", "b"], ROWS[1]]
    report = one(write(tmp_path, comma([HEADER, *rows])))
    check_both_products(report)
    assert report.lines["line"].tolist() == [2, 5]
    assert [row.line for row in report.refused] == [4]


def test_inch_marks_in_tab_text_are_no_quotes(tmp_path: Path) -> None:
    rows = [['"B0CHILD001', "LAMP-01", "1,210", "12", "€1.234,50"], ["B0CHILD002", "0017", "90", "3", "€60,00"]]
    report = one(write(tmp_path, "".join("\t".join(row) + "\n" for row in [HEADER, *rows])))
    check_both_products(report)
    assert report.lines["asin"].tolist() == ['"B0CHILD001', "B0CHILD002"]


def test_a_file_that_was_cut_off_says_so(tmp_path: Path) -> None:
    report = one(write(tmp_path, comma([HEADER, *ROWS])[:-20]))
    assert report.lines["sku"].tolist() == ["LAMP-01"]
    (row,) = report.refused
    assert row.line == 3
    assert "cut off" in row.en
    assert "不完整" in row.zh


def test_a_lost_byte_loses_no_other_row(tmp_path: Path) -> None:
    rows = [*ROWS, ["B0CHILD003", "灯-03", "5", "1", "€5,00"]]
    raw = comma([["（子）ASIN", "SKU", "会话数 - 总计", "已订购商品数量", "已订购商品销售额"], *rows]).encode()
    broken = raw.replace("灯".encode(), "灯".encode()[:2] + b"\xff")
    report = one(write(tmp_path, broken))
    check_both_products(report)
    assert [row.line for row in report.refused] == [4]
    assert "damaged" in report.notes[0][0]


def test_cells_that_cannot_be_read_are_unknown_and_told(tmp_path: Path) -> None:
    rows = [["B0CHILD001", "LAMP-01", "<5", "many", "€10,00"], ["B0CHILD002", "0017", "--", "12/15", "(2,00)"]]
    report = one(write(tmp_path, comma([HEADER, *rows])))
    assert np.isnan(report.lines["sessions"]).all()
    assert np.isnan(report.lines["units_sold"]).all()
    assert report.lines["total_sales"].tolist() == [10.0, -2.0]
    told = [(cell.header, cell.found, cell.text("en"), report.line_of(cell)) for cell in report.unread]
    assert told == [
        ("Sessions - Total", "<5", "only a limit is told", 2),
        ("Units Ordered", "many", "not a number", 2),
        ("Units Ordered", "12/15", "several numbers in one cell", 3),
    ]


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        (b"", "empty_file", "0 bytes"),
        (b"\n\n,,,\n", "report_empty", "holds no table"),
        (comma([HEADER]).encode(), "report_no_rows", "below the header"),
        (comma([HEADER, ["Total", "", "1", "1", "1"]]).encode(), "report_no_rows", "line 2: a row of sums"),
        (b"Category,Referral fee rate\nToys,15%\nJewelry,20%\n", "report_unknown", "Category, Referral fee rate"),
        (comma([SETTLEMENT, ["a"] * 5]).encode(), "report_unknown", "lacks: amount-description"),
        (b"PK\x03\x04 broken", "corrupt", "damaged"),
        (bytes(range(256)) * 20, "not_text", "another kind of file"),
        (b"%PDF-1.7\nobj stream\n", "not_text", "a PDF"),
    ],
    ids=["empty", "blank", "header only", "sums only", "rate legend", "columns missing", "zip", "binary", "pdf"],
)
def test_what_is_no_report_is_refused_politely(tmp_path: Path, text: bytes, code: str, words: str) -> None:
    with pytest.raises(SheetError) as caught:
        read_report(write(tmp_path, text))
    assert caught.value.code == code
    assert words in caught.value.en
    assert "report" in caught.value.zh


def test_a_protected_workbook_is_refused(tmp_path: Path) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") + bytes(2000)
    with pytest.raises(SheetError) as caught:
        read_report(write(tmp_path, ole, "report.xlsx"))
    assert caught.value.code == "encrypted"


def test_a_broken_old_workbook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SheetError) as caught:
        read_report(write(tmp_path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4000), "report.xls"))
    assert caught.value.code == "unreadable"


def test_the_attribution_window(tmp_path: Path) -> None:
    header = "Start Date,End Date,Currency,Advertised SKU,Impressions,Clicks,Spend,7 Day Total Sales\n"
    report = one(write(tmp_path, header + "2026-07-01,2026-07-31,USD,LAMP-01,10,1,1.00,2.00\n"))
    assert report.open_window(date(2026, 8, 8)) is None
    en, zh = report.open_window(date(2026, 8, 7))
    assert "2026-08-07" in en
    assert "2026-08-07" in zh


@pytest.mark.parametrize("place", [0, 3, 4])
def test_a_quote_that_nothing_closes_costs_its_line_only(tmp_path: Path, place: int) -> None:
    lines = comma([HEADER, *ROWS]).splitlines()
    cells = ["B0CHILD009", "BAD", "1", "1", "1"]
    cells[place] = '"' + cells[place]
    report = one(write(tmp_path, "\n".join([lines[0], lines[1], ",".join(cells), lines[2]]) + "\n"))
    check_both_products(report)
    assert [(row.line, row.en) for row in report.refused] == [(3, "a quotation mark that nothing closes")]


def test_cells_of_rows_that_are_not_taken_are_not_told(tmp_path: Path) -> None:
    rows = [["Total", "", "n.n.", "many", ""], ["B0CHILD001", "LAMP-01", "1", "many", "€1,00"], ["", "", "x", "1", ""]]
    report = one(write(tmp_path, comma([HEADER, *rows])))
    assert [(cell.header, cell.found, cell.rows) for cell in report.unread] == [("Units Ordered", "many", 1)]
    assert report.line_of(report.unread[0]) == 3
