"""The ribbon's other macros: columns, settings, live formulas through the add-in's wrappers, explanations, links."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet.formula import ArrayFormula
from test_ribbon import (
    BOOKS,
    DAY,
    Macros,
    batch_result,
    differences,
    header_of,
    many_products,
    our_columns,
    product_sheet,
    same_as_batch,
    saved_by_office,
    untouched,
    used,
)

from xlops.hosts.excel import examples, ribbon
from xlops.hosts.excel.links import repaired
from xlops.workbook.book import OWN_FORMULA


@pytest.fixture
def macros(rig: Any, tmp_path: Path) -> Macros:
    return Macros(rig, tmp_path)


@pytest.fixture
def wrapped(rig: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Make a macro run in a workbook whose cells can call the add-in's wrappers, as with the add-in loaded."""
    from addin_in_office import source
    from rig_wrappers import CONNECTION, Bridge, for_basic
    from rigcom import lo, session

    modules = {"XlopsConnection": CONNECTION}
    modules |= {name: for_basic(source(name)) for name in ("XlopsFormulas", "XlopsCore")}
    installed: list[Any] = []

    def install() -> None:
        # Cells can call the functions of their own document's Basic library. LibreOffice copies no sheets into a
        # document that has one, so it comes when all sheets are there.
        host = lo.VbaHost(rig.s.office, rig.s.books[-1].doc)
        host.bridge = rig.s.host.bridge
        host.basic("RigCore", "RigInit", host.bridge)
        Bridge(rig.s)
        for name, text in modules.items():
            host.put_module(name, session.vba_for_libreoffice(text))
        installed.append(host)

    def before_formulas(*given: Any) -> Any:
        install()
        return live_columns(*given)

    def wrap(macro: Callable[[], object]) -> Callable[[], object]:
        def run() -> None:
            if macro is ribbon.repair_links:
                install()
            macro()
            rig.s.books[-1].doc.calculateAll()
            for host in installed:
                host.drop_modules()
                for name in modules:
                    host.lib.removeByName(name)
            installed.clear()

        return run

    live_columns = ribbon.live_columns
    monkeypatch.setattr(ribbon, "live_columns", before_formulas)
    return wrap


def values_and_formulas(file: Path, sheet: str) -> tuple[Any, Any]:
    return openpyxl.load_workbook(file, data_only=True)[sheet], openpyxl.load_workbook(file)[sheet]


def live_cells(ws: Any) -> dict[tuple[int, int], tuple[int, int]]:
    """The cells that a formula of xlops fills, with the first and last row of their formula.

    A file names an array formula in its first cell only.
    """
    found = {}
    for cell in (cell for row in ws.iter_rows() for cell in row):
        array = isinstance(cell.value, ArrayFormula)
        text = cell.value.text if array else cell.value
        if isinstance(text, str) and OWN_FORMULA.search(text):
            left, top, right, bottom = range_boundaries(cell.value.ref if array else cell.coordinate)
            found |= {(r, c): (top, bottom) for r in range(top, bottom + 1) for c in range(left, right + 1)}
    return found


@pytest.mark.parametrize(
    ("name", "sheet", "live", "cells"),
    [("demo_amazon_us", "US产品表", 9, 450), ("demo_aliexpress", "速卖通选品", 3, 160)],
)
def test_insert_formulas_on_the_demos(
    name: str, sheet: str, live: int, cells: int, wrapped: Any, macros: Macros, tmp_path: Path
) -> None:
    source = BOOKS / f"{name}.xlsx"
    file = macros.run(source, wrapped(lambda: ribbon.insert_formulas(DAY)))
    assert f"{live} 个结果列已写入实时公式" in macros.said
    assert "#NAME?" not in macros.said
    untouched(file, source, sheet, macros)
    batch = openpyxl.load_workbook(batch_result(source, tmp_path, sheet))[sheet]
    shown, formulas = values_and_formulas(file, sheet)
    header = header_of(batch)
    computed = live_cells(formulas)
    places = [(row, column) for column in our_columns(batch, header) for row in range(header + 1, batch.max_row + 1)]
    # LibreOffice does not call a function of VBA when one element of an array is an error: one unknown cost makes its
    # whole run unknown there. Excel hands the error over.
    spoilt = {
        row
        for place in places
        if place in computed and batch.cell(*place).value is None
        for row in range(computed[place][0], computed[place][1] + 1)
    }
    compared = 0
    for place in places:
        wanted, found = batch.cell(*place).value, shown.cell(*place).value
        if place[0] in spoilt and found == "#N/A":
            continue
        if wanted is None and place in computed:
            assert not isinstance(found, int | float), "what is unknown is no number"
        elif isinstance(wanted, int | float):
            assert found == pytest.approx(wanted, abs=1e-9), place
            compared += place in computed
    assert compared > cells
    # Grading again puts values in place of the formulas, and clearing leaves nothing.
    graded = macros.run(file, ribbon.grade_sheet, DAY)
    same_as_batch(graded, saved_by_office(batch_result(source, tmp_path, sheet), macros), sheet, widths=False)
    untouched(macros.run(file, ribbon.clear_grades), source, sheet, macros)


