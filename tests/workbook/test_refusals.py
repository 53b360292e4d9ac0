"""One bad file per message: refused in both languages, nothing written, the source untouched."""

from __future__ import annotations

import errno
import os
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from making import HEADER, ROWS, change_parts, columns, product_sheet
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference

from xlops.errors import WorkbookError
from xlops.workbook import save
from xlops.workbook.archive_safety import OLE_MAGIC
from xlops.workbook.opening import open_book

Make = Callable[[Path], Path]


def write(name: str, data: bytes) -> Make:
    def make(folder: Path) -> Path:
        (folder / name).write_bytes(data)
        return folder / name

    return make


def sheet_part(before: str, after: str) -> Make:
    def make(folder: Path) -> Path:
        path = product_sheet(folder / "s.xlsx")
        with zipfile.ZipFile(path) as package:
            xml = package.read("xl/worksheets/sheet1.xml").decode()
        assert before in xml
        change_parts(path, {"xl/worksheets/sheet1.xml": xml.replace(before, after).encode()})
        return path

    return make


def truncated(folder: Path) -> Path:
    path = product_sheet(folder / "s.xlsx")
    path.write_bytes(path.read_bytes()[:-300])
    return path


def wrong_crc(folder: Path) -> Path:
    path = product_sheet(folder / "s.xlsx")
    with zipfile.ZipFile(path) as package:
        start = package.getinfo("xl/worksheets/sheet1.xml").header_offset + 90
    data = bytearray(path.read_bytes())
    data[start : start + 40] = bytes(40)
    path.write_bytes(data)
    return path


def bomb(folder: Path) -> Path:
    path = product_sheet(folder / "s.xlsx")
    change_parts(path, {"xl/media/pad.bin": bytes(150 << 20)})
    return path


def no_content_types(folder: Path) -> Path:
    path = product_sheet(folder / "s.xlsx")
    change_parts(path, {"[Content_Types].xml": None})
    return path


def only_charts(folder: Path) -> Path:
    book = Workbook()
    book.active.append([1, 2])
    chart = BarChart()
    chart.add_data(Reference(book.active, range_string="Sheet!$A$1:$B$1"))
    book.create_chartsheet().add_chart(chart)
    book.save(folder / "s.xlsx")
    with zipfile.ZipFile(folder / "s.xlsx") as package:
        xml = package.read("xl/workbook.xml").decode()
    change_parts(folder / "s.xlsx", {"xl/workbook.xml": re.sub(r"<sheet [^>]*r:id=.rId1.[^>]*/>", "", xml).encode()})
    return folder / "s.xlsx"


def renamed(folder: Path) -> Path:
    return product_sheet(folder / "s.xlsx").rename(folder / "s.xls")


def binary(folder: Path) -> Path:
    path = product_sheet(folder / "s.xlsx")
    with zipfile.ZipFile(path) as package:
        rels = package.read("_rels/.rels")
    change_parts(path, {"_rels/.rels": rels.replace(b"workbook.xml", b"workbook.bin"), "xl/workbook.bin": b"\0"})
    return path


def ods(folder: Path) -> Path:
    with zipfile.ZipFile(folder / "s.xlsx", "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", "<a/>")
    return folder / "s.xlsx"


