"""Result columns and sheets in a workbook: written, updated, removed; the operator's things as before."""

from __future__ import annotations

import html
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from making import HEADER, ROWS, columns, product_sheet, put_cached, state
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.dimensions import ColumnDimension
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from xlops.errors import WorkbookError
from xlops.workbook.book import MOST_NOTES, SHEET_KINDS, OutColumn
from xlops.workbook.opening import open_book
from xlops.workbook.own_names import OWN_ABOUT


def graded(source: Path, target: Path | None = None, **changes: OutColumn) -> Path:
    target = target or source.with_name("graded.xlsx")
    book = open_book(source)
    book.write_results("产品", HEADER, ROWS, columns(**changes))
    book.remove_sheets()
    book.put_sheet("xlops 汇总", lambda ws: ws.append(["分布"]))
    book.save(target)
    return target


def ungraded(source: Path, target: Path) -> Path:
    book = open_book(source)
    for sheet in book.visible:
        book.remove_results(sheet)
    book.remove_sheets()
    book.save(target)
    return target


def test_columns_stand_right_of_the_sheet_and_touch_nothing_else(tmp_path: Path) -> None:
    source = product_sheet(tmp_path / "s.xlsx")
    before, after = state(source)["产品"]["cells"], state(graded(source))["产品"]["cells"]
    assert {name: after[name] for name in before} == before
    new = {name: cell[0] for name, cell in after.items() if name not in before}
    assert new["E3"] == "xlops 利润 USD" and new["F3"] == "xlops 评级" and new["G3"] == "xlops 原因"
    assert (new["E4"], new["E5"], new["E7"]) == ("4.5", "None", "-2.25")
    assert (new["F4"], new["F7"]) == ("A", "F")
    assert not {"E6", "F6", "G6"} & set(new), "the subtotal row is no product"


def test_text_of_ours_that_begins_like_a_formula_stays_text(tmp_path: Path) -> None:
    cells = state(graded(product_sheet(tmp_path / "s.xlsx")))["产品"]["cells"]
    assert cells["G5"][:2] == ("=1+1", "s")


def test_blank_has_a_note_that_says_why(tmp_path: Path) -> None:
    cells = state(graded(product_sheet(tmp_path / "s.xlsx")))["产品"]["cells"]
    assert cells["E5"][-1] == "缺少成本"
    assert cells["E4"][-1] is None


def test_second_run_updates_in_place(tmp_path: Path) -> None:
    once = graded(product_sheet(tmp_path / "s.xlsx"))
    twice = graded(once, tmp_path / "twice.xlsx")
    assert state(twice) == state(once)


def test_second_run_shows_new_numbers_in_the_same_columns(tmp_path: Path) -> None:
    once = graded(product_sheet(tmp_path / "s.xlsx"))
    profit = OutColumn("xlops 利润 USD", "money", [1.0, 2.0, None], [None, None, "x"], 12)
    cells = state(graded(once, tmp_path / "twice.xlsx", profit=profit))["产品"]["cells"]
    assert (cells["E4"][0], cells["E5"][0], cells["E7"][0]) == ("1", "2", "None")
    assert cells["E5"][-1] is None and cells["E7"][-1] == "x"
    assert not any(name.startswith("H") for name in cells)


def test_columns_are_found_after_the_operator_inserted_one(tmp_path: Path) -> None:
    once = graded(product_sheet(tmp_path / "s.xlsx"))
    book = load_workbook(once)
    book["产品"].insert_cols(2)
    book["产品"]["B3"] = "备注"
    book.save(once)
    cells = state(graded(once, tmp_path / "twice.xlsx"))["产品"]["cells"]
    headers = {name: cell[0] for name, cell in cells.items() if name[1:] == "3"}
    assert headers == {
        "A3": "SKU",
        "B3": "备注",
        "C3": "售价",
        "D3": "成本",
        "E3": "毛利",
        "F3": "xlops 利润 USD",
        "G3": "xlops 评级",
        "H3": "xlops 原因",
    }


def test_ungrade_gives_back_everything_as_it_was(tmp_path: Path) -> None:
    source = product_sheet(tmp_path / "s.xlsx")
    assert state(ungraded(graded(source), tmp_path / "back.xlsx")) == state(source)


def test_ungrade_keeps_what_the_operator_put_into_our_columns(tmp_path: Path) -> None:
    once = graded(product_sheet(tmp_path / "s.xlsx"))
    book = load_workbook(once)
    book["产品"]["E6"] = "=SUM(E4:E5)"
    book["产品"]["F4"].comment = Comment("已复核", "王")
    book.save(once)
    again = state(graded(once, tmp_path / "twice.xlsx"))["产品"]["cells"]
    assert again["E6"][0] == "=SUM(E4:E5)" and again["F4"][-1] == "已复核"
    back = state(ungraded(tmp_path / "twice.xlsx", tmp_path / "back.xlsx"))["产品"]["cells"]
    assert back["E6"][0] == "=SUM(E4:E5)" and back["F4"][-1] == "已复核"
    assert "E3" not in back and "F5" not in back