def test_insert_formulas_in_three_thousand_rows(wrapped: Any, macros: Macros, tmp_path: Path) -> None:
    source = many_products(tmp_path / "many.xlsx")
    file = macros.run(source, wrapped(lambda: ribbon.insert_formulas(DAY)))
    batch = openpyxl.load_workbook(batch_result(source, tmp_path, "产品"))["产品"]
    shown, formulas = values_and_formulas(file, "产品")
    computed = live_cells(formulas)
    column = next(c for c in our_columns(batch, 1) if "FBA配送费" in batch.cell(1, c).value)
    assert {computed[row, column] for row in range(2, 3_002)} == {(2, 3_001)}, "one formula over all rows"
    for row in range(2, 3_002):
        wanted, found = batch.cell(row, column).value, shown.cell(row, column).value
        assert found == "#VALUE!" if wanted is None else found == pytest.approx(wanted, abs=1e-9), row
    untouched(file, source, "产品", macros)


def test_live_formulas_follow_the_price(wrapped: Any, macros: Macros, tmp_path: Path) -> None:
    source = product_sheet(tmp_path / "live.xlsx", 4)

    def dearer() -> None:
        import xlwings

        ribbon.insert_formulas()
        xlwings.Book.caller().sheets["产品"].range("C3").value = 80

    file = macros.run(source, wrapped(dearer))
    shown, formulas = values_and_formulas(file, "产品")
    places = {str(shown.cell(1, c).value).removeprefix("xlops "): c for c in our_columns(shown, 1)}
    referral = places["销售佣金 USD"]
    assert [shown.cell(r, referral).value for r in (2, 3, 4, 5)] == [3.75, 12.0, 3.75, 3.75]
    # The same as grading the sheet with that price.
    source80 = product_sheet(tmp_path / "80.xlsx", 4, also=lambda _, ws: ws.cell(3, 3, 80))
    graded = openpyxl.load_workbook(batch_result(source80, tmp_path, "产品", as_of=date.today()))["产品"]
    for name, column in places.items():
        if name.endswith("USD"):
            assert shown.cell(3, column).value == pytest.approx(graded.cell(3, column).value, abs=1e-9), name
    array = formulas.cell(2, referral).value
    assert array.ref == f"{get_column_letter(referral)}2:{get_column_letter(referral)}5", "one call for the column"
    assert array.text.lstrip("=").startswith("AMZ_REFERRAL_FEE($C$2:$C$5,$B$2:$B$5")


def test_a_table_takes_a_formula_in_each_cell(wrapped: Any, macros: Macros, tmp_path: Path) -> None:
    from openpyxl.worksheet.table import Table

    source = product_sheet(
        tmp_path / "table.xlsx", also=lambda _, ws: ws.add_table(Table(displayName="T1", ref="A1:I4"))
    )
    file = macros.run(source, wrapped(ribbon.insert_formulas))
    shown, formulas = values_and_formulas(file, "产品")
    column = next(c for c in our_columns(shown, 1) if "销售佣金" in shown.cell(1, c).value)
    assert [formulas.cell(r, column).value for r in (2, 3, 4)] == [
        f'=AMZ_REFERRAL_FEE(C{r},B{r})' for r in (2, 3, 4)
    ]
    assert [shown.cell(r, column).value for r in (2, 3, 4)] == [3.75] * 3


