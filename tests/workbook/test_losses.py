"""What openpyxl would lose is named; what it keeps is not a reason to refuse."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from making import HEADER, ROWS, change_parts, columns, product_sheet
from openpyxl import load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.formatting.rule import ColorScaleRule
from openpyxl.worksheet.datavalidation import DataValidation
from PIL import Image as Picture

from xlops.errors import WorkbookError
from xlops.workbook.inspect import find_losses
from xlops.workbook.opening import open_book
from xlops.workbook.package import Package

SHEET = "xl/worksheets/sheet1.xml"
RELS = "xl/worksheets/_rels/sheet1.xml.rels"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def found(path: Path) -> list[str]:
    return [loss.en for loss in find_losses(Package(path))]


def part(path: Path, name: str) -> str:
    with zipfile.ZipFile(path) as package:
        return package.read(name).decode()


def png(colour: str) -> Image:
    data = BytesIO()
    Picture.new("RGB", (40, 30), colour).save(data, "png")
    return Image(data)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return product_sheet(tmp_path / "s.xlsx")


def test_what_openpyxl_keeps_is_no_loss(source: Path, tmp_path: Path) -> None:
    book = load_workbook(source)
    ws = book["产品"]
    ws.add_image(png("red"), "F4")
    ws["A4"].comment = Comment("注", "王")
    ws["A4"].hyperlink = "https://example.com/a"
    ws.conditional_formatting.add(
        "B4:B7", ColorScaleRule(start_type="min", start_color="FF0000", end_type="max", end_color="00FF00")
    )
    choice = DataValidation(type="list", formula1='"a,b"')
    choice.add("C4")
    ws.add_data_validation(choice)
    ws.protection.enable()
    book.save(source)
    change_parts(source, {"docProps/thumbnail.jpeg": b"x", "xl/calcChain.xml": b"<calcChain/>"})
    assert found(source) == []
    again = open_book(source)
    again.write_results("产品", HEADER, ROWS, columns())
    again.save(tmp_path / "o.xlsx")
    assert found(tmp_path / "o.xlsx") == []
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(tmp_path / "o.xlsx") as new:
        assert old.read("xl/media/image1.png") == new.read("xl/media/image1.png")
    kept = load_workbook(tmp_path / "o.xlsx")["产品"]
    assert kept._images[0].anchor._from.row == 3
    assert kept["A4"].comment.text == "注" and kept["A4"].hyperlink.target == "https://example.com/a"
    assert kept["G3"].value.startswith("xlops "), "the results stand right of the picture in column F"


EXTENSION = '<extLst><ext uri="{}"/></extLst></worksheet>'
IN_SHEET = {
    "sparklines": ("</worksheet>", EXTENSION.format("{05C60535-1F16-4fd2-B633-F4F36F0B64E0}")),
    "drop-down lists that refer to another sheet": (
        "</worksheet>",
        EXTENSION.format("{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"),
    ),
    "slicers": ("</worksheet>", EXTENSION.format("{A8765BA9-456A-4dab-B4F3-ACF838C121DE}")),
    "extension {11111111-0000-0000-0000-000000000000}": (
        "</worksheet>",
        EXTENSION.format("{11111111-0000-0000-0000-000000000000}"),
    ),
    "the sheet background picture": ("</worksheet>", "<picture/></worksheet>"),
    "ranges that may be edited in a protected sheet": ("<autoFilter", "<protectedRanges/><autoFilter"),
    "dynamic arrays, pictures or data types in cells": ('<c r="B4"', '<c vm="1" r="B4"'),
    "values hidden under merged cells": ('<c r="C1"', None),
    "<somethingNew>": ("</worksheet>", "<somethingNew/></worksheet>"),
}


@pytest.mark.parametrize("what", IN_SHEET)
def test_loss_inside_a_sheet(what: str, source: Path) -> None:
    before, after = IN_SHEET[what]
    xml = part(source, SHEET)
    if after is None:
        start = xml.index('<row r="1"')
        end = xml.index("</row>", start)
        xml = xml[:end].replace('<c r="B1" />', "").replace('<c r="C1" />', "") + '<c r="C1"><v>3</v></c>' + xml[end:]
    else:
        assert before in xml
        xml = xml.replace(before, after, 1)
    change_parts(source, {SHEET: xml.encode()})
    assert found(source) == [what]
    with pytest.raises(WorkbookError) as error:
        open_book(source)
    assert error.value.code == "would_lose" and what in error.value.en and "产品" in error.value.zh


BY_RELATION = {
    "threaded comments": "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment",
    "form controls or ActiveX buttons": f"{OFFICE}/ctrlProp",
    "embedded objects": f"{OFFICE}/oleObject",
    "data connections": f"{OFFICE}/queryTable",
    "neverSeen": "http://example.com/relationships/neverSeen",
}


@pytest.mark.parametrize("what", BY_RELATION)
def test_loss_known_by_its_relationship(what: str, source: Path) -> None:
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{BY_RELATION[what]}" Target="../any/part.xml"/></Relationships>'
    )
    change_parts(source, {RELS: rels.encode(), "xl/any/part.xml": b"<a/>"})
    assert found(source) == [what]


def test_wps_cell_pictures(source: Path) -> None:
    rels = part(source, "xl/_rels/workbook.xml.rels")
    kind = "http://www.wps.cn/officeDocument/2020/cellImage"
    one = f'<Relationship Id="w1" Type="{kind}" Target="cellimages.xml"/>'
    change_parts(
        source,
        {
            "xl/_rels/workbook.xml.rels": rels.replace("</Relationships>", one + "</Relationships>").encode(),
            "xl/cellimages.xml": b"<a/>",
        },
    )
    assert found(source) == ["WPS cell pictures (=DISPIMG)"]


def test_shapes_beside_a_picture(source: Path) -> None:
    book = load_workbook(source)
    book["产品"].add_image(png("blue"), "F4")
    book.save(source)
    xml = part(source, "xl/drawings/drawing1.xml")
    end = xml.rindex("</")
    prefix = xml[end + 2 :].split("wsDr")[0]
    shape = f"<{prefix}twoCellAnchor><{prefix}sp/></{prefix}twoCellAnchor>"
    change_parts(source, {"xl/drawings/drawing1.xml": (xml[:end] + shape + xml[end:]).encode()})
    assert found(source) == ["shapes, text boxes or grouped pictures"]


def test_charts_of_the_operator_are_a_loss_and_ours_are_not(source: Path, tmp_path: Path) -> None:
    def chart(ws: object) -> None:
        ws.append([1, 2])  # type: ignore[attr-defined]
        bars = BarChart()
        bars.add_data(Reference(ws, min_col=1, min_row=1, max_col=2))
        ws.add_chart(bars, "D2")  # type: ignore[attr-defined]

    book = open_book(source)
    book.put_sheet("xlops 汇总", chart)
    book.save(tmp_path / "ours.xlsx")
    assert found(tmp_path / "ours.xlsx") == []
    theirs = load_workbook(source)
    chart(theirs["说明"])
    theirs.save(source)
    assert found(source) == ["charts (their details)"]


def test_without_pillow_pictures_are_a_loss(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = load_workbook(source)
    book["产品"].add_image(png("red"), "F4")
    book.save(source)
    monkeypatch.setattr("xlops.workbook.inspect.find_spec", lambda _: None)
    assert found(source) == ["pictures"]


def test_a_copy_with_losses_only_on_demand(source: Path, tmp_path: Path) -> None:
    xml = part(source, SHEET).replace("</worksheet>", IN_SHEET["sparklines"][1])
    change_parts(source, {SHEET: xml.encode()})
    book = open_book(source, keep_all=False)
    assert [loss.text("zh") for loss in book.losses] == ["迷你图（产品）"]
    book.write_results("产品", HEADER, ROWS, columns())
    book.save(tmp_path / "o.xlsx")
    assert found(tmp_path / "o.xlsx") == []
