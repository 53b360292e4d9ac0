"""The ribbon's macros on a real spreadsheet: run by xlwings' Windows code in LibreOffice, judged by the saved file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from xlops.grading.results import Settings
from xlops.hosts.auditing import AuditOptions, audit_files
from xlops.hosts.batch import Options, grade_file
from xlops.hosts.excel import ribbon
from xlops.hosts.import_files import import_reports
from xlops.workbook.book import PREFIX

BOOKS = Path(__file__).parents[3] / "workbooks"
DAY = date(2026, 11, 22)
DEMOS = {"demo_amazon_us": "US产品表", "demo_aliexpress": "速卖通选品"}


class Macros:
    """Macros on copies of workbooks, each giving the saved file."""

    def __init__(self, rig: Any, folder: Path) -> None:
        self.rig, self.folder, self.count = rig, folder, 0
        self.last: Any = None

    def run(self, source: Path, macro: Callable[..., Any], *args: object, **how: Any) -> Path:
        """Run a macro on a copy of a workbook; return the workbook as it is saved afterwards."""
        self.count += 1
        target = self.folder / f"after{self.count}" / source.name
        target.parent.mkdir()
        self.last = self.rig.macro(source, macro, args=args, out=target, **how)
        assert self.last.error is None, self.last.error
        assert self.last.unsupported == []
        assert self.last.screen_updating
        assert self.last.unused_answers == []
        return target

    @property
    def said(self) -> str:
        """What the message boxes of the last macro said."""
        return "\n".join(message["text"] for message in self.last.messages)


@pytest.fixture
def macros(rig: Any, tmp_path: Path) -> Macros:
    return Macros(rig, tmp_path)


def saved_by_office(source: Path, macros: Macros) -> Path:
    """The workbook as LibreOffice saves it when nothing is done to it: what a macro is compared with."""
    return macros.run(source, lambda: None)


def looks(cell: Cell) -> tuple[object, ...]:
    value = round(cell.value, 12) if isinstance(cell.value, float) else cell.value
    fill = str(cell.fill.fgColor.rgb)[2:] if cell.fill.fill_type else None
    note = cell.comment.text if cell.comment else None
    form = cell.number_format.lower().replace("\\", "")
    align = cell.alignment
    return value, form, fill, cell.font.b, cell.font.sz, note, align.horizontal, bool(align.wrap_text)


def used(ws: Worksheet) -> dict[str, tuple[object, ...]]:
    blank = looks(Worksheet(ws.parent).cell(1, 1))
    found = {cell.coordinate: looks(cell) for row in ws.iter_rows() for cell in row}
    return {place: look for place, look in found.items() if look[0] is not None or look[2:4] != blank[2:4] or look[5]}


def our_columns(ws: Worksheet, header: int) -> list[int]:
    return [cell.column for cell in ws[header] if isinstance(cell.value, str) and cell.value.startswith(PREFIX)]


def header_of(ws: Worksheet) -> int:
    return next(r for r in range(1, 30) if our_columns(ws, r))


def differences(found: dict[str, Any], wanted: dict[str, Any]) -> dict[str, Any]:
    return {
        place: (found.get(place), wanted.get(place))
        for place in found.keys() | wanted.keys()
        if found.get(place) != wanted.get(place)
    }


def same_as_batch(file: Path, batch: Path, sheet: str, *, widths: bool = True) -> None:
    """The graded sheet and the reports are cell by cell those of the batch.

    LibreOffice counts widths in letters of the workbook's font, which it replaces when it saves: they can be compared
    only between files that it saved as often.
    """
    found, wanted = openpyxl.load_workbook(file), openpyxl.load_workbook(batch)
    ours = [name for name in wanted.sheetnames if name.startswith("xlops")]
    assert [name for name in found.sheetnames if name.startswith("xlops")] == ours
    for name in (sheet, *ours):
        assert differences(used(found[name]), used(wanted[name])) == {}, name
        mine = {get_column_letter(c) for c in our_columns(wanted[sheet], header_of(wanted[sheet]))}
        for letter in (get_column_letter(c) for c in range(1, wanted[name].max_column + 1)):
            wide = wanted[name].column_dimensions[letter].width
            if widths and (name != sheet or letter in mine):
                assert found[name].column_dimensions[letter].width == pytest.approx(wide, abs=0.8), (name, letter)
    assert [len(found[n]._charts) for n in ours] == [len(wanted[n]._charts) for n in ours]


def untouched(file: Path, source: Path, sheet: str, macros: Macros) -> None:
    """The operator's sheets are cell by cell what they were, but for xlops's own columns."""
    original = openpyxl.load_workbook(source)
    found, wanted = openpyxl.load_workbook(file), openpyxl.load_workbook(saved_by_office(source, macros))
    assert [n for n in found.sheetnames if not n.startswith("xlops")] == wanted.sheetnames
    for name in wanted.sheetnames:
        here, there = found[name], wanted[name]
        mine = set()
        if name == sheet and any(our_columns(here, r) for r in range(1, 30)):
            mine = {get_column_letter(c) for c in our_columns(here, header_of(here))}
        cells = {p: look for p, look in used(here).items() if p.rstrip("0123456789") not in mine}
        assert differences(cells, used(there)) == {}, name
        for letter, dimension in there.column_dimensions.items():
            assert here.column_dimensions[letter].width == pytest.approx(dimension.width, abs=0.01), letter
        assert here.merged_cells.ranges == there.merged_cells.ranges
        # A row that nobody gave a height is as high as the program likes.
        heights = {r: there.row_dimensions[r].height for r, d in original[name].row_dimensions.items() if d.height}
        assert {r: d.height for r, d in here.row_dimensions.items() if r in heights} == heights
        assert len(here._images) == len(there._images)


def batch_result(source: Path, folder: Path, sheet: str, **settings: Any) -> Path:
    """What ``xlops grade --sheet`` makes of the same sheet, opened and saved by LibreOffice like the macro's."""
    chosen = Settings(**{"as_of": DAY, **settings})
    result = grade_file(source, Options(chosen, out_dir=folder / "batch", sheet=sheet))
    assert result.target is not None, result.en
    return result.target


