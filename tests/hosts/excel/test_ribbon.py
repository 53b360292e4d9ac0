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
from xlops.hosts.batch import Options, grade_file
from xlops.hosts.excel import ribbon
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


def same_as_batch(file: Path, batch: Path, sheet: str) -> None:
    """The graded sheet and the reports are cell by cell those of the batch."""
    found, wanted = openpyxl.load_workbook(file), openpyxl.load_workbook(batch)
    ours = [name for name in wanted.sheetnames if name.startswith("xlops")]
    assert [name for name in found.sheetnames if name.startswith("xlops")] == ours
    for name in (sheet, *ours):
        assert differences(used(found[name]), used(wanted[name])) == {}, name
        mine = {get_column_letter(c) for c in our_columns(wanted[sheet], header_of(wanted[sheet]))}
        for letter in (get_column_letter(c) for c in range(1, wanted[name].max_column + 1)):
            wide = wanted[name].column_dimensions[letter].width
            if name != sheet or letter in mine:
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
    result = grade_file(source, Options(Settings(as_of=DAY, **settings), out_dir=folder / "batch", sheet=sheet))
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
