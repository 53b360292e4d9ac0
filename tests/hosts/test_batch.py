"""Files in, graded copies out: what is written, what is refused, and that the source is never touched."""

from __future__ import annotations

import csv
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from sheets_for_hosts import DAY, HEADER_EN, HEADER_ZH, OPTIONS, ROWS, SETTINGS, product_book, table

import xlops
from xlops.hosts import batch
from xlops.hosts.batch import Options, grade_file, grade_files, graded_path, ungrade_file
from xlops.workbook.book import PREFIX


def chinese(text: str) -> bool:
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)


def refused(path: Path, code: str, options: Options = OPTIONS) -> batch.FileResult:
    """Grade a file that must be refused; check the message and that nothing was written."""
    before = {p: p.read_bytes() for p in path.parent.iterdir() if p.is_file()}
    result = grade_file(path, options)
    assert (result.status, result.code) == ("refused", code), result.en
    assert result.en and chinese(result.zh)
    assert {p: p.read_bytes() for p in path.parent.iterdir() if p.is_file()} == before
    return result


def cells(path: Path) -> dict[str, list[list[Any]]]:
    return {ws.title: [list(row) for row in ws.iter_rows(values_only=True)] for ws in load_workbook(path).worksheets}


def test_a_graded_copy_with_fees_to_the_cent(tmp_path: Path) -> None:
    source = product_book(tmp_path / "s.xlsx")
    before = source.read_bytes()
    result = grade_file(source, OPTIONS)
    assert result.status == "graded" and result.target == tmp_path / "s.graded.xlsx"
    assert source.read_bytes() == before
    columns = table(result.target)
    fee = xlops.amz_referral_fee(price=[25.99, 9.99, 12.5], category=["家居厨房", "宠物用品", "家居厨房"], as_of=DAY)
    assert columns["xlops 销售佣金 USD"] == fee.tolist()
    sides = {"length": [20, 25, 10], "width": [15, 20, 8], "height": [5, 10, 2], "weight": [300, 900, 60]}
    fba = xlops.amz_fba_fee(
        **sides, price=[25.99, 9.99, 12.5], category=["家居厨房", "宠物用品", "家居厨房"], as_of=DAY
    )
    assert next(v for name, v in columns.items() if name.startswith("xlops FBA配送费")) == fba.tolist()
    assert columns["xlops 单件利润 USD"][2] is None, "no cost, no profit"
    assert [columns[name] for name in HEADER_ZH] == [list(column) for column in zip(*ROWS, strict=True)]


@pytest.mark.parametrize("below", [[], [[None] * 5], [["合计"]]])
@pytest.mark.parametrize("header", [HEADER_ZH, HEADER_EN, [*HEADER_ZH, "平台"]])
def test_a_sheet_without_products_yet(header: list[str], below: list[list[Any]], tmp_path: Path) -> None:
    book = Workbook()
    for row in (header, *below):
        book.active.append(row)
    book.save(tmp_path / "s.xlsx")
    for options in (Options(replace(SETTINGS, platform=None)), OPTIONS):
        result = grade_file(tmp_path / "s.xlsx", options)
        assert result.status == "graded" and result.sheets[0]["rows_taken"] == 0
        assert {"xlops 评级", "xlops grade"} & set(cells(result.target)["Sheet"][0])


def test_blank_results_say_why_in_a_note(tmp_path: Path) -> None:
    target = grade_file(product_book(tmp_path / "s.xlsx"), OPTIONS).target
    ws = load_workbook(target)["US产品"]
    profit = next(cell.column for cell in ws[2] if cell.value == "xlops 单件利润 USD")
    assert "缺少成本" in ws.cell(5, profit).comment.text
    assert ws.cell(3, profit).comment is None


