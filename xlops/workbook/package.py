"""The zip package of a workbook, read part by part."""

from __future__ import annotations

import posixpath
import zipfile
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree
from xml.parsers import expat

from xlops.workbook.archive_safety import check, check_kind, guard, refused_if_damaged
from xlops.workbook.problems import problem

_REL_NS = "{http://schemas.openxmlformats.org/package/2006/relationships}"


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
            WorkbookError: as :func:`xlops.workbook.archive_safety.check`, and xlsb, ods, not_a_workbook.
        """
        self.path = path
        check_kind(path)
        with refused_if_damaged(path):
            self.data = path.read_bytes()  # read once: what is judged is what will be edited
        check(path, BytesIO(self.data))
        self._zip = zipfile.ZipFile(BytesIO(self.data))
        self._parts = {info.filename.replace("\\", "/").lstrip("/").lower(): info for info in self._zip.infolist()}
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
        with refused_if_damaged(self.path, part):
            return self._zip.read(self._parts[part.lower()])

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
            WorkbookError: corrupt (XML not well formed), doctype, suspicious.
        """
        guard(parser, self.path, part)
        data = self.read(part)
        with refused_if_damaged(self.path, part):
            parser.Parse(data, True)

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
