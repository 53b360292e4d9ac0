"""The fast reader gives what openpyxl gives, cell by cell; real workbooks and sheets with every oddity."""

from __future__ import annotations

import datetime as dt
import io
import itertools
import random
import warnings
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from openpyxl import Workbook, load_workbook

from xlops.errors import WorkbookError
from xlops.sheets import CellError
from xlops.workbook import reading, sheet_patch
from xlops.workbook.lossless import LosslessBook
from xlops.workbook.opening import open_book
from xlops.workbook.package import Package
from xlops.workbook.reading import NumberFormats, Reader, read_cells, read_texts

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
DEMOS = Path(__file__).parents[2] / "workbooks"
FILES = sorted(p for p in (*CORPUS.glob("*"), *DEMOS.glob("*")) if p.suffix.lower() in {".xlsx", ".xlsm"})
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


class OpenParts(Package):
    """A package whose parts can be opened."""

    def open(self, part: str) -> BinaryIO:
        return io.BytesIO(self.read(part))


def by_openpyxl(
    data: bytes, sheet: str, error: Callable[[str], object] = CellError
) -> tuple[list[list[object]], list[Any]]:
    """Return a sheet's cells as openpyxl has them: values, and the formulas that have none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        formulas = load_workbook(io.BytesIO(data))[sheet]
        values = load_workbook(io.BytesIO(data), data_only=True)[sheet]
    used = []
    for (row, column), cell in values._cells.items():
        value = cell.value
        if value is None:
            source = formulas._cells.get((row, column))
            if source is None or source.data_type != "f" or cell.data_type == "str":
                continue
            formula = source.value
            value = error(formula if isinstance(formula, str) else getattr(formula, "text", None) or "=")
        elif cell.data_type == "e":
            value = error(str(value))
        used.append((row, column, value))
    height, width = (max((place[n] for place in used), default=0) for n in (0, 1))
    cells: list[list[object]] = [[None] * width for _ in range(height)]
    for row, column, value in used:
        cells[row - 1][column - 1] = value
    merged = [(r.min_row - 1, r.min_col - 1, r.max_row - 1, r.max_col - 1) for r in formulas.merged_cells.ranges]
    return cells, sorted(merged)


def same(found: list[list[object]], expected: list[list[object]]) -> None:
    assert len(found) == len(expected)
    for n, (mine, theirs) in enumerate(zip(found, expected, strict=True)):
        assert mine == theirs, n
        assert [type(v) for v in mine] == [type(v) for v in theirs], n


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_real_workbooks(path: Path) -> None:
    try:
        package = OpenParts(path)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(package.data), read_only=False)
    except WorkbookError as refused:
        pytest.skip(refused.code)
    except Exception as error:  # openpyxl raises anything
        pytest.skip(f"openpyxl cannot load it: {error}")
    reader = Reader(package)
    for sheet in book.worksheets:
        raw = reader.cells(sheet.title, CellError)
        cells, merged = by_openpyxl(package.data, sheet.title)
        same(raw.cells, cells)
        assert sorted(raw.merged) == merged


# sheets written for the purpose


def package(
    rows: str,
    *,
    texts: str = "",
    formats: Sequence[int] = (0, 14, 21, 170, 4),
    after: str = "",
    workbook: str = "",
    head: str = "",
) -> bytes:
    """Return a workbook whose sheet holds these rows."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    rels = "http://schemas.openxmlformats.org/package/2006/relationships"
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kinds}.sheet.main+xml"/>'
        f'<Override PartName="/xl/s.xml" ContentType="{kinds}.worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{kinds}.styles+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kinds}.sharedStrings+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{rels}"><Relationship Id="a" Type="{office}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{office}">{workbook}<sheets><sheet name="S" sheetId="1" '
        'r:id="s"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{rels}">'
        f'<Relationship Id="s" Type="{office}/worksheet" Target="s.xml"/>'
        f'<Relationship Id="t" Type="{office}/sharedStrings" Target="sharedStrings.xml"/>'
        f'<Relationship Id="y" Type="{office}/styles" Target="styles.xml"/></Relationships>',
        "xl/s.xml": f"{head}<worksheet {MAIN}><sheetData>{rows}</sheetData>{after}</worksheet>",
        "xl/sharedStrings.xml": f"<sst {MAIN}>{texts}</sst>",
        "xl/styles.xml": f'<styleSheet {MAIN}><numFmts count="1"><numFmt numFmtId="170" formatCode="[h]:mm"/>'
        "</numFmts><cellXfs>" + "".join(f'<xf numFmtId="{n}"/>' for n in formats) + "</cellXfs></styleSheet>",
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name, text in parts.items():
            made.writestr(name, text)
    return file.getvalue()


