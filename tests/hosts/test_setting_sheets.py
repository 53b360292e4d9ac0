"""The columns sheet and the settings sheet: written, read back, corrected by the operator, and obeyed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet
from sheets_for_hosts import OPTIONS, SETTINGS, product_book, table

from xlops.grading.benchmarks import benchmarks, read_thresholds
from xlops.grading.results import Settings
from xlops.hosts import batch
from xlops.hosts.batch import Options, grade_file, put_columns, put_settings, sheet_settings, ungrade_file
from xlops.hosts.setting_sheets import (
    SheetSettings,
    columns_title,
    fill_settings,
    lines_text,
    parse_columns,
    read_lines,
    settings_title,
)
from xlops.sheets import SavedMapping, SheetMapping
from xlops.workbook.opening import open_book
from xlops.workbook.own_names import OWN_ABOUT

WORKBOOKS = Path(__file__).parents[2] / "workbooks"
DEMOS = ["demo_amazon_us.xlsx", "demo_aliexpress.xlsx"]
CHOSEN = SheetSettings(
    platform="amazon",
    market="uk",
    currency="EUR",
    lang="en",
    commission_rate=0.08,
    affiliate_rate=0.055,
    form="cell",
    rates={"USD": 7.1, "HKD": 0.92},
    benchmarks={
        "amz_buy_box_private_label": {"ignore": True},
        "amz_tacos_bands": {"thresholds": read_lines("good <8% ok ≤15% bad", "fraction")},
    },
)


def chinese(text: str) -> bool:
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)


def edit(path: Path, change: Callable[[Workbook], None]) -> Path:
    """Let the operator change a file."""
    book = load_workbook(path)
    change(book)
    book.save(path)
    return path


def with_columns(source: Path, target: Path, lang: str | None = None) -> tuple[Path, str]:
    """Save a copy with a columns sheet for its first product sheet; return it and the sheet's name."""
    book = open_book(source)
    name = book.visible[0]
    put_columns(book, name, lang)
    book.save(target)
    return target, open_book(target).own_sheets("columns")[0]


def with_settings(source: Path, target: Path, lang: str = "zh", settings: SheetSettings | None = None) -> Path:
    book = open_book(source)
    if settings is None:
        put_settings(book, lang)
    else:
        book.put_sheet(settings_title(lang), lambda ws: fill_settings(ws, settings, benchmarks(), lang), "settings")
    book.save(target)
    return target


def row_of(ws: Worksheet, text: str, column: int) -> int:
    return next(row for row in range(1, ws.max_row + 1) if ws.cell(row, column).value == text)


def correct(ws: Worksheet, header: str, value: Any, column: int = 6) -> None:
    """Write into the yellow cell of a column of the product sheet."""
    ws.cell(row_of(ws, header, 2), column, value)


def choose(ws: Worksheet, name: str, value: Any) -> None:
    """Write into the yellow cell of a setting, a currency or a benchmark."""
    ws.cell(row_of(ws, name, 1), 2, value)


def rows(result: batch.FileResult) -> list[Any]:
    assert result.ok, result.en
    return [sheet["rows"] for sheet in result.sheets]


# Round trips


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("demo", DEMOS)
def test_an_untouched_columns_sheet_changes_nothing(tmp_path: Path, demo: str, lang: str) -> None:
    source, own = with_columns(WORKBOOKS / demo, tmp_path / demo, lang)
    book = open_book(source)
    name = book.visible[0]
    assert parse_columns(book.read_own(own)) == (name, SheetMapping())
    assert book.about(own) == name
    before = batch.read_product_sheet(open_book(WORKBOOKS / demo), name, None)
    after = batch.read_product_sheet(book, name, batch.saved_mapping(book))
    assert (after.columns, after.issues, after.header_rows) == (before.columns, before.issues, before.header_rows)
    options = Options(SETTINGS, rows=True)
    plain = tmp_path / f"plain_{demo}"
    plain.write_bytes((WORKBOOKS / demo).read_bytes())
    assert rows(grade_file(source, options)) == rows(grade_file(plain, options))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("demo", DEMOS)