def test_formulas_without_the_add_in_are_told(macros: Macros, tmp_path: Path) -> None:
    macros.run(product_sheet(tmp_path / "a.xlsx"), ribbon.insert_formulas)
    assert "加载项未加载。请双击安装文件夹中的 doctor.cmd" in macros.said


# Columns and settings


def test_columns_are_shown_corrected_and_remembered(macros: Macros, tmp_path: Path) -> None:
    source = product_sheet(tmp_path / "columns.xlsx", also=lambda _, ws: ws.cell(1, 4, "我的价(USD)"))
    shown = macros.run(source, ribbon.check_columns)
    assert "识别了" in macros.said
    book = openpyxl.load_workbook(shown)
    assert book.sheetnames == ["产品", "xlops 列 产品"]
    untouched(shown, source, "产品", macros)
    ws = book["xlops 列 产品"]
    cell = next(c for row in ws.iter_rows() for c in row if c.value == "我的价(USD)")
    heads = {c.value: c.column for r in ws.iter_rows() for c in r if isinstance(c.value, str) and c.row < cell.row}
    yellow = next(column for head, column in heads.items() if "更正" in head or "应为" in head or "改为" in head)
    ws.cell(cell.row, yellow).value = "到岸成本"
    corrected = tmp_path / "corrected.xlsx"
    book.save(corrected)
    graded = macros.run(corrected, ribbon.grade_sheet, DAY, active="产品")
    same_as_batch(graded, saved_by_office(batch_result(corrected, tmp_path, "产品"), macros), "产品")
    ours = openpyxl.load_workbook(graded)["产品"]
    profit = next(c for c in our_columns(ours, 1) if "单件利润" in ours.cell(1, c).value)
    assert ours.cell(2, profit).value == pytest.approx(25 - 6 - 3.75 - 3.95 - 0.14, abs=0.35)
    # The correction is still there after grading and clearing, and a second look keeps it.
    again = openpyxl.load_workbook(macros.run(graded, ribbon.check_columns, active="产品"))["xlops 列 产品"]
    assert again.cell(cell.row, yellow).value
    cleared = macros.run(graded, ribbon.clear_grades, active="产品")
    assert openpyxl.load_workbook(cleared).sheetnames == ["产品", "xlops 列 产品"]


@pytest.mark.parametrize(
    ("name", "sheet"), [("demo_amazon_us", "US产品表"), ("demo_aliexpress", "速卖通选品"), ("many", "产品")]
)
def test_check_columns_twice(name: str, sheet: str, macros: Macros, tmp_path: Path) -> None:
    source = many_products(tmp_path / "many.xlsx") if name == "many" else BOOKS / f"{name}.xlsx"
    shown = macros.run(source, ribbon.check_columns)
    untouched(shown, source, sheet, macros)
    again = macros.run(shown, ribbon.check_columns, active=sheet)
    first, second = openpyxl.load_workbook(shown), openpyxl.load_workbook(again)
    assert first.sheetnames == second.sheetnames
    assert differences(used(second[f"xlops 列 {sheet}"]), used(first[f"xlops 列 {sheet}"])) == {}
    # A sheet of corrections without a correction changes nothing in the results.
    graded = macros.run(again, ribbon.grade_sheet, DAY, active=sheet)
    ours = openpyxl.load_workbook(graded)[sheet]
    batch = openpyxl.load_workbook(saved_by_office(batch_result(source, tmp_path, sheet), macros))[sheet]
    assert differences(used(ours), used(batch)) == {}


def test_a_wrong_correction_is_told_with_its_cell(macros: Macros, tmp_path: Path) -> None:
    shown = macros.run(product_sheet(tmp_path / "columns.xlsx"), ribbon.check_columns)
    book = openpyxl.load_workbook(shown)
    ws = book["xlops 列 产品"]
    cell = next(c for row in ws.iter_rows() for c in row if c.value == "售价(USD)")
    heads = {c.value: c.column for r in ws.iter_rows() for c in r if isinstance(c.value, str) and c.row < cell.row}
    yellow = next(column for head, column in heads.items() if "更正" in head or "应为" in head or "改为" in head)
    ws.cell(cell.row, yellow).value = "价格吗"
    wrong = tmp_path / "wrong.xlsx"
    book.save(wrong)
    after = macros.run(wrong, ribbon.grade_sheet, DAY, active="产品")
    assert f"{get_column_letter(yellow)}{cell.row}" in macros.said
    assert "价格吗" in macros.said
    assert not our_columns(openpyxl.load_workbook(after)["产品"], 1)