@pytest.fixture(params=DEMOS)
def demo(request: pytest.FixtureRequest) -> tuple[Path, str]:
    return BOOKS / f"{request.param}.xlsx", DEMOS[request.param]


def test_grade_sheet_gives_the_cells_of_the_batch(demo: tuple[Path, str], macros: Macros, tmp_path: Path) -> None:
    source, sheet = demo
    graded = macros.run(source, ribbon.grade_sheet, DAY)
    assert f"工作表“{sheet}”：已评级 60 行商品" in macros.said
    same_as_batch(graded, saved_by_office(batch_result(source, tmp_path, sheet), macros), sheet)
    untouched(graded, source, sheet, macros)

    again = macros.run(graded, ribbon.grade_sheet, DAY)
    first, second = openpyxl.load_workbook(graded), openpyxl.load_workbook(again)
    assert first.sheetnames == second.sheetnames
    for name in first.sheetnames:
        assert differences(used(second[name]), used(first[name])) == {}, name


def test_clear_grades_leaves_nothing(demo: tuple[Path, str], macros: Macros) -> None:
    source, sheet = demo
    graded = macros.run(source, ribbon.grade_sheet, DAY)
    cleared = macros.run(graded, ribbon.clear_grades)
    assert "已清除" in macros.said
    untouched(cleared, source, sheet, macros)
    book = openpyxl.load_workbook(cleared)
    assert not any(name.startswith("xlops") for name in book.sheetnames)
    assert all(not ws.defined_names for ws in book)
    macros.run(cleared, ribbon.clear_grades)
    assert "没有 xlops 的内容" in macros.said


# Sheets of a few rows, for all else.

HEADER = ["SKU", "类目", "售价(USD)", "到岸成本(USD)", "长(cm)", "宽(cm)", "高(cm)", "重量(g)", "平台"]
PRODUCT = ["Toys and Games", 25, 6, 10, 8, 2, 200, "Amazon"]


def product_sheet(path: Path, rows: int = 3, also: Callable[[Any, Any], None] | None = None) -> Path:
    book = openpyxl.Workbook()
    ws = book.active
    assert ws is not None
    ws.title = "产品"
    ws.append(HEADER)
    for n in range(rows):
        ws.append([f"SKU-{n + 1}", *PRODUCT])
    if also is not None:
        also(book, ws)
    book.save(path)
    return path


def many_products(path: Path) -> Path:
    """A sheet of 3,000 rows, of which every hundredth has a category that nobody knows."""

    def vary(_: Any, ws: Any) -> None:
        for n, row in enumerate(ws.iter_rows(min_row=2)):
            row[2].value, row[3].value, row[7].value = 8 + n % 60, 3 + n % 17 / 4, 100 + n % 900
            if n % 100 == 7:
                row[1].value = "Fluff"

    return product_sheet(path, 3_000, also=vary)


def test_three_thousand_rows(macros: Macros, tmp_path: Path) -> None:
    source = many_products(tmp_path / "many.xlsx")
    graded = macros.run(source, ribbon.grade_sheet, DAY)
    assert "已评级 3000 行商品" in macros.said
    same_as_batch(graded, saved_by_office(batch_result(source, tmp_path, "产品"), macros), "产品")
    # A block at a time: the cells of the sheet are some 60,000, the calls that Excel answers some hundreds.
    assert macros.last.calls < 2_000
    again = macros.run(graded, ribbon.grade_sheet, DAY)
    first, second = openpyxl.load_workbook(graded), openpyxl.load_workbook(again)
    for name in first.sheetnames:
        assert differences(used(second[name]), used(first[name])) == {}, name
    untouched(macros.run(graded, ribbon.clear_grades), source, "产品", macros)