def test_corrections_come_back_as_they_were(tmp_path: Path, demo: str, lang: str) -> None:
    plain = open_book(WORKBOOKS / demo)
    name = plain.visible[0]
    columns = [c for c in batch.read_product_sheet(plain, name, None).columns if c.term]
    weight, price, *others = sorted(columns, key=lambda c: (c.term != "weight", c.term != "price"))
    mine = SheetMapping(
        batch.read_product_sheet(plain, name, None).header_rows[1] + 1,
        {price.header: "price", others[0].header: "ignore"},
        {weight.header: "kg"},
        {price.header: "EUR"},
    )
    source, own = with_columns(WORKBOOKS / demo, tmp_path / demo, lang)

    def say(book: Workbook) -> None:
        ws = book[own]
        ws.cell(row_of(ws, "表头所在行" if lang == "zh" else "Header row", 1), 2, mine.header_row)
        correct(ws, price.header, "售价 price")
        correct(ws, price.header, "欧元", 8)
        correct(ws, weight.header, "公斤", 7)
        correct(ws, others[0].header, "忽略")

    edit(source, say)
    book = open_book(source)
    assert parse_columns(book.read_own(own)) == (name, mine)
    first = batch.read_product_sheet(book, name, batch.saved_mapping(book))
    sheet = put_columns(book, name, lang)
    assert sheet.columns == first.columns
    assert parse_columns(book.read_own(own)) == (name, mine), "written again, with the corrections in yellow"
    assert {c.header: c.term for c in sheet.columns}[others[0].header] is None
    assert book.own_sheets("columns") == (own,)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("settings", [SheetSettings(), CHOSEN])
def test_settings_come_back_as_they_were(tmp_path: Path, lang: str, settings: SheetSettings) -> None:
    source = with_settings(product_book(tmp_path / "p.xlsx"), tmp_path / "s.xlsx", lang, settings)
    book = open_book(source)
    name, found = batch.read_settings(book) or ("", None)
    assert name == settings_title(lang) and found == settings
    assert book.visible == ("US产品", "说明")


def test_every_benchmark_that_grades_is_listed_with_its_line(tmp_path: Path) -> None:
    source = with_settings(product_book(tmp_path / "p.xlsx"), tmp_path / "s.xlsx", "en")
    listed = {str(row[0]): row for row in load_workbook(source)["xlops settings"].iter_rows(values_only=True)}
    for record in benchmarks().values():
        if record.level == "row" and record.grades:
            line = read_lines(listed[record.id][4], record.unit)
            assert line is not None
            assert read_thresholds("x", line)[-1].low == record.thresholds[-1].low
            assert len(line) == len(record.thresholds)


# How an operator writes a line


@pytest.mark.parametrize(
    "text, unit, bands",
    [
        ("good <8% ok <15% bad", "fraction", "good max 0.08 | ok min 0.08 max 0.15 | bad min 0.15"),
        ("好 ＜8％，合格 ≤ 15%；差", "fraction", "good max 0.08 | ok min 0.08 upto 0.15 | bad over 0.15"),
        ("好8%差", "fraction", "good max 0.08 | bad min 0.08"),
        ("好 >=25% 合格 >=15% 差", "fraction", "bad max 0.15 | ok min 0.15 max 0.25 | good min 0.25"),
        ("good >0.25 bad", "fraction", "bad upto 0.25 | good over 0.25"),
        ("差 <4.5 好", "stars", "bad max 4.5 | good min 4.5"),
        ("≥5 好 ≤30 注意", "usd", "good min 5 upto 30 | watch over 30"),
        ("bad <28 good <60 - <90 bad", "days", "bad max 28 | good min 28 max 60 | bad min 90"),
        ("差 >300%", "fraction", "bad over 3"),
    ],
)
def test_lines_as_people_write_them(text: str, unit: str, bands: str) -> None:
    found = read_lines(text, unit)
    assert found is not None
    assert " | ".join(" ".join(f"{k} {v}" if k != "grade" else str(v) for k, v in b.items()) for b in found) == bands
    for lang in ("zh", "en"):
        again = read_lines(lines_text(read_thresholds("x", found), unit, lang), unit)
        assert again is not None and read_thresholds("x", again) == read_thresholds("x", found)