def test_summary_and_receipt_sheets(tmp_path: Path) -> None:
    target = grade_file(product_book(tmp_path / "s.xlsx"), OPTIONS).target
    book = load_workbook(target)
    assert book.sheetnames == ["US产品", "说明", "xlops 汇总", "xlops 记录"]
    assert len(book["xlops 汇总"]._charts) == 1
    summary = [cell for row in cells(target)["xlops 汇总"] for cell in row if cell is not None]
    assert "优先处理" in summary and "https://sell.amazon.com/pricing" in " ".join(map(str, summary))
    assert "=C1+A1" in summary, "a name that begins with = stays a name"
    assert all(c.data_type != "f" for row in book["xlops 汇总"].iter_rows() for c in row)
    record = " ".join(str(cell) for row in cells(target)["xlops 记录"] for cell in row if cell is not None)
    assert "说明" in record and "识别为商品 3 行" in record and "采购成本(CNY)" in record
    assert "指南" in record


def test_language_follows_the_sheet_or_the_wish(tmp_path: Path) -> None:
    source = product_book(tmp_path / "s.xlsx", header=HEADER_EN)
    english = table(grade_file(source, OPTIONS).target, "Products")
    assert "xlops referral fee USD" in english and "xlops profit per unit USD" in english
    chosen = Options(replace(SETTINGS, lang="zh"))
    assert "xlops 销售佣金 USD" in table(grade_file(source, chosen).target, "Products")


def test_grading_a_graded_copy_changes_no_cell(tmp_path: Path) -> None:
    once = grade_file(product_book(tmp_path / "s.xlsx"), OPTIONS).target
    first = cells(once)
    again = grade_file(once, OPTIONS)
    assert again.target == once, "a graded copy is updated under its own name"
    assert cells(once) == first


def test_ungrade_gives_the_former_cells_back(tmp_path: Path) -> None:
    source = product_book(tmp_path / "s.xlsx")
    target = grade_file(source, OPTIONS).target
    assert ungrade_file(target, tmp_path / "back.xlsx").status == "ungraded"
    assert cells(tmp_path / "back.xlsx") == cells(source)
    assert ungrade_file(target).target == target
    assert cells(target) == cells(source)
    left = target.read_bytes()
    result = ungrade_file(target)
    assert result.code == "nothing_to_remove" and chinese(result.zh) and target.read_bytes() == left


def test_csv_in_gbk_gets_the_same_numbers(tmp_path: Path) -> None:
    book = table(grade_file(product_book(tmp_path / "s.xlsx"), OPTIONS).target)
    source = tmp_path / "t.csv"
    with source.open("w", encoding="gbk", newline="") as file:
        csv.writer(file).writerows([["亚马逊美国站"], HEADER_ZH, *ROWS])
    result = grade_file(source, OPTIONS)
    assert result.target == tmp_path / "t.graded.csv"
    rows = list(csv.reader(result.target.read_text(encoding="utf-8-sig").splitlines()))
    for name in (n for n in book if n.startswith(PREFIX)):
        place = rows[1].index(name)
        for text, value in zip((row[place] for row in rows[2:]), book[name], strict=True):
            if isinstance(value, float):
                assert float(text) == pytest.approx(value, abs=1e-6)
            else:
                assert text.split("；空白：")[0] == (value or "")
    reasons = [row[rows[1].index(PREFIX + "原因")] for row in rows[2:]]
    assert "空白" not in reasons[0] and "、利润率" in reasons[2].split("；空白：")[1]
    assert reasons[2].split("；空白：")[1].count("缺少成本") == 1, "each reason once"


def test_text_and_impossible_numbers_lose_only_their_row(tmp_path: Path) -> None:
    rows = [ROWS[0], [*ROWS[0][:5], "面议", *ROWS[0][6:]], [*ROWS[0][:12], -300, *ROWS[0][13:]]]
    result = grade_file(product_book(tmp_path / "s.xlsx", rows), OPTIONS)
    columns = table(result.target)
    fees = next(v for name, v in columns.items() if name.startswith("xlops FBA配送费"))
    assert fees[0] is not None and fees[2] is None
    assert columns["xlops 销售佣金 USD"][1] is None and columns["xlops 销售佣金 USD"][2] is not None
    found = {issue["cell"]: issue for issue in result.sheets[0]["issues"]}
    for cell in ("F4", "M5"):
        assert found[cell]["severity"] == "error" and chinese(found[cell]["zh"]) and not chinese(found[cell]["en"][:4])