def test_formulas_and_notes_of_the_operator_in_our_columns_stay(macros: Macros, tmp_path: Path) -> None:
    source = product_sheet(tmp_path / "a.xlsx", 3)
    graded = macros.run(source, ribbon.grade_sheet, DAY)
    book = openpyxl.load_workbook(graded)
    ws = book["产品"]
    column = next(c for c in our_columns(ws, 1) if "单件利润" in ws.cell(1, c).value)
    letter = get_column_letter(column)
    ws.cell(6, column).value = f"=SUM({letter}2:{letter}4)"  # below the products
    ws.cell(3, column).value = f"={letter}2*2"  # in a product's row
    edited = tmp_path / "edited.xlsx"
    book.save(edited)
    again = openpyxl.load_workbook(macros.run(edited, ribbon.grade_sheet, DAY))["产品"]
    assert again.cell(6, column).value == f"=SUM({letter}2:{letter}4)"
    assert again.cell(3, column).value == f"={letter}2*2"
    assert again.cell(2, column).value == ws.cell(2, column).value
    cleared = openpyxl.load_workbook(macros.run(edited, ribbon.clear_grades))["产品"]
    assert cleared.cell(6, column).value == f"=SUM({letter}2:{letter}4)"
    assert cleared.cell(3, column).value == f"={letter}2*2"
    assert cleared.cell(2, column).value is None