def test_formulas_of_ours_in_our_columns_are_replaced_and_removed(tmp_path: Path) -> None:
    once = graded(product_sheet(tmp_path / "s.xlsx"))
    book = load_workbook(once)
    ws = book["产品"]
    ws["E4"], ws["E5"] = "=AMZ_FBA_FEE(1,2,3,4)", "=[1]!ops_acos(B5,C5)"
    ws["E7"] = ArrayFormula("E7:E7", "=IFERROR('C:\\a\\xlops.xlam'!ALI_COMMISSION(B7,C7),0)")
    ws["G4"] = '=B4&"AMZ"'  # the operator's own
    book.save(once)
    again = state(graded(once, tmp_path / "twice.xlsx"))["产品"]["cells"]
    assert [again[cell][0] for cell in ("E4", "E5", "E7", "G4")] == ["4.5", "None", "-2.25", '=B4&"AMZ"']
    back = state(ungraded(once, tmp_path / "back.xlsx"))["产品"]["cells"]
    assert [name for name in back if name[0] in "EFG"] == ["G4"]


def fill(text: str) -> Callable[[Worksheet], None]:
    return lambda ws: ws.append([text])


def with_own_sheets(path: Path) -> Path:
    """Save a graded workbook with a settings sheet and a columns sheet."""
    book = open_book(graded(product_sheet(path)))
    book.put_sheet("xlops 设置", fill("站点"), "settings")
    book.put_sheet("xlops 列", fill("售价"), "columns", "产品")
    book.put_sheet("xlops 记录", fill("行"), about="产品")
    book.save(path)
    return path


def test_the_kinds_of_our_sheets_are_told_apart(tmp_path: Path) -> None:
    book = open_book(with_own_sheets(tmp_path / "s.xlsx"))
    assert (book.visible, book.hidden) == (("产品", "说明"), ())
    kinds = [book.own_sheets(kind) for kind in ("report", "settings", "columns")]
    assert kinds == [("xlops 汇总", "xlops 记录"), ("xlops 设置",), ("xlops 列",)]
    assert [book.about(name) for (*_, name) in kinds] == ["产品", None, "产品"]
    assert book.read_own("xlops 列").cells == [["售价"]]
    with pytest.raises(WorkbookError, match="xlops 设置"):
        book.read_own("产品")


def test_only_the_sheets_asked_for_are_removed(tmp_path: Path) -> None:
    source = with_own_sheets(tmp_path / "s.xlsx")

    def left(*args: Any) -> list[str]:
        book = open_book(source)
        assert book.remove_sheets(*args)
        book.save(tmp_path / "t.xlsx")
        return load_workbook(tmp_path / "t.xlsx").sheetnames[2:]

    assert left() == ["xlops 设置", "xlops 列"]
    assert left(("report",), "产品") == ["xlops 汇总", "xlops 设置", "xlops 列"]
    assert left(SHEET_KINDS) == []
    assert not open_book(source).remove_sheets(("report",), "说明")


def test_a_sheet_of_ours_follows_its_product_sheet(tmp_path: Path) -> None:
    source = with_own_sheets(tmp_path / "s.xlsx")
    book = load_workbook(source)
    book["产品"].title = "it's 2"
    for name in ("xlops 列", "xlops 记录"):
        book[name].defined_names[OWN_ABOUT].attr_text = "'it''s 2'!$A$1"  # Excel does this by itself
    book.save(source)
    assert open_book(source).about("xlops 列") == "it's 2"
    del book["it's 2"]
    for name, gone in (("xlops 列", "#REF!$A$1"), ("xlops 记录", "#REF!")):
        book[name].defined_names[OWN_ABOUT].attr_text = gone
    book.save(source)
    again = open_book(source)
    assert again.about("xlops 列") is None
    assert again.remove_sheets(SHEET_KINDS, "说明"), "what belonged to a sheet that is gone goes along"
    left = [again.own_sheets(kind) for kind in ("report", "settings", "columns")]
    assert left == [("xlops 汇总",), ("xlops 设置",), ()]


