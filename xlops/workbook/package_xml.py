"""Small edits in the XML of a package, made as text: what is not edited stays the same bytes.

Part texts are bytes in UTF-8. Elements are found in a copy in which comments, CDATA and instructions are blanked.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from html import escape
from typing import NamedTuple

from xlops.workbook.zip_parts import BadZip, ZipParts, key_of

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CONTENT_TYPES = "[Content_Types].xml"
RELATIONS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
# What strict packages say in place of the usual namespaces.
_STRICT = (
    (OFFICE_RELS, "http://purl.oclc.org/ooxml/officeDocument/relationships"),
    ("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main"),
    ("http://schemas.openxmlformats.org/drawingml/2006/", "http://purl.oclc.org/ooxml/drawingml/"),
)
# What has no end hides all that follows: a text full of such beginnings is searched once, not once for each.
_HIDDEN = re.compile(rb"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<\?.*?(?:\?>|\Z)", re.DOTALL)
ATTRIBUTES = rb"""(?:\s+[\w:.\-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*\s*"""
TAG = re.compile(rb"<(/?)((?:[\w.\-]+:)?[\w.\-]+)(" + ATTRIBUTES + rb")(/?)>")
_ATTRIBUTE = re.compile(rb"""(\s+)([\w:.\-]+)(\s*=\s*)("[^"<]*"|'[^'<]*')""")
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|(amp|lt|gt|quot|apos));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


class Element(NamedTuple):
    """An element in a text: local name, span, span of its attributes, span of its content (empty if self-closed)."""

    name: str
    start: int
    end: int
    attributes: tuple[int, int]
    content: tuple[int, int]