def test_several_selected_sheets(macros: Macros, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def second(book: Any, ws: Any) -> None:
        other = book.copy_worksheet(ws)
        other.title = "更多"
        for _ in range(2_100):
            other.append(["SKU-9", *PRODUCT])

    source = product_sheet(tmp_path / "two.xlsx", also=second)

    # LibreOffice's VBA layer selects one tab at a time.
    with monkeypatch.context() as patch:
        patch.setattr(ribbon.Office, "selected", lambda _: ["产品", "更多"])
        declined = openpyxl.load_workbook(macros.run(source, ribbon.grade_sheet, DAY, answers=["no"]))
        assert "有 2,104 行，也要评级吗" in macros.last.messages[0]["text"]
        assert "“更多”未处理" in macros.said
        assert our_columns(declined["产品"], 1) and not our_columns(declined["更多"], 1)
        assert declined.sheetnames == ["产品", "更多", "xlops 汇总", "xlops 记录"]
        both = macros.run(source, ribbon.grade_sheet, DAY, answers=["yes"])
        assert our_columns(openpyxl.load_workbook(both)["更多"], 1)
        reports = ["xlops 汇总", "xlops 记录", "xlops 汇总 更多", "xlops 记录 更多"]
        assert openpyxl.load_workbook(both).sheetnames[2:] == reports
    # Grading one of them again replaces its own reports only, and clearing it leaves the other's.
    again = macros.run(both, ribbon.grade_sheet, DAY, active="更多")
    assert sorted(openpyxl.load_workbook(again).sheetnames) == sorted(openpyxl.load_workbook(both).sheetnames)
    one = openpyxl.load_workbook(macros.run(both, ribbon.clear_grades, active="更多"))
    assert one.sheetnames == ["产品", "更多", "xlops 汇总", "xlops 记录"]
    assert our_columns(one["产品"], 1) and not our_columns(one["更多"], 1)


def test_a_report_stands_for_its_sheet(macros: Macros, tmp_path: Path) -> None:
    graded = macros.run(product_sheet(tmp_path / "a.xlsx"), ribbon.grade_sheet, DAY)
    cleared = macros.run(graded, ribbon.clear_grades, active="xlops 汇总")
    assert openpyxl.load_workbook(cleared).sheetnames == ["产品"]


def test_a_table_takes_our_columns_in_and_gives_them_back(macros: Macros, tmp_path: Path) -> None:
    from openpyxl.worksheet.table import Table

    def table(_: Any, ws: Any) -> None:
        ws.add_table(Table(displayName="产品表", ref="A1:I4"))

    source = product_sheet(tmp_path / "table.xlsx", also=table)
    graded = macros.run(source, ribbon.grade_sheet, DAY)
    ws = openpyxl.load_workbook(graded)["产品"]
    assert ws.tables["产品表"].ref == f"A1:{get_column_letter(our_columns(ws, 1)[-1])}4"
    cleared = openpyxl.load_workbook(macros.run(graded, ribbon.clear_grades))["产品"]
    assert cleared.tables["产品表"].ref == "A1:I4"
    assert differences(used(cleared), used(openpyxl.load_workbook(saved_by_office(source, macros))["产品"])) == {}


def test_hidden_and_filtered_rows_are_graded_too(macros: Macros, tmp_path: Path) -> None:
    def hide(_: Any, ws: Any) -> None:
        ws.auto_filter.ref = "A1:I6"
        ws.row_dimensions[3].hidden = True
        ws.column_dimensions["D"].hidden = True

    source = product_sheet(tmp_path / "hidden.xlsx", 5, also=hide)
    graded = macros.run(source, ribbon.grade_sheet, DAY)
    ws = openpyxl.load_workbook(graded)["产品"]
    assert ws.row_dimensions[3].hidden and ws.column_dimensions["D"].hidden
    grade = next(c for c in our_columns(ws, 1) if "评级" in ws.cell(1, c).value)
    assert [ws.cell(r, grade).value for r in range(2, 7)] == ["A"] * 5
    assert ws.auto_filter.ref == f"A1:{get_column_letter(our_columns(ws, 1)[-1])}6"
    cleared = openpyxl.load_workbook(macros.run(graded, ribbon.clear_grades))["产品"]
    assert cleared.auto_filter.ref == "A1:I6"
    assert cleared.row_dimensions[3].hidden


# What cannot be graded: a message, and nothing is written.


def protect_sheet(_: Any, ws: Any) -> None:
    ws.protection.sheet = True


def empty(_: Any, ws: Any) -> None:
    ws.delete_rows(1, 10)


def nothing_known(_: Any, ws: Any) -> None:
    ws.delete_rows(1, 10)
    for row in (["甲", "乙", "丙"], [1, 2, 3], [4, 5, 6]):
        ws.append(row)


def no_price(_: Any, ws: Any) -> None:
    ws.delete_cols(3)


def merged_into_our_columns(_: Any, ws: Any) -> None:
    ws.merge_cells("A1:L1")


def two_prices(_: Any, ws: Any) -> None:
    ws.cell(1, 10, "售价")
    for row in (2, 3, 4):
        ws.cell(row, 10, 30 + row)


BAD = {
    protect_sheet: ("工作表受保护", "the sheet is protected"),
    empty: ("是空的", "empty"),
    nothing_known: ("产品", "header"),
    no_price: ("需要售价列", "a price column"),
    two_prices: ("售价", "price"),
}


@pytest.mark.parametrize("spoil", BAD, ids=lambda f: f.__name__)
@pytest.mark.parametrize("macro", [ribbon.grade_sheet, ribbon.insert_formulas], ids=["grade", "formulas"])
def test_what_cannot_be_graded_is_told_in_chinese(
    spoil: Any, macro: Any, macros: Macros, tmp_path: Path
) -> None:
    source = product_sheet(tmp_path / "bad.xlsx", also=spoil)
    after = macros.run(source, macro, DAY)
    assert BAD[spoil][0] in macros.said
    nothing_written(after, source, macros)


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize("spoil", BAD, ids=lambda f: f.__name__)
def test_what_cannot_be_graded_is_told_in_english(spoil: Any, macros: Macros, tmp_path: Path) -> None:
    source = product_sheet(tmp_path / "bad.xlsx", also=spoil)
    after = macros.run(source, ribbon.grade_sheet, DAY)
    assert BAD[spoil][1] in macros.said.lower()
    nothing_written(after, source, macros)


def nothing_written(after: Path, source: Path, macros: Macros) -> None:
    found, wanted = openpyxl.load_workbook(after), openpyxl.load_workbook(saved_by_office(source, macros))
    assert found.sheetnames == wanted.sheetnames
    for name in wanted.sheetnames:
        assert differences(used(found[name]), used(wanted[name])) == {}
        assert not found[name].defined_names


def test_a_title_that_is_merged_over_our_place_is_no_obstacle(macros: Macros, tmp_path: Path) -> None:
    def titled(_: Any, ws: Any) -> None:
        ws.insert_rows(1)
        ws["A1"] = "产品利润表"
        ws.merge_cells("A1:Z1")

    graded = macros.run(product_sheet(tmp_path / "title.xlsx", also=titled), ribbon.grade_sheet, DAY)
    ws = openpyxl.load_workbook(graded)["产品"]
    assert our_columns(ws, 2)[0] == 10
    assert "A1:Z1" in {str(area) for area in ws.merged_cells.ranges}


def test_cells_merged_into_our_place_are_told(macros: Macros, tmp_path: Path) -> None:
    source = product_sheet(tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(macros.run(source, ribbon.grade_sheet, DAY))
    ws = book["产品"]
    first = our_columns(ws, 1)[0]
    ws.merge_cells(start_row=3, end_row=4, start_column=first, end_column=first + 1)
    spoilt = tmp_path / "spoilt.xlsx"
    book.save(spoilt)
    after = macros.run(spoilt, ribbon.grade_sheet, DAY)
    assert "合并单元格" in macros.said
    assert differences(
        used(openpyxl.load_workbook(after)["产品"]),
        used(openpyxl.load_workbook(saved_by_office(spoilt, macros))["产品"]),
    ) == {}


def test_a_protected_structure(macros: Macros, tmp_path: Path) -> None:
    source = product_sheet(tmp_path / "locked.xlsx")

    def locked(macro: Callable[[], None]) -> Callable[[], None]:
        def run() -> None:
            import xlwings

            xlwings.Book.caller().api.Protect("secret", True)
            macro()

        return run

    for macro in (
        lambda: ribbon.grade_sheet(DAY),
        ribbon.check_columns,
        ribbon.settings,
        ribbon.checklists,
        ribbon.help_sheet,
    ):
        after = macros.run(source, locked(macro))
        assert "工作簿结构受保护" in macros.said
        assert openpyxl.load_workbook(after).sheetnames == ["产品"]
        assert not our_columns(openpyxl.load_workbook(after)["产品"], 1)


def test_a_workbook_of_the_old_format(macros: Macros, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sheet of an .xls has fewer rows; here the limit is set above what this program has."""
    from xlops.hosts.excel import book

    source = product_sheet(tmp_path / "old.xlsx")
    monkeypatch.setattr(book, "_ROWS", 2_000_000)
    after = macros.run(source, ribbon.grade_sheet, DAY)
    assert "旧版 .xls 格式" in macros.said
    nothing_written(after, source, macros)


def test_a_chart_sheet(rig: Any, macros: Macros, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """LibreOffice has no chart sheets: the name of the sheet in front is one that has no cells."""
    source = product_sheet(tmp_path / "chart.xlsx")
    monkeypatch.setattr(ribbon.Office, "front", lambda _: "图表1")
    after = macros.run(source, ribbon.grade_sheet, DAY)
    assert "图表工作表" in macros.said
    nothing_written(after, source, macros)


def test_a_cell_in_edit_mode(rig: Any, macros: Macros, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = product_sheet(tmp_path / "edit.xlsx")
    monkeypatch.setattr(rig.additions.edit_mode, "on", True)
    after = macros.run(source, ribbon.grade_sheet, DAY)
    monkeypatch.undo()
    assert "Excel 正忙" in macros.said and "Excel is busy" in macros.said
    nothing_written(after, source, macros)


def test_excel_becomes_busy_while_writing(macros: Macros, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody clicks into a cell between two blocks: what was written is taken away again, and it is told."""
    import pywintypes

    from xlops.hosts.excel import book

    source = product_sheet(tmp_path / "busy.xlsx")

    def busy(*_: object) -> None:
        raise pywintypes.com_error(-2146777998, "Call was rejected.", None, None)

    monkeypatch.setattr(book, "_take_widths", busy)
    after = macros.run(source, ribbon.grade_sheet, DAY)
    assert "Excel 正忙" in macros.said
    nothing_written(after, source, macros)


def test_an_error_of_ours_is_told_and_kept_for_whoever_mends_it(
    macros: Macros, tmp_path: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = product_sheet(tmp_path / "bug.xlsx")
    monkeypatch.setattr(ribbon, "put_results", lambda *_: 1 / 0)
    after = macros.run(source, ribbon.grade_sheet, DAY)
    assert "xlops 内部错误（ZeroDivisionError" in macros.said
    assert "ZeroDivisionError" in (own_home / "last_error.txt").read_text(encoding="utf-8")
    nothing_written(after, source, macros)


# What the operator has prepared right of the table is kept free, and nothing of it is lost.


def note(_: Any, ws: Any) -> None:
    from openpyxl.comments import Comment

    ws["K3"].comment = Comment("记得问工厂", "老板")


def fill(_: Any, ws: Any) -> None:
    from openpyxl.styles import PatternFill

    for row in range(1, 5):
        ws.cell(row, 11).fill = PatternFill("solid", fgColor="FF00FF")


def font(_: Any, ws: Any) -> None:
    from openpyxl.styles import Font

    ws["K3"].font = Font(bold=True, color="FF0000")


def choices(_: Any, ws: Any) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    rule = DataValidation(type="list", formula1='"是,否"')
    rule.add("K2:K4")
    ws.add_data_validation(rule)


def rule(_: Any, ws: Any) -> None:
    from openpyxl.formatting.rule import CellIsRule
    from openpyxl.styles import PatternFill

    red = PatternFill("solid", bgColor="FF0000")
    ws.conditional_formatting.add("A1:N50", CellIsRule(operator="lessThan", formula=["0"], fill=red))


def rules_and_lists(ws: Worksheet) -> tuple[list[str], list[str]]:
    return (
        sorted(str(area) for entry in ws.conditional_formatting for area in entry.cells.ranges),
        sorted(str(area) for entry in ws.data_validations.dataValidation for area in entry.sqref.ranges),
    )


@pytest.mark.parametrize("prepare", [note, fill, font, choices, rule], ids=lambda f: f.__name__)
def test_what_is_prepared_right_of_the_table_stays(prepare: Any, macros: Macros, tmp_path: Path) -> None:
    source = product_sheet(tmp_path / "right.xlsx", also=prepare)
    before = openpyxl.load_workbook(saved_by_office(source, macros))["产品"]
    graded = macros.run(source, ribbon.grade_sheet, DAY)
    ws = openpyxl.load_workbook(graded)["产品"]
    batch = openpyxl.load_workbook(batch_result(source, tmp_path, "产品"))["产品"]
    assert our_columns(ws, 1) == our_columns(batch, 1)
    assert our_columns(ws, 1)[0] == (15 if prepare is rule else 12)
    assert rules_and_lists(ws) == rules_and_lists(before)
    cleared = openpyxl.load_workbook(macros.run(graded, ribbon.clear_grades))["产品"]
    assert differences(used(cleared), used(before)) == {}
    assert rules_and_lists(cleared) == rules_and_lists(before)


def test_a_header_of_the_operators_that_begins_like_ours(macros: Macros, tmp_path: Path) -> None:
    def own(_: Any, ws: Any) -> None:
        ws["J1"], ws["J2"] = "xlops 我的列", 5

    source = product_sheet(tmp_path / "own.xlsx", also=own)
    graded = macros.run(source, ribbon.grade_sheet, DAY)
    book = openpyxl.load_workbook(graded)
    ws = book["产品"]
    assert (ws["J1"].value, ws["J2"].value) == ("xlops 我的列", 5)
    last = our_columns(ws, 1)[-1]
    ws.cell(1, last + 1).value, ws.cell(2, last + 1).value = "xlops 备注", "我的"
    edited = tmp_path / "edited.xlsx"
    book.save(edited)
    again = macros.run(edited, ribbon.grade_sheet, DAY)
    cleared = openpyxl.load_workbook(macros.run(again, ribbon.clear_grades))["产品"]
    assert cleared["J2"].value == 5
    assert (cleared.cell(1, last + 1).value, cleared.cell(2, last + 1).value) == ("xlops 备注", "我的")


def test_a_failure_leaves_the_results_of_before(
    macros: Macros, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from xlops.hosts.excel import book

    graded = macros.run(product_sheet(tmp_path / "a.xlsx"), ribbon.grade_sheet, DAY)
    failed: list[int] = []

    def fails(ws: Any, block: Any, widths: Any) -> None:
        failed.append(1)
        if len(failed) == 1:
            raise RuntimeError("Excel refused")
        settle(ws, block, widths)

    settle = book._settle
    monkeypatch.setattr(book, "_settle", fails)
    after = macros.run(graded, ribbon.grade_sheet, DAY)
    assert "xlops 内部错误" in macros.said
    found, wanted = openpyxl.load_workbook(after), openpyxl.load_workbook(saved_by_office(graded, macros))
    assert found.sheetnames == wanted.sheetnames
    for name in wanted.sheetnames:
        assert differences(used(found[name]), used(wanted[name])) == {}, name
    monkeypatch.undo()
    cleared = openpyxl.load_workbook(macros.run(after, ribbon.clear_grades))
    assert cleared.sheetnames == ["产品"] and not our_columns(cleared["产品"], 1)


def test_widths_of_the_operator_come_back(macros: Macros, tmp_path: Path) -> None:
    def wide(_: Any, ws: Any) -> None:
        for n in range(10, 22):
            ws.column_dimensions[get_column_letter(n)].width = 20 + n % 3 / 2

    source = product_sheet(tmp_path / "wide.xlsx", also=wide)
    before = openpyxl.load_workbook(saved_by_office(source, macros))["产品"]
    graded = macros.run(source, ribbon.grade_sheet, DAY)
    cleared = openpyxl.load_workbook(macros.run(graded, ribbon.clear_grades))["产品"]
    for n in range(1, 22):
        letter = get_column_letter(n)
        assert cleared.column_dimensions[letter].width == pytest.approx(before.column_dimensions[letter].width, abs=0.3)


def test_reports_of_another_sheet_stay_when_its_first_row_is_deleted(macros: Macros, tmp_path: Path) -> None:
    def second(book: Any, ws: Any) -> None:
        ws.insert_rows(1)
        book.copy_worksheet(ws).title = "更多"

    source = product_sheet(tmp_path / "two.xlsx", also=second)
    one = macros.run(source, ribbon.grade_sheet, DAY, active="产品")

    def delete_first_row_and_clear() -> None:
        import xlwings

        xlwings.Book.caller().sheets["产品"].range("1:1").delete()
        ribbon.clear_grades()

    both = macros.run(one, ribbon.grade_sheet, DAY, active="更多")
    left = openpyxl.load_workbook(macros.run(both, delete_first_row_and_clear, active="更多"))
    assert left.sheetnames == ["产品", "更多", "xlops 汇总", "xlops 记录"]


def test_six_currencies(macros: Macros, tmp_path: Path) -> None:
    def markets(_: Any, ws: Any) -> None:
        ws["C1"], ws["D1"], ws["J1"] = "售价", "到岸成本", "站点"
        for row, market in enumerate(("US", "UK", "DE", "JP", "CA", "AU"), 2):
            ws.cell(row, 10).value = market

    source = product_sheet(tmp_path / "markets.xlsx", 6, also=markets)
    graded = macros.run(source, ribbon.grade_sheet, DAY)
    same_as_batch(graded, saved_by_office(batch_result(source, tmp_path, "产品"), macros), "产品")
    summary = {cell.value for row in openpyxl.load_workbook(graded)["xlops 汇总"].iter_rows() for cell in row}
    assert {"USD", "GBP", "EUR", "JPY", "CAD", "AUD"} <= summary


def test_errors_in_cells_are_told_by_their_name(macros: Macros, tmp_path: Path) -> None:
    def broken(_: Any, ws: Any) -> None:
        ws["C2"], ws["C3"] = "=1/0", "=NA()"

    source = saved_by_office(product_sheet(tmp_path / "errors.xlsx", also=broken), macros)
    graded = macros.run(source, ribbon.grade_sheet, DAY)
    texts = [str(c.value) for ws in openpyxl.load_workbook(graded) for row in ws.iter_rows() for c in row]
    assert not any("CellError" in text for text in (*texts, macros.said))
    assert any("单元格内容“#DIV/0!”无法识别" in text for text in texts)
    same_as_batch(graded, saved_by_office(batch_result(source, tmp_path, "产品"), macros), "产品", widths=False)


def test_a_number_beside_the_table_is_no_product(macros: Macros, tmp_path: Path) -> None:
    def stray(_: Any, ws: Any) -> None:
        ws["P12"] = 5

    macros.run(product_sheet(tmp_path / "stray.xlsx", also=stray), ribbon.grade_sheet, DAY)
    assert "已评级 3 行商品" in macros.said
    assert "1 行不是商品" in macros.said or "未处理" in macros.said


def test_notes_of_others_in_our_cells_survive(
    macros: Macros, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """LibreOffice loses the author of a note: here every note that does not say what ours say is somebody's."""
    from openpyxl.comments import Comment

    from xlops.hosts.excel import book

    graded = macros.run(product_sheet(tmp_path / "a.xlsx"), ribbon.grade_sheet, DAY)
    edited = openpyxl.load_workbook(graded)
    ws = edited["产品"]
    column = next(c for c in our_columns(ws, 1) if "单件利润" in ws.cell(1, c).value)
    value = ws.cell(3, column).value
    ws.cell(3, column).comment = Comment("老板：再核一下", "老板")
    path = tmp_path / "noted.xlsx"
    edited.save(path)
    monkeypatch.setattr(book, "_NOTE_AUTHORS", ("xlops",))
    again = openpyxl.load_workbook(macros.run(path, ribbon.grade_sheet, DAY))["产品"]
    assert again.cell(3, column).value == value
    assert "老板：再核一下" in again.cell(3, column).comment.text
    cleared = openpyxl.load_workbook(macros.run(path, ribbon.clear_grades))["产品"]
    assert cleared.cell(3, column).value is None
    assert "老板：再核一下" in cleared.cell(3, column).comment.text
    assert cleared.cell(2, column).value is None


# Reports that are imported


ADS = """Start Date,End Date,Country,Currency,Advertised SKU,Impressions,Clicks,Spend,7 Day Total Sales
2026-10-01,2026-10-31,US,USD,SKU-1,1000,50,42.50,260.00
2026-10-01,2026-10-31,US,USD,SKU-9,100,5,3.00,0
"""


def test_import_reports_gives_the_cells_of_the_batch(
    macros: Macros, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ads = tmp_path / "ads.csv"
    ads.write_text(ADS, encoding="utf-8-sig")

    def units(_: Any, ws: Any) -> None:
        for row, value in enumerate(("销量", 85, 20, 16), 1):
            ws.cell(row, len(HEADER) + 1).value = value

    source = product_sheet(tmp_path / "a.xlsx", also=units)
    monkeypatch.setattr(ribbon.Office, "files", lambda _: [ads])
    after = macros.run(source, ribbon.import_reports, DAY)
    assert "ads.csv" in macros.said and "对应 1 个商品，1 个未全部采用" in macros.said and "已评级 3 行" in macros.said
    result = import_reports([ads], source, Options(Settings(as_of=DAY), out_dir=tmp_path / "batch", sheet="产品"))
    assert result.target is not None
    same_as_batch(after, saved_by_office(result.target, macros), "产品")
    untouched(after, source, "产品", macros)
    ws = openpyxl.load_workbook(after)["产品"]
    assert ws.cell(1, our_columns(ws, 1)[0]).value == "xlops 曝光量(导入)"

    again = macros.run(after, ribbon.grade_sheet, DAY)
    first, second = openpyxl.load_workbook(after), openpyxl.load_workbook(again)
    assert sorted(first.sheetnames) == sorted(second.sheetnames)
    for name in first.sheetnames:
        assert differences(used(second[name]), used(first[name])) == {}, name
    cleared = openpyxl.load_workbook(macros.run(again, ribbon.clear_grades))
    assert cleared.sheetnames == ["产品", "xlops 导入数据", "xlops 导入回执"], "what was imported stays, as settings do"


def test_nothing_chosen_and_nothing_understood_write_nothing(
    macros: Macros, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = product_sheet(tmp_path / "a.xlsx")
    monkeypatch.setattr(ribbon.Office, "files", lambda _: [])
    assert openpyxl.load_workbook(macros.run(source, ribbon.import_reports, DAY)).sheetnames == ["产品"]
    assert macros.said == ""
    junk = tmp_path / "junk.csv"
    junk.write_text("a,b\n1,2\n", encoding="utf-8")
    monkeypatch.setattr(ribbon.Office, "files", lambda _: [junk])
    assert openpyxl.load_workbook(macros.run(source, ribbon.import_reports, DAY)).sheetnames == ["产品"]
    assert "junk.csv" in macros.said and "没有写入任何内容" in macros.said


# Fees that are audited


ECONOMICS = """Amazon store,Start date,End date,ASIN,MSKU,Currency code,Units sold,Sales,Net sales,\
FBA fulfillment fees quantity,FBA fulfillment fees total,Referral fee total,Net proceeds total
US,10/16/2026,10/31/2026,B0INVENT01,SKU-1,USD,10,250.00,250.00,10,99.90,37.50,112.60
"""


def test_audit_fees_gives_the_sheet_of_the_command(
    macros: Macros, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tmp_path / "economics.csv"
    told.write_text(ECONOMICS, encoding="utf-8-sig")
    source = product_sheet(tmp_path / "a.xlsx")
    monkeypatch.setattr(ribbon.Office, "files", lambda _: [told])
    after = macros.run(source, ribbon.audit_fees, DAY)
    assert "已核对 2 笔费用，1 笔一分不差，1 条发现" in macros.said and "多收" in macros.said
    run = audit_files([told], AuditOptions(Settings(as_of=DAY), source, out=tmp_path / "batch.xlsx"))
    assert run.target is not None
    found = openpyxl.load_workbook(after)
    wanted = openpyxl.load_workbook(saved_by_office(run.target, macros))
    assert found.sheetnames == wanted.sheetnames == ["产品", "xlops 扣费核对"]
    assert differences(used(found["xlops 扣费核对"]), used(wanted["xlops 扣费核对"])) == {}
    untouched(after, source, "产品", macros)

    again = macros.run(after, ribbon.audit_fees, DAY)
    assert openpyxl.load_workbook(again).sheetnames == ["产品", "xlops 扣费核对"]
    cleared = openpyxl.load_workbook(macros.run(again, ribbon.clear_grades))
    assert cleared.sheetnames == ["产品", "xlops 扣费核对"], "an audit stays, as what was imported does"


def test_no_report_of_fees_writes_nothing(
    macros: Macros, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = product_sheet(tmp_path / "a.xlsx")
    monkeypatch.setattr(ribbon.Office, "files", lambda _: [])
    assert openpyxl.load_workbook(macros.run(source, ribbon.audit_fees, DAY)).sheetnames == ["产品"]
    assert macros.said == ""
    ads = tmp_path / "ads.csv"
    ads.write_text(ADS, encoding="utf-8-sig")
    monkeypatch.setattr(ribbon.Office, "files", lambda _: [ads])
    assert openpyxl.load_workbook(macros.run(source, ribbon.audit_fees, DAY)).sheetnames == ["产品"]
    assert "没有任何文件包含费用" in macros.said


# Checklists


def test_checklists_are_added_once_and_keep_what_was_filled_in(macros: Macros, tmp_path: Path) -> None:
    source = product_sheet(tmp_path / "lists.xlsx")
    after = macros.run(source, ribbon.checklists)
    names = [name for name in openpyxl.load_workbook(after).sheetnames if name.startswith("xlops")]
    assert names == ["xlops 开店资料 速卖通", "xlops 开店资料 亚马逊", "xlops 账户健康", "xlops 申诉 POA"]
    assert all(name in macros.said for name in names)
    untouched(after, source, "产品", macros)
    book = openpyxl.load_workbook(after)
    book["xlops 账户健康"]["C6"] = 412
    filled = tmp_path / "filled.xlsx"
    book.save(filled)
    again = openpyxl.load_workbook(macros.run(filled, ribbon.checklists))
    assert "保持不变" in macros.said
    assert [name for name in again.sheetnames if name.startswith("xlops")] == names
    assert again["xlops 账户健康"]["C6"].value == 412
