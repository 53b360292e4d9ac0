"""A .csv in, a .csv out: encodings, delimiters, our columns, nothing that a spreadsheet would calculate."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from xlops.errors import WorkbookError
from xlops.workbook.book import OutColumn
from xlops.workbook.opening import open_book

TEXT = "SKU,产品名称,售价\nA-1,充电宝“大”,19.99\nA-2,数据线 - 一米,5.5\n"
ROWS = [["SKU", "产品名称", "售价"], ["A-1", "充电宝“大”", "19.99"], ["A-2", "数据线 - 一米", "5.5"]]


def written(folder: Path, data: bytes) -> Path:
    (folder / "s.csv").write_bytes(data)
    return folder / "s.csv"


def graded(source: Path, target: Path, *columns: OutColumn) -> list[list[str]]:
    book = open_book(source)
    book.write_results(book.visible[0], (0, 0), [1, 2], columns)
    book.save(target)
    assert target.read_bytes().startswith(b"\xef\xbb\xbf"), "Excel knows UTF-8 by its mark"
    return list(csv.reader(target.read_text(encoding="utf-8-sig").splitlines()))


PROFIT = OutColumn("xlops 利润 USD", "money", [1.25, None], [None, "缺少成本"], 12)
WHY = OutColumn("xlops 原因", "text", ["=cmd|' /C calc'!A0", "-好"], [None, None], 60)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_encodings(encoding: str, tmp_path: Path) -> None:
    book = open_book(written(tmp_path, TEXT.encode(encoding)))
    assert book.read("s", str).cells == ROWS


def test_western_text_is_not_taken_for_chinese(tmp_path: Path) -> None:
    text = "SKU;Größe;Preis €\nA;Übergröße für Füße;1,5\nB;Gewöhnliche Stühle, weiß;2,5\n"
    book = open_book(written(tmp_path, text.encode("cp1252")))
    assert book.read("s", str).cells[1] == ["A", "Übergröße für Füße", "1,5"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters(delimiter: str, tmp_path: Path) -> None:
    data = "\n".join(
        delimiter.join(row) for row in [["SKU", "note", "price"], ["A", '"a, b; c"', "1"], ["B", "x", "2"]]
    )
    assert open_book(written(tmp_path, data.encode())).read("s", str).cells[1] == ["A", "a, b; c", "1"]


def test_a_line_break_inside_a_cell(tmp_path: Path) -> None:
    book = open_book(written(tmp_path, '"SKU\n(必填)",price\nA,1\n'.encode()))
    assert book.read("s", str).cells == [["SKU\n(必填)", "price"], ["A", "1"]]


def test_errors_of_excel_are_errors(tmp_path: Path) -> None:
    cells = open_book(written(tmp_path, b"SKU,price\nA,#N/A\n")).read("s", lambda text: ("error", text)).cells
    assert cells[1] == ["A", ("error", "#N/A")]


def test_result_columns(tmp_path: Path) -> None:
    rows = graded(written(tmp_path, TEXT.encode("gbk")), tmp_path / "o.csv", PROFIT)
    assert rows == [[*ROWS[0], "xlops 利润 USD"], [*ROWS[1], "1.25"], [*ROWS[2], ""]]


def test_texts_of_ours_are_never_formulas_and_numbers_stay_numbers(tmp_path: Path) -> None:
    loss = OutColumn("xlops 利润 USD", "money", [-1.5, 2.0], [None, None], 12)
    rows = graded(written(tmp_path, TEXT.encode()), tmp_path / "o.csv", loss, WHY)
    assert [row[3:] for row in rows[1:]] == [["-1.5", "'=cmd|' /C calc'!A0"], ["2", "'-好"]]


def test_twice_is_once_and_removal_gives_the_table_back(tmp_path: Path) -> None:
    once, twice = tmp_path / "o.csv", tmp_path / "p.csv"
    first = graded(written(tmp_path, TEXT.encode()), once, PROFIT, WHY)
    assert graded(once, twice, PROFIT, WHY) == first
    assert once.read_bytes() == twice.read_bytes()
    assert open_book(once).read("o", str).own_columns == {3, 4}
    book = open_book(once)
    assert book.remove_results("o") and not book.remove_sheets()
    book.save(once)
    assert open_book(once).read("o", str).cells == ROWS
    assert not open_book(once).remove_results("o")


def test_fewer_columns_than_last_time(tmp_path: Path) -> None:
    graded(written(tmp_path, TEXT.encode()), tmp_path / "o.csv", PROFIT, WHY)
    rows = graded(tmp_path / "o.csv", tmp_path / "p.csv", PROFIT)
    assert rows == [[*ROWS[0], "xlops 利润 USD"], [*ROWS[1], "1.25"], [*ROWS[2], ""]]


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    with pytest.raises(WorkbookError) as error:
        open_book(written(tmp_path, bytes(range(1, 256)) * 20)).read("s", str)
    assert error.value.code in {"encoding", "csv"}
