"""Hostile and broken files: each refused with its reason, or opened and graded, in bounded memory and time.

Run as a program, this file opens and grades each file of a folder and prints what happened, how long it took, and the
memory that the process had taken by then.
"""

from __future__ import annotations

import faulthandler
import json
import os
import random
import re
import struct
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from making import HEADER, ROWS, change_parts, columns, product_sheet

import xlops
from xlops.errors import WorkbookError
from xlops.workbook.archive_safety import OLE_MAGIC, check
from xlops.workbook.opening import open_book
from xlops.workbook.undo import PART as UNDO

SHEET, BOOK, STYLES = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"
TEXTS = "xl/sharedStrings.xml"
MOST_SECONDS, MOST_MEGABYTES = 10, 500
OPENED = "opened"

Change = Callable[[Path], None]


def part(name: str, change: Callable[[str], str | bytes]) -> Change:
    """Return what rewrites one part of a workbook."""

    def apply(path: Path) -> None:
        with zipfile.ZipFile(path) as package:
            text = package.read(name).decode()
        new = change(text)
        assert new != text
        change_parts(path, {name: new if isinstance(new, bytes) else new.encode()})

    return apply


def swap(name: str, before: str, after: str) -> Change:
    def change(text: str) -> str:
        assert before in text
        return text.replace(before, after, 1)

    return part(name, change)


def before_root(name: str, text: str) -> Change:
    """Return what puts a text before a part's first element."""
    return part(name, lambda xml: re.sub(r"^(<\?xml.*?\?>)?", lambda m: m[0] + text, xml, count=1, flags=re.DOTALL))


def raw(change: Callable[[bytes], bytes]) -> Change:
    def apply(path: Path) -> None:
        path.write_bytes(change(path.read_bytes()))

    return apply


def shared_texts(xml: str) -> Change:
    """Return what gives a workbook shared texts and a cell that shows the first."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"

    def apply(path: Path) -> None:
        swap(SHEET, "</row>", '<c r="G1" t="s"><v>0</v></c></row>')(path)
        link = f'<Relationship Id="texts" Type="{kind}" Target="sharedStrings.xml"/></Relationships>'
        swap("xl/_rels/workbook.xml.rels", "</Relationships>", link)(path)
        change_parts(path, {TEXTS: xml.replace("<sst", f'<sst xmlns="{main}"').encode()})

    return apply


def drawing(inside: str) -> Change:
    """Return what gives the first sheet a drawing."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing"

    def apply(path: Path) -> None:
        rels = (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="d" Type="{kind}" Target="/xl/drawings/drawing1.xml"/></Relationships>'
        )
        change_parts(
            path,
            {
                "xl/worksheets/_rels/sheet1.xml.rels": rels.encode(),
                "xl/drawings/drawing1.xml": f"<wsDr>{inside}</wsDr>".encode(),
            },
        )

    return apply


def add(name: str, data: bytes = b"x") -> Change:
    """Return what adds an entry of any name, even one that is there."""

    def apply(path: Path) -> None:
        with zipfile.ZipFile(path, "a") as package:
            # zipfile warns of doubles and mends names, so the name is put in afterwards
            package.writestr("?" * len(name), data)
        path.write_bytes(path.read_bytes().replace(b"?" * len(name), name.encode()))

    return apply


def records(data: bytes) -> list[int]:
    """Return where the records of the zip's directory begin."""
    start = struct.unpack_from("<L", data, data.rindex(b"PK\5\6") + 16)[0]
    return [start + found.start() for found in re.finditer(rb"PK\x01\x02", data[start:])]


def set_fields(name: str, **fields: int) -> Change:
    """Return what changes a part's record in the directory: flags, method, crc, packed, size, place."""
    where = {"flags": (8, "<H"), "method": (10, "<H"), "crc": (16, "<L"), "packed": (20, "<L"), "size": (24, "<L")}
    where["place"] = (42, "<L")

    def change(data: bytes) -> bytes:
        out = bytearray(data)
        at = next(at for at in records(data) if data[at + 46 :].startswith(name.encode()))
        for field, value in fields.items():
            offset, form = where[field]
            struct.pack_into(form, out, at + offset, value)
        return bytes(out)

    return raw(change)