def test_a_kept_sheet_of_ours_keeps_what_the_operator_wrote(tmp_path: Path) -> None:
    source = with_own_sheets(tmp_path / "s.xlsx")
    book = load_workbook(source)
    ws = book["xlops 设置"]
    ws["B1"], ws["C1"], ws["D1"] = "美国", "=7.1*1", "#N/A"
    ws["B1"].font = Font(bold=True)
    book.save(source)
    at = load_workbook(source).sheetnames.index("xlops 设置") + 1
    put_cached(source, {"C1": 7.1}, f"xl/worksheets/sheet{at}.xml")
    once = graded(source)
    assert state(once)["xlops 设置"] == state(source)["xlops 设置"]
    assert open_book(once).read_own("xlops 设置").cells == [["站点", "美国", 7.1, "#N/A"]]


def test_a_sheet_of_ours_can_be_read_before_it_is_saved(tmp_path: Path) -> None:
    book = open_book(with_own_sheets(tmp_path / "s.xlsx"))
    book.remove_sheets(("settings",))
    book.put_sheet("xlops 设置", fill("新"), "settings")
    assert book.read_own("xlops 设置").cells == [["新"]]


def test_column_settings_that_span_to_the_sheets_end_are_split_and_restored(tmp_path: Path) -> None:
    source = product_sheet(tmp_path / "s.xlsx")
    book = load_workbook(source)
    ws = book["产品"]
    ws.column_dimensions["D"] = ColumnDimension(ws, "D", width=9.5, hidden=True, min=4, max=16384)
    book.save(source)
    target = graded(source)
    widths = state(target)["产品"]["widths"]
    assert [(low, high) for low, high, *_ in widths] == [(1, 1), (4, 4), (5, 5), (6, 6), (7, 7), (8, 16384)]
    assert [hidden for _, _, _, hidden, _ in widths] == [False, True, False, False, False, True]
    assert state(ungraded(target, tmp_path / "back.xlsx")) == state(source)


def test_table_and_filter_grow_with_the_columns_and_shrink_again(tmp_path: Path) -> None:
    source = product_sheet(tmp_path / "s.xlsx")
    book = load_workbook(source)
    book["产品"].auto_filter.ref = None
    book["产品"].add_table(Table(displayName="T", ref="A3:D7"))
    book.save(source)
    target = graded(source)
    ref, names = state(target)["产品"]["tables"]["T"]
    assert ref == "A3:G7"
    assert names == ["SKU", "售价", "成本", "毛利", "xlops 利润 USD", "xlops 评级", "xlops 原因"]
    assert state(ungraded(target, tmp_path / "back.xlsx"))["产品"]["tables"]["T"] == ("A3:D7", names[:4])
    plain = graded(product_sheet(tmp_path / "p.xlsx"))
    assert state(plain)["产品"]["filter"] == "A3:G7"


def test_formulas_keep_their_calculated_values(tmp_path: Path) -> None:
    source = product_sheet(tmp_path / "s.xlsx")
    put_cached(source, {"D4": 15, "D5": 22, "D6": 37, "D7": 5.5})
    ws = load_workbook(graded(source), data_only=True)["产品"]
    assert [ws[f"D{row}"].value for row in (4, 5, 6, 7)] == [15, 22, 37, 5.5]
    assert load_workbook(tmp_path / "graded.xlsx")["产品"]["D7"].value == "=B7-C7"


def test_reading_tells_formulas_that_were_never_calculated(tmp_path: Path) -> None:
    source = product_sheet(tmp_path / "s.xlsx")
    cells = open_book(source).read("产品", lambda text: ("error", text)).cells
    assert cells[3] == ["A-1", 20, 5, ("error", "=B4-C4")]
    assert cells[6][0] == "=C135+A135", "a name that begins with = is a name"


def test_reading_leaves_out_nothing_and_names_our_columns(tmp_path: Path) -> None:
    book = open_book(graded(product_sheet(tmp_path / "s.xlsx")))
    cells = book.read("产品", str)
    assert cells.own_columns == {4, 5, 6}
    assert cells.merged == [(0, 0, 0, 3)]
    assert book.visible == ("产品", "说明")


def test_a_sheet_of_ours_that_was_copied_or_renamed_is_the_operators(tmp_path: Path) -> None:
    target = graded(product_sheet(tmp_path / "s.xlsx"))
    book = load_workbook(target)
    book["xlops 汇总"].title = "十一月"
    book.save(target)
    assert open_book(target).visible == ("产品", "说明", "十一月")


def test_rich_text_and_lone_blanks_survive(tmp_path: Path) -> None:
    source = product_sheet(tmp_path / "s.xlsx")
    book = load_workbook(source)
    runs = [TextBlock(InlineFont(b=True), "红"), " ", TextBlock(InlineFont(i=True), "蓝")]
    book["产品"]["A2"] = CellRichText(*runs)
    book["产品"]["B2"] = " "
    book.save(source)
    row = '<row r="2">'
    before, after = (
        zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml").decode().split(row)[1].split("</row>")[0]
        for path in (source, graded(source))
    )
    assert after.startswith(before) and "蓝" in html.unescape(before)
    value = load_workbook(tmp_path / "graded.xlsx", rich_text=True)["产品"]["A2"].value
    assert str(value) == "红 蓝" and value[0].font.b


