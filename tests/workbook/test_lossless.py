"""Packages with every kind of wart: results go in, everything else stays, and all of it comes out again."""

from __future__ import annotations

import random
import re
import shutil
import struct
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from xml.dom import minidom

import pytest
from making import HEADER, ROWS, change_parts, columns, product_sheet
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table

from xlops.errors import WorkbookError
from xlops.workbook import reading, sheet_patch, zip_parts
from xlops.workbook.book import SHEET_KINDS, OutColumn
from xlops.workbook.opening import open_book
from xlops.workbook.undo import PART
from xlops.workbook.zip_parts import ZipParts

SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def text(path: Path, name: str = SHEET) -> str:
    with zipfile.ZipFile(path) as package:
        return package.read(name).decode()


def names(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as package:
        return package.namelist()


def edit(path: Path, before: str, after: str, name: str = SHEET) -> Path:
    """Replace a text of a part, which must be there, written out or in character references."""
    xml = text(path, name)
    if before not in xml:
        before = before.encode("ascii", "xmlcharrefreplace").decode()
    assert before in xml, xml[:2000]
    change_parts(path, {name: xml.replace(before, after).encode()})
    return path


def contents(path: Path) -> list[tuple[object, ...]]:
    with zipfile.ZipFile(path) as package:
        return [
            (i.filename, i.date_time, i.external_attr, i.compress_type, package.read(i)) for i in package.infolist()
        ]


def grade(source: Path, target: Path, read: bool = False, **changes: OutColumn) -> Path:
    book = open_book(source)
    if read:
        book.read("产品", str)
    book.write_results("产品", HEADER, ROWS, columns(**changes))
    book.remove_sheets()
    book.put_sheet("xlops 汇总", lambda ws: ws.append(["分布"]))
    book.save(target)
    return target


def ungrade(source: Path, target: Path) -> Path:
    book = open_book(source)
    found = [book.remove_results(sheet) for sheet in (*book.visible, *book.hidden)]
    assert book.remove_sheets(SHEET_KINDS) or any(found)
    book.save(target)
    return target


def there_and_back(source: Path) -> Path:
    """Grade, grade again, ungrade: the second run changes no byte, every part comes back. Return the graded file.

    What reading a sheet has told of it may save work, and changes nothing.
    """
    folder = source.parent
    graded = grade(source, folder / "graded.xlsx")
    assert grade(source, folder / "read.xlsx", read=True).read_bytes() == graded.read_bytes()
    assert grade(graded, folder / "twice.xlsx").read_bytes() == graded.read_bytes()
    assert contents(ungrade(graded, folder / "back.xlsx")) == contents(source)
    return graded


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return product_sheet(tmp_path / "s.xlsx")


def prefixed(path: Path) -> Path:
    xml = text(path).replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"')
    change_parts(path, {SHEET: re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1x:", xml).encode()})
    return path


def without(path: Path, pattern: str) -> Path:
    change_parts(path, {SHEET: re.sub(pattern, "", text(path)).encode()})
    return path


def in_rows(path: Path, said: Callable[[int], str]) -> Path:
    """Put something into the tag of each row."""
    found, count = re.subn(r'(?<=<row )r="(\d+)"', lambda row: f"{row[0]} {said(int(row[1]))}", text(path))
    assert count > 4
    change_parts(path, {SHEET: found.encode()})
    return path


WARTS = {
    "nothing": lambda path: path,
    "prefixed names": prefixed,
    "no dimension": lambda path: without(path, r"<dimension[^>]*/>"),
    "no column settings": lambda path: without(path, r"<cols>.*</cols>"),
    "rows without numbers": lambda path: without(edit(path, '<row r="3"', '<row/><row r="3"'), r'(?<=<row) r="\d+"'),
    "cells without references": lambda path: without(path, r'(?<=<c) r="[A-Z]+\d+"'),
    "small references": lambda path: edit(path, '<c r="B4"', '<c r="b4"'),
    "spans": lambda path: edit(path, '<row r="4"', '<row r="4" spans="1:4"'),
    "the same spans in all rows": lambda path: in_rows(path, lambda row: 'spans="1:4"'),
    "spans and height in all rows": lambda path: in_rows(path, lambda row: 'spans="1:4" ht="30" customHeight="1"'),
    "spans of other lengths": lambda path: in_rows(path, lambda row: f'spans="1:{10 if row == 4 else row}"'),
    "spans beyond the results": lambda path: in_rows(path, lambda row: 'spans="1:99"'),
    "spans in some rows": lambda path: in_rows(path, lambda row: 'spans="1:4"' if row % 2 else ""),
    "very long tags": lambda path: in_rows(path, lambda row: f'spans="1:4" ph="{row % 3:0300}"'),
    "self-closed rows": lambda path: edit(path, '<row r="3"', '<row r="2" ht="15"/><row r="3"'),
    "single quotes": lambda path: edit(path, '<row r="4"', "<row r='4' ht='30'"),
    "blanks between tags": lambda path: edit(path, "</row>", "\n  </row>\n "),
    "a comment before the rows": lambda path: edit(path, "<sheetData>", "<!-- <sheetData> --><sheetData>"),
    "an extension behind the rows": lambda path: edit(
        path, "</worksheet>", '<extLst><ext uri="{1}"><mergeCell ref="E4:F5"/></ext></extLst></worksheet>'
    ),
}  # fmt: skip


@pytest.mark.filterwarnings("ignore:Unknown extension")
@pytest.mark.parametrize("wart", WARTS)
def test_wart(wart: str, source: Path) -> None:
    graded = there_and_back(WARTS[wart](source))
    ws = load_workbook(graded)["产品"]
    assert [ws[cell].value for cell in ("E3", "E4", "F4", "G5", "E7")] == ["xlops 利润 USD", 4.5, "A", "=1+1", -2.25]
    assert ws["E5"].comment.text == "缺少成本"
    minidom.parseString(text(graded))


ODD = {
    "CDATA in the rows": ('<c r="B4"', "<![CDATA[ ]]><c r=\"B4\""),
    "a comment in the rows": ('<c r="B4"', '<!-- x --><c r="B4"'),
    "rows out of order": ('<row r="4"', '<row r="7"'),
    "cells out of order": ('<c r="B4"', '<c r="D4"'),
    "alternate content": ('<row r="4"', '<mc:AlternateContent xmlns:mc="urn:m"/><row r="4"'),
    "a cell in a wrong row": ('<c r="B4"', '<c r="B9"'),
    "a header cell in a wrong row": ('<c r="B3"', '<c r="B9"'),
    "a title out of order": ('<c r="A1"', '<c r="E1"/><c r="A1"'),
}  # fmt: skip


@pytest.mark.parametrize("begin", ["<row", '<row s="1" customFormat="1"'])
def test_formatted_rows_down_to_the_last(begin: str, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who formats all rows gets a million of them without a cell; none has an end tag to cut the sheet at."""
    monkeypatch.setattr(zip_parts, "_MOST_AT_ONCE", 1 << 12)
    for module, window in ((sheet_patch, "_WINDOW"), (reading, "_PIECE")):
        monkeypatch.setattr(module, window, 1 << 12)
        monkeypatch.setattr(module, "_LONGEST_ROW", 1 << 15)
    empty = "".join(f'{begin} r="{n}" ht="30" customHeight="1"/>' for n in range(8, 3_000))
    graded = there_and_back(edit(source, "</sheetData>", empty + "</sheetData>"))
    ws = load_workbook(graded)["产品"]
    assert ws["E7"].value == -2.25 and ws.row_dimensions[2_999].height == 30


@pytest.mark.parametrize("read", [False, True])
@pytest.mark.parametrize("what", ODD)
def test_what_is_not_safe_is_refused(what: str, read: bool, source: Path, tmp_path: Path) -> None:
    edit(source, *ODD[what])
    with pytest.raises(WorkbookError) as error:
        grade(source, tmp_path / "graded.xlsx", read)
    assert error.value.code in {"odd_sheet", "corrupt", "unreadable"} and error.value.zh
    assert not (tmp_path / "graded.xlsx").exists()


def test_utf_16_is_refused(source: Path, tmp_path: Path) -> None:
    change_parts(source, {SHEET: text(source).replace("?>", ' encoding="UTF-16"?>', 1).encode("utf-16")})
    with pytest.raises(WorkbookError) as error:
        grade(source, tmp_path / "graded.xlsx")
    assert error.value.code in {"odd_xml", "corrupt", "doctype"}


def test_a_sheet_without_rows(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "产品"
    book.save(tmp_path / "s.xlsx")
    source = (
        edit(tmp_path / "s.xlsx", "<sheetData />", "<sheetData/>")
        if "<sheetData />" in text(tmp_path / "s.xlsx")
        else tmp_path / "s.xlsx"
    )
    assert load_workbook(there_and_back(source))["产品"]["A4"].value == 4.5


def test_relationships_that_are_named_one_by_one(source: Path) -> None:
    named = text(source, "[Content_Types].xml")
    kind = "application/vnd.openxmlformats-package.relationships+xml"
    default = f'<Default Extension="rels" ContentType="{kind}"'
    default += next(end for end in ("/>", " />") if default + end in named)
    ones = [f'<Override PartName="/{name}" ContentType="{kind}"/>' for name in names(source) if name.endswith(".rels")]
    edit(source, default, "".join(ones), "[Content_Types].xml")
    assert f'<Default Extension="rels" ContentType="{kind}"/>' in text(there_and_back(source), "[Content_Types].xml")


def test_a_signed_workbook_is_refused(source: Path) -> None:
    kind = "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin"
    one = f'<Relationship Id="s1" Type="{kind}" Target="_xmlsignatures/origin.sigs"/>'
    edit(source, "</Relationships>", one + "</Relationships>", "_rels/.rels")
    change_parts(source, {"_xmlsignatures/origin.sigs": b""})
    with pytest.raises(WorkbookError) as error:
        open_book(source)
    assert error.value.code == "signed" and "签名" in error.value.zh


def test_array_formula_that_reaches_further_is_not_written_into(source: Path) -> None:
    edit(source, "<f>B4-C4</f>", '<f t="array" ref="D4:H4">B4:F4-C4</f>')
    ws = load_workbook(there_and_back(source))["产品"]
    assert (ws["H3"].value, ws["I3"].value) == (None, "xlops 利润 USD")


def test_live_formulas_with_calculated_values(source: Path, tmp_path: Path) -> None:
    live = OutColumn(
        "xlops 利润 USD", "money", [4.5, None, -2.25], [None] * 3, 12, ["AMZ_X(B4)", None, 'OPS_Y("a<b",B7)']
    )
    letters = ["OPS_Z(B4:C4)", None, "OPS_Z(B7:C7)"]
    grades = OutColumn("xlops 评级", "letter", ["A", "B", None], [None] * 3, 8, letters)
    graded = grade(source, tmp_path / "graded.xlsx", profit=live, grade=grades)
    ws, values = load_workbook(graded)["产品"], load_workbook(graded, data_only=True)["产品"]
    assert [ws[f"E{row}"].value for row in (4, 5, 7)] == ["=AMZ_X(B4)", None, '=OPS_Y("a<b",B7)']
    assert [values[f"E{row}"].value for row in (4, 5, 7)] == [4.5, None, -2.25]
    assert (ws["F4"].value, values["F4"].value, ws["F5"].value) == ("=OPS_Z(B4:C4)", "A", "B")
    assert 'fullCalcOnLoad="1"' in text(graded, "xl/workbook.xml")
    assert contents(ungrade(graded, tmp_path / "back.xlsx")) == contents(source)


def test_without_formulas_of_ours_nothing_is_calculated_anew(source: Path) -> None:
    change_parts(source, {"xl/workbook.xml": re.sub(r"<calcPr[^>]*/>", "", text(source, "xl/workbook.xml")).encode()})
    assert "fullCalcOnLoad" not in text(there_and_back(source), "xl/workbook.xml")


def test_notes_of_others_stay(source: Path) -> None:
    book = load_workbook(source)
    book["产品"]["A4"].comment = Comment("已复核", "王")
    book.save(source)
    ws = load_workbook(there_and_back(source))["产品"]
    assert (ws["A4"].comment.text, ws["E5"].comment.text, ws["E5"].comment.author) == ("已复核", "缺少成本", "xlops")


def test_table_that_has_a_column_of_the_name_already_does_not_grow(source: Path) -> None:
    book = load_workbook(source)
    book["产品"].auto_filter.ref = None
    book["产品"].add_table(Table(displayName="T", ref="A3:D7"))
    book.save(source)
    table = next(name for name in zipfile.ZipFile(source).namelist() if "tables/" in name)
    edit(source, 'name="毛利"', 'name="XLOPS 评级"', table)
    assert load_workbook(there_and_back(source))["产品"].tables["T"].ref == "A3:D7"


def test_a_part_that_somebody_changed_since_is_swept_and_not_undone(source: Path, tmp_path: Path) -> None:
    graded = grade(source, tmp_path / "graded.xlsx")
    edit(graded, "<v>20</v>", "<v>21</v>")
    back = load_workbook(ungrade(graded, tmp_path / "back.xlsx"))
    ws = back["产品"]
    assert (ws["B4"].value, ws["E3"].value, ws["E5"].comment, back.sheetnames) == (21, None, None, ["产品", "说明"])
    assert PART not in zipfile.ZipFile(tmp_path / "back.xlsx").namelist()


def test_the_calculation_chain_goes_with_formulas_of_ours_that_excel_has_seen(source: Path, tmp_path: Path) -> None:
    live = OutColumn(
        "xlops 利润 USD", "money", [4.5, 1.0, 2.0], [None] * 3, 12, ["AMZ_X(B4)", "AMZ_X(B5)", "AMZ_X(B7)"]
    )
    graded = grade(source, tmp_path / "graded.xlsx", profit=live)
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"
    relation = f'<Relationship Id="c1" Type="{kind}" Target="calcChain.xml"/></Relationships>'
    edit(graded, "</Relationships>", relation, "xl/_rels/workbook.xml.rels")
    chain = f'<calcChain xmlns="{MAIN}"><c r="E4" i="1"/></calcChain>'.encode()
    change_parts(graded, {"xl/calcChain.xml": chain})
    edit(graded, "<v>20</v>", "<v>21</v>")
    back = ungrade(graded, tmp_path / "back.xlsx")
    assert "xl/calcChain.xml" not in zipfile.ZipFile(back).namelist()
    assert "calcChain" not in text(back, "xl/_rels/workbook.xml.rels")
    assert "AMZ_" not in text(back) and load_workbook(back)["产品"]["D4"].value == "=B4-C4"


def test_a_change_in_another_sheet_stays_when_ours_is_undone(source: Path, tmp_path: Path) -> None:
    graded = grade(source, tmp_path / "graded.xlsx")
    other = "xl/worksheets/sheet2.xml"
    edit(graded, "填表规则", "新规则", other)
    back = ungrade(graded, tmp_path / "back.xlsx")
    assert text(back) == text(source) and "新规则" in text(back, other)


def test_a_kept_sheet_of_ours_stays_the_same_from_run_to_run(source: Path, tmp_path: Path) -> None:
    book = open_book(source)
    book.put_sheet("xlops 设置", lambda ws: ws.append(["站点", "美国"]), "settings")
    book.save(tmp_path / "set.xlsx")
    once = grade(tmp_path / "set.xlsx", tmp_path / "once.xlsx")
    twice = grade(once, tmp_path / "twice.xlsx")
    assert twice.read_bytes() == once.read_bytes()
    book = open_book(twice)
    assert book.remove_sheets() and book.remove_results("产品")
    book.save(tmp_path / "settings.xlsx")
    assert load_workbook(tmp_path / "settings.xlsx").sheetnames == ["产品", "说明", "xlops 设置"]
    assert contents(ungrade(twice, tmp_path / "back.xlsx")) == contents(source)


def test_a_settings_sheet_put_beside_results(source: Path, tmp_path: Path) -> None:
    once = grade(source, tmp_path / "once.xlsx")
    book = open_book(once)
    book.put_sheet("xlops 设置", lambda ws: ws.append(["站点"]), "settings")
    book.save(tmp_path / "both.xlsx")
    again = grade(tmp_path / "both.xlsx", tmp_path / "again.xlsx")
    sheets = load_workbook(again)
    assert sheets.sheetnames == ["产品", "说明", "xlops 设置", "xlops 汇总"] and sheets["产品"]["E4"].value == 4.5
    assert grade(again, tmp_path / "more.xlsx").read_bytes() == again.read_bytes()
    assert contents(ungrade(again, tmp_path / "back.xlsx")) == contents(source)


def test_templates_and_macros_keep_their_kind(source: Path, tmp_path: Path) -> None:
    for suffix in (".xlsm", ".xltx", ".xltm"):
        path = Path(shutil.copyfile(source, tmp_path / f"k{suffix}"))
        change_parts(path, {"xl/vbaProject.bin": bytes(range(256))})
        graded = grade(path, tmp_path / f"graded{suffix}")
        assert zipfile.ZipFile(graded).read("xl/vbaProject.bin") == bytes(range(256))


# zip


def test_an_unchanged_package_is_written_byte_for_byte(source: Path) -> None:
    data = source.read_bytes()
    out = BytesIO()
    ZipParts(data).write(out)
    assert out.getvalue() == data


def test_data_descriptors_and_stored_parts(tmp_path: Path) -> None:
    source = product_sheet(tmp_path / "p.xlsx")

    class Pipe(BytesIO):
        def seekable(self) -> bool:
            return False

        def tell(self) -> int:
            raise OSError

    pipe = Pipe()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            kind = zipfile.ZIP_STORED if info.filename == "xl/workbook.xml" else zipfile.ZIP_DEFLATED
            new.writestr(info.filename, old.read(info), kind)
    (tmp_path / "s.xlsx").write_bytes(pipe.getvalue())
    assert all(i.flag_bits & 8 for i in zipfile.ZipFile(tmp_path / "s.xlsx").infolist())
    graded = there_and_back(tmp_path / "s.xlsx")
    assert zipfile.ZipFile(graded).getinfo("xl/workbook.xml").compress_type == zipfile.ZIP_STORED
    assert zipfile.ZipFile(graded).testzip() is None


def test_zip64_fields(tmp_path: Path) -> None:
    source = product_sheet(tmp_path / "p.xlsx")
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(tmp_path / "s.xlsx", "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            with new.open(info.filename, "w", force_zip64=True) as part:
                part.write(old.read(info))
    assert struct.pack("<2H", 1, 16) in (tmp_path / "s.xlsx").read_bytes()
    assert zipfile.ZipFile(there_and_back(tmp_path / "s.xlsx")).testzip() is None


# any sheet


@pytest.mark.parametrize("seed", range(60))
def test_random_sheets_with_random_warts(seed: int, tmp_path: Path) -> None:
    """A sheet of random shape, written in a random way, against a model of its cells."""
    dice = random.Random(seed)
    source, model = random_book(tmp_path / "s.xlsx", dice)
    rows = sorted(dice.sample(range(2, 60), dice.randint(1, 12)))
    count = dice.randint(1, 5)
    made = [
        OutColumn(
            f"xlops {n}",
            dice.choice(["money", "text", "letter"]),
            [dice.choice([None, 1.5, -3.0, "A", "中文 <&>", "=1"]) for _ in rows],
            [dice.choice([None, None, "说明"]) for _ in rows],
            12.5,
        )
        for n in range(count)
    ]
    results = []
    once = tmp_path / "once.xlsx"
    for start, target, read in ((source, once, False), (once, tmp_path / "2.xlsx", False), (source, once, True)):
        book = open_book(start)
        if read:
            book.read("s", str)
        book.write_results("s", (0, 1), rows, made)
        book.save(target)
        results.append(target.read_bytes())
    assert results[0] == results[1] == results[2]
    ws = load_workbook(tmp_path / "once.xlsx", rich_text=True)["s"]
    found = {(r, c): cell.value for (r, c), cell in ws._cells.items() if cell.value is not None}
    places = sorted(c for (r, c), value in found.items() if str(value).startswith("xlops "))
    assert places == list(range(places[0], places[0] + count)) and places[0] > max(
        (c for r, c in model if r > 1), default=0
    )
    expected = dict(model)
    for place, column in zip(places, made, strict=True):
        expected[2, place] = column.header
        for row, value, note in zip(rows, column.values, column.notes, strict=True):
            if value is not None:
                expected[row + 1, place] = value
            cell = ws.cell(row + 1, place)
            assert (cell.comment.text if cell.comment else None) == note
    assert found == expected
    assert contents(ungrade(tmp_path / "once.xlsx", tmp_path / "back.xlsx")) == contents(source)


def random_book(path: Path, dice: random.Random) -> tuple[Path, dict[tuple[int, int], object]]:
    """Write a workbook whose sheet is spelt in a random way; return it and its cells by row and column."""
    width, height = dice.randint(0, 9), dice.randint(0, 50)
    p = dice.choice(["", "", "x:", "ss:"])
    with_r, row_r, lower = dice.random() < 0.8, dice.random() < 0.8, dice.random() < 0.1
    space = dice.choice(["", "", "\n", "\r\n  "])
    quote = dice.choice(['"', "'"])
    model: dict[tuple[int, int], object] = {}
    xml = []
    for row in range(1, height + 1):
        if row_r and dice.random() < 0.15:
            continue
        cells = []
        for column in range(1, width + 1):
            if with_r and dice.random() < 0.3:
                continue
            ref = f"{get_column_letter(column)}{row}"
            ref = f" r={quote}{ref.lower() if lower else ref}{quote}" if with_r else ""
            kind = dice.randint(0, 5)
            style = dice.choice(["", f" s={quote}0{quote}"])
            if kind == 0:
                cells.append(f"<{p}c{ref}{style}/>")
            elif kind == 1:
                cells.append(f"<{p}c{ref}{style}></{p}c>")
            elif kind == 2:
                model[row, column] = f"t{row}>{column}"
                cells.append(f'<{p}c{ref}{style} t="inlineStr"><{p}is><{p}t>t{row}&gt;{column}</{p}t></{p}is></{p}c>')
            elif kind == 3:
                model[row, column] = "=1+1"
                cells.append(f"<{p}c{ref}{style}><{p}f>1+1</{p}f><{p}v>2</{p}v></{p}c>")
            else:
                model[row, column] = row * 100 + column
                cells.append(f"<{p}c{ref}{style}><{p}v>{row * 100 + column}</{p}v></{p}c>")
        said = f" r={quote}{row}{quote}" if row_r else ""
        said += dice.choice(["", f' spans="1:{max(width, 1)}"', ' ht="33.5" customHeight="1"', "\n"])
        body = space.join(cells)
        xml.append(f"<{p}row{said}/>" if not cells and dice.random() < 0.5 else f"<{p}row{said}>{body}</{p}row>")
    data = f"<{p}sheetData>{space.join(xml)}</{p}sheetData>" if xml else f"<{p}sheetData/>"
    dimension = dice.choice(["", f'<{p}dimension ref="A1"/>', f'<{p}dimension ref="A1:C9"/>'])
    low = dice.randint(1, 12)
    high = dice.choice([low, low + 3, 16384])
    cols = dice.choice(
        [
            "",
            f'<{p}cols><{p}col min="{low}" max="{high}" width="7.5" hidden="1"/></{p}cols>',
        ]
    )
    tail = dice.choice(["", f'<{p}mergeCells count="1"><{p}mergeCell ref="A1:B1"/></{p}mergeCells>'])
    if tail:
        model.pop((1, 2), None)
    spaces = f'xmlns{":" + p[:-1] if p else ""}="{MAIN}"'
    part = f'<?xml version="1.0"?>{space}<{p}worksheet {spaces}>{dimension}{cols}{data}{tail}</{p}worksheet>'
    book = Workbook()
    book.active.title = "s"
    book.save(path)
    change_parts(path, {SHEET: part.encode()})
    return path, model
