"""What a file is, and whether its zip can be trusted, before anything in it is unpacked.

Everything here is bounded: the directory of the zip is measured before it is read, and of most entries only the first
bytes are unpacked. Only the parts that steer the others are parsed.
"""

from __future__ import annotations

import os
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO
from xml.parsers import expat

from xlops.errors import WorkbookError
from xlops.workbook.problems import problem, said_by

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP_SUFFIXES = frozenset({".xlsx", ".xlsm", ".xltx", ".xltm"})

# A sheet of 1,000,000 rows and 20 columns unpacks to some 1 GB, at about 5 to 20 times its zipped size. A bomb of one
# deflate reaches 1,000 times.
_MOST_UNPACKED = 2 << 30
_SMALL_ENOUGH = 100 << 20
_HIGHEST_RATIO = 200
# Parts that are read as a whole tree; a styles part with every cell format that Excel allows has some 20 MB.
_MOST_IN_A_TREE = 32 << 20
_TREE = re.compile(r"(\.rels|(^|[\\/])(\[content_types\]|styles|workbook)\.xml)$", re.IGNORECASE)
_LONGEST_DIRECTORY = 16 << 20  # some 150,000 parts
_DEEPEST = 256  # open XML elements; grouped shapes in a chart in a drawing reach some 50

_HEAD = 1 << 16
_BLOCK = 1 << 20
_LOCAL = struct.Struct("<4s5H3L2H")
_ENCRYPTED = 0x1 | 0x40 | 0x2000  # bits of an entry's flags
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    LookupError,
    RuntimeError,
    OverflowError,
)
_ODD_NAME = re.compile(r"(?:^|[\\/])\.\.(?:[\\/]|$)|^[A-Za-z]:|[\x00-\x1f]|^$")
# XML that Office defines; what users keep in customXml may be anything, and is not read here
_XML_PART = re.compile(r"^(?!.?customxml[\\/]).*\.(?:xml|rels)$", re.IGNORECASE | re.DOTALL)
# what may stand before the first element: declaration and instructions, comments, blanks
_PROLOG = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)


def check_kind(path: Path) -> None:
    """Refuse by its first bytes everything that is not a zip package, saying what it is.

    Raises:
        WorkbookError: not_found, not_readable, unsupported, empty_file, encrypted, xls, xlsb, ods, html, xml_2003,
            text_not_workbook, wrong_suffix, zip_bomb, not_a_workbook.
    """
    try:
        with path.open("rb") as file:
            head, size = file.read(_HEAD), os.fstat(file.fileno()).st_size
            if head.startswith(OLE_MAGIC):
                raise problem("encrypted" if _is_encrypted(head, file) else "xls", path)
    except FileNotFoundError:
        raise problem("not_found", path) from None
    except OSError as error:
        raise problem("not_readable", path, detail=error.strerror or str(error)) from error
    if not head:
        raise problem("empty_file", path)
    suffix = path.suffix.lower()
    if head.startswith(b"PK"):
        if suffix in {".xlsb", ".ods"}:
            raise problem(suffix[1:], path)
        if suffix not in ZIP_SUFFIXES:
            raise problem("wrong_suffix", path, better=path.with_suffix(".xlsx").name)
        if size > _MOST_UNPACKED:
            raise problem("zip_bomb", path, detail=f"> {size >> 20:,} MB")
        return
    text = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").replace(b"\0", b"").lower()
    if b"urn:schemas-microsoft-com:office:spreadsheet" in text and text.startswith(b"<?xml"):
        raise problem("xml_2003", path)
    if (
        text.startswith((b"<!doctype html", b"<html", b"<table", b"<head", b"<meta", b"<div"))
        or b"<html" in text[:2000]
    ):
        raise problem("html", path)
    if b"\0" not in head or head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise problem("text_not_workbook", path)
    raise problem("not_a_workbook", path, detail="unknown kind of file", detail_zh="未知的文件类型")