def test_settings_count_for_the_next_grading(macros: Macros, tmp_path: Path) -> None:
    source = product_sheet(tmp_path / "settings.xlsx")
    shown = macros.run(source, ribbon.settings)
    assert "黄色单元格" in macros.said
    book = openpyxl.load_workbook(shown)
    assert book.sheetnames == ["产品", "xlops 设置"]
    ws = book["xlops 设置"]
    market = next(c for row in ws.iter_rows() for c in row if isinstance(c.value, str) and c.value.startswith("站点"))
    value = next(c for c in ws[market.row][market.column :] if str(c.fill.fgColor.rgb).endswith("FFF6C8"))
    value.value = "加拿大"
    chosen = tmp_path / "chosen.xlsx"
    book.save(chosen)
    graded = macros.run(chosen, ribbon.grade_sheet, DAY, active="产品")
    same_as_batch(graded, saved_by_office(batch_result(chosen, tmp_path, "产品"), macros), "产品")
    assert "站点 ca · 采用工作表“xlops 设置”的设置" in openpyxl.load_workbook(graded)["xlops 汇总"]["A2"].value
    # A second press shows the same sheet and loses nothing.
    again = openpyxl.load_workbook(macros.run(chosen, ribbon.settings, active="产品"))
    assert again.sheetnames == ["产品", "xlops 设置"]
    assert again["xlops 设置"][value.coordinate].value == "加拿大"