def read(data: bytes, tmp_path: Path) -> tuple[list[list[object]], list[Any]]:
    path = tmp_path / "a.xlsx"
    path.write_bytes(data)
    raw = Reader(OpenParts(path)).cells("S", CellError)
    return raw.cells, sorted(raw.merged)


TEXTS = (
    "<si><t>plain</t></si><si><t/></si><si><t xml:space='preserve'>  two </t></si>"
    "<si><r><rPr><b/></rPr><t>rich </t></r><r><t>text</t></r><rPh sb='0' eb='1'><t>heard</t></rPh></si>"
    "<si><t>a_x000D_b_x005F_x000D_</t></si><si><t>&lt;&amp;&#20013;&#x6587;</t></si>"
)
ROWS = {
    "numbers": '<row r="1"><c r="A1"><v>5</v></c><c r="B1"><v>5.0</v></c><c r="C1"><v>1E3</v></c><c r="D1">'
    '<v>-0.1</v></c><c r="E1"><v>12345678901234567890</v></c><c r="F1"><v>0.30000000000000004</v></c>'
    '<c r="G1" t="n"><v>9007199254740993</v></c></row>',
    "texts": '<row r="1">' + "".join(f'<c r="{c}1" t="s"><v>{n}</v></c>' for n, c in enumerate("ABCDEF")) + "</row>",
    "kinds": '<row r="1"><c r="A1" t="b"><v>1</v></c><c r="B1" t="b"><v>0</v></c><c r="C1" t="e"><v>#N/A</v></c>'
    '<c r="D1" t="str"><v>a &amp; b</v></c><c r="E1" t="str"><f>""</f><v></v></c><c r="F1" t="d"><v>2026-03-01</v></c>'
    '<c r="G1"/><c r="H1" s="4"/></row>',
    "dates": '<row r="1"><c r="A1" s="1"><v>46000</v></c><c r="B1" s="1"><v>46000.25</v></c><c r="C1" s="2"><v>0.5</v>'
    '</c><c r="D1" s="3"><v>1.5</v></c><c r="E1" s="1"><v>-5</v></c><c r="F1" s="1"><v>99999999</v></c>'
    '<c r="G1" s="1"><v>30</v></c><c r="H1" s="1"><v>12345678901234567890</v></c></row>',
    "formulas": '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>A1&amp;"x"</f></c><c r="C1"><f>2&gt;1</f><v/>'
    '</c><c r="D1"><f t="array" ref="D1">SUM(A1:B1)</f></c><c r="E1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>',
    "odd numbers": '<row r="1"><c r="A1"><v>007</v></c><c r="B1"><v>-0</v></c><c r="C1"><v>-0.0</v></c><c r="D1">'
    '<v>.5</v></c><c r="E1"><v>+2.5</v></c><c r="F1"><v> 8 </v></c><c r="G1"><v>1e-300</v></c><c r="H1"><v>123456.7890'
    '</v></c></row>',
    "more than": '<row r="1"><c r="A1" t="str"><v>a > b</v></c><c r="B1"><v>1</v></c></row>',
    "shared": '<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">B1*2</f></c></row><row r="2"><c r="A2">'
    '<f t="shared" si="0"/></c><c r="B2"><f t="dataTable" ref="B2" dt2D="0" r1="A1"/></c></row>',
    "shared with values": '<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">B1*2</f><v>4</v></c></row>'
    '<row r="2"><c r="A2"><f t="shared" si="0"/><v>6</v></c></row>',
    "inline": '<row r="1"><c r="A1" t="inlineStr"><is><t>one</t></is></c><c r="B1" t="inlineStr"><is><r><t>a</t></r><r>'
    '<t xml:space="preserve"> b</t></r></is></c><c r="C1" t="inlineStr"><is><t/></is></c><c r="D1" t="inlineStr"/>'
    '<c r="E1" t="inlineStr"><is><t xml:space="preserve"> x </t></is></c><c r="F1" t="inlineStr"><is><t></t></is></c>'
    "</row>",
    "gaps": '<row r="3"><c r="C3"><v>1</v></c></row><row r="7" spans="1:9"/><row r="9"><c r="A9"><v>2</v></c></row>',
    "no references": "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>",
    "other order": '<row r="2"><c r="B2"><v>1</v></c><c r="A2"><v>2</v></c></row><row r="1"><c r="A1"><v>3</v></c>'
    "</row>",
    "comments": '<row r="1"><!-- x --><c r="A1"><v>1</v></c></row><row r="2"><c r="A2" t="str"><v><![CDATA[<b>]]></v>'
    "</c></row>",
    "attributes": '<row r="1" ht="20" customHeight="1"><c s="1" r="A1"><v>46000</v></c></row><row r="2"><c r="A2" '
    't="s" s="4"><v>0</v></c><c r="B2" s="0" cm="1"><v>3</v></c><c r="C2" vm="1" t="e"><v>#VALUE!</v></c></row>',
    "spaces": '\n <row r="1">\r\n  <c r="A1" s="0" t="n" >\n <v>1</v>\n</c> <c r="B1" t="str"><v xml:space="preserve">'
    " y </v></c></row>\n",
    "far": '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="1"/></row><row r="1048576"><c r="A1048576" s="1"/></row>',
    "nothing": "",
}