@pytest.mark.parametrize(
    "text",
    [
        *("", "good", "8%", "good <8 ok <15 bad", "good <15% ok <8% bad", "good bad 8%", "8% 9% good", "fine <8% bad"),
        *("good <8% ok >15% bad", "≥8% good", "good ?8%", "-", "good <8% ok <8% bad", "<8% good <9%"),
    ],
)
def test_lines_that_cannot_be_read(text: str) -> None:
    assert read_lines(text, "fraction") is None


# What the operator does with the sheets


def test_inserted_moved_and_deleted_rows_and_other_spellings(tmp_path: Path) -> None:
    source, own = with_columns(product_book(tmp_path / "p.xlsx"), tmp_path / "c.xlsx", "en")

    def change(book: Workbook) -> None:
        ws = book[own]
        correct(ws, "MSKU", "SKU sku")
        correct(ws, "采购成本(CNY)", "采购价")  # a header word of product_cost alone
        correct(ws, "头程(CNY)", "LANDED COST")
        correct(ws, "广告费(USD)", "other_cost")
        ws.delete_rows(row_of(ws, "ASIN", 2))
        ws.insert_rows(row_of(ws, "产品名称", 2), 2)
        ws.insert_cols(1)
        ws.insert_rows(1, 3)

    edit(source, change)
    _, mapping = parse_columns(open_book(source).read_own(own))
    assert mapping == SheetMapping(
        None, {"MSKU": "sku", "采购成本(CNY)": "product_cost", "头程(CNY)": "landed_cost", "广告费(USD)": "other_cost"}
    )


def test_columns_with_one_header_go_by_letters(tmp_path: Path) -> None:
    def twice(book: Workbook) -> None:
        ws = book["US产品"]
        ws["H2"] = "备注"
        ws["P2"] = "备注"

    source, own = with_columns(edit(product_book(tmp_path / "p.xlsx"), twice), tmp_path / "c.xlsx")
    ws = load_workbook(source)[own]
    shown = [str(ws.cell(row, 2).value) for row in range(1, 40) if "备注" in str(ws.cell(row, 2).value)]
    assert [text[-4:] for text in shown] == [" (H)", " (P)"]

    def change(book: Workbook) -> None:
        ws = book[own]
        ws.delete_rows(row_of(ws, shown[0], 2))
        correct(ws, shown[1], "units_sold")

    edit(source, change)
    book = open_book(source)
    assert parse_columns(book.read_own(own))[1].columns == {"P": "units_sold"}
    sheet = batch.read_product_sheet(book, "US产品", batch.saved_mapping(book))
    assert {c.index: c.term for c in sheet.columns}[15] == "units_sold"


def test_two_headers_can_be_settled_on_the_columns_sheet(tmp_path: Path) -> None:
    source = edit(product_book(tmp_path / "p.xlsx"), lambda book: book["US产品"].cell(2, 8, "采购价(CNY)"))
    source = edit(source, lambda book: book["US产品"].cell(2, 7, "进货价(CNY)"))
    assert grade_file(source, OPTIONS).code == "two_headers"
    target, own = with_columns(source, tmp_path / "c.xlsx")
    ws = load_workbook(target)[own]
    assert ws.cell(row_of(ws, "进货价(CNY)", 2), 4).value == "采购成本 product_cost"
    assert ws.cell(row_of(ws, "进货价(CNY)", 2), 3).value == "30 | 40"
    edit(target, lambda book: correct(book[own], "采购价(CNY)", "忽略 ignore"))
    terms = {c["header"]: c["term"] for c in grade_file(target, OPTIONS).sheets[0]["columns"]}
    assert (terms["进货价(CNY)"], terms["采购价(CNY)"]) == ("product_cost", None)


Change = Callable[[Worksheet], None]