# Sheets that are no product sheets


def one_sheet(path: Path, *rows: list[Any]) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_empty_sheet(tmp_path: Path) -> None:
    refused(one_sheet(tmp_path / "s.xlsx"), "empty_sheet")


def test_no_header(tmp_path: Path) -> None:
    result = refused(one_sheet(tmp_path / "s.xlsx", *[[n, n * 2.5, n * 3.5, n + 0.1] for n in range(20)]), "no_header")
    assert "Sheet" in result.en


def test_two_headers_claim_one_term(tmp_path: Path) -> None:
    header = ["SKU", "售价", "售价", "采购成本", "重量(g)"]
    result = refused(
        one_sheet(tmp_path / "s.xlsx", header, ["A", 10, 12, 5, 100], ["B", 11, 12, 5, 100]), "two_headers"
    )
    assert "售价" in result.zh


def test_a_table_of_something_else(tmp_path: Path) -> None:
    rows = [["日期", "姓名", "电话"], ["2026-01-01", "王", "1"], ["2026-01-02", "李", "2"]]
    result = grade_file(one_sheet(tmp_path / "s.xlsx", *rows), OPTIONS)
    assert result.status == "refused" and chinese(result.zh)
    assert [p.name for p in tmp_path.iterdir()] == ["s.xlsx"]


def test_only_the_sheet_asked_for(tmp_path: Path) -> None:
    source = product_book(tmp_path / "s.xlsx")
    result = refused(source, "no_such_sheet", Options(SETTINGS, sheet="没有"))
    assert "US产品" in result.zh
    assert grade_file(source, Options(SETTINGS, sheet="US产品")).ok


def test_every_product_sheet_of_a_workbook(tmp_path: Path) -> None:
    source = product_book(tmp_path / "s.xlsx")
    book = load_workbook(source)
    book.copy_worksheet(book["US产品"]).title = "US产品2"
    hidden = book.copy_worksheet(book["US产品"])
    hidden.title, hidden.sheet_state = "旧", "hidden"
    book.save(source)
    result = grade_file(source, OPTIONS)
    assert [sheet["sheet"] for sheet in result.sheets] == ["US产品", "US产品2"]
    assert {left.sheet: left.code for left in result.not_graded}["旧"] == "hidden"
    assert load_workbook(result.target).sheetnames[-4:] == [
        "xlops 汇总 US产品",
        "xlops 记录 US产品",
        "xlops 汇总 US产品2",
        "xlops 记录 US产品2",
    ]


def test_sheet_names_with_odd_letters(tmp_path: Path) -> None:
    source = product_book(tmp_path / "s.xlsx")
    book = load_workbook(source)
    book["US产品"].title = 'a\'b "5寸" 产品=1'
    book.copy_worksheet(book.worksheets[0]).title = "x" * 31
    book.save(source)
    once = grade_file(source, OPTIONS)
    assert [sheet["sheet"] for sheet in once.sheets] == ['a\'b "5寸" 产品=1', "x" * 31]
    first = cells(once.target)
    assert len(first) == 7 and all(len(title) <= 31 for title in first)
    assert cells(grade_file(once.target, OPTIONS).target) == first
    assert ungrade_file(once.target).ok and cells(once.target) == cells(source)


def test_the_operators_corrections_are_used_for_the_copy_too(tmp_path: Path) -> None:
    source = product_book(tmp_path / "s.xlsx")
    (tmp_path / "s.xlsx.xlops.toml").write_text('[sheet."US产品".columns]\n"头程(CNY)" = "ignore"\n', encoding="utf-8")
    result = grade_file(source, OPTIONS)

    def term() -> Any:
        columns = grade_file(result.target, OPTIONS).sheets[0]["columns"]
        return next(column["term"] for column in columns if column["header"] == "头程(CNY)")

    assert term() is None
    (tmp_path / "s.xlsx.xlops.toml").write_text("nonsense", encoding="utf-8")
    refused(source, "bad_mapping")


