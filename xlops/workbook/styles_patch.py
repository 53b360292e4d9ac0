"""The styles of a workbook: formats of ours are appended, those of the operator keep their numbers and bytes."""

from __future__ import annotations

import re

from xlops.workbook.package_xml import (
    MAIN,
    attribute,
    attribute_text,
    blanked,
    children,
    insert_last,
    prefix_of,
    root,
    with_attribute,
)
from xlops.workbook.zip_parts import BadZip

_ORDER = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs")
_MOST_FORMATS = 64_000  # what Excel bears
_FIRST_OWN_NUMBER = 164
_BARE = {
    "fonts": "<{0}font/>",
    "fills": (
        '<{0}fill><{0}patternFill patternType="none"/></{0}fill>'
        '<{0}fill><{0}patternFill patternType="gray125"/></{0}fill>'
    ),
    "borders": "<{0}border/>",
    "cellXfs": "<{0}xf/>",
    "cellStyleXfs": "<{0}xf/>",
}
# The order in which a font says what it is; openpyxl has another, which Excel reads but its validator does not.
_FONT = "b i strike condense extend outline shadow u vertAlign sz color name family charset scheme".split()  # noqa: SIM905
EMPTY_STYLES = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<styleSheet xmlns="{MAIN}"/>'.encode()


class StylesXml:
    """A styles part, section by section: what is added to one leaves the others as they are.

    Workbooks that were copied from one another for years have tens of thousands of formats, so each is looked at once.
    """

    def __init__(self, text: bytes) -> None:
        """Take the text. Raises BadZip odd_xml, doctype."""
        masked = blanked(text)
        outer = root(masked)
        if outer.content[1] == outer.end:  # <styleSheet/>
            text = insert_last(text, outer, b"")
            masked = blanked(text)
            outer = root(masked)
        self._prefix = prefix_of(masked, outer)
        at = outer.content[0]
        self._pieces: list[tuple[str, bytes]] = [("", text[:at])]  # sections by name, and what stands between them
        for element in children(masked, *outer.content):
            self._pieces += [("", text[at : element.start]), (element.name, text[element.start : element.end])]
            at = element.end
        self._pieces.append(("", text[at:]))
        self._items: dict[str, list[bytes]] = {}

    @property
    def text(self) -> bytes:
        """The part."""
        return b"".join(piece for _, piece in self._pieces)

    def _place(self, section: str) -> int | None:
        return next((n for n, (name, _) in enumerate(self._pieces) if name == section), None)

    def items(self, section: str) -> list[bytes]:
        """Return the elements of a section, as text."""
        place = self._place(section)
        if place is None:
            return []
        if section not in self._items:
            text = self._pieces[place][1]
            masked = blanked(text)
            self._items[section] = [text[e.start : e.end] for e in children(masked, *root(masked).content)]
        return self._items[section]

    def add(self, section: str, new: list[bytes]) -> list[int]:
        """Append elements to a section, each once, also those that it has already; return their numbers.

        Raises:
            BadZip: odd_styles, if there would be more formats than Excel bears.
        """
        place = self._place(section)
        if place is None:
            place = self._make(section)
        items = self.items(section)
        known = {item: number for number, item in reversed(list(enumerate(items)))}
        fresh: list[bytes] = []
        numbers = []
        for item in (self._prefixed(one) for one in new):
            if item not in known:
                known[item] = len(items) + len(fresh)
                fresh.append(item)
            numbers.append(known[item])
        if len(items) + len(fresh) > _MOST_FORMATS:
            raise BadZip("odd_styles", f"{len(items):,}")
        if fresh:
            text = self._pieces[place][1]
            text = insert_last(text, root(blanked(text)), b"".join(fresh))
            count = str(len(items) + len(fresh))
            self._pieces[place] = section, with_attribute(text, root(blanked(text)), "count", count)
            self._items[section] = items + fresh
        return numbers

    def _make(self, section: str) -> int:
        """Put an empty section, or one with what Excel wants at least, where it belongs; return its place."""
        p = self._prefix
        bare = _BARE.get(section, "").format(p)
        count = bare.count(f"<{p}{section[:-1] if not section.endswith('Xfs') else 'xf'}")
        made = f'<{p}{section} count="{count}">{bare}</{p}{section}>'.encode()
        before = [n for name in _ORDER[: _ORDER.index(section)] if (n := self._place(name)) is not None]
        place = max(before, default=0) + 1
        self._pieces.insert(place, (section, made))
        return place

    def _prefixed(self, item: bytes) -> bytes:
        """Return an element without prefixes with those of this part."""
        return re.sub(rb"<(/?)(?=\w)", rb"<\1" + self._prefix.encode(), item) if self._prefix else item

    def number_formats(self) -> dict[int, str]:
        """Return the workbook's own number formats by id."""
        found = {}
        for item in self.items("numFmts"):
            element = root(item)
            found[int(attribute(item, element, "numFmtId") or 0)] = attribute(item, element, "formatCode") or ""
        return found

    def number_format(self, code: str) -> int:
        """Return the id of a number format, appended if the workbook has none such."""
        known = self.number_formats()
        for id_, text in known.items():
            if text == code:
                return id_
        id_ = max([_FIRST_OWN_NUMBER - 1, *known]) + 1
        self.add("numFmts", [f'<numFmt numFmtId="{id_}" formatCode="{attribute_text(code)}"/>'.encode()])
        return id_

    def font_of(self, style: int) -> tuple[str | None, float | None]:
        """Return family and size of the font of a cell format."""
        return self._font(self.items("cellXfs"), style)

    def normal_font(self) -> tuple[str | None, float | None]:
        """Return family and size of the workbook's normal font."""
        for item in self.items("cellStyles"):
            element = root(item)
            if attribute(item, element, "builtinId") == "0":
                return self._font(self.items("cellStyleXfs"), int(attribute(item, element, "xfId") or 0))
        return self._font(self.items("cellStyleXfs"), 0)

    def _font(self, formats: list[bytes], number: int) -> tuple[str | None, float | None]:
        if not 0 <= number < len(formats):
            return None, None
        font = int(attribute(formats[number], root(formats[number]), "fontId") or 0)
        fonts = self.items("fonts")
        if not 0 <= font < len(fonts):
            return None, None
        said = {e.name: attribute(fonts[font], e, "val") for e in children(fonts[font], *root(fonts[font]).content)}
        size = said.get("sz")
        return said.get("name"), float(size) if size else None