@pytest.mark.parametrize("name", ROWS)
@pytest.mark.parametrize("head", ["", '<?xml version="1.0" encoding="UTF-8"?>\n'])
def test_written_sheets(name: str, head: str, tmp_path: Path) -> None:
    data = package(ROWS[name], texts=TEXTS, head=head)
    cells, merged = read(data, tmp_path)
    expected, their_merged = by_openpyxl(data, "S")
    same(cells, expected)
    assert merged == their_merged


@pytest.mark.parametrize("name", [n for n in ROWS if n not in ("no references", "other order", "comments")])
def test_both_ways_of_reading_agree(name: str, tmp_path: Path) -> None:
    data = package(ROWS[name], texts=TEXTS)
    path = tmp_path / "a.xlsx"
    path.write_bytes(data)
    reader = Reader(OpenParts(path))
    values = reading._Values(reader.texts, reader.formats, CellError)
    xml = OpenParts(path).read("xl/s.xml")
    slow = reading._Events(values).read(io.BytesIO(xml))
    assert slow.cells == read(data, tmp_path)[0]
    if name not in ("shared", "attributes"):
        same(reading._Blocks(values).read(io.BytesIO(xml)).cells, slow.cells)


def test_numbers_in_every_spelling(tmp_path: Path) -> None:
    chance = random.Random(8)
    said = ["-0", "-0.0", "00", "007", "-007.50", ".5", "-.5", "7.", "-7.", "99999999", "-12345678", "123456789"]
    said += ["1234567.8", "12345678.9", "-1234567.8", ".12345678", "0.12345678", "12345678.", "123456789."]
    for _ in range(3000):
        digits = "".join(chance.choices("0123456789", k=chance.randint(1, 12)))
        point = chance.randint(0, len(digits))
        text = digits if chance.random() < 0.3 else f"{digits[:point]}.{digits[point:]}"
        said.append(chance.choice(("", "", "-")) + text + chance.choice(("", "", "", "e3", "E-7")))
    rows = "".join(f'<row r="{r}"><c r="A{r}" s="4"><v>{text}</v></c></row>' for r, text in enumerate(said, 1_040_000))
    cells, _ = read(package(rows), tmp_path)
    expected = [float(t) if any(sign in t for sign in ".eE") else int(t) for t in said]
    found = [row[0] for row in cells[1_039_999:]]
    assert [(type(n), repr(n)) for n in found] == [(type(n), repr(n)) for n in expected]


def test_numbers_of_rows_columns_and_formats_of_any_length(tmp_path: Path) -> None:
    formats = [14 if n in (7, 77, 777, 7_777, 12_345) else 4 for n in range(12_346)]
    for numbers, names in (((9, 10, 99_999, 100_000, 1_048_576), "AB"), ((1, 345), ("A", "Z", "AA", "XFD"))):
        styles = itertools.cycle((7, 8, 78, 777, 7_777, 12_345, 12_344))
        rows = ""
        for row in numbers:
            cells = (f'<c r="{column}{row}" s="{next(styles)}" t="n"><v>{row}.5</v></c>' for column in names)
            rows += f'<row r="{row}">{"".join(cells)}</row>'
        data = package(rows, formats=formats)
        cells, _ = read(data, tmp_path)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            theirs = load_workbook(io.BytesIO(data))["S"]._cells
        assert len(theirs) == len(numbers) * len(names)
        for (row, column), cell in theirs.items():
            assert cells[row - 1][column - 1] == cell.value and type(cells[row - 1][column - 1]) is type(cell.value)


