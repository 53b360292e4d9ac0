"""Sheets that openpyxl built, put into the package of another workbook: charts, pictures, notes and all."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Sequence
from io import BytesIO

from openpyxl.workbook import Workbook

from xlops.workbook.cells import mend_cells
from xlops.workbook.package_xml import (
    CONTENT_TYPES,
    OFFICE_RELS,
    WorkbookXml,
    add_default,
    add_relation,
    add_type,
    attribute,
    blanked,
    children,
    drop_part,
    relations,
    rels_of,
    remove_relations,
    resolve,
    root,
    strict_text,
    with_attribute,
)
from xlops.workbook.styles_patch import EMPTY_STYLES, Formats, StylesXml
from xlops.workbook.zip_parts import ZipParts, key_of

SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_CELL = re.compile(rb"<(c|row|col)( [^<>]*?)(/?)>")


class Built:
    """A workbook of ours as openpyxl saves it, and what its cell formats are in the operator's."""

    def __init__(self, book: Workbook, parts: ZipParts, workbook: str, strict: bool) -> None:
        """Save it, and append its formats to the styles of ``parts``. Raises BadZip."""
        buffer = BytesIO()
        book.save(buffer)
        sheets = {f"xl/worksheets/sheet{n}.xml": ws for n, ws in enumerate(book.worksheets, 1)}
        self._parts = ZipParts(mend_cells(buffer.getvalue(), sheets))
        self._strict = strict
        theirs = styles_part(parts, workbook, strict)
        styles = StylesXml(parts.read(theirs))
        self._formats = Formats(StylesXml(self._parts.read("xl/styles.xml")), styles)
        parts.put(theirs, styles.text)
        self._types = _types(self._parts)
        sheets = {r.id: r.target for r in relations(self._parts, "xl/workbook.xml")}
        said = WorkbookXml(self._parts.read("xl/workbook.xml")).sheets()
        self._sheets = {name: sheets[id_] for name, id_, _ in said}

    def formats_of(self, sheet: str) -> dict[str, int]:
        """Return the formats of a sheet's cells, as the operator's workbook numbers them."""
        cells = re.findall(rb'<c r="([A-Z]+[0-9]+)"(?: s="([0-9]+)")?', self._parts.read(self._sheets[sheet]))
        return {place.decode(): self._formats.cells[int(style or 0)] for place, style in cells}

    def graft(self, parts: ZipParts, workbook: str, sheet: str) -> int:
        """Put a sheet at the end of a workbook; return its index."""
        part = self._copy(parts, self._sheets[sheet])
        relation = add_relation(parts, workbook, f"{OFFICE_RELS}/worksheet", part, strict=self._strict)
        edited = WorkbookXml(parts.read(workbook))
        index = edited.add_sheet(sheet, relation)
        parts.put(workbook, edited.text)
        return index

    def _copy(self, parts: ZipParts, part: str) -> str:
        data = self._parts.read(part)
        if part in self._sheets.values():
            data = self._sheet(data)
        name = free_name(parts, part)
        parts.put(name, strict_text(data) if self._strict else data)
        if rels_of(part) in self._parts:
            text = self._parts.read(rels_of(part))
            for element in reversed(list(children(blanked(text), *root(blanked(text)).content))):
                if attribute(text, element, "TargetMode") != "External":
                    target = self._copy(parts, resolve(part, attribute(text, element, "Target") or ""))
                    text = with_attribute(text, element, "Target", "/" + target)
            parts.put(rels_of(name), strict_text(text) if self._strict else text)
        extension = posixpath.splitext(part)[1][1:].lower()
        if part in self._types:
            add_type(parts, name, self._types[part])
        elif extension in self._types:
            add_default(parts, extension, self._types[extension])
        return name

    def _sheet(self, xml: bytes) -> bytes:
        def style(cell: re.Match[bytes]) -> bytes:
            name = b"style" if cell[1] == b"col" else b"s"
            given = re.sub(
                rb" %b=\"([0-9]+)\"" % name, lambda m: b' %b="%d"' % (name, self._formats.cells[int(m[1])]), cell[2]
            )
            return b"<%b%b%b>" % (cell[1], given, cell[3])

        def other(found: re.Match[bytes]) -> bytes:
            return b' dxfId="%d"' % self._formats.others[int(found[1])]

        xml = _CELL.sub(style, xml).replace(b' tabSelected="1"', b"")
        return re.sub(rb' dxfId="([0-9]+)"', other, xml)


def _types(parts: ZipParts) -> dict[str, str]:
    """Return the content types by part name and by extension."""
    text = parts.read(CONTENT_TYPES)
    found = {}
    for element in children(blanked(text), *root(blanked(text)).content):
        name = attribute(text, element, "PartName") or attribute(text, element, "Extension") or ""
        found[name.lstrip("/")] = attribute(text, element, "ContentType") or ""
    return found


def free_name(parts: ZipParts, like: str) -> str:
    """Return a name such as ``like`` with the first number that no part has."""
    stem, extension = posixpath.splitext(like)
    stem = stem.rstrip("0123456789")
    return next(name for n in range(1, len(parts.entries) + 2) if (name := f"{stem}{n}{extension}") not in parts)


def styles_part(parts: ZipParts, workbook: str, strict: bool) -> str:
    """Return the name of the styles part; one is made where there is none."""
    for relation in relations(parts, workbook):
        if relation.kind == "styles" and relation.target in parts:
            return relation.target
    name = posixpath.join(posixpath.dirname(workbook), "styles.xml")
    name = name if name not in parts else free_name(parts, name)
    parts.put(name, strict_text(EMPTY_STYLES) if strict else EMPTY_STYLES)
    add_type(parts, name, STYLES_TYPE)
    add_relation(parts, workbook, f"{OFFICE_RELS}/styles", name, strict=strict)
    return name


def remove_sheets(parts: ZipParts, workbook: str, names: Collection[str]) -> None:
    """Remove sheets, with the parts that nothing else needs."""
    edited = WorkbookXml(parts.read(workbook))
    targets = {r.id: r.target for r in relations(parts, workbook)}
    gone: list[str] = []
    ids: set[str] = set()
    for index, (name, id_, _) in reversed(list(enumerate(edited.sheets()))):
        if name in names:
            edited.remove_sheet(index)
            ids.add(id_)
            gone.append(targets[id_])
    parts.put(workbook, edited.text)
    if ids:
        remove_parts(parts, workbook, ids, gone)


def remove_parts(parts: ZipParts, source: str, ids: set[str], gone: Sequence[str]) -> None:
    """Remove relationships of a part, and the parts behind them that nothing else points at."""
    remove_relations(parts, source, ids)
    waiting = list(gone)
    while waiting:
        part = waiting.pop()
        if part not in parts or _is_needed(parts, part):
            continue
        waiting += [r.target for r in relations(parts, part) if not r.external]
        drop_part(parts, part)


def _is_needed(parts: ZipParts, part: str) -> bool:
    for key in list(parts.entries):
        folder, name = posixpath.split(key)
        if folder.rsplit("/", 1)[-1] == "_rels" and name.endswith(".rels"):
            source = posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels"))
            if any(not r.external and key_of(r.target) == key_of(part) for r in relations(parts, source)):
                return True
    return False