def test_a_wrong_setting_is_told_with_its_cell(macros: Macros, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(macros.run(product_sheet(tmp_path / "s.xlsx"), ribbon.settings))
    ws = book["xlops 设置"]
    rate = next(c for row in ws.iter_rows() for c in row if c.value == "USD")
    cell = next(c for c in ws[rate.row][rate.column :] if str(c.fill.fgColor.rgb).endswith("FFF6C8"))
    cell.value = 0.14  # upside down
    wrong = tmp_path / "wrong.xlsx"
    book.save(wrong)
    macros.run(wrong, ribbon.settings, active="产品")
    assert cell.coordinate in macros.said and "USD" in macros.said


# Explanations


def explained(macros: Macros, file: Path, cell: str, macro: Callable[[], object], sheet: str = "产品") -> str:
    macros.run(file, macro, active=sheet, select=cell)
    return macros.said


def test_explain_a_fee_a_profit_and_a_blank(rig: Any, macros: Macros, tmp_path: Path) -> None:
    def spoil(_: Any, ws: Any) -> None:
        ws["B3"].value = None

    graded = macros.run(product_sheet(tmp_path / "a.xlsx", also=spoil), ribbon.grade_sheet, DAY)
    ws = openpyxl.load_workbook(graded)["产品"]
    at = {str(ws.cell(1, c).value).removeprefix("xlops "): get_column_letter(c) for c in our_columns(ws, 1)}
    explain = lambda: ribbon.explain_cell(DAY)  # noqa: E731
    fee = explained(macros, graded, f"{at['销售佣金 USD']}2", explain)
    assert "销售佣金 USD：3.75" in fee
    assert ("15%" in fee and "Toys" in fee) or "玩具" in fee, "the row of the table"
    assert "来源" in fee
    blank = explained(macros, graded, f"{at['销售佣金 USD']}3", explain)
    assert "空" in blank and "缺少类目" in blank
    profit = explained(macros, graded, f"{at['单件利润 USD']}2", explain)
    assert "单件利润 USD：" in profit and "费用合计 USD" in profit


@pytest.mark.usefixtures("english")
def test_explain_in_english(macros: Macros, tmp_path: Path) -> None:
    graded = macros.run(product_sheet(tmp_path / "a.xlsx"), ribbon.grade_sheet, DAY)
    ws = openpyxl.load_workbook(graded)["产品"]
    column = next(c for c in our_columns(ws, 1) if "FBA配送费" in ws.cell(1, c).value)
    said = explained(macros, graded, f"{get_column_letter(column)}2", lambda: ribbon.explain_cell(DAY))
    assert "FBA fulfilment fee" in said or "FBA fee" in said
    assert "source" in said.lower()


def test_explain_the_operators_cells_and_formulas(macros: Macros, tmp_path: Path) -> None:
    def formulas(_: Any, ws: Any) -> None:
        ws["K2"].value = '=AMZ_REFERRAL_FEE(C2,B2,"US","2026-11-22")*2'
        ws["G3"].value = "3 in"

    source = product_sheet(tmp_path / "a.xlsx", also=formulas)
    typed = explained(macros, source, "K2", ribbon.explain_cell)
    assert "3.75" in typed and "来源" in typed
    column = explained(macros, source, "C2", ribbon.explain_cell)
    assert "C 列“售价(USD)”识别为：" in column and "USD" in column
    assert "不是 xlops 的结果" in explained(macros, source, "Z9", ribbon.explain_cell)


def test_explain_a_formula_in_a_sheet_without_products(macros: Macros, tmp_path: Path) -> None:
    def elsewhere(book: Any, _: Any) -> None:
        book.create_sheet("算一下")["B2"].value = '=ALI_FREIGHT(200,"US","standard","2026-06-01")'

    source = product_sheet(tmp_path / "a.xlsx", also=elsewhere)
    assert "来源" in explained(macros, source, "B2", ribbon.explain_cell, sheet="算一下")


def test_explain_a_grade_that_is_missing(macros: Macros, tmp_path: Path) -> None:
    def no_cost(_: Any, ws: Any) -> None:
        ws["D2"].value = None

    graded = macros.run(product_sheet(tmp_path / "a.xlsx", also=no_cost), ribbon.grade_sheet, DAY)
    ws = openpyxl.load_workbook(graded)["产品"]
    column = next(c for c in our_columns(ws, 1) if ws.cell(1, c).value == "xlops 评级")
    said = explained(macros, graded, f"{get_column_letter(column)}2", lambda: ribbon.explain_cell(DAY))
    assert "评级：空" in said and "缺少成本" in said


def test_what_changes_on_a_date(macros: Macros, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = product_sheet(tmp_path / "a.xlsx")
    file = macros.run(source, ribbon.what_changes, "2026-10-01")
    assert "2026-10-01 与今天的费用对比" in macros.said
    assert "USD：3 行" in macros.said
    book = openpyxl.load_workbook(file)
    assert book.sheetnames == ["产品", "xlops 费用变化"]
    untouched(file, source, "产品", macros)
    twice = macros.run(file, ribbon.what_changes, "2026年12月1日", active="产品")
    assert openpyxl.load_workbook(twice).sheetnames == ["产品", "xlops 费用变化"]
    macros.run(source, ribbon.what_changes, "20261301")
    assert "“20261301”不是日期" in macros.said


# Links


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r"='C:\用户\王 小明\AppData\Roaming\Microsoft\Excel\XLSTART\xlops.xlam'!OPS_ACOS(A1,B1)", "=OPS_ACOS(A1,B1)"),
        (r"='C:\it''s here\[xlops.xlam]'!OPS_ACOS(A1,B1)", "=OPS_ACOS(A1,B1)"),
        ("=xlops.xlam!AMZ_FBA_FEE(A1)+[2]!ali_freight(1)", "=AMZ_FBA_FEE(A1)+ali_freight(1)"),
        ("=[1]!OPS_ACOS(A1,B1)", "=OPS_ACOS(A1,B1)"),
        ("=_xludf.OPS_ACOS(A1,[1]!OPS_PROFIT(1,2,3))", "=OPS_ACOS(A1,OPS_PROFIT(1,2,3))"),
        ("=_xlfn._xludf.OPS_ACOS(1,2)", "=OPS_ACOS(1,2)"),
        ("=IFERROR(_xll.OPS_ACOS(1,2),0)", "=IFERROR(OPS_ACOS(1,2),0)"),
    ],
)
def test_links_to_the_add_in_are_repaired(written: str, meant: str) -> None:
    assert repaired(written) == meant
    assert repaired(meant) == meant


