"""The zip package of a workbook: told apart from look-alikes, checked before anything is unpacked."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree
from xml.parsers import expat

from xlops.workbook.problems import problem

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP_SUFFIXES = frozenset({".xlsx", ".xlsm"})

# A sheet of 100,000 rows and 20 columns unpacks to some 100 MB, at about 5 to 20 times its zipped size.
_MOST_UNPACKED = 1 << 30
_SMALL_ENOUGH = 100 << 20
_HIGHEST_RATIO = 200

_REL_NS = "{http://schemas.openxmlformats.org/package/2006/relationships}"


def check_kind(path: Path) -> None:
    """Refuse by its first bytes everything that is not a zip package, saying what it is.

    Raises:
        WorkbookError: not_found, not_readable, unsupported, empty_file, encrypted, xls, xlsb, ods, html, xml_2003,
            text_not_workbook, wrong_suffix, not_a_workbook.
    """
    try:
        with path.open("rb") as file:
            head = file.read(1 << 16)
            if head.startswith(OLE_MAGIC):
                # names in an OLE directory are UTF-16; the directory may stand anywhere in the file
                rest = head + file.read(64 << 20)
                raise problem("encrypted" if "EncryptedPackage".encode("utf-16-le") in rest else "xls", path)
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


class Relation(NamedTuple):
    """One relationship of a part: its id, kind (the type URI), target, and whether that is outside."""

    id: str
    kind: str
    target: str
    external: bool


class Package:
    """Read access to the parts of a zip package.

    Part names have no leading slash and ignore case, as Office does.
    """

    def __init__(self, path: Path) -> None:
        """Open and check the package.

        Raises:
            WorkbookError: as :func:`check_kind`, and corrupt, zip_bomb, xlsb, ods, not_a_workbook.
        """
        check_kind(path)
        self.path = path
        try:
            self.data = path.read_bytes()  # read once: what is judged is what will be edited
            self._zip = zipfile.ZipFile(BytesIO(self.data))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise problem("corrupt", path, detail=str(error)) from error
        infos = self._zip.infolist()
        unpacked = sum(info.file_size for info in infos)
        packed = sum(info.compress_size for info in infos) or 1
        if unpacked > _MOST_UNPACKED or (unpacked > _SMALL_ENOUGH and unpacked / packed > _HIGHEST_RATIO):
            size = f"{unpacked / (1 << 20):,.0f} MB ({unpacked / packed:,.0f} x)"
            raise problem("zip_bomb", path, detail=size)
        self._parts = {info.filename.replace("\\", "/").lstrip("/").lower(): info for info in infos}
        if "[content_types].xml" not in self._parts:
            if "mimetype" in self._parts and "content.xml" in self._parts:
                raise problem("ods", path)
            raise problem("not_a_workbook", path, detail="no [Content_Types].xml", detail_zh="缺少 [Content_Types].xml")
        self.workbook = next((r.target for r in self.relations("") if r.kind.endswith("/officeDocument")), "")
        if self.workbook.lower().endswith(".bin"):
            raise problem("xlsb", path)
        if not self.has(self.workbook):
            raise problem("not_a_workbook", path, detail="no workbook part", detail_zh="缺少 workbook 部件")

    def names(self) -> list[str]:
        """Return the names of all parts, in lower case."""
        return list(self._parts)

    def has(self, part: str) -> bool:
        """Whether the package holds this part."""
        return part.lower() in self._parts

    def read(self, part: str) -> bytes:
        """Return a part's bytes. Raises WorkbookError corrupt if it cannot be unpacked."""
        try:
            return self._zip.read(self._parts[part.lower()])
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            KeyError,
            RuntimeError,
            NotImplementedError,
        ) as error:
            raise problem("corrupt", self.path, detail=f"{part}: {error}") from error

    def relations(self, part: str) -> list[Relation]:
        """Return the relationships of a part ("" = the package itself)."""
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", name + ".rels")
        if not self.has(rels):
            return []
        found = []
        for element in self.tree(rels).iter(_REL_NS + "Relationship"):
            target, external = element.get("Target", ""), element.get("TargetMode") == "External"
            if not external:
                base = "" if target.startswith("/") else folder
                target = posixpath.normpath(posixpath.join(base, target.lstrip("/").replace("\\", "/")))
            found.append(Relation(element.get("Id", ""), element.get("Type", ""), target, external))
        return found

    def parse(self, part: str, parser: expat.XMLParserType) -> None:
        """Run an expat parser over a part.

        Raises:
            WorkbookError: corrupt (XML not well formed), doctype.
        """

        def refuse(*_: object) -> None:
            raise problem("doctype", self.path, detail=part)

        parser.StartDoctypeDeclHandler = refuse
        try:
            parser.Parse(self.read(part), True)
        except expat.ExpatError as error:
            raise problem("corrupt", self.path, detail=f"{part}: {error}") from error

    def tree(self, part: str) -> ElementTree.Element:
        """Return a small part as a tree. Raises as :meth:`parse`."""
        builder = ElementTree.TreeBuilder()
        parser = expat.ParserCreate(namespace_separator="}")
        parser.buffer_text = True

        def name(text: str) -> str:
            return "{" + text if "}" in text else text

        parser.StartElementHandler = lambda tag, attributes: builder.start(
            name(tag), {name(key): value for key, value in attributes.items()}
        )
        parser.EndElementHandler = lambda tag: builder.end(name(tag))
        parser.CharacterDataHandler = builder.data
        self.parse(part, parser)
        return builder.close()
