"""Real workbooks of every kind: each is graded, or refused with a reason in both languages; none stops the work."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from sheets_for_hosts import OPTIONS

from xlops.errors import WorkbookError
from xlops.hosts.batch import grade_file
from xlops.workbook.book import OutColumn
from xlops.workbook.opening import open_book

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
FILES = sorted(p for p in CORPUS.glob("*") if p.suffix.lower() in {".xlsx", ".xlsm", ".xls", ".csv"})

pytestmark = pytest.mark.skipif(not FILES, reason="the corpus of real workbooks is not beside the repository")


@pytest.mark.parametrize("name", [p.name for p in FILES])
def test_graded_or_refused(name: str, tmp_path: Path) -> None:
    source = tmp_path / name
    shutil.copyfile(CORPUS / name, source)
    result = grade_file(source, OPTIONS)
    assert result.status in {"graded", "refused"}
    if result.status == "refused":
        assert result.code and result.en and result.zh
        assert [p.name for p in tmp_path.iterdir()] == [name]
    assert source.read_bytes() == (CORPUS / name).read_bytes()


@pytest.mark.parametrize("name", [p.name for p in FILES])
def test_our_columns_and_their_removal_keep_every_cell(name: str, tmp_path: Path) -> None:
    source = tmp_path / name
    shutil.copyfile(CORPUS / name, source)
    try:
        book = open_book(source)
    except WorkbookError:
        return
    before = {sheet: book.read(sheet, str) for sheet in book.visible}
    for sheet, cells in before.items():
        row = len(cells.cells)
        columns = [OutColumn(f"xlops {n}", "text", ["a", None], [None, "b"], 20) for n in range(3)]
        book.write_results(sheet, (row, row), [row + 1, row + 2], columns)
    book.put_sheet("xlops 汇总", lambda ws: ws.append([1]))
    book.save(tmp_path / "graded.xlsx")
    again = open_book(tmp_path / "graded.xlsx")
    assert all(again.remove_results(sheet) for sheet in before) and again.remove_sheets()
    again.save(tmp_path / "back.xlsx")
    after = open_book(tmp_path / "back.xlsx")
    for sheet, cells in before.items():
        back = after.read(sheet, str)
        assert shown(back.cells) == shown(cells.cells)
        assert (sorted(back.merged), back.own_columns) == (sorted(cells.merged), frozenset())


def shown(cells: Sequence[Sequence[object]]) -> list[list[str]]:
    """Return cells as a person sees them: an empty text is no text, a day is the midnight it begins with."""
    return [["" if v is None else str(v).removesuffix(" 00:00:00") for v in row] for row in cells]