class Formats:
    """The formats of a styles part of ours in those of another workbook."""

    def __init__(self, ours: StylesXml, theirs: StylesXml) -> None:
        """Append what ``ours`` holds to ``theirs``: cell formats to ``cells``, by number, others to ``others``."""
        numbers = ours.number_formats()
        parts = {}
        for section in ("fonts", "fills", "borders"):
            # the first font, fill and border are the workbook's default, whatever they are there
            items = ours.items(section)[1:]
            parts[section] = [0, *theirs.add(section, [_ordered(i) for i in items] if section == "fonts" else items)]
        made = []
        for item in ours.items("cellXfs")[1:]:
            for name, section in (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders")):
                number = int(attribute(item, root(item), name) or 0)
                item = with_attribute(item, root(item), name, str(parts[section][number]))
            code = int(attribute(item, root(item), "numFmtId") or 0)
            if code in numbers:
                item = with_attribute(item, root(item), "numFmtId", str(theirs.number_format(numbers[code])))
            item = with_attribute(item, root(item), "xfId", "0")
            for name, said in (("applyNumberFormat", code), ("applyFont", 1), ("applyFill", 1), ("applyBorder", 1)):
                if said:
                    item = with_attribute(item, root(item), name, "1")
            made.append(item)
        self.cells = [0, *theirs.add("cellXfs", made)]
        found = ours.items("dxfs")
        self.others = theirs.add("dxfs", found) if found else []


def _ordered(font: bytes) -> bytes:
    """Return a font with its elements in the order of the schema."""
    outer = root(font)
    inside = sorted(children(font, *outer.content), key=lambda e: _FONT.index(e.name))
    return font[: outer.content[0]] + b"".join(font[e.start : e.end] for e in inside) + font[outer.content[1] :]
