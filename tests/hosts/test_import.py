"""Reports into a workbook: whose number counts, that grading goes on with them, that all of it can be taken away."""

from __future__ import annotations

import csv
import json
import shutil
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook, load_workbook
from sheets_for_hosts import DAY, HEADER_ZH, OPTIONS, ROWS, SETTINGS, product_book, table

from xlops.hosts.batch import Options, file_impacts, grade_file, read_product_sheet, ungrade_file
from xlops.hosts.cli import main
from xlops.hosts.console import NOTHING, OK, SOME, USAGE
from xlops.hosts.import_files import ImportResult, import_reports
from xlops.hosts.import_sheets import read_imports
from xlops.hosts.imports import grade_with, taken_json
from xlops.reports.join import Imported
from xlops.sheets import Sheet
from xlops.workbook.book import PREFIX
from xlops.workbook.opening import open_book

OCTOBER = date(2026, 10, 1), date(2026, 10, 31)
NUMBERS = ("广告费(USD)", "广告销售额(USD)", "销量")
SAMPLES = Path(__file__).parents[1] / "reports" / "samples"
ADS_HEADER = "Start Date,End Date,Country,Currency,Campaign Name,Advertised SKU,Advertised ASIN,Impressions,Clicks,"
ADS_HEADER += "Spend,7 Day Total Sales "
ADS = [
    ("US", "USD", "A-1", "B0A0000001", 1000, 50, 30.00, 200.00),
    ("US", "USD", "A-1", "B0A0000001", 500, 20, 12.50, 60.00),
    ("US", "USD", "A-3", "B0A0000003", 400, 10, 8.00, 0),
    ("US", "USD", "=A-9", "B0A0000009", 100, 5, 3.00, 0),
]
BUSINESS = """(Child) ASIN,Title,SKU,Sessions - Total,Page Views - Total,Units Ordered,Ordered Product Sales
B0A0000001,=Box,A-1,"1,000","1,500",85,"$2,209.15"
B0A0000002,Bowl,A-2,400,600,20,$199.80
B0A0000003,Cable,A-3,50,60,16,$200.00
"""


def without_numbers(path: Path, leave: tuple[str, ...] = NUMBERS) -> Path:
    """A product sheet whose operator types no ads and no units."""
    kept = [place for place, name in enumerate(HEADER_ZH) if name not in leave]
    book = Workbook()
    ws = book.active
    ws.title = "US产品"
    ws.append(["亚马逊美国站"])
    for row in (HEADER_ZH, *ROWS):
        ws.append([row[place] for place in kept])
    ws["C4"].data_type = "s"
    book.save(path)
    return path


def ads_file(
    path: Path, lines: list[tuple[Any, ...]] = ADS, first: str = "2026-10-01", last: str = "2026-10-31"
) -> Path:
    rows = [f"{first},{last},{m},{c},Main,{sku},{asin},{','.join(map(str, rest))}" for m, c, sku, asin, *rest in lines]
    path.write_text("\n".join([ADS_HEADER, *rows]) + "\n", encoding="utf-8-sig")
    return path


def business_file(path: Path) -> Path:
    path.write_text(BUSINESS, encoding="utf-8-sig")
    return path


def imported(files: list[Path], into: Path, options: Options = OPTIONS, **how: Any) -> ImportResult:
    how.setdefault("period", OCTOBER)
    result = import_reports(files, into, options, **how)
    assert result.status == "imported", result.en
    return result


def texts(path: Path, sheet: str) -> str:
    rows = load_workbook(path)[sheet].iter_rows(values_only=True)
    return "\n".join(str(cell) for row in rows for cell in row if cell is not None)


def codes(result: ImportResult) -> set[str]:
    assert result.received is not None
    return {r.code for r in (*result.received.remarks, *(r for s in result.received.sheets for r in s.taken.remarks))}


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    return [ads_file(tmp_path / "ads.csv"), business_file(tmp_path / "business.csv")]


def test_imported_ads_are_a_cost_of_each_unit(files: list[Path], tmp_path: Path) -> None:
    source = without_numbers(tmp_path / "s.xlsx")
    before = source.read_bytes()
    plain = table(grade_file(source, Options(SETTINGS, out_dir=tmp_path / "plain")).target)
    result = imported(files, source)
    assert source.read_bytes() == before and result.target == tmp_path / "s.graded.xlsx"
    columns = table(result.target)
    assert columns["xlops 广告花费 USD(导入)"] == [42.5, None, 8]
    assert columns["xlops 广告销售额 USD(导入)"] == [260, None, 0]
    assert columns["xlops 销量(导入)"] == [85, 20, 16]
    profit = "xlops 单件利润 USD"
    # 42.50 of ads on 85 units; the bowl was not advertised, so its profit is what it was.
    assert columns[profit][0] == pytest.approx(plain[profit][0] - 0.5, abs=1e-6)
    assert columns[profit][1] == pytest.approx(plain[profit][1], abs=1e-6)
    assert columns["xlops ACoS"] == [pytest.approx(42.5 / 260), None, None], "no sales, no ratio"
    assert "没有导入广告花费的商品的广告费" in texts(result.target, "xlops 记录")
    assert columns["xlops 数据来源(导入)"][1] == "business.csv 2026-10-01~2026-10-31：销量、销售额、会话数、页面浏览量"
    assert result.complete