def goes_on(name: str, more: bytes, times: int) -> Change:
    """Return what makes a part go on beyond the size and check sum that the directory states, which are its first's."""

    def apply(path: Path) -> None:
        with zipfile.ZipFile(path) as package:
            parts = {n: package.read(n) for n in package.namelist()}
        pack = zlib.compressobj(9, zlib.DEFLATED, -15)
        packed = pack.compress(parts[name]) + b"".join(pack.compress(more) for _ in range(times)) + pack.flush()
        out = BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
            for n, data in parts.items():
                if n != name:
                    package.writestr(n, data)
            package.writestr(zipfile.ZipInfo(name), packed)  # stored; turned into a deflated entry below
            info = package.infolist()[-1]
        data = bytearray(out.getvalue())
        struct.pack_into("<HHHLLL", data, info.header_offset + 8, 8, 0, 33, zlib.crc32(parts[name]), len(packed), 0)
        struct.pack_into("<L", data, info.header_offset + 22, len(parts[name]))
        path.write_bytes(data)
        set_fields(name, method=8, crc=zlib.crc32(parts[name]), size=len(parts[name]))(path)

    return apply


def all_at_once(name: str) -> Change:
    """Return what lets 2,000 entries of the directory use the bytes of one."""

    def change(data: bytes) -> bytes:
        end = data.rindex(b"PK\5\6")
        start = struct.unpack_from("<L", data, end + 16)[0]
        at = next(at for at in records(data) if data[at + 46 :].startswith(name.encode()))
        record = data[at : at + 46 + len(name)]
        many = b"".join(record[:46] + f"{n:0{len(name)}d}".encode() for n in range(2000))
        tail = bytearray(data[end:])
        count = struct.unpack_from("<H", tail, 8)[0] + 2000
        struct.pack_into("<HHL", tail, 8, count, count, end - start + len(many))
        return data[:end] + many + bytes(tail)

    return raw(change)