def refused(source: Path, own: str, place: str, *words: str) -> None:
    """Grade a file that must be refused; check that the message names sheet, cell, what is there and what is meant."""
    result = grade_file(source, OPTIONS)
    assert (result.status, result.code) == ("refused", "bad_setting"), result.en
    for text in (result.en, result.zh):
        assert own in text and place in text, text
        assert all(word in text for word in words), text
    assert chinese(result.zh) and "expected" in result.en
    assert [p.name for p in source.parent.iterdir() if ".graded" in p.name] == []


def put(header: str, value: Any, column: int = 6) -> Change:
    return lambda ws: correct(ws, header, value, column)


def both(*changes: Change) -> Change:
    def change(ws: Worksheet) -> None:
        for one in changes:
            one(ws)

    return change


@pytest.mark.parametrize(
    "change, column, words",
    [
        (put("MSKU", "采购成夲"), "F", ["采购成夲", "product_cost"]),
        (put("MSKU", 12), "F", ["12"]),
        (put("重量(g)", "stone", 7), "G", ["stone", "kg"]),
        (put("采购成本(CNY)", "贝壳", 8), "H", ["贝壳", "USD"]),
        (both(put("MSKU", "sku"), put("ASIN", "SKU")), "F", ["SKU"]),
        (lambda ws: ws.cell(ws.max_row + 1, 6, "price"), "F", ["price"]),
        (lambda ws: ws.cell(row_of(ws, "表头所在行", 1), 2, "第二行"), "B", ["第二行"]),
        (lambda ws: ws.cell(row_of(ws, "表头所在行", 1), 2, 0), "B", ["0"]),
    ],
)
def test_a_mistake_on_the_columns_sheet(tmp_path: Path, change: Change, column: str, words: list[str]) -> None:
    source, own = with_columns(product_book(tmp_path / "p.xlsx"), tmp_path / "c.xlsx")
    refused(edit(source, lambda book: change(book[own])), own, column, *words)


def say(name: str, value: Any) -> Change:
    return lambda ws: choose(ws, name, value)


@pytest.mark.parametrize(
    "change, words",
    [
        (say("平台", "eBay"), ["eBay", "amazon"]),
        (say("站点", "火星"), ["火星"]),
        (say("站点", "速卖通"), ["速卖通"]),
        (say("售卖币种", "贝壳"), ["贝壳", "USD"]),
        (say("语言", "法语"), ["法语", "zh"]),
        (say("佣金率", 8), ["8%", "0.08"]),
        (say("联盟佣金率", "很多"), ["很多"]),
        (say("公式形式", "快"), ["快", "array"]),
        (say("USD", 0.14), ["0.14", "2", "20"]),
        (say("USD", 71), ["71"]),
        (say("JPY", -1), ["-1", "JPY"]),
        (say("JPY", "#N/A"), ["#N/A"]),
        (say("amz_tacos_bands", "好 <8 差"), ["好 <8 差", "%"]),
        (say("amz_tacos_bands", 0.08), ["0.08"]),
        (lambda ws: ws.cell(row_of(ws, "PLN", 1) + 1, 2, 1.8), ["1.8"]),
        (lambda ws: ws.cell(ws.max_row + 1, 2, "忽略"), ["忽略"]),
    ],
)
def test_a_mistake_on_the_settings_sheet(tmp_path: Path, change: Change, words: list[str]) -> None:
    source = with_settings(product_book(tmp_path / "p.xlsx"), tmp_path / "s.xlsx")

    def make(book: Workbook) -> None:
        ws = book["xlops 设置"]
        choose(ws, "amz_tacos_bands", "忽略")
        change(ws)

    edit(source, make)
    refused(source, "xlops 设置", "B", *words)


@pytest.mark.parametrize("header", ["设置项", "币种", "基准编号"])
def test_a_table_without_its_header(tmp_path: Path, header: str) -> None:
    source = with_settings(product_book(tmp_path / "p.xlsx"), tmp_path / "s.xlsx")
    edit(source, lambda book: book["xlops 设置"].delete_rows(row_of(book["xlops 设置"], header, 1)))
    refused(source, "xlops 设置", "")