def test_grading_goes_on_with_what_was_imported(files: list[Path], tmp_path: Path) -> None:
    source = without_numbers(tmp_path / "s.xlsx")
    target = imported(files, source).target
    first = table(target)
    sheets = load_workbook(target).sheetnames
    grade_file(target, OPTIONS)
    once = target.read_bytes()
    assert table(target) == first and sorted(load_workbook(target).sheetnames) == sorted(sheets)
    grade_file(target, OPTIONS)
    assert target.read_bytes() == once, "grading twice changes no byte"
    # The workbook itself holds no imports; its graded copy does, and grading the workbook anew keeps them.
    grade_file(source, OPTIONS)
    assert table(target) == first


def test_ungrade_gives_every_part_back(files: list[Path], tmp_path: Path) -> None:
    source = without_numbers(tmp_path / "s.xlsx")
    target = imported(files, source).target
    assert ungrade_file(target, tmp_path / "back.xlsx").status == "ungraded"
    with zipfile.ZipFile(source) as a, zipfile.ZipFile(tmp_path / "back.xlsx") as b:
        assert {n: a.read(n) for n in a.namelist()} == {n: b.read(n) for n in b.namelist()}


def settlement_file(path: Path, number: int, units: int) -> Path:
    head = "settlement-id settlement-start-date settlement-end-date total-amount currency transaction-type "
    head += "marketplace-name amount-type amount-description amount posted-date sku quantity-purchased"
    amount = f"{units * 20:.2f}"
    whole = [number, "2026-10-01 00:00:00 UTC", "2026-10-15 00:00:00 UTC", amount, "USD", *[""] * 8]
    sale = [number, *[""] * 4, "Order", "Amazon.com", "ItemPrice", "Principal", amount, "2026-10-05", "A-1", units]
    rows = [head.split(), whole, sale]
    path.write_text("".join("\t".join(map(str, row)) + "\n" for row in rows), encoding="utf-8")
    return path


def test_two_settlements_of_the_same_days_are_two_also_later(tmp_path: Path) -> None:
    source = without_numbers(tmp_path / "s.xlsx")
    imported([settlement_file(tmp_path / "one.txt", 70001, 3)], source)
    result = imported([settlement_file(tmp_path / "two.txt", 70002, 4)], source)
    assert table(result.target)["xlops 销量(导入)"][0] == 7
    assert [one.documents for one in read_imports(open_book(result.target))] == [{"70001"}, {"70002"}]
    again = imported([settlement_file(tmp_path / "again.txt", 70001, 5)], source)
    assert table(again.target)["xlops 销量(导入)"][0] == 9
    assert "replaced" in codes(again)


def test_a_period_that_ends_before_it_begins_is_refused(files: list[Path], tmp_path: Path) -> None:
    told = run("import", *files, "--into", without_numbers(tmp_path / "s.xlsx"), "--period", *reversed(OCTOBER))
    assert told.exit_code == USAGE and "2026-10-31 2026-10-01" in told.stderr
    assert not (tmp_path / "s.graded.xlsx").exists()


def test_the_operators_own_figure_goes_first(files: list[Path], tmp_path: Path) -> None:
    source = without_numbers(tmp_path / "s.xlsx", leave=("销量",))  # 120 and 800 of ads are the operator's, not 42.50
    plain = table(grade_file(source, Options(SETTINGS, out_dir=tmp_path / "plain")).target)
    result = imported(files, source)
    columns = table(result.target)
    assert columns["xlops ACoS"] == plain["xlops ACoS"]
    # Clicks of the report beside an ad spend of another period would make a cost per click of nothing.
    fed = {entry.measure: entry for entry in result.received.sheets[0].taken.fed}
    assert fed["clicks"].left == (0, 2) and fed["clicks"].filled == ()
    assert (fed["ad_spend"].differ, fed["ad_spend"].own, fed["ad_spend"].filled) == ((0, 2), 2, ())
    # Nor would that spend divided by the units of the report's period be a cost per unit.
    assert (fed["units_sold"].filled, fed["units_sold"].left) == ((1,), (0, 2))
    ws = load_workbook(result.target)["US产品"]
    place = next(cell.column for cell in ws[2] if cell.value == "xlops 广告花费 USD(导入)")
    assert "表内为 120" in ws.cell(3, place).comment.text
    assert "2 行的表内数字与报表不同" in texts(result.target, "xlops 记录")
    assert columns["xlops 单件利润 USD"] == [None, pytest.approx(plain_with_units(tmp_path, 20), abs=1e-6), None]