def test_days_since_1904(tmp_path: Path) -> None:
    data = package(ROWS["dates"], workbook='<workbookPr date1904="1"/>')
    same(read(data, tmp_path)[0], by_openpyxl(data, "S")[0])


def test_only_the_first_of_merged_cells_has_a_value(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{r}"><c r="A{r}"><v>{r}</v></c><c r="B{r}"><v>{r}</v></c></row>' for r in (1, 2, 3))
    data = package(rows, after='<mergeCells count="1"><mergeCell ref="A2:B3"/></mergeCells>')
    cells, merged = read(data, tmp_path)
    assert cells == [[1, 1], [2, None]]
    assert merged == [(1, 0, 2, 1)] == by_openpyxl(data, "S")[1]


def test_rows_may_be_cut_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "".join(f'<row r="{r}"><c r="A{r}"><v>{r}</v></c><c r="C{r}" t="s"><v>0</v></c></row>' for r in range(1, 60))
    data = package(rows, texts=TEXTS)
    expected = read(data, tmp_path)
    for size in (7, 64, 333):
        monkeypatch.setattr(reading, "_PIECE", size)
        assert read(data, tmp_path) == expected


def test_what_cannot_be_read(tmp_path: Path) -> None:
    nothing = NumberFormats()
    doctype = b'<?xml version="1.0"?><!DOCTYPE worksheet><worksheet><sheetData/></worksheet>'
    with pytest.raises(reading.DoctypeFound):
        read_cells(lambda: io.BytesIO(doctype), [], nothing, CellError)
    with pytest.raises(reading.DoctypeFound):
        read_texts(lambda: io.BytesIO(b"<!DOCTYPE sst><sst><si><t>a</t></si></sst>"))
    with pytest.raises(reading.TooSparse):
        read(
            package('<row r="1"><c r="XFD1"><v>1</v></c></row><row r="9999"><c r="A9999"><v>1</v></c></row>'), tmp_path
        )
    with pytest.raises(IndexError):
        read(package('<row r="1"><c r="A1" t="s"><v>3</v></c></row>'), tmp_path)
    for wrong in ("12x", "[300]", '"300"', "null"):
        with pytest.raises(ValueError, match="invalid literal"):
            read(package(f'<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>{wrong}</v></c></row>'), tmp_path)


def test_a_shared_formula_that_would_reach_beyond_the_edge(tmp_path: Path) -> None:
    rows = (
        '<row r="2"><c r="B2"><f t="shared" ref="A1:B2" si="0">A1</f></c></row>'
        '<row r="3"><c r="A3"><f t="shared" si="0"/></c></row>'
    )
    cells, _ = read(package(rows), tmp_path)
    assert cells[1][1] == CellError("=A1") and cells[2][0] == CellError("=#REF!")


def test_random_sheets(tmp_path: Path) -> None:
    chance = random.Random(4)
    book = Workbook()
    ws = book.active
    ws.title = "S"
    day = dt.datetime(2026, 3, 1, 7, 30)
    made = ("text", " 中文 text\n", "", "=1+1", 1, 0, -7, 1.5, 1e-9, 2**60, 1e300, True, False, day, day.date(), None)
    for r in range(1, 400):
        for c in range(1, 12):
            value = chance.choice((*made, day.time(), dt.timedelta(hours=30), round(chance.uniform(-9, 9), 17)))
            if value is not None:
                ws.cell(r, c).value = value
    file = io.BytesIO()
    book.save(file)
    cells, _ = read(file.getvalue(), tmp_path)
    same(cells, by_openpyxl(file.getvalue(), "S")[0])


def test_how_far_a_sheet_reaches_is_what_a_look_through_it_tells() -> None:
    looked = 0
    for file in FILES:
        try:
            book = open_book(file)
        except WorkbookError:
            continue
        assert isinstance(book, LosslessBook)
        for sheet in (*book.visible, *book.hidden):
            try:
                book.read(sheet, str)
            except WorkbookError:
                continue
            extent = book._extents.get(sheet)
            for top in (1, 2, 5) if extent else ():
                facts = sheet_patch.scan(book._now.parts.stream(book._now.sheets[sheet].part), top)
                used, formatted = extent.reach(top)
                assert used == facts.used and extent.heights == facts.heights, (file.name, sheet)
                assert max(used, formatted) == max(used, facts.formatted), (file.name, sheet)
                assert facts.tail.endswith(extent.tail)
                looked += 1
    assert looked >= 10