def unescaped(text: str) -> str:
    """Return the text that a piece of XML without tags stands for."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "&" not in text:
        return text

    def letter(match: re.Match[str]) -> str:
        if match[3]:
            return _NAMED[match[3]]
        return chr(int(match[1], 16) if match[1] else int(match[2]))

    return _REFERENCE.sub(letter, text)


def find_rare(text: bytes, words: bytes, letter: bytes) -> int:
    """Return where words stand in a long text, -1 = nowhere.

    ``letter`` is one of them that the text mostly does not have: a single one is found ten times as fast as words.
    """
    return text.find(words) if letter in text else -1


def strict_text(text: bytes) -> bytes:
    """Return XML with the namespaces and relationship types of a strict package."""
    for usual, strict in _STRICT:
        text = text.replace(usual.encode(), strict.encode())
    return text


def blanked(text: bytes) -> bytes:
    """Return a text of equal length without comments, CDATA and instructions.

    Raises:
        BadZip: odd_xml, if the text is not UTF-8 or has a document type.
    """
    check_encoding(text)
    return _HIDDEN.sub(lambda m: b" " * len(m[0]), text)


def check_encoding(text: bytes) -> None:
    """Refuse what is not UTF-8, and document types.

    Raises:
        BadZip: odd_xml, doctype.
    """
    head = text[:300]
    said = re.search(rb"""^(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*["']([^"']*)""", head)
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\0" in head[:4]:
        raise BadZip("odd_xml", "UTF-16")
    if said and said[1].lower() not in {b"utf-8", b"utf8", b"us-ascii", b"ascii"}:
        raise BadZip("odd_xml", said[1].decode("ascii", "replace"))
    if re.search(rb"<!DOCTYPE", text[:4096], re.IGNORECASE):
        raise BadZip("doctype", "<!DOCTYPE")


def children(masked: bytes, start: int, end: int) -> Iterator[Element]:
    """Yield the elements at the top level of a span of a blanked text.

    Raises:
        BadZip: odd_xml, if the span is no sequence of whole elements.
    """
    depth, opened = 0, None
    for tag in TAG.finditer(masked, start, end):
        if tag[1]:
            depth -= 1
            if depth == 0 and opened is not None:
                span = opened.span(3)
                yield Element(_local(opened[2]), opened.start(), tag.end(), span, (opened.end(), tag.start()))
            if depth < 0:
                raise BadZip("odd_xml", f"</{tag[2].decode()}>")
        elif tag[4]:
            if depth == 0:
                yield Element(_local(tag[2]), tag.start(), tag.end(), tag.span(3), (tag.end(), tag.end()))
        else:
            if depth == 0:
                opened = tag
            depth += 1
    if depth:
        raise BadZip("odd_xml", "no end")


def _local(name: bytes) -> str:
    return name.decode().rsplit(":", 1)[-1]


def root(masked: bytes) -> Element:
    """Return the outermost element. Raises BadZip odd_xml if there is none."""
    first = next(children(masked, 0, len(masked)), None)
    if first is None:
        raise BadZip("odd_xml", "no element")
    return first


def prefix_of(masked: bytes, element: Element) -> str:
    """Return the namespace prefix of an element with its colon; blank if it has none."""
    name = re.match(rb"<([\w.\-]+:)?", masked[element.start :])
    return (name[1] or b"").decode() if name else ""


def attribute(text: bytes, element: Element, name: str) -> str | None:
    """Return an attribute's value, by its whole name or, after any prefix, its local name."""
    found = _attribute(text, element, name)
    return unescaped(found[4][1:-1].decode()) if found else None


def _attribute(text: bytes, element: Element, name: str) -> re.Match[bytes] | None:
    for found in _ATTRIBUTE.finditer(text, *element.attributes):
        if found[2].decode() == name or found[2].decode().endswith(":" + name):
            return found
    return None


def with_attribute(text: bytes, element: Element, name: str, value: str | None) -> bytes:
    """Return the text with an attribute set, or (None) removed. ``element`` is stale afterwards."""
    found = _attribute(text, element, name)
    if value is None:
        return text if found is None else text[: found.start()] + text[found.end() :]
    new = f'"{attribute_text(value)}"'.encode()
    if found:
        return text[: found.start(4)] + new + text[found.end(4) :]
    at = element.attributes[0] + len(text[slice(*element.attributes)].rstrip())
    return text[:at] + f" {name}=".encode() + new + text[at:]


def attribute_text(value: str) -> str:
    """Return a value as it stands in an attribute."""
    value = escape(value, quote=False)
    for sign, said in (('"', "&quot;"), ("\n", "&#10;"), ("\r", "&#13;"), ("\t", "&#9;")):
        value = value.replace(sign, said)
    return value


def insert_last(text: bytes, element: Element, new: bytes) -> bytes:
    """Return the text with ``new`` at the end of an element's content."""
    if element.content[1] != element.end:
        return text[: element.content[1]] + new + text[element.content[1] :]
    name = re.match(rb"<([\w.:\-]+)", text[element.start :])
    at = text.rindex(b"/>", element.start, element.end)
    return text[:at] + b">" + new + b"</" + name[1] + b">" + text[element.end :]  # type: ignore[index]


# relationships and content types


class Rel(NamedTuple):
    """One relationship: its id, kind (the end of its type), target part (or address, if external)."""

    id: str
    kind: str
    target: str
    external: bool


def rels_of(part: str) -> str:
    """Return the name of the part that holds a part's relationships."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", name + ".rels")


def relations(parts: ZipParts, part: str) -> list[Rel]:
    """Return the relationships of a part ("" = the package itself). Raises BadZip."""
    if rels_of(part) not in parts:
        return []
    text = parts.read(rels_of(part))
    masked = blanked(text)
    outer = root(masked)
    found = []
    for element in children(masked, *outer.content):
        said = [attribute(text, element, name) or "" for name in ("Id", "Type", "Target", "TargetMode")]
        external = said[3] == "External"
        target = said[2] if external else resolve(part, said[2])
        found.append(Rel(said[0], said[1].rsplit("/", 1)[-1], target, external))
    return found


def resolve(part: str, target: str) -> str:
    """Return the part that a relationship of ``part`` points at."""
    target = target.replace("\\", "/")
    base = "" if target.startswith("/") else posixpath.dirname(part)
    return posixpath.normpath(posixpath.join(base, target.lstrip("/")))


def add_relation(parts: ZipParts, part: str, kind: str, target: str, strict: bool = False) -> str:
    """Add a relationship; return its id.

    Args:
        parts: the package.
        part: the part that points.
        kind: the whole type.
        target: the part that it points at.
        strict: whether the package is strict.
    """
    name = rels_of(part)
    if name not in parts:
        space = "http://schemas.openxmlformats.org/package/2006/relationships"
        parts.put(
            name, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="{space}"/>'.encode()
        )
        add_default(parts, "rels", RELATIONS_TYPE)  # some packages name each of theirs instead
    text = parts.read(name)
    masked = blanked(text)
    outer = root(masked)
    taken = {attribute(text, element, "Id") for element in children(masked, *outer.content)}
    id_ = next(f"rId{n}" for n in range(1, len(taken) + 2) if f"rId{n}" not in taken)
    where = attribute_text("/" + target)
    kind = strict_text(kind.encode()).decode() if strict else kind
    new = f'<{prefix_of(masked, outer)}Relationship Id="{id_}" Type="{kind}" Target="{where}"/>'
    parts.put(name, insert_last(text, outer, new.encode()))
    return id_


def remove_relations(parts: ZipParts, part: str, ids: set[str]) -> None:
    """Remove relationships by id."""
    text = parts.read(rels_of(part))
    masked = blanked(text)
    for element in reversed(list(children(masked, *root(masked).content))):
        if attribute(text, element, "Id") in ids:
            text = text[: element.start] + text[element.end :]
    parts.put(rels_of(part), text)


def add_type(parts: ZipParts, part: str, kind: str) -> None:
    """Say what kind of part ``part`` is."""
    _add_type(parts, "Override", "PartName", "/" + part, kind)


def add_default(parts: ZipParts, extension: str, kind: str) -> None:
    """Say what kind of parts have this extension, unless the package says so."""
    _add_type(parts, "Default", "Extension", extension, kind)


def _add_type(parts: ZipParts, tag: str, name: str, value: str, kind: str) -> None:
    text = parts.read(CONTENT_TYPES)
    masked = blanked(text)
    outer = root(masked)
    for element in children(masked, *outer.content):
        if element.name == tag and (attribute(text, element, name) or "").lower() == value.lower():
            return
    new = f'<{prefix_of(masked, outer)}{tag} {name}="{attribute_text(value)}" ContentType="{kind}"/>'
    parts.put(CONTENT_TYPES, insert_last(text, outer, new.encode()))


def drop_part(parts: ZipParts, part: str) -> None:
    """Take a part out, with its own relationships and its content type."""
    text = parts.read(CONTENT_TYPES)
    masked = blanked(text)
    for element in reversed(list(children(masked, *root(masked).content))):
        if element.name == "Override" and key_of(attribute(text, element, "PartName") or "") == key_of(part):
            text = text[: element.start] + text[element.end :]
    parts.put(CONTENT_TYPES, text)
    for name in (part, rels_of(part)):
        if name in parts:
            parts.drop(name)


# the workbook part

_BEFORE_NAMES = ("externalReferences", "functionGroups", "sheets")
_BEFORE_CALC = ("definedNames", *_BEFORE_NAMES)


class WorkbookXml:
    """The workbook part as text: its sheets and defined names, read and edited."""

    def __init__(self, text: bytes) -> None:
        """Take the part's text. Raises BadZip odd_xml, doctype."""
        self.text = text

    def _look(self) -> tuple[bytes, Element, dict[str, Element]]:
        masked = blanked(self.text)
        outer = root(masked)
        found: dict[str, Element] = {}
        for element in children(masked, *outer.content):
            found.setdefault(element.name, element)
        return masked, outer, found

    @property
    def strict(self) -> bool:
        """Whether the workbook is strict Open XML."""
        return b"purl.oclc.org/ooxml/spreadsheetml" in self.text[: root(blanked(self.text)).content[0]]

    def sheets(self) -> list[tuple[str, str, str]]:
        """Return name, relationship id and state of each sheet, in order."""
        return [
            (
                attribute(self.text, e, "name") or "",
                attribute(self.text, e, "id") or "",
                attribute(self.text, e, "state") or "visible",
            )
            for e in self._sheets()
        ]

    def _sheets(self) -> list[Element]:
        masked, _, found = self._look()
        if "sheets" not in found:
            return []
        return [e for e in children(masked, *found["sheets"].content) if e.name == "sheet"]

    def add_sheet(self, name: str, relation: str) -> int:
        """Add a sheet at the end; return its index."""
        masked, outer, found = self._look()
        old = self._sheets()
        numbers = [int(attribute(self.text, e, "sheetId") or 0) for e in old]
        p = prefix_of(masked, outer)
        space = _STRICT[0][1] if self.strict else OFFICE_RELS
        head = self.text[slice(*outer.attributes)]
        known = re.search(rb"xmlns:([\w.\-]+)\s*=\s*[\"']" + re.escape(space.encode()) + rb"[\"']", head)
        id_ = f"{known[1].decode()}:id" if known else f'xmlns:r="{space}" r:id'
        new = f'<{p}sheet name="{attribute_text(name)}" sheetId="{max(numbers) + 1}" {id_}="{relation}"/>'
        self.text = insert_last(self.text, found["sheets"], new.encode())
        return len(old)

    def remove_sheet(self, index: int) -> None:
        """Remove a sheet with the names that belong to it."""
        for name, scope in list(self.names()):
            if scope == index:
                self.set_name(name, scope, None)
        element = self._sheets()[index]
        self.text = self.text[: element.start] + self.text[element.end :]
        masked, _, found = self._look()
        if "definedNames" in found:
            for e in reversed(list(children(masked, *found["definedNames"].content))):
                said = attribute(self.text, e, "localSheetId")
                if said is not None and int(said) > index:
                    self.text = with_attribute(self.text, e, "localSheetId", str(int(said) - 1))
        masked, _, found = self._look()
        if "bookViews" in found:
            visible = [n for n, sheet in enumerate(self.sheets()) if sheet[2] == "visible"]
            for e in reversed(list(children(masked, *found["bookViews"].content))):
                for tab in ("activeTab", "firstSheet"):
                    at = int(attribute(self.text, e, tab) or 0)
                    if at > index or at >= len(self._sheets()):
                        self._set_view(tab, at - 1)
                    elif at == index and tab == "activeTab":
                        self._set_view(tab, visible[0] if visible else 0)

    def _set_view(self, name: str, value: int) -> None:
        masked, _, found = self._look()
        view = next(children(masked, *found["bookViews"].content))
        self.text = with_attribute(self.text, view, name, str(value))

    def names(self) -> dict[tuple[str, int | None], str]:
        """Return the defined names with their scope (index of a sheet, or None) and what they refer to."""
        masked, _, found = self._look()
        names: dict[tuple[str, int | None], str] = {}
        if "definedNames" in found:
            for e in children(masked, *found["definedNames"].content):
                scope = attribute(self.text, e, "localSheetId")
                refers = unescaped(self.text[slice(*e.content)].decode())
                names[attribute(self.text, e, "name") or "", None if scope is None else int(scope)] = refers
        return names

    def set_name(self, name: str, scope: int, refers: str | None) -> None:
        """Set a hidden name of a sheet, or (None) remove it."""
        masked, outer, found = self._look()
        p = prefix_of(masked, outer)
        said = escape(refers or "", quote=False)
        if "definedNames" in found:
            inside = list(children(masked, *found["definedNames"].content))
            for e in inside:
                if attribute(self.text, e, "name") == name and attribute(self.text, e, "localSheetId") == str(scope):
                    span = found["definedNames"] if refers is None and len(inside) == 1 else e
                    if refers is None:
                        self.text = self.text[: span.start] + self.text[span.end :]
                    elif e.content[1] != e.end:
                        self.text = self.text[: e.content[0]] + said.encode() + self.text[e.content[1] :]
                    return
        if refers is None:
            return
        new = f'<{p}definedName name="{name}" localSheetId="{scope}" hidden="1">{said}</{p}definedName>'
        if "definedNames" in found:
            self.text = insert_last(self.text, found["definedNames"], new.encode())
        else:
            at = next(found[tag].end for tag in _BEFORE_NAMES if tag in found)
            self.text = self.text[:at] + f"<{p}definedNames>{new}</{p}definedNames>".encode() + self.text[at:]

    def calculate_on_load(self) -> None:
        """Let the program calculate every formula when it opens the workbook."""
        masked, outer, found = self._look()
        if "calcPr" in found:
            self.text = with_attribute(self.text, found["calcPr"], "fullCalcOnLoad", "1")
        else:
            at = next(found[tag].end for tag in _BEFORE_CALC if tag in found)
            new = f'<{prefix_of(masked, outer)}calcPr fullCalcOnLoad="1"/>'.encode()
            self.text = self.text[:at] + new + self.text[at:]