def _is_encrypted(head: bytes, rest: BinaryIO) -> bool:
    """Whether an OLE file holds an encrypted package; its directory, in UTF-16, may stand anywhere in the file."""
    wanted = "EncryptedPackage".encode("utf-16-le")
    block = head
    while block:
        if wanted in block:
            return True
        more = rest.read(1 << 20)
        block = block[-len(wanted) :] + more if more else b""
    return False


def check(path: Path, file: BinaryIO | None = None) -> None:
    """Refuse a zip that is damaged, a bomb, or built as no Office program builds it.

    Args:
        path: the file, for its kind and for messages.
        file: the same file if it is open already; it is left open, at any place.

    Raises:
        WorkbookError: as :func:`check_kind`, and corrupt, zip_bomb, encrypted, duplicate_parts, suspicious, doctype.
    """
    check_kind(path)
    if file is None:
        with path.open("rb") as opened:
            _check_zip(path, opened)
    else:
        _check_zip(path, file)


@contextmanager
def refused_if_damaged(path: Path, part: str = "") -> Iterator[None]:
    """Turn whatever the standard library raises on damaged zips and XML into a WorkbookError.

    Raises:
        WorkbookError: corrupt.
    """
    try:
        yield
    except _DAMAGED as error:
        raise problem("corrupt", path, **said_by(error, part)) from error