OLE = OLE_MAGIC + bytes(504)
BAD: dict[str, tuple[str, Make]] = {
    "no file": ("not_found", lambda folder: folder / "nothing.xlsx"),
    "password": ("encrypted", write("s.xlsx", OLE + "EncryptedPackage".encode("utf-16-le") + bytes(100))),
    "old xls": ("xls", write("s.xls", OLE + "Workbook".encode("utf-16-le") + bytes(100))),
    "old xls named xlsx": ("xls", write("s.xlsx", OLE + bytes(100))),
    "empty file": ("empty_file", write("s.xlsx", b"")),
    "empty csv": ("empty_file", write("s.csv", b"")),
    "truncated": ("corrupt", truncated),
    "wrong crc": ("corrupt", wrong_crc),
    "no content types": ("not_a_workbook", no_content_types),
    "web page": ("html", write("s.xls", b"\xef\xbb\xbf<html><table><tr><td>1</td></tr></table></html>")),
    "web page named xlsx": ("html", write("s.xlsx", b"<!DOCTYPE html><html></html>")),
    "xml of 2003": (
        "xml_2003",
        write("s.xls", b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'),
    ),
    "text named xlsx": ("text_not_workbook", write("s.xlsx", b"SKU,price\nA,1\n")),
    "bytes": ("not_a_workbook", write("s.xlsx", b"\x00\x01\x02\x03")),
    "pdf": ("unsupported", write("s.pdf", b"%PDF-1.7")),
    "text report": ("text_report", write("s.txt", b"sku\tprice\nA\t1\n")),
    "xlsx named xls": ("wrong_suffix", renamed),
    "xlsx named csv": (
        "wrong_suffix",
        lambda folder: product_sheet(folder / "t.xlsx").rename(folder / "s.csv"),
    ),
    "xlsb": ("xlsb", binary),
    "ods": ("ods", ods),
    "bomb": ("zip_bomb", bomb),
    "only charts": ("no_worksheet", only_charts),
    "entities": ("doctype", sheet_part("<worksheet", '<!DOCTYPE x [<!ENTITY a "b">]><worksheet')),
    "broken xml": ("corrupt", sheet_part("</sheetData>", "")),
    "nonsense in a cell": (
        "unreadable",
        sheet_part('<c r="B4" t="n"><v>20</v>', '<c r="B4" t="s"><v>777</v>'),
    ),
}


@pytest.mark.parametrize(("code", "make"), BAD.values(), ids=BAD)
def test_bad_file(code: str, make: Make, tmp_path: Path) -> None:
    path = make(tmp_path)
    before = {p: p.read_bytes() for p in tmp_path.iterdir()}
    with pytest.raises(WorkbookError) as error:
        book = open_book(path)
        for sheet in book.visible:
            book.read(sheet, str)
    assert error.value.code == code, error.value.en
    assert path.name in error.value.en and path.name in error.value.zh
    assert re.search("[\u4e00-\u9fff]", error.value.zh) and not re.search(
        "[\u4e00-\u9fff]", error.value.en.replace("产品", "")
    )
    assert {p: p.read_bytes() for p in tmp_path.iterdir()} == before


def test_a_folder_is_called_one(tmp_path: Path) -> None:
    with pytest.raises(WorkbookError) as error:
        open_book(tmp_path)
    assert error.value.code == "folder" and "文件夹" in error.value.zh


def test_what_is_damaged_is_said_in_chinese(tmp_path: Path) -> None:
    with pytest.raises(WorkbookError) as error:
        open_book(write("s.xlsx", b"PK\x03\x04 and nothing more")(tmp_path))
    assert "not a zip file" in error.value.en and "压缩包不完整或已损坏" in error.value.zh


@pytest.mark.parametrize("lock", ["~$s.xlsx", ".~lock.s.xlsx#"])
def test_file_open_in_excel(lock: str, tmp_path: Path) -> None:
    path = product_sheet(tmp_path / "s.xlsx")
    (tmp_path / lock).touch()
    with pytest.raises(WorkbookError) as error:
        open_book(path)
    assert error.value.code == "locked" and lock in error.value.zh


# Saving


def ready(folder: Path) -> tuple[object, Path, Path]:
    source = product_sheet(folder / "s.xlsx")
    out = folder / "out"
    out.mkdir()
    target = out / "t.xlsx"
    target.write_bytes(b"the old file")
    book = open_book(source)
    book.write_results("产品", HEADER, ROWS, columns())
    return book, source, target


def refuse_save(book: object, source: Path, target: Path, code: str) -> None:
    before = source.read_bytes()
    with pytest.raises(WorkbookError) as error:
        book.save(target)  # type: ignore[attr-defined]
    assert error.value.code == code, error.value.en
    assert re.search("[\u4e00-\u9fff]", error.value.zh)
    assert target.read_bytes() == b"the old file"
    assert source.read_bytes() == before or code == "changed_since_read"
    assert not [p.name for p in target.parent.iterdir() if p.name.startswith("~xlops")]


def test_target_open_in_excel(tmp_path: Path) -> None:
    book, source, target = ready(tmp_path)
    target.with_name("~$t.xlsx").touch()
    refuse_save(book, source, target, "locked")


def test_source_changed_meanwhile(tmp_path: Path) -> None:
    book, source, target = ready(tmp_path)
    source.write_bytes(source.read_bytes() + b" ")
    refuse_save(book, source, target, "changed_since_read")


def test_read_only_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book, source, target = ready(tmp_path)
    if os.geteuid() if hasattr(os, "geteuid") else False:
        target.parent.chmod(0o555)
    else:  # the administrator may write everywhere, so the system's answer is played

        def deny(**_: object) -> None:
            raise PermissionError(errno.EACCES, "Permission denied")

        monkeypatch.setattr(save.tempfile, "mkstemp", deny)
    try:
        refuse_save(book, source, target, "read_only_folder")
    finally:
        target.parent.chmod(0o755)


@pytest.mark.parametrize("moment", ["write", "fsync"])
def test_disk_full(moment: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book, source, target = ready(tmp_path)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    if moment == "fsync":
        monkeypatch.setattr(save.os, "fsync", full)
    else:
        real = os.fdopen

        def open_full(*args: object) -> object:
            file = real(*args)  # type: ignore[call-overload]

            class Full:
                write = staticmethod(full)

                def __enter__(self) -> Full:
                    return self

                def __exit__(self, *_: object) -> None:
                    file.close()

            return Full()

        monkeypatch.setattr(save.os, "fdopen", open_full)
    refuse_save(book, source, target, "disk_full")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="limits of file size are a matter of Unix")
def test_no_room_for_the_whole_file(tmp_path: Path) -> None:
    """The system itself refuses in the middle of the temporary file."""
    import resource
    import signal

    _book, source, target = ready(tmp_path)
    data = os.urandom(200_000)
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, old[1]))
    try:
        with pytest.raises(WorkbookError) as error:
            save.replace_file(target, data, save.Snapshot.take(source))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
        signal.signal(signal.SIGXFSZ, handler)
    assert error.value.code == "disk_full"
    assert target.read_bytes() == b"the old file" and [p.name for p in target.parent.iterdir()] == ["t.xlsx"]


def test_new_file_takes_the_permissions_of_the_one_it_replaces(tmp_path: Path) -> None:
    book, _source, target = ready(tmp_path)
    target.chmod(0o640)
    book.save(target)  # type: ignore[attr-defined]
    assert target.stat().st_mode & 0o777 == (0o640 if os.name != "nt" else target.stat().st_mode & 0o777)
    assert load_workbook(target)["产品"]["E3"].value == "xlops 利润 USD"