# Who goes first


def test_the_command_line_goes_before_the_sheet(tmp_path: Path) -> None:
    book = open_book(with_settings(product_book(tmp_path / "p.xlsx"), tmp_path / "s.xlsx", "zh", CHOSEN))
    found = sheet_settings(book, SETTINGS)
    assert (found.platform, found.market, found.currency, found.lang) == ("amazon", "uk", "EUR", "en")
    assert (found.commission_rate, found.affiliate_rate, found.rates) == (0.08, 0.055, {"USD": 7.1, "HKD": 0.92})
    assert found.benchmarks is not None and "amz_buy_box_private_label" not in found.benchmarks
    assert found.benchmarks["amz_tacos_bands"].own and found.from_sheet == "xlops 设置"
    given = Settings(
        SETTINGS.as_of, "aliexpress", "de", {"USD": 7.2}, 0.0, 0.0, "zh", benchmarks=benchmarks(), currency="USD"
    )
    assert sheet_settings(book, given) == replace(given, rates={"USD": 7.2, "HKD": 0.92}, from_sheet="xlops 设置")


def test_the_sheet_goes_before_the_file_beside_the_workbook(tmp_path: Path) -> None:
    source = with_settings(product_book(tmp_path / "p.xlsx"), tmp_path / "s.xlsx")
    beside = '[benchmark."amz_tacos_bands"]\nignore = true\n[benchmark."amz_roi"]\nignore = true\n'
    (tmp_path / "s.xlsx.xlops.toml").write_text(beside, encoding="utf-8")
    edit(source, lambda book: choose(book["xlops 设置"], "amz_tacos_bands", "好 <8% 差"))
    found = sheet_settings(open_book(source), SETTINGS).benchmarks
    assert found is not None and "amz_roi" not in found, "what only the file says holds"
    assert found["amz_tacos_bands"].own and found["amz_tacos_bands"].thresholds[0].high is not None


def test_the_columns_sheet_goes_before_the_file_beside_the_workbook(tmp_path: Path) -> None:
    source, own = with_columns(product_book(tmp_path / "p.xlsx"), tmp_path / "c.xlsx")
    beside = '[sheet."US产品".columns]\n"MSKU" = "ignore"\n[sheet."说明".columns]\n"x" = "ignore"\n'
    (tmp_path / "c.xlsx.xlops.toml").write_text(beside, encoding="utf-8")
    edit(source, lambda book: correct(book[own], "销量", "忽略"))
    assert batch.saved_mapping(open_book(source)) == SavedMapping(
        {"US产品": SheetMapping(None, {"销量": "ignore"}), "说明": SheetMapping(None, {"x": "ignore"})}
    )


def test_a_run_obeys_both_sheets_and_says_so(tmp_path: Path) -> None:
    plain = product_book(tmp_path / "p.xlsx")
    source, own = with_columns(plain, tmp_path / "c.xlsx")
    source = with_settings(source, tmp_path / "s.xlsx")

    def change(book: Workbook) -> None:
        correct(book[own], "头程(CNY)", "忽略")
        correct(book[own], "MSKU", "SKU")
        choose(book["xlops 设置"], "语言", "en")

    result = grade_file(edit(source, change), OPTIONS)
    assert result.sheets[0]["language"] == "en" and result.sheets[0]["settings"]["from_sheet"] == "xlops 设置"
    toml = '[sheet."US产品".columns]\n"头程(CNY)" = "ignore"\nMSKU = "sku"\n'
    (tmp_path / "p.xlsx.xlops.toml").write_text(toml, encoding="utf-8")
    other = grade_file(plain, Options(replace(SETTINGS, lang="en")))
    assert table(result.target) == table(other.target)
    texts = [str(c.value) for row in load_workbook(result.target)["xlops receipt"].iter_rows() for c in row]
    assert any("xlops 设置" in text for text in texts) and "your mapping" in texts