def guard(parser: expat.XMLParserType, path: Path, part: str) -> None:
    """Make a parser, whose handlers are set already, refuse document types and endless nesting.

    The parser raises:
        WorkbookError: doctype, suspicious.
    """
    start, end = parser.StartElementHandler, parser.EndElementHandler
    depth = 0

    def refuse(*_: object) -> None:
        raise problem("doctype", path, detail=part)

    def opened(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise _suspicious(path, f"{part}: more than {_DEEPEST} nested elements", f"{part}：嵌套超过 {_DEEPEST} 层")
        if start:
            start(tag, attributes)

    def closed(tag: str) -> None:
        nonlocal depth
        depth -= 1
        if end:
            end(tag)

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = opened
    parser.EndElementHandler = closed


def _inflated(file: BinaryIO, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """Give a part's bytes in blocks of up to 1 MB, never more than its stated size and one block."""
    file.seek(entry.header_offset)
    header = _LOCAL.unpack(file.read(_LOCAL.size))
    if header[0] != b"PK\3\4":
        raise zipfile.BadZipFile("no entry where the directory says")
    file.seek(header[-2] + header[-1], 1)
    inflate = zlib.decompressobj(-15) if entry.compress_type else None
    packed, left, checksum = entry.compress_size, entry.file_size, 0
    data = b""
    while packed or data:
        if not data:
            data = file.read(min(packed, _BLOCK))
            if not data:
                raise EOFError("the file ends within this part")
            packed -= len(data)
        if inflate:
            block = inflate.decompress(data, _BLOCK)
            data = b"" if inflate.eof else inflate.unconsumed_tail
        else:
            block, data = data, b""
        left -= len(block)
        if left < 0:
            raise zipfile.BadZipFile(f"longer than the stated {entry.file_size:,} bytes")
        checksum = zlib.crc32(block, checksum)
        if block:
            yield block
        if inflate and inflate.eof:
            break
    if left or (inflate and not inflate.eof):
        raise zipfile.BadZipFile(f"shorter than the stated {entry.file_size:,} bytes")
    if checksum != entry.CRC:
        raise zipfile.BadZipFile("wrong check sum")


def _check_zip(path: Path, file: BinaryIO) -> None:
    with refused_if_damaged(path):
        # zipfile takes the directory at its stated size and makes an object of each entry
        end = zipfile._EndRecData(file)  # type: ignore[attr-defined]
        if end and end[zipfile._ECD_SIZE] > _LONGEST_DIRECTORY:  # type: ignore[attr-defined]
            raise _suspicious(path, "endless list of parts", "部件列表过长")
        with zipfile.ZipFile(file) as package:
            entries = [entry for entry in package.infolist() if not entry.is_dir()]
            _check_sizes(path, entries)
            _check_entries(path, entries)
            _check_places(path, entries, package.start_dir)
            for entry in entries:
                if _XML_PART.search(entry.filename) and entry.file_size:
                    with refused_if_damaged(path, entry.filename):
                        _check_prolog(path, entry, next(_inflated(file, entry), b""))
            for entry in entries:
                if _TREE.search(entry.filename) and entry.file_size:
                    _check_tree(path, file, entry)


def _check_sizes(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    trees = max((entry.file_size for entry in entries if _TREE.search(entry.filename)), default=0)
    if (
        unpacked > _MOST_UNPACKED
        or trees > _MOST_IN_A_TREE
        or (unpacked > _SMALL_ENOUGH and unpacked / packed > _HIGHEST_RATIO)
    ):
        raise problem("zip_bomb", path, detail=f"{unpacked / (1 << 20):,.0f} MB ({unpacked / packed:,.0f} x)")


def _check_entries(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    """Refuse single entries that no Office program reads, and two different ones of the same name."""
    seen: dict[str, zipfile.ZipInfo] = {}
    for entry in entries:
        name = entry.orig_filename
        if _ODD_NAME.search(name):
            raise _suspicious(path, f"a part named {name!r}", f"部件名 {name!r}")
        if entry.flag_bits & _ENCRYPTED:
            raise problem("encrypted", path)
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            kind = entry.compress_type
            raise _suspicious(path, f"{name}: compression method {kind}", f"{name}：压缩方法 {kind}")
        other = seen.setdefault(name.replace("\\", "/").lstrip("/").lower(), entry)
        if (other.CRC, other.file_size) != (entry.CRC, entry.file_size):
            raise problem("duplicate_parts", path, detail=name)


def _check_places(path: Path, entries: list[zipfile.ZipInfo], directory: int) -> None:
    """Refuse entries that reach into each other, as in bombs that use the same bytes many times, or beyond the end."""
    free = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < free:
            raise _suspicious(path, f"{entry.filename} overlaps another part", f"{entry.filename} 与其他部件重叠")
        free = entry.header_offset + _LOCAL.size + entry.compress_size
        if free > directory:
            raise zipfile.BadZipFile(f"{entry.filename}: beyond the end of the file")


def _check_prolog(path: Path, entry: zipfile.ZipInfo, head: bytes) -> None:
    """Refuse a document type, and a start so long that one could hide behind it."""
    head = head[:_HEAD]
    if head.startswith((b"\xff\xfe", b"<\0")):
        text = head.decode("utf-16-le", "replace").removeprefix("\ufeff")
    elif head.startswith((b"\xfe\xff", b"\0<")):
        text = head.decode("utf-16-be", "replace").removeprefix("\ufeff")
    else:
        text = head.decode("utf-8-sig", "replace")
    rest = text[_PROLOG.match(text).end() :]  # type: ignore[union-attr]
    name = entry.filename
    if rest[:9].upper() == "<!DOCTYPE":
        raise problem("doctype", path, detail=name)
    if entry.file_size > len(head) and (not rest or rest.startswith(("<!", "<?"))):
        raise _suspicious(path, f"{name}: nothing but comments at the beginning", f"{name}：开头全是注释")


def _check_tree(path: Path, file: BinaryIO, entry: zipfile.ZipInfo) -> None:
    """Refuse a part that is no XML, nests endlessly, or consists of comments, on which a search would take hours."""
    parser = expat.ParserCreate()
    guard(parser, path, entry.filename)
    with refused_if_damaged(path, entry.filename):
        for block in _inflated(file, entry):
            parser.Parse(block)
        parser.Parse(b"", True)


def _suspicious(path: Path, en: str, zh: str) -> WorkbookError:
    return problem("suspicious", path, detail=en, detail_zh=zh)