# What openpyxl would lose


def with_chart(path: Path) -> Path:
    source = product_book(path)
    book = load_workbook(source)
    chart = BarChart()
    chart.add_data(Reference(book["US产品"], range_string="US产品!$F$3:$F$5"))
    book["US产品"].add_chart(chart, "C8")
    book.save(source)
    return source


def test_a_chart_of_the_operator_is_no_reason_to_refuse(tmp_path: Path) -> None:
    source = with_chart(tmp_path / "s.xlsx")
    result = grade_file(source, OPTIONS)
    assert result.ok
    before, after = zipfile.ZipFile(source), zipfile.ZipFile(result.target)
    assert after.read("xl/charts/chart1.xml") == before.read("xl/charts/chart1.xml")
    assert ungrade_file(result.target).ok
    back = zipfile.ZipFile(result.target)
    assert [(i.filename, back.read(i)) for i in back.infolist()] == [
        (i.filename, before.read(i)) for i in before.infolist()
    ]


def test_graded_names() -> None:
    assert graded_path(Path("a/b.xlsx")) == Path("a/b.graded.xlsx")
    assert graded_path(Path("a/b.graded.xlsx")) == Path("a/b.graded.xlsx")
    assert graded_path(Path("a/b.csv"), Path("o")) == Path("o/b.graded.csv")


# Many files


def test_one_bad_file_never_stops_the_others(tmp_path: Path) -> None:
    good = [product_book(tmp_path / f"{n}.xlsx") for n in "ac"]
    bad = tmp_path / "b.xlsx"
    bad.write_bytes(b"PK\x03\x04 nothing")
    seen: list[Path] = []
    options = replace(OPTIONS, out_dir=tmp_path / "new" / "out")
    results = grade_files([good[0], bad, good[1]], options, jobs=2, done=lambda result: seen.append(result.source))
    assert [(result.source, result.status) for result in results] == [
        (good[0], "graded"),
        (bad, "refused"),
        (good[1], "graded"),
    ]
    assert sorted(seen) == sorted([*good, bad])
    assert sorted(p.name for p in (tmp_path / "new" / "out").iterdir()) == ["a.graded.xlsx", "c.graded.xlsx"]


def test_an_error_of_ours_fails_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = batch.grade_file

    def grade(source: Path, options: Options) -> batch.FileResult:
        if source.name == "a.xlsx":
            raise ZeroDivisionError("x")
        return real(source, options)

    monkeypatch.setattr(batch, "grade_file", grade)
    sources = [product_book(tmp_path / f"{n}.xlsx") for n in "ab"]
    first, second = grade_files(sources, OPTIONS, jobs=1)
    assert first.status == "failed" and "ZeroDivisionError" in first.en and chinese(first.zh)
    assert second.ok


def test_two_files_never_share_a_target(tmp_path: Path) -> None:
    for folder in "ab":
        (tmp_path / folder).mkdir()
        product_book(tmp_path / folder / "s.xlsx")
    sources = [tmp_path / "a" / "s.xlsx", tmp_path / "b" / "s.xlsx"]
    first, second = grade_files(sources, replace(OPTIONS, out_dir=tmp_path / "o"), jobs=1)
    assert first.ok and second.code == "same_target" and chinese(second.zh)


def test_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    result = grade_file(product_book(tmp_path / "s.xlsx"), replace(OPTIONS, out_dir=tmp_path / "file" / "o"))
    assert result.code == "read_only_folder" and chinese(result.zh)


def test_a_sheet_that_is_none_of_products_names_its_columns_as_people_do(tmp_path: Path) -> None:
    source = product_book(tmp_path / "s.xlsx", [["A-1", "收纳盒", "美国"]], ["SKU", "产品名称", "站点"])
    result = grade_file(source, replace(OPTIONS, sheet="Products"))
    assert result.code == "not_products"
    assert "已识别：站点、产品名称、SKU。" in result.zh and "understood: market, product name, SKU." in result.en