def test_an_unmarked_aliexpress_price_is_in_the_currency_of_the_settings(tmp_path: Path) -> None:
    book = Workbook()
    for row in (["商品ID", "售价", "采购成本(CNY)", "佣金率"], ["1", 10, 20, "8%"], ["2", 12, 20, "8%"]):
        book.active.append(row)
    book.save(tmp_path / "p.xlsx")
    source = with_settings(tmp_path / "p.xlsx", tmp_path / "s.xlsx")

    def change(book: Workbook) -> None:
        for name, value in (("平台", "速卖通"), ("售卖币种", "欧元"), ("EUR", 8)):
            choose(book["xlops 设置"], name, value)

    result = grade_file(edit(source, change), OPTIONS)
    assert [total["currency"] for total in result.sheets[0]["totals"]] == ["EUR"]
    assert any("EUR" in text for text in result.sheets[0]["assumed"])
    assert any("EUR" in name for name in table(result.target, "Sheet", 1))


# Grading again, and taking everything out


def test_grading_keeps_both_sheets_and_ungrade_removes_them(tmp_path: Path) -> None:
    plain = product_book(tmp_path / "p.xlsx")
    source, own = with_columns(plain, tmp_path / "c.xlsx")
    source = with_settings(source, tmp_path / "s.xlsx")

    def change(book: Workbook) -> None:
        correct(book[own], "头程(CNY)", "忽略")
        ws = book["xlops 设置"]
        choose(ws, "USD", 7.2)
        ws["H3"], ws["H3"].font = "王的备注", Font(bold=True, color="FF0000")
        ws.column_dimensions["H"].width = 77

    before = cells(edit(source, change))
    once = grade_file(source, OPTIONS).target
    first = cells(once)
    assert cells(grade_file(once, OPTIONS).target) == first
    assert {name: first[name] for name in (own, "xlops 设置")} == {name: before[name] for name in (own, "xlops 设置")}
    ws = load_workbook(once)["xlops 设置"]
    assert (ws["H3"].font.b, ws.column_dimensions["H"].width) == (True, 77)
    assert len(load_workbook(once)[own].data_validations.dataValidation) == 3
    assert ungrade_file(once).ok
    assert cells(once) == cells(plain)


def cells(path: Path) -> dict[str, list[Any]]:
    return {ws.title: [list(row) for row in ws.iter_rows(values_only=True)] for ws in load_workbook(path).worksheets}


def test_two_product_sheets_have_a_columns_sheet_each(tmp_path: Path) -> None:
    def copy(book: Workbook) -> None:
        book.copy_worksheet(book["US产品"]).title = "US产品2"

    book = open_book(edit(product_book(tmp_path / "p.xlsx"), copy))
    for name in ("US产品", "US产品2"):
        put_columns(book, name)
    book.save(tmp_path / "c.xlsx")

    def change(book: Workbook) -> None:
        correct(book[columns_title("zh", "US产品2")], "头程(CNY)", "忽略")
        book["US产品2"].title = "欧洲"  # Excel corrects the hidden name by itself
        book[columns_title("zh", "US产品2")].defined_names[OWN_ABOUT].attr_text = "'欧洲'!$A$1"

    source = edit(tmp_path / "c.xlsx", change)
    first, second = grade_file(source, OPTIONS).sheets
    terms = [{c["header"]: c["term"] for c in sheet["columns"]}["头程(CNY)"] for sheet in (first, second)]
    assert (first["sheet"], second["sheet"], terms) == ("US产品", "欧洲", ["first_leg", None])
    book = open_book(source)
    put_columns(book, "欧洲")
    assert book.own_sheets("columns") == ("xlops 列 US产品", "xlops 列 欧洲")


def test_a_renamed_settings_sheet_is_the_operators(tmp_path: Path) -> None:
    source = with_settings(product_book(tmp_path / "p.xlsx"), tmp_path / "s.xlsx", "zh", CHOSEN)
    edit(source, lambda book: setattr(book["xlops 设置"], "title", "旧设置"))
    assert sheet_settings(open_book(source), SETTINGS) == SETTINGS