def endless_directory(data: bytes) -> bytes:
    end = data.rindex(b"PK\5\6")
    start = struct.unpack_from("<L", data, end + 16)[0]
    first = data[start : start + 46]
    entry = first[:28] + struct.pack("<HHH", 1, 0, 0) + first[34:46] + b"a"
    many = entry * (20_000_000 // len(entry))
    tail = bytearray(data[end:])
    struct.pack_into("<L", tail, 12, end - start + len(many))
    return data[:end] + many + bytes(tail)


LAUGHS = (
    "<!DOCTYPE lolz [<!ENTITY a 'ha'>"
    + "".join(f"<!ENTITY {chr(98 + n)} '{('&' + chr(97 + n) + ';') * 10}'>" for n in range(10))
    + "]>"
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
FAR = '<!DOCTYPE x PUBLIC "-//x//EN" "http://192.0.2.1/x.dtd">'

# name -> what may come of it, how the file is made from a good one
FILES: dict[str, tuple[set[str], Change]] = {
    # bombs
    "bomb in a picture": ({"zip_bomb"}, lambda p: change_parts(p, {"xl/media/a.bin": bytes(120 << 20)})),
    "bomb in a sheet": (
        {"zip_bomb"},
        part(SHEET, lambda x: x.encode().replace(b"<sheetData>", b"<sheetData>" + b"<row/>" * (20 << 20))),
    ),
    "states 4 GB": ({"zip_bomb"}, set_fields(SHEET, size=0xFFFFFFF0)),
    "states nothing": ({"corrupt"}, set_fields(SHEET, size=0)),
    "states more than it has": ({"corrupt"}, set_fields(SHEET, size=5_000_000)),
    "goes on for 1 GB": ({"corrupt"}, goes_on(SHEET, b" " * (1 << 20), 1000)),
    "styles of 40 MB": (
        {"zip_bomb"},
        part(STYLES, lambda x: x.encode().replace(b"</styleSheet>", b" " * (40 << 20) + b"</styleSheet>")),
    ),
    "one for 2,000": ({"suspicious"}, all_at_once(SHEET)),
    "endless directory": ({"suspicious"}, raw(endless_directory)),
    "file of 3 GB": ({"zip_bomb"}, lambda p: os.truncate(p, 3 << 30)),  # sparse: it takes no room
    # zips that no Office program writes
    "part behind the end": ({"corrupt"}, set_fields(SHEET, packed=5_000_000)),
    "part that is none": ({"corrupt", "suspicious"}, set_fields(SHEET, place=3)),
    "password of a zip": ({"encrypted"}, set_fields(SHEET, flags=1)),
    "lzma": ({"suspicious"}, set_fields(SHEET, method=14)),
    "deflate64": ({"suspicious"}, set_fields(SHEET, method=9)),
    "climbing name": ({"suspicious"}, add("../../../etc/cron.d/evil")),
    "climbing name in the middle": ({"suspicious"}, add("xl/../../evil.xml")),
    "climbing name of Windows": ({"suspicious"}, add("..\\..\\evil.exe")),
    "drive name": ({"suspicious"}, add("C:\\Windows\\evil.dll")),
    "control character": ({"suspicious"}, add("xl/a\x07.xml")),
    "name with an end in it": ({"suspicious"}, add("xl/styles.xml\0.png")),
    "absolute name": ({OPENED}, add("/customXml/item9.bin")),
    "two sheets of one name": ({"duplicate_parts"}, add(SHEET, b"<worksheet/>")),
    "two sheets of one name in capitals": ({"duplicate_parts"}, add(SHEET.upper(), b"<worksheet/>")),
    "wrong check sum of a sheet": ({"corrupt"}, set_fields(SHEET, crc=1)),
    "wrong check sum of styles": ({"corrupt"}, set_fields(STYLES, crc=1)),
    "no end": ({"corrupt"}, raw(lambda d: d[: d.rindex(b"PK\5\6")])),
    "half": ({"corrupt"}, raw(lambda d: d[: len(d) // 2])),
    "only the first bytes": ({"corrupt"}, raw(lambda d: d[:10])),
    "beginning cut off": ({"not_a_workbook"}, raw(lambda d: d[100:])),
    # other formats under this name
    "old workbook": ({"xls"}, raw(lambda d: OLE_MAGIC + bytes(504) + "Workbook".encode("utf-16-le") + bytes(2000))),
    "password": ({"encrypted"}, raw(lambda d: OLE_MAGIC + bytes(3 << 20) + "EncryptedPackage".encode("utf-16-le"))),
    "password on the edge of a block": (
        {"encrypted"},
        raw(lambda d: OLE_MAGIC + bytes((1 << 16) - 20) + "EncryptedPackage".encode("utf-16-le")),
    ),
    "binary workbook": (
        {"xlsb"},
        lambda p: [swap("_rels/.rels", "workbook.xml", "workbook.bin")(p), change_parts(p, {"xl/workbook.bin": b"x"})],
    ),
    # XML
    **{
        f"{what} in {name}": ({"doctype"}, before_root(name, text))
        for what, text in {"laughs": LAUGHS, "entity from a file": OUTSIDE, "entity from afar": FAR}.items()
        for name in (SHEET, BOOK, STYLES, "[Content_Types].xml", "_rels/.rels", "xl/theme/theme1.xml")
    },
    "document type in small letters": (
        {"doctype", "corrupt"},
        before_root(SHEET, LAUGHS.replace("DOCTYPE", "doctype")),
    ),
    "document type behind a comment": ({"doctype"}, before_root(SHEET, "<!-- a -->\n<?b c?>\n" + LAUGHS)),
    "document type far behind": ({"suspicious"}, before_root(SHEET, f"<!--{' ' * 70_000}-->{LAUGHS}")),
    "document type behind blanks": ({"suspicious"}, before_root(SHEET, " " * 70_000 + LAUGHS)),
    "document type in UTF-16": (
        {"doctype"},
        part(SHEET, lambda x: f'<?xml version="1.0" encoding="UTF-16"?>{LAUGHS}{x}'.encode("utf-16")),
    ),
    "deep workbook": ({"suspicious"}, swap(BOOK, "<sheets>", "<a>" * 1_000_000 + "<sheets>")),
    "deep and closed workbook": (
        {"suspicious"},
        swap(BOOK, "<sheets>", "<a>" * 300_000 + "</a>" * 300_000 + "<sheets>"),
    ),
    "deep styles": (
        {"suspicious"},
        swap(STYLES, "</styleSheet>", "<a>" * 300_000 + "</a>" * 300_000 + "</styleSheet>"),
    ),
    "deep sheet": (
        {"suspicious", "corrupt", "unreadable", "odd_xml", OPENED},
        swap(SHEET, "</worksheet>", "<extLst>" + "<a>" * 300_000 + "</a>" * 300_000 + "</extLst></worksheet>"),
    ),
    "many open comments": (
        {"corrupt", "odd_xml", "odd_sheet"},
        swap(SHEET, "</worksheet>", "<!--" * 300_000 + "</worksheet>"),
    ),
    "many open CDATA": (
        {"corrupt", "odd_xml", "odd_sheet"},
        swap(SHEET, "</worksheet>", "<![CDATA[" * 200_000 + "</worksheet>"),
    ),
    "many open instructions": (
        {"corrupt", "odd_xml", "odd_sheet"},
        swap(SHEET, "</worksheet>", "<?a " * 300_000 + "</worksheet>"),
    ),
    "endless attributes": (
        {"corrupt", "odd_xml", "odd_sheet"},
        swap(SHEET, "</sheetData>", "<row" + " a='1'" * 200_000),
    ),
    "many attributes": (
        {"corrupt", "unreadable", "odd_xml", OPENED},
        swap(SHEET, "<sheetData>", "<sheetData " + " ".join(f"a{n}='1'" for n in range(50_000)) + ">"),
    ),
    "open elements": (
        {"corrupt", "odd_xml", "odd_sheet"},
        swap(SHEET, "</sheetData>", "<" * 1_000_000 + "</sheetData>"),
    ),
    "one text of 10 MB": (
        {"corrupt", "unreadable", OPENED},
        part(
            SHEET,
            lambda x: x.encode().replace(
                b"</sheetData>",
                b'<row r="9"><c r="A9" t="inlineStr"><is><t>'
                + random.Random(1).randbytes(5 << 20).hex().encode()
                + b"</t></is></c></row></sheetData>",
            ),
        ),
    ),
    "one text of 90 MB": (
        {"odd_sheet", "corrupt", "unreadable"},
        part(SHEET, lambda x: x.encode().replace(b"</sheetData>", b"<row><c><is><t>" + b"a" * (90 << 20))),
    ),
    "head of 90 MB": (
        {"odd_sheet", "corrupt", "unreadable"},
        part(
            SHEET, lambda x: x.encode().replace(b"<sheetData>", b"<cols>" + b" " * (90 << 20) + b"</cols><sheetData>")
        ),
    ),
    "many open hints of pronunciation": (
        {"corrupt", "unreadable", "odd_xml", "odd_sheet"},
        swap(SHEET, "</row>", f'<c r="G1" t="inlineStr"><is><t>a</t>{"<rPh " * 200_000}</is></c></row>'),
    ),
    "many hints of pronunciation": (
        {"corrupt", "unreadable", OPENED},
        swap(SHEET, "</row>", f'<c r="G1" t="inlineStr"><is><t>a</t>{"<rPh/>" * 200_000}</is></c></row>'),
    ),
    "many open texts": (
        {"corrupt", "unreadable", "odd_xml"},
        shared_texts("<sst><si><t>xlops " + "<si>" * 200_000),
    ),
    "deep texts": (
        {"corrupt", "unreadable", "suspicious", OPENED},
        shared_texts("<sst><si><t>xlops </t>" + "<a>" * 10**6 + "</a>" * 10**6 + "</si></sst>"),
    ),
    "many open anchors": ({OPENED, "corrupt", "odd_xml"}, drawing("<from>" * 200_000)),
    "many anchors without a place": ({OPENED}, drawing("<from>" * 200_000 + "</from>" * 200_000)),
    "four billion texts": (
        {"corrupt", "unreadable", OPENED},
        shared_texts('<sst count="4294967295" uniqueCount="4294967295"><si><t>xlops a</t></si></sst>'),
    ),
    "broken in the middle": ({"corrupt", "odd_xml", "odd_sheet"}, swap(SHEET, "</row>", "</raw>")),
    "not XML": ({"corrupt", "odd_xml", "odd_sheet"}, part(SHEET, lambda x: b"\x89PNG" + bytes(1000))),
    "nothing": ({"corrupt", "unreadable", "odd_xml"}, part(SHEET, lambda x: b"")),
    # numbers that are lies
    "huge dimension": ({OPENED}, part(SHEET, lambda x: re.sub(r'(<dimension ref=")[^"]*', r"\1A1:XFD1048576", x))),
    "senseless dimension": (
        {OPENED, "unreadable", "odd_xml"},
        part(SHEET, lambda x: re.sub(r'(<dimension ref=")[^"]*', r"\1ZZZZ99999999:A1", x)),
    ),
    "cell far away": (
        {"too_sparse", "sheet_full"},
        swap(SHEET, "</sheetData>", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'),
    ),
    "cell far below": (
        {"too_sparse", OPENED},
        swap(SHEET, "</sheetData>", '<row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>'),
    ),
    "cell outside of every sheet": (
        {"corrupt", "unreadable", "too_sparse", "sheet_full", "odd_xml", "odd_sheet"},
        swap(SHEET, "</sheetData>", '<row r="4294967295"><c r="ZZZZZZZ4294967295"><v>1</v></c></row></sheetData>'),
    ),
    "row of a thousand digits": (
        {"corrupt", "unreadable", "too_sparse", "odd_xml", "odd_sheet"},
        swap(SHEET, "</sheetData>", f'<row r="{"9" * 1000}"><c r="A{"9" * 1000}"><v>1</v></c></row></sheetData>'),
    ),
    "row 0": (
        {"corrupt", "unreadable", "odd_xml", "odd_sheet", OPENED},
        swap(SHEET, "</sheetData>", '<row r="0"><c r="A0"><v>1</v></c></row></sheetData>'),
    ),
    "number of a million digits": (
        {"unreadable", "corrupt", OPENED},
        swap(SHEET, "<v>20</v>", f"<v>{'9' * 1_000_000}</v>"),
    ),
    "style that is not there": (
        {"unreadable", "corrupt", "odd_xml", OPENED},
        swap(SHEET, '<c r="B4"', '<c s="99999999" r="B4"'),
    ),
    "four billion formats": (
        {"unreadable", "corrupt", "odd_xml", OPENED},
        part(STYLES, lambda x: re.sub(r'<cellXfs count="\d+"', '<cellXfs count="4294967295"', x)),
    ),
    "merged to the end": (
        {"merged_target", "sheet_full"},
        part(SHEET, lambda x: re.sub(r'(<mergeCell ref=")[^"]*', r"\1A1:XFD1048576", x)),
    ),
    "link to the end": (
        {"unreadable", "too_sparse", OPENED},
        part(
            SHEET,
            lambda x: re.sub(
                "(<pageMargins)", r'<hyperlinks><hyperlink ref="A1:XFD1048576" location="A1"/></hyperlinks>\1', x
            ),
        ),
    ),
    "relationship up and away": (
        {"not_a_workbook", "corrupt"},
        part("_rels/.rels", lambda x: re.sub(r'Target="[^"]*workbook.xml"', 'Target="../../../etc/passwd"', x)),
    ),
    "relationship to a file": (
        {"not_a_workbook", "corrupt"},
        part(
            "_rels/.rels",
            lambda x: re.sub(r'Target="[^"]*workbook.xml"', 'Target="file:///etc/passwd" TargetMode="External"', x),
        ),
    ),
    "sheet that is the workbook": (
        {"corrupt", "unreadable", "no_worksheet", "odd_xml", OPENED},
        part("xl/_rels/workbook.xml.rels", lambda x: x.replace("worksheets/sheet1.xml", "workbook.xml")),
    ),
}


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """Grade all files in one process, and return what it says of each."""
    folder = tmp_path_factory.mktemp("hostile")
    for number, (_, change) in enumerate(FILES.values()):
        change(product_sheet(folder / f"{number:03}.xlsx"))
    said: list[dict[str, Any]] = []
    while len(said) < len(FILES):  # a file that hangs or kills the process costs only itself
        run = subprocess.run(
            [sys.executable, __file__, folder, str(len(said))],
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(xlops.__file__).parents[1]), *sys.path])},
            capture_output=True,
            text=True,
            check=False,
        )
        said += [json.loads(line) for line in run.stdout.splitlines()]
        if run.returncode:
            said.append({"code": f"ended with {run.returncode}", "trace": run.stderr[-3000:]})
    return dict(zip(FILES, said, strict=True))


@pytest.mark.parametrize("name", FILES)
def test_hostile_file(name: str, outcome: dict[str, dict[str, Any]]) -> None:
    said = outcome[name]
    assert said["code"] in FILES[name][0], said
    assert said["seconds"] < MOST_SECONDS and said["more MB"] < MOST_MEGABYTES, said
    if said["code"] != OPENED:
        assert re.search("[\u4e00-\u9fff]", said["zh"]) and said["zh"].startswith(said["file"]), said
        assert said["en"].startswith(said["file"]) and len(said["en"]) < 600, said


def test_graded_as_if_the_dimension_were_true(tmp_path: Path) -> None:
    """A huge stated dimension changes neither what is read nor where the results go."""
    plain, huge = product_sheet(tmp_path / "plain.xlsx"), product_sheet(tmp_path / "huge.xlsx")
    FILES["huge dimension"][1](huge)
    seen = []
    for path in (plain, huge):
        book = open_book(path)
        seen.append(book.read("产品", str).cells)
        book.write_results("产品", HEADER, ROWS, columns())
        book.save(path.with_name("out.xlsx"))
        seen.append(open_book(path.with_name("out.xlsx")).read("产品", str).cells)
    assert seen[0] == seen[2] and seen[1] == seen[3]
    assert "xlops 评级" in seen[1][2]


def graded(path: Path) -> bytes:
    """Save results into a product sheet; return what xlops wrote down of them."""
    book = open_book(product_sheet(path))
    book.write_results("产品", HEADER, ROWS, columns())
    book.save(path)
    with zipfile.ZipFile(path) as package:
        return package.read(UNDO)


RECORDS: dict[str, Callable[[Any], object]] = {
    "a list": lambda _: [],
    "a number": lambda _: 7,
    "deep": lambda _: "[" * 200_000,
    "deep objects": lambda _: '{"now":' * 200_000,
    "cut": lambda said: json.dumps(said)[:-40],
    "no JSON": lambda _: "\0\1\2",
    "nothing": lambda _: "",
    "parts that are not there": lambda said: {**said, "base": {**said["base"], "xl/gone.xml": None}},
    "ways to nowhere": lambda said: {**said, "base": {**said["base"], "xl/gone.xml": {"was": [1, 1], "log": []}}},
    "every part is ours": lambda said: {**said, "base": dict.fromkeys(said["base"])},
    "sizes are texts": lambda said: {**said, "now": {name: ["a", "b"] for name in said["now"]}},
    "sizes are numbers": lambda said: {**said, "now": dict.fromkeys(said["now"], 1)},
    "now is a list": lambda said: {**said, "now": list(said["now"])},
    "base is a list": lambda said: {**said, "base": list(said["base"])},
    "as_base is a number": lambda said: {**said, "mid": {}, "as_base": 7},
    "as_base names what is not there": lambda said: {**said, "mid": {}, "as_base": ["xl/gone.xml"]},
    **{
        f"log {n}": lambda said, log=log: {
            **said,
            "base": {name: way and {**way, "log": log} for name, way in said["base"].items()},
        }
        for n, log in enumerate(
            (
                [],
                [0],
                [0, 0, 7],
                [-1, 0, 0],
                [0, 1 << 70, 0],
                [1 << 60, 1, 0],
                [0, 0, "中"],
                [0.5, 0, 0],
                "abc",
                7,
                None,
            )
        )
    },
}


@pytest.mark.parametrize("name", RECORDS)
def test_forged_record_of_what_we_changed(name: str, tmp_path: Path) -> None:
    """The record comes with the file, so anybody may have written it: it is checked, and never does harm."""
    path = tmp_path / "s.xlsx"
    said = json.loads(graded(path))
    forged = RECORDS[name](said)
    change_parts(path, {UNDO: (forged if isinstance(forged, str) else json.dumps(forged)).encode()})
    before = path.read_bytes()
    began = time.perf_counter()
    try:
        book = open_book(path)
        assert book.remove_results("产品")
        book.remove_sheets()
        book.save(path)
    except WorkbookError:
        assert path.read_bytes() == before
    else:
        cells = open_book(path).read("产品", str).cells
        assert cells == open_book(product_sheet(tmp_path / "plain.xlsx")).read("产品", str).cells
    assert time.perf_counter() - began < MOST_SECONDS


def test_part_beyond_its_stated_size(tmp_path: Path) -> None:
    """The standard library stops at the stated size and finds nothing wrong; other readers would go on."""
    path = product_sheet(tmp_path / "s.xlsx")
    goes_on(SHEET, b" ", 3)(path)
    with zipfile.ZipFile(path) as package:
        assert package.read(SHEET).endswith(b"</worksheet>")
    with pytest.raises(WorkbookError, match="longer than the stated") as error:
        check(path)
    assert error.value.code == "corrupt"


def test_sound_parts_pass(tmp_path: Path) -> None:
    path = product_sheet(tmp_path / "s.xlsx")
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/media/", b"")
        package.writestr("xl/media/empty.bin", b"")
        package.writestr("xl/stored.xml", f"<a>{'b' * (3 << 20)}</a>", zipfile.ZIP_STORED)
        package.writestr("customXml/item1.xml", "<!DOCTYPE a><a/>")  # what users keep there may be anything
    check(path)
    with path.open("rb") as file:
        check(path, file)
        assert not file.closed


@pytest.mark.parametrize("seed", range(4))
def test_cut_or_flipped_anywhere(seed: int, tmp_path: Path) -> None:
    """Files cut off or with changed bytes are opened and graded, or refused; nothing else is ever raised."""
    sound = product_sheet(tmp_path / "s.xlsx").read_bytes()
    chance = random.Random(seed)
    refused = 0
    for _ in range(60):
        data = bytearray(sound)
        if chance.random() < 0.3:
            del data[chance.randrange(len(data)) :]
        else:
            for _ in range(chance.randint(1, 4)):
                data[chance.randrange(len(data))] = chance.randrange(256)
        path = tmp_path / "t.xlsx"
        path.write_bytes(data)
        refused += grade(path) != OPENED
    assert refused > 20


VALUES = (
    "",
    "-1",
    "0",
    "99999999999",
    "1.5",
    "true",
    "abc",
    "中",
    "&#x41;",
    "A1:XFD1048576",
    "$A$1",
    "../x.xml",
    "rId1",
)
PIECES = ("text", "<!-- c -->", "<x/>", "<![CDATA[x]]>", "<?p q?>", "<mc:AlternateContent/>", "</c>", "<row/>", "<c/>")


@pytest.mark.parametrize("seed", range(4))
def test_odd_values_and_elements_anywhere(seed: int, tmp_path: Path) -> None:
    """Sound zips whose XML says odd things: graded and cleared again, or refused; nothing else is ever raised."""
    source, path = tmp_path / "s.xlsx", tmp_path / "t.xlsx"
    graded(source)
    with zipfile.ZipFile(source) as package:
        parts = {name: package.read(name).decode() for name in package.namelist() if not name.startswith("docProps")}
    chance = random.Random(seed)
    opened = 0
    for _ in range(60):
        name = chance.choice(list(parts))
        path.write_bytes(source.read_bytes())
        change_parts(path, {name: odd(parts[name], chance).encode()})
        opened += grade(path) == OPENED
    assert 5 < opened < 60


def odd(xml: str, chance: random.Random) -> str:
    """Return XML with an attribute of another value, or an element put in, doubled or taken out."""
    values = [found.span() for found in re.finditer(r'"[^"<>]*"', xml)]
    tags = [found.span() for found in re.finditer("<[^<>]*>", xml)]
    if not tags or chance.random() < 0.5:
        start, end = chance.choice(values)
        return f'{xml[:start]}"{chance.choice(VALUES)}"{xml[end:]}'
    start, end = chance.choice(tags)
    return xml[:start] + chance.choice(["", xml[start:end] * 2, xml[start:end] + chance.choice(PIECES)]) + xml[end:]


def grade(path: Path) -> str | WorkbookError:
    """Open, write results and save a copy; return :data:`OPENED` or the refusal."""
    try:
        book = open_book(path)
        sheet = next(iter(book.visible))
        book.read(sheet, str)
        book.write_results(sheet, HEADER, ROWS, columns())
        book.save(path.with_name("out.xlsx"))
        book.remove_results(sheet)
        book.save(path.with_name("back.xlsx"))
    except WorkbookError as error:
        return error
    return OPENED


def peak() -> float:
    """Return the most memory that this process has had, in MB."""
    status = Path("/proc/self/status")
    if status.exists():  # the other way tells what the process had that started this one
        return int(re.search(r"VmHWM:\s+(\d+)", status.read_text("utf-8"))[1]) / 1024  # type: ignore[index]
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << (20 if sys.platform == "darwin" else 10))


def main(folder: Path, first: int) -> None:
    grade(product_sheet(folder.with_name("warm.xlsx")))
    before = peak()  # what imports take is not the files
    for path in sorted(folder.glob("[0-9]*.xlsx"))[first:]:
        faulthandler.dump_traceback_later(2 * MOST_SECONDS, exit=True)
        began = time.perf_counter()
        result = grade(path)
        said: dict[str, object] = {"file": path.name, "seconds": round(time.perf_counter() - began, 2)}
        said["more MB"] = round(peak() - before)
        if isinstance(result, WorkbookError):
            said |= {"code": result.code, "en": result.en, "zh": result.zh}
        else:
            said["code"] = result
        print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