def plain_with_units(folder: Path, units: float) -> float:
    """The profit of A-2 with its own 300 of ads on that many units."""
    rows = [[*row[:-1], units] for row in ROWS]
    target = grade_file(product_book(folder / "u.xlsx", rows), Options(SETTINGS, out_dir=folder / "plain")).target
    return float(table(target)["xlops 单件利润 USD"][1])


def test_ads_without_units_leave_the_profit_unknown(files: list[Path], tmp_path: Path) -> None:
    columns = table(imported(files[:1], without_numbers(tmp_path / "s.xlsx")).target)
    profit = columns["xlops 单件利润 USD"]
    assert profit[0] is None and profit[1] is not None


def test_the_receipt_names_files_products_and_columns(files: list[Path], tmp_path: Path) -> None:
    junk = tmp_path / "junk.csv"
    junk.write_text("a,b\n1,2\n")
    result = imported([*files, junk], without_numbers(tmp_path / "s.xlsx"))
    assert not result.complete
    said = texts(result.target, "xlops 导入回执")
    for words in ("ads.csv", "junk.csv", "未识别", "Campaign Name", "=A-9", "表中没有该商品", "广告花费 3", "A-2"):
        assert words in said
    book = load_workbook(result.target)
    cells = [cell for ws in book for row in ws.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"], "a text that begins with = stays a text"


def test_warnings(tmp_path: Path) -> None:
    source = without_numbers(tmp_path / "s.xlsx")
    ads = ads_file(tmp_path / "ads.csv", first="2026-11-01", last="2026-11-20")
    business = business_file(tmp_path / "business.csv")
    assert codes(imported([ads, business], source)) == {
        "window_open",
        "periods_differ",
        "units_of_other_period",
    }
    late = Options(replace(SETTINGS, as_of=date(2026, 11, 28)))
    assert codes(imported([ads], source, late, fresh=True)) == set(), "20 November and 7 days"
    pounds = ads_file(tmp_path / "uk.csv", [("", "GBP", *line[2:]) for line in ADS])
    assert codes(imported([pounds], source, fresh=True)) == {"currencies_differ"}
    assert "xlops 广告花费 USD(导入)" not in table(tmp_path / "s.graded.xlsx")


def test_a_second_import_replaces_an_overlapping_report_and_adds_another(files: list[Path], tmp_path: Path) -> None:
    source = without_numbers(tmp_path / "s.xlsx")
    imported(files[:1], source)
    target = imported([november(tmp_path)], source).target
    assert table(target)["xlops 广告花费 USD(导入)"] == [50, None, 8]
    assert [one.file for one in read_imports(open_book(target))] == ["ads.csv", "november.csv"]
    again = ads_file(tmp_path / "again.csv", ADS[:1])
    result = imported([again], target)
    assert table(target)["xlops 广告花费 USD(导入)"][0] == 37.5
    assert "replaced" in codes(result) and "没有重复相加" in texts(target, "xlops 导入回执")
    result = imported([again], source, fresh=True)
    assert [one.file for one in result.received.kept] == ["again.csv"]


def november(folder: Path) -> Path:
    line = ("US", "USD", "A-1", "B0A0000001", 10, 2, 7.50, 40.00)
    return ads_file(folder / "november.csv", [line], "2026-11-01", "2026-11-14")


def test_ads_of_two_months_go_with_the_units_of_theirs(files: list[Path], tmp_path: Path) -> None:
    source = without_numbers(tmp_path / "s.xlsx")
    profit = "xlops 单件利润 USD"
    alone = table(imported(files, source, fresh=True).target)[profit][0]  # 42.50 of ads on 85 units of October
    both = imported([*files, november(tmp_path)], source, fresh=True)
    columns = table(both.target)
    assert columns["xlops 广告花费 USD(导入)"] == [42.5, None, 8] and columns[profit][0] == alone
    assert "other_periods_left" in codes(both)
    undated = imported([*files, november(tmp_path)], source, fresh=True, period=None)
    columns = table(undated.target)
    # Of the units nobody says whether they are of October, of November or of both.
    assert (columns["xlops 广告花费 USD(导入)"][0], columns["xlops 销量(导入)"][0]) == (50, 85)
    assert columns[profit][0] is None
    assert "units_of_other_period" in codes(undated)
    [note] = [
        c.comment.text for c in load_workbook(undated.target)["US产品"][3] if c.comment and "同期" in c.comment.text
    ][:1]
    assert "缺少与广告费同期的销量" in note
    [fed] = [fed for fed in undated.received.sheets[0].taken.fed if fed.measure == "units_sold"]
    # The cable has ads of October alone, and units of one report: taken to be of the same days.
    assert (fed.filled, fed.other_period) == ((1, 2), (0,))


def test_ads_of_two_months_beside_units_of_the_operators_own(files: list[Path], tmp_path: Path) -> None:
    source = without_numbers(tmp_path / "s.xlsx", leave=NUMBERS[:2])
    columns = table(imported([files[0], november(tmp_path)], source).target)
    # 60 units of the operator's, of a month or of two; 100 of the cable beside 8.00 of October's ads.
    assert columns["xlops 单件利润 USD"][0] is None
    plain = table(grade_file(source, Options(SETTINGS, out_dir=tmp_path / "plain")).target)["xlops 单件利润 USD"]
    assert columns["xlops 单件利润 USD"][1] == plain[1]
    sold = [{"sku": "A-1", "market": "US", "currency": "USD", "units_sold": units} for units in (50.0, 10.0)]
    october, later = kept(sold[:1], "business", "amazon"), kept(sold[1:], "business", "amazon")
    later.products["first_day"], later.products["last_day"] = pd.Timestamp("2026-11-01"), pd.Timestamp("2026-11-14")
    ads = read_imports(open_book(tmp_path / "s.graded.xlsx"))
    columns = table(grade_file(source, replace(OPTIONS, imports=(*ads, october, later))).target)
    # 50 and 10 are the 60 of the sheet, so 50.00 of ads are on 60 units.
    assert columns["xlops 单件利润 USD"][0] == pytest.approx(plain[0] - 50 / 60, abs=1e-6)


def test_ads_that_are_not_taken_are_not_left_out_of_the_profit(files: list[Path], tmp_path: Path) -> None:
    source = without_numbers(tmp_path / "s.xlsx", leave=NUMBERS[:2])
    columns = table(imported(files, source).target)
    # 60 and 100 units are the operator's own, the report has 85 and 16: its ads are of another period.
    assert [profit is None for profit in columns["xlops 单件利润 USD"]] == [True, False, True]
    assert "表内的销量或广告数字与报表不一致" in texts(tmp_path / "s.graded.xlsx", "xlops 导入回执")


def test_ads_that_cannot_be_split_are_not_left_out_of_the_profit(files: list[Path], tmp_path: Path) -> None:
    kept_columns = [place for place, name in enumerate(HEADER_ZH) if name not in NUMBERS]
    rows = [[row[place] for place in kept_columns] for row in (ROWS[0], ROWS[0], ROWS[1])]
    source = product_book(tmp_path / "s.xlsx", rows, [HEADER_ZH[place] for place in kept_columns])
    columns = table(imported(files[:1], source).target, "Products")
    assert columns["xlops 单件利润 USD"][:2] == [None, None] and columns["xlops 单件利润 USD"][2] is not None
    assert columns["xlops 评级"][:2] == [None, None]
    assert "缺少广告花费" in columns["xlops 原因"][0]
    assert columns["xlops 数据来源(导入)"][1] == "ads.csv：广告花费—表中第 3, 4 行是同一商品，合计数无法分摊"


def test_the_same_file_twice_counts_once(files: list[Path], tmp_path: Path) -> None:
    result = imported([files[0], files[1], files[0]], without_numbers(tmp_path / "s.xlsx"))
    assert table(result.target)["xlops 广告花费 USD(导入)"] == [42.5, None, 8]
    assert "replaced" in codes(result)


def test_a_sheet_that_cannot_be_graded_still_gets_the_numbers(files: list[Path], tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "清单"
    for row in (["SKU", "产品名称"], ["A-1", "盒"], ["A-2", "碗"]):
        book.active.append(row)
    book.save(tmp_path / "list.xlsx")
    result = imported(files, tmp_path / "list.xlsx")
    columns = table(result.target, "清单", 1)
    assert columns["xlops 销量(导入)"] == [85, 20] and "xlops 评级" not in columns
    assert "未评级" in texts(result.target, "xlops 导入回执")


def test_a_csv_gets_columns_as_text_and_says_that_it_keeps_nothing(files: list[Path], tmp_path: Path) -> None:
    source = tmp_path / "t.csv"
    kept = [place for place, name in enumerate(HEADER_ZH) if name not in NUMBERS and name != "产品名称"]
    with source.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([row[place] for place in kept] for row in (HEADER_ZH, *ROWS))
    target = imported(files, source).target
    rows = list(csv.reader(target.read_text(encoding="utf-8-sig").splitlines()))
    columns = {name: [row[place] for row in rows[1:]] for place, name in enumerate(rows[0])}
    assert columns["xlops 广告花费 USD(导入)"] == ["42.5", "", "8"]
    # A name that the report brings and that begins like a formula is text for Excel.
    assert columns["xlops 产品名称(导入)"] == ["'=Box", "Bowl", "Cable"]


def test_a_damaged_sheet_of_imports_is_named(files: list[Path], tmp_path: Path) -> None:
    target = imported(files, without_numbers(tmp_path / "s.xlsx")).target
    book = load_workbook(target)
    ws = book["xlops 导入数据"]
    place = next(cell.column for cell in ws[4] if str(cell.value).endswith(" ad_spend"))
    ws.cell(5, place).value = "很多"
    book.save(tmp_path / "edited.xlsx")
    result = grade_file(tmp_path / "edited.xlsx", OPTIONS)
    assert (result.status, result.code) == ("refused", "bad_imports")
    assert "很多" in result.zh and ws.cell(5, place).coordinate in result.en


# The command


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_exit_codes_and_words(files: list[Path], tmp_path: Path) -> None:
    source = without_numbers(tmp_path / "s.xlsx")
    told = run("import", *files, "--into", source, "--as-of", DAY, "--period", *OCTOBER)
    assert told.exit_code == OK, told.output
    assert "广告花费：采用导入 2 行" in told.stdout and "s.graded.xlsx" in told.stdout
    junk = tmp_path / "junk.csv"
    junk.write_text("a,b\n1,2\n")
    some = run("import", *files, junk, "--into", source, "--as-of", DAY)
    assert some.exit_code == SOME and "junk.csv" in some.stderr
    none = run("import", junk, "--into", source)
    assert none.exit_code == NOTHING and "没有一个文件" in none.stderr
    assert run("import", *files).exit_code == USAGE
    assert run("import", tmp_path / "*.tsv", "--into", source).exit_code == USAGE
    other = tmp_path / "other.xlsx"
    product_book(other, [["Z", *ROWS[0][1:]]])
    strangers = run("import", ads_file(tmp_path / "z.csv", [("US", "USD", "Q", "B0Q", 1, 1, 1, 1)]), "--into", other)
    assert strangers.exit_code == SOME and "没有任何商品能对应" in strangers.stdout


def test_a_folder_is_its_reports_without_the_workbook(files: list[Path], tmp_path: Path) -> None:
    source = without_numbers(tmp_path / "s.xlsx")
    first = json.loads(run("import", tmp_path, "--into", source, "--as-of", DAY, "--json").stdout_bytes)
    assert [Path(file["file"]).name for file in first["files"]] == ["ads.csv", "business.csv"]
    again = json.loads(run("import", tmp_path, "--into", source, "--as-of", DAY, "--json").stdout_bytes)
    assert [Path(file["file"]).name for file in again["files"]] == ["ads.csv", "business.csv"]
    report = first["files"][0]["reports"][0]
    assert report["rows_read"] == report["rows_taken"] + len(report["refused"]) + len(report["skipped"]) == 4
    [sheet] = first["sheets"]
    assert [left["sku"] for left in sheet["reports"][0]["left"]] == ["=A-9"]
    assert sheet["graded"]["rows_taken"] == 3
    assert "采用导入的报表：ads.csv、business.csv" in run("grade", source, "--as-of", DAY).stdout
    assert {m["measure"]: m["filled"] for m in sheet["measures"]}["ad_spend"] == 2


def test_a_folder_or_pattern_with_nothing_in_it_is_named(files: list[Path], tmp_path: Path) -> None:
    source = without_numbers(tmp_path / "s.xlsx")
    (tmp_path / "none").mkdir()
    told = run("import", files[0], tmp_path / "none", tmp_path / "*.tsv", "--into", source, "--as-of", DAY)
    assert told.exit_code == OK
    assert f"{tmp_path / 'none'}, {tmp_path / '*.tsv'}: no .csv" in told.stderr
    assert str(tmp_path / "none") in run("import", tmp_path / "none", "--into", source).stderr


def test_the_product_sheet_is_no_report_of_its_own(files: list[Path], tmp_path: Path) -> None:
    source = product_book(tmp_path / "s.xlsx")
    result = imported([files[0], source], source)
    assert not result.complete and [f.refused.code for f in result.files if f.refused] == ["own_sheet"]
    told = run("import", source, "--into", source)
    assert told.exit_code == NOTHING and "不是报表" in told.stderr


def test_one_product_in_two_sheets_is_told(files: list[Path], tmp_path: Path) -> None:
    source = without_numbers(tmp_path / "s.xlsx")
    book = load_workbook(source)
    copy = book.copy_worksheet(book["US产品"])
    copy.title = "副本"
    copy.delete_rows(4, 2)
    book.save(source)
    result = imported(files[:1], source)
    [said] = [r for r in result.received.remarks if r.code == "in_several_sheets"]
    assert said.zh == "ads.csv：1 个商品同时在工作表 US产品、副本 中，每张表都采用了全部数字，请勿相加。"


def test_sums_are_kept_without_the_dust_of_binary_fractions(tmp_path: Path) -> None:
    lines = [("US", "USD", "A-1", "B0A0000001", 10, 1, spend, 0) for spend in (0.1, 0.2)]
    assert 0.1 + 0.2 != 0.3
    target = imported([ads_file(tmp_path / "ads.csv", lines)], without_numbers(tmp_path / "s.xlsx")).target
    values = [cell for row in load_workbook(target)["xlops 导入数据"].iter_rows(values_only=True) for cell in row]
    assert 0.3 in values


def test_the_period_of_an_import_is_that_of_sums_alone(tmp_path: Path) -> None:
    preview = SAMPLES / "amazon_fba_fee_preview" / "us.txt"
    result = imported([preview, business_file(tmp_path / "business.csv")], without_numbers(tmp_path / "s.xlsx"))
    assert [one.period for one in result.received.kept] == [(None, None), OCTOBER]


def test_our_columns_begin_with_the_imported_ones(files: list[Path], tmp_path: Path) -> None:
    names = [n for n in table(imported(files, without_numbers(tmp_path / "s.xlsx")).target) if n.startswith(PREFIX)]
    places = [place for place, name in enumerate(names) if "(导入)" in name]
    assert places == list(range(len(places))) and names[len(places)] == "xlops 尺寸分段"


# Reports as they are kept, without a file


def sheet_of(path: Path) -> Sheet:
    return read_product_sheet(open_book(path), "US产品", None)


def kept(lines: list[dict[str, Any]], kind: str, platform: str | None = None) -> Imported:
    base = {"sku": None, "asin": None, "product_id": None, "market": None, "currency": None}
    table = pd.DataFrame([base | line for line in lines])
    for name, day in zip(("first_day", "last_day"), OCTOBER, strict=True):
        table[name] = pd.Series(pd.to_datetime([day] * len(table)), dtype="datetime64[ns]")
    return Imported(kind, "Report", "报表", kind, platform, f"{kind}.xlsx", DAY, table)


def test_costs_of_an_erp_fill_blanks_and_go_by_the_exchange_rate(tmp_path: Path) -> None:
    third = [*ROWS[2][:7], 3.5, *ROWS[2][8:]]  # no product cost, 3.50 of first leg
    source = product_book(tmp_path / "s.xlsx", [*ROWS[:2], third])
    lines = [{"sku": "A-3", "currency": "CNY", "product_cost": 20.0}, {"sku": "A-1", "product_cost": 99.0}]
    erp = kept(lines, "products")
    columns = table(grade_file(source, replace(OPTIONS, imports=(erp,))).target)
    fees = columns["xlops 费用合计 USD"][2]
    assert columns["xlops 单件利润 USD"][2] == pytest.approx(12.5 - 23.5 / 7.1 - fees - 40 / 100, abs=1e-5)
    assert columns["xlops 采购成本 CNY(导入)"] == [99, None, 20]
    plain = table(grade_file(source, Options(SETTINGS, out_dir=tmp_path / "plain")).target)
    assert columns["xlops 单件利润 USD"][0] == plain["xlops 单件利润 USD"][0], "30 yuan of the operator's own"


def test_charged_fees_stand_beside_the_grade_and_change_nothing_in_it(tmp_path: Path) -> None:
    source = product_book(tmp_path / "s.xlsx")
    charged = {"charged_referral_fee": 234.0, "charged_fba_fee": 278.4, "charged_storage_fee": 0.0}
    told = kept([{"sku": "A-1", "market": "US", "currency": "USD", **charged}], "settlement", "amazon")
    columns = table(grade_file(source, replace(OPTIONS, imports=(told,))).target)
    assert columns["xlops 实收销售佣金 USD(导入)"] == [234, None, None]
    assert not any("仓储费 USD(导入)" in name for name in columns), "a fee that nobody paid has no column"
    plain = table(grade_file(source, Options(SETTINGS, out_dir=tmp_path / "plain")).target)
    assert {name: columns[name] for name in plain} == plain


def test_what_another_day_changes_is_told_with_what_was_imported(files: list[Path], tmp_path: Path) -> None:
    target = imported(files, without_numbers(tmp_path / "s.xlsx")).target
    [found] = file_impacts(target, replace(OPTIONS, changes_to=date(2026, 12, 1)))
    [before] = grade_file(target, replace(OPTIONS, rows=True)).sheets
    profits = [row["values"]["profit"] for row in before["rows"]]
    assert {row.row: row.profit[0] for row in found.rows} == {n + 3: profit for n, profit in enumerate(profits)}
    assert {row.units for row in found.rows} == {85, 20, 16}


def test_imported_units_of_some_rows_do_not_push_the_sheets_orders_aside(tmp_path: Path) -> None:
    header = [*HEADER_ZH[:-1], "订单数"]
    source = product_book(tmp_path / "s.xlsx", header=header)
    plain = table(grade_file(source, Options(SETTINGS, out_dir=tmp_path / "plain")).target, "Products")
    some = kept([{"sku": "A-1", "market": "US", "currency": "USD", "units_sold": 99.0}], "business", "amazon")
    columns = table(grade_file(source, replace(OPTIONS, imports=(some,))).target, "Products")
    assert columns["xlops 单件利润 USD"] == plain["xlops 单件利润 USD"]
    lines = [{"sku": f"A-{n}", "market": "US", "currency": "USD", "units_sold": 100.0} for n in (1, 2, 3)]
    every = kept(lines, "business", "amazon")
    columns = table(grade_file(source, replace(OPTIONS, imports=(every,))).target, "Products")
    # 120 of ads on 100 units, no longer on 60 orders.
    assert columns["xlops 单件利润 USD"][0] == pytest.approx(plain["xlops 单件利润 USD"][0] + 2 - 1.2, abs=1e-6)


def test_numbers_of_one_platform_stay_off_the_sheet_of_another(files: list[Path], tmp_path: Path) -> None:
    book = Workbook()
    ws = book.active
    ws.title = "速卖通"
    for row in (["SKU", "平台", "售价(USD)", "采购成本(CNY)", "佣金率"], ["A-1", "速卖通", 9.9, 20, 0.08]):
        ws.append(row)
    book.save(tmp_path / "ali.xlsx")
    result = imported(files, tmp_path / "ali.xlsx")
    assert not result.complete
    assert not [name for name in table(result.target, "速卖通", 1) if "导入" in name]
    assert "表中该商品属于其他平台" in texts(result.target, "xlops 导入回执")


def test_the_commission_that_was_charged_is_the_rate_where_the_sheet_has_none(tmp_path: Path) -> None:
    book = Workbook()
    ws = book.active
    ws.title = "速卖通"
    ws.append(["SKU", "平台", "售价(USD)", "到岸成本(USD)", "佣金率"])
    ws.append(["A", "速卖通", 10, 4, None])
    ws.append(["B", "速卖通", 10, 4, 0.05])
    book.save(tmp_path / "ali.xlsx")
    paid = {"currency": "CNY", "charged_commission": 16.0, "paid_amount": 200.0, "real_commission_rate": 0.08}
    lines = [{"sku": sku, **paid, "real_affiliate_rate": 0.025} for sku in ("A", "B")]
    told = kept(lines, "settlement", "aliexpress")
    columns = table(grade_file(tmp_path / "ali.xlsx", replace(OPTIONS, imports=(told,))).target, "速卖通", 1)
    assert columns["xlops 交易佣金 USD"] == [0.8, 0.5], "8 % was charged; 5 % is the operator's own"
    assert columns["xlops 实际佣金率(导入)"] == [0.08, 0.08]
    assert columns["xlops 联盟佣金 USD"] == [0.25, 0.25]
    one = kept([lines[0], {"sku": "B", **paid}], "settlement", "aliexpress")
    columns = table(grade_file(tmp_path / "ali.xlsx", replace(OPTIONS, imports=(one,))).target, "速卖通", 1)
    assert columns["xlops 联盟佣金 USD"] == [None, None], "told of one row, it would leave the other unknown"


def test_what_the_market_says_stands_in_columns_and_warns(tmp_path: Path) -> None:
    source = product_book(tmp_path / "s.xlsx")
    line = {"asin": "B0A0000001", "buy_box_price": 25.99, "buy_box_price_90_days": 20.79, "rating": 3.4}
    keepa = kept([line, {"asin": "B0A0000002", "buy_box_price_90_days": 9.99}], "research")
    columns = table(grade_file(source, replace(OPTIONS, imports=(keepa,))).target)
    assert columns["xlops Buy Box 90 天均价 USD(导入)"] == [20.79, 9.99, None]
    # 25.99 / 20.79 = 1.2501, over the line of 1.10; 9.99 is the average itself.
    assert "售价为购物车 90 天均价的 125.0%" in columns["xlops 原因"][0] and "均价" not in columns["xlops 原因"][1]
    assert columns["xlops 评分(导入)"] == [3.4, None, None]
    origin = "research.xlsx 2026-10-01~2026-10-31：Buy Box 价格、Buy Box 90 天均价、评分"
    assert columns["xlops 数据来源(导入)"][0] == origin


PREVIEW = {"preview_longest_side": 20.0, "preview_median_side": 15.0, "preview_shortest_side": 5.0}


def preview(sku: str, fee: float, **more: float) -> dict[str, Any]:
    return {"sku": sku, "market": "US", "currency": "USD", "preview_fba_fee": fee, **more}


def test_a_fee_preview_stands_beside_our_fee_and_fills_sizes(tmp_path: Path) -> None:
    own = table(grade_file(product_book(tmp_path / "own.xlsx"), OPTIONS).target)["xlops FBA配送费(含附加费) USD"]
    assert own[0] == 4.64
    without = [*ROWS[0][:9], None, None, None, None, *ROWS[0][13:]]
    one_side = [*ROWS[2][:9], None, None, 2, 60, *ROWS[2][13:]]
    source = product_book(tmp_path / "s.xlsx", [without, ROWS[1], one_side])
    lines = [
        preview("A-1", 4.70, **PREVIEW, preview_weight=300.0),
        preview("A-2", 9.00, **PREVIEW, preview_weight=905.0, preview_price=12.49),
        preview("A-3", 0.0, **PREVIEW),
    ]
    graded = grade_file(source, replace(OPTIONS, imports=(kept(lines, "fee_preview", "amazon"),)))
    columns = table(graded.target)
    fee = "xlops FBA配送费(含附加费) USD"
    assert columns[fee] == [own[0], own[1], None], "Amazon's sides where there are none; the bowl has its own"
    assert columns["xlops 预计配送费 USD(导入)"] == [4.7, 9, 0]
    difference = "xlops 亚马逊预计 FBA 费与计算之差 USD(导入)"
    assert columns[difference] == [0.06, pytest.approx(9 - own[1], abs=1e-9), None], "no fee is 0.00"
    assert columns["xlops 亚马逊测量的最长边 cm(导入)"] == [20, 20, 20]
    said = texts(graded.target, "xlops 记录")
    assert "亚马逊测量的重量：1 行采用导入的报表数据" in said and "亚马逊测量的最长边：1 行采用导入的报表数据" in said
    ws = load_workbook(graded.target)["US产品"]
    notes = {cell.column: cell.comment.text for cell in ws[4] if cell.comment}
    places = {cell.value: cell.column for cell in ws[2]}
    assert "预览按售价 12.49 计算，表内售价为 9.99" in notes[places[difference]]
    assert "表内为 25 × 20 × 10" in notes[places["xlops 亚马逊测量的最长边 cm(导入)"]]


def test_console_and_receipt_count_the_same_products(files: list[Path], tmp_path: Path) -> None:
    account = kept(
        [{"charged_other_fee": 39.99, "currency": "USD"}, {"sku": "A-1", "charged_fba_fee": 4.0}], "settlement"
    )
    result = imported(files, without_numbers(tmp_path / "s.xlsx"))
    joined = result.received.sheets[0].taken.joined
    assert (joined.count().products, joined.count().found, joined.count().without_row) == (6, 5, 1)
    rows = load_workbook(result.target)["xlops 导入回执"].iter_rows(values_only=True)
    told = [
        row[1:6] for row in rows if isinstance(row[3], int) and row[1] in ("ads.csv", "business.csv") and row[0] is None
    ]
    assert told == [
        ("ads.csv", "商品推广：推广的商品报告", 3, 2, 1),
        ("business.csv", "业务报告：按子商品的销售与流量", 3, 3, 0),
    ]
    told_text = run("import", *files, "--into", tmp_path / "s.xlsx", "--as-of", DAY).stdout
    assert "报表中的商品 6 个：5 个已对应（其中 0 个未全部采用），1 个未对应" in told_text
    taken = grade_with(sheet_of(tmp_path / "s.xlsx"), (account,), SETTINGS).receipt["imports"]
    [told_json] = taken_json(taken)["reports"]
    assert (told_json["products"], told_json["joined"], told_json["partly"]) == (1, 1, 0), "an account line is none"


def test_the_totals_of_a_settlement_in_json(tmp_path: Path) -> None:
    shop = Path(__file__).parents[2] / "workbooks" / "demo_shop"
    source = Path(shutil.copyfile(shop / "产品表.xlsx", tmp_path / "s.xlsx"))
    told = run("import", shop / "settlement_2026-10-22.txt", "--into", source, "--as-of", DAY, "--json")
    [report] = json.loads(told.stdout_bytes)["files"][0]["reports"]
    assert report["ties"] and all(tie["holds"] is True for tie in report["ties"])