@pytest.mark.parametrize(
    "formula",
    [
        "='[Preise 2026.xlsx]Blatt 1'!A1+OPS_ACOS(1,2)",
        "=[1]Sheet1!A1",
        "=[1]!OTHER_FUNCTION(1)",
        '="[1]!OPS_ACOS("&A1',
        "='other.xlam'!MY_FUNCTION(OPS_ACOS(1,2))",
        "=Sheet1!A1",
        "=SUM(A1:A3)",
    ],
)
def test_other_links_stay(formula: str) -> None:
    assert repaired(formula) == formula


def test_repair_links_in_a_workbook(
    wrapped: Any, macros: Macros, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """LibreOffice holds no formulas of add-ins elsewhere, so names with a mark of ours stand for them."""

    def formulas(book: Any, ws: Any) -> None:
        ws["K2"].value, ws["K3"].value, ws["K4"].value = "=_XLUDF_OPS_ACOS(1,4)", "=SUM(C2:C4)", "text"
        other = book.create_sheet("另一张")
        other["A1"].value = "=_XLUDF_OPS_ROAS(4,1)"
        locked = book.create_sheet("锁定")
        locked["A1"].value = "=_XLUDF_OPS_ROAS(4,1)"
        locked.protection.sheet = True

    monkeypatch.setattr(ribbon, "repaired", lambda text: re.sub("_xludf_", "", text, flags=re.I))
    source = product_sheet(tmp_path / "links.xlsx", also=formulas)
    file = macros.run(source, wrapped(ribbon.repair_links))
    assert "已修复 2 个公式" in macros.said
    assert "未修复：锁定" in macros.said
    shown, texts = values_and_formulas(file, "产品")
    assert texts["K2"].value == "=OPS_ACOS(1,4)" and shown["K2"].value == 0.25
    assert texts["K3"].value == "=SUM(C2:C4)" and texts["K4"].value == "text"
    assert values_and_formulas(file, "另一张")[1]["A1"].value == "=OPS_ROAS(4,1)"


# Help


@pytest.mark.parametrize("language", ["CHINESE", "ENGLISH"])
def test_help_and_about(language: str, rig: Any, macros: Macros, tmp_path: Path) -> None:
    from xlops._version import __version__
    from xlops.catalog import catalogue

    rig.additions.language.id = getattr(rig.additions, language)
    source = product_sheet(tmp_path / "a.xlsx")
    file = macros.run(source, ribbon.help_sheet)
    rig.additions.language.id = rig.additions.CHINESE
    book = openpyxl.load_workbook(file)
    title = "xlops 帮助" if language == "CHINESE" else "xlops help"
    assert book.sheetnames == ["产品", title]
    listed = {cell.value for cell in book[title]["B"]}
    assert {name for name in catalogue() if not name.endswith("_EXPLAIN")} <= listed
    untouched(file, source, "产品", macros)
    macros.run(source, ribbon.about)
    assert __version__ in macros.said and "费用表：" in macros.said and "0.37.8" in macros.said


def test_self_test(rig: Any, macros: Macros, tmp_path: Path, own_home: Path) -> None:
    """Without the add-in every answer is #NAME?, which is what it must say; the results are written all the same."""
    before = list(rig.s.office.documents())
    macros.run(product_sheet(tmp_path / "a.xlsx"), ribbon.self_test)
    for document in rig.s.office.documents():
        if not any(document == known for known in before) and document.Sheets.hasByName("xlops self-test"):
            names = document.Sheets.ElementNames
            cell = document.Sheets.getByName("xlops self-test").getCellByPosition(1, 0).String
            document.Modified = False
            document.close(True)
    assert "xlops self-test" in names
    assert cell == examples.NOT_LOADED
    assert examples.NOT_LOADED in macros.said
    report = json.loads((own_home / "selftest.json").read_text(encoding="utf-8"))
    assert report["checks"] == len(examples.checks()) == len(report["results"])
    assert report["headline"] == examples.NOT_LOADED


def test_macros_are_those_that_the_add_in_calls() -> None:
    from addin_in_office import source

    called = set(re.findall(r'"(\w+)\(\)"', source("XlopsRibbon"))) | {"what_changes"}
    macros = {n for n, f in vars(ribbon).items() if hasattr(f, "__wrapped__") and f.__module__ == ribbon.__name__}
    assert called == macros