def test_notes_stop_at_a_number_that_excel_bears(tmp_path: Path) -> None:
    source = product_sheet(tmp_path / "s.xlsx")
    count = MOST_NOTES + 50
    rows = list(range(10, 10 + count))
    book = open_book(source)
    book.write_results("产品", HEADER, rows, [OutColumn("xlops a", "money", [None] * count, ["x"] * count, 9)])
    book.save(tmp_path / "o.xlsx")
    ws = load_workbook(tmp_path / "o.xlsx")["产品"]
    assert sum(cell.comment is not None for (cell,) in ws["E11:E2100"]) == MOST_NOTES


def test_merged_cells_in_the_way_are_named(tmp_path: Path) -> None:
    once = graded(product_sheet(tmp_path / "s.xlsx"))
    book = load_workbook(once)
    book["产品"].merge_cells("E9:F9")
    ws = book["产品"]
    ws.defined_names["_xlops_results"].attr_text = "'产品'!$E$3:$G$9"
    book.save(once)
    again = open_book(once)
    with pytest.raises(WorkbookError) as error:
        again.write_results("产品", HEADER, [3, 4, 9], columns())
    assert error.value.code == "merged_target" and "E9:F9" in error.value.en


def test_no_room_to_the_right(tmp_path: Path) -> None:
    book = Workbook()
    book.active.cell(3, 16384, "x")
    book.save(tmp_path / "s.xlsx")
    with pytest.raises(WorkbookError) as error:
        open_book(tmp_path / "s.xlsx").write_results("Sheet", HEADER, ROWS, columns())
    assert error.value.code == "sheet_full" and "XFD" in error.value.zh


def test_cells_far_apart_do_not_fill_the_memory(tmp_path: Path) -> None:
    book = Workbook()
    book.active["A1048576"] = "x"
    book.active["XFD1"] = "y"
    book.save(tmp_path / "s.xlsx")
    with pytest.raises(WorkbookError) as error:
        open_book(tmp_path / "s.xlsx").read("Sheet", str)
    assert error.value.code == "too_sparse"


def test_a_long_text_takes_several_lines_only_where_the_row_is_high_enough(tmp_path: Path) -> None:
    source = product_sheet(tmp_path / "s.xlsx")
    given = columns()
    text = next(column for column in given if column.kind == "text")
    long = replace(text, values=["很长的原因" * 20] * len(text.values), width=40.0)
    book = load_workbook(source)
    book["产品"].row_dimensions[ROWS[0] + 1].height = 120
    book.save(source)
    result = open_book(source)
    result.write_results("产品", HEADER, ROWS, [long])
    result.save(tmp_path / "o.xlsx")
    before, ws = load_workbook(source)["产品"], load_workbook(tmp_path / "o.xlsx")["产品"]
    cells = [cell for row in ws.iter_rows() for cell in row if cell.value == long.values[0]]
    assert [cell.row for cell in cells if cell.alignment.wrap_text] == [ROWS[0] + 1] and len(cells) == 3
    heights = [{row: dim.height for row, dim in sheet.row_dimensions.items() if dim.height} for sheet in (before, ws)]
    assert heights[0] == heights[1] == {ROWS[0] + 1: 120}


def test_the_places_are_known_before_anything_is_written(tmp_path: Path) -> None:
    book = open_book(product_sheet(tmp_path / "s.xlsx"))
    assert book.places("产品", HEADER, 3) == (4, 5, 6)
    book.write_results("产品", HEADER, ROWS, columns())
    book.save(tmp_path / "graded.xlsx")
    again = load_workbook(tmp_path / "graded.xlsx")
    again["产品"].insert_cols(1)  # another program: our columns move, and stay where they are
    again["产品"]["I3"] = "备注"
    again.save(tmp_path / "graded.xlsx")
    book = open_book(tmp_path / "graded.xlsx")
    assert book.places("产品", HEADER, 3) == (5, 6, 7)
    assert book.places("产品", HEADER, 4) == (5, 6, 7, 9)
    book.write_results("产品", HEADER, ROWS, columns())
    book.save(tmp_path / "graded.xlsx")
    ws = load_workbook(tmp_path / "graded.xlsx")["产品"]
    assert [ws.cell(3, place).value for place in (6, 7, 8)] == [column.header for column in columns()]
