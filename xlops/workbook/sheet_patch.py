"""A worksheet part as a stream: what stands in it, and cells of ours put in or taken out between its own bytes.

The part is cut at the ends of rows, so a window of it is in memory at a time. Anything between the cells that this
module does not know, it refuses: BadZip odd_sheet.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from itertools import compress
from math import isfinite
from operator import itemgetter
from typing import Any, Protocol

import numpy as np
import orjson
from numpy.typing import NDArray
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.utils.cell import range_boundaries

from xlops.workbook.package_xml import (
    ATTRIBUTES,
    TAG,
    Element,
    attribute,
    attribute_text,
    blanked,
    check_encoding,
    children,
    find_rare,
    unescaped,
    with_attribute,
)
from xlops.workbook.reading import Extent, Places, Rows
from xlops.workbook.zip_parts import BadZip

Box = tuple[int, int, int, int]  # first column, first row, last column, last row, from 1
letters = lru_cache(maxsize=20_000)(get_column_letter)
_number = lru_cache(maxsize=20_000)(lambda text: column_index_from_string(text.decode().upper()))
_WINDOW = 1 << 20
_USUAL_TAG = 200  # bytes of a row's tag
_LONGEST_ROW = 32 << 20  # what has no end in so many bytes is no row of a table
_R = re.compile(rb"""\sr\s*=\s*["']\$?([A-Za-z]{1,3})\$?([0-9]+)["']""")
_ROW_NUMBER = re.compile(rb"""\sr\s*=\s*["']([0-9]+)["']""")
_SPANS = re.compile(rb"""\sspans\s*=\s*["']([0-9]+):([0-9]+)["']""")
_HEIGHT = re.compile(rb"""\sht\s*=\s*["']([0-9.eE+\-]+)["']""")
_STYLE = re.compile(rb"""\ss\s*=\s*["']([0-9]+)["']""")
_REF = re.compile(rb"""\sref\s*=\s*["']([A-Za-z0-9:$]+)["']""")
_SHARED = re.compile(rb"""\ssi\s*=\s*["']([0-9]+)["']""")
_ODD = {b"<!": b"!", b"<?": b"?", b"AlternateContent": b"l"}  # and a letter of it that rows seldom have


class Log:
    """What was put in the place of what, in the order of the new text: enough to go back."""

    def __init__(self, entries: Iterable[tuple[int, int, bytes]] = ()) -> None:
        self.gaps, self.lengths = array("Q"), array("Q")
        self.old: list[bytes] = []
        for entry in entries:
            self.add(*entry)

    def add_all(self, gaps: Iterable[int], lengths: Iterable[int], old: Iterable[bytes]) -> None:
        """Add several entries, as :meth:`add`."""
        self.gaps.extend(gaps)
        self.lengths.extend(lengths)
        self.old.extend(old)

    def add(self, gap: int, length: int, old: bytes) -> None:
        """Say that ``gap`` bytes after the last entry ``length`` bytes stand in the place of ``old``."""
        self.gaps.append(gap)
        self.lengths.append(length)
        self.old.append(old)

    def undo(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """Yield the old text from the new one."""
        source = iter(pieces)
        held = b""
        at = 0

        def take(count: int, keep: bool) -> Iterator[bytes]:
            nonlocal held, at
            while count:
                if at == len(held):
                    held, at = next(source, b""), 0
                    if not held:
                        raise BadZip("corrupt", "undo")
                part = held[at : at + count]
                at += len(part)
                count -= len(part)
                if keep:
                    yield part

        out: list[bytes] = []
        size = 0
        for gap, length, old in zip(self.gaps, self.lengths, self.old, strict=True):
            out += take(gap, True)
            for _ in take(length, False):
                pass
            out.append(old)
            size += gap + len(old)
            if size > _WINDOW:
                yield b"".join(out)
                out, size = [], 0
        yield b"".join([*out, held[at:]])
        yield from source


class _Names:
    """The patterns of one namespace prefix."""

    def __init__(self, prefix: bytes) -> None:
        self.prefix = prefix
        p = re.escape(prefix)
        self.row = re.compile(rb"\s*<" + p + rb"row(" + ATTRIBUTES + rb")(/?)>")
        self.cell = re.compile(rb"\s*<" + p + rb"c(" + ATTRIBUTES + rb")(?:/>|>(.*?)</" + p + rb"c>)", re.DOTALL)
        self.value = re.compile(rb"<" + p + rb"v(?:\s[^>]*)?>[^<]|<" + p + rb"(?:f|is)[\s>/]")
        self.formula = re.compile(rb"<" + p + rb"f(" + ATTRIBUTES + rb")(?:/>|>([^<]*)<)")
        self.type = re.compile(rb"""\st\s*=\s*["'](array|dataTable|shared)["']""")
        self.row_begin, self.row_end = b"<" + prefix + b"row", b"</" + prefix + b"row>"
        self.data_end_begin, self.data_end = b"</" + prefix + b"sheetData", re.compile(rb"</" + p + rb"sheetData\s*>")
        self.some_cell = b"<" + prefix + b"c "
        self.plain_cell = re.compile(rb"<" + p + rb'c r="([A-Z]{1,3})[0-9]+"')

    def find_data_end(self, text: bytes) -> re.Match[bytes] | None:
        """Find the end of the rows."""
        at = find_rare(text, self.data_end_begin, b"h")
        return self.data_end.search(text, at) if at >= 0 else None


@dataclass(frozen=True)
class Piece:
    """A piece of a sheet part: ``head`` up to the rows, some whole ``rows``, or the ``tail`` behind them."""

    kind: str
    text: bytes
    names: _Names
    closed: bytes = b""  # of the head: the <sheetData/> of a sheet without rows; it is left out of head and tail


def pieces(stream: Iterable[bytes]) -> Iterator[Piece]:
    """Cut a sheet part into head, rows and tail. Raises BadZip odd_sheet, odd_xml, doctype."""
    source = iter(stream)
    held, names, closed = _head(source)
    yield Piece("head", held[0], names, closed)
    rest = held[1]
    if not closed:
        while True:
            end = names.find_data_end(rest)
            cut = end.start() if end else rest.rfind(names.row_begin)  # the last row may go on
            if end or (cut > 0 and len(rest) >= _WINDOW):
                rows, rest = rest[:cut], rest[cut:]
                odd = next((one for one, letter in _ODD.items() if find_rare(rows, one, letter) >= 0), None)
                if odd:
                    raise BadZip("odd_sheet", odd.decode())
                if rows:
                    yield Piece("rows", rows, names)
                if end:
                    break
                continue
            more = next(source, None)
            if more is None:
                raise BadZip("corrupt", "</sheetData>")
            if len(rest) > _LONGEST_ROW:
                raise BadZip("odd_sheet", f"{len(rest) >> 20} MB <row>")
            rest = b"".join([rest, more, *_some(source)])
    yield Piece("tail", b"".join([rest, *source]), names)


def _some(source: Iterator[bytes]) -> Iterator[bytes]:
    size = 0
    while size < _WINDOW and (more := next(source, b"")):
        size += len(more)
        yield more


def _head(source: Iterator[bytes]) -> tuple[tuple[bytes, bytes], _Names, bytes]:
    held = b""
    tag = re.compile(rb"<((?:[\w.\-]+:)?)sheetData(?:\s[^<>]*?)?(/?)>")
    for more in source:
        held += more
        if len(held) > _LONGEST_ROW:
            raise BadZip("odd_sheet", f"{len(held) >> 20} MB <sheetData>")
        check_encoding(held)
        if tag.search(held) and (found := tag.search(blanked(held))):
            outer = re.search(rb"<((?:[\w.\-]+:)?)worksheet[\s>]", blanked(held[: found.start()]))
            if outer is None or outer[1] != found[1]:
                raise BadZip("odd_sheet", found[0].decode("utf-8", "replace"))
            cut = found.start() if found[2] else found.end()
            return (held[:cut], held[found.end() :]), _Names(found[1]), found[0] if found[2] else b""
    raise BadZip("corrupt", "<sheetData>")


def _rows(piece: Piece, last: int) -> Iterator[tuple[int, int, re.Match[bytes], int, int]]:
    """Yield number, place behind the row before, tag, and the span of the cells of each row."""
    text, names, at = piece.text, piece.names, 0
    while found := names.row.match(text, at):
        said = found[1]
        if said.startswith(b' r="'):
            row = int(said[4 : said.index(b'"', 4)])
        else:
            number = _ROW_NUMBER.search(said)
            row = int(number[1]) if number else last + 1
        if row <= last:
            raise BadZip("odd_sheet", f"row {row}")
        begin, at = at, found.end()
        end = at
        if not found[2]:
            end = text.find(names.row_end, at)
            if end < 0:
                raise BadZip("odd_sheet", f"row {row}")
            at = end + len(names.row_end)
        yield row, begin, found, found.end(), end
        last = row
    if text[at:].strip():
        raise BadZip("odd_sheet", text[at : at + 40].decode("utf-8", "replace"))


def _cells(piece: Piece, row: int, start: int, end: int) -> Iterator[tuple[int, re.Match[bytes]]]:
    """Yield column and match of each cell of a row."""
    names, last, at = piece.names, 0, start
    while found := names.cell.match(piece.text, at, end):
        place = _R.search(found[1])
        column = _number(place[1]) if place else last + 1
        if column <= last or (place and int(place[2]) != row):
            raise BadZip("odd_sheet", f"{letters(column)}{row}")
        yield column, found
        last, at = column, found.end()
    rest = piece.text[at:end].strip()
    if rest and not rest.startswith(b"<" + names.prefix + b"extLst"):
        raise BadZip("odd_sheet", rest[:40].decode("utf-8", "replace"))


@dataclass
class Facts:
    """What was found in a sheet: its ends, and the columns that are taken at and below a row."""

    head: bytes = b""
    tail: bytes = b""
    names: _Names = field(default_factory=lambda: _Names(b""))
    used: int = 0  # last column with a value, or that an array formula reaches
    formatted: int = 0  # last column with a formatted empty cell
    last_row: int = 0
    heights: dict[int, float] = field(default_factory=dict)
    extent: Extent | None = None  # what reading the sheet has told


def scan(stream: Iterable[bytes], top: int) -> Facts:
    """Look through a sheet part; columns count in rows at and below ``top``. Raises as :func:`pieces`."""
    facts = Facts()
    for piece in pieces(stream):
        if piece.kind == "head":
            facts.head, facts.names = piece.text, piece.names
        elif piece.kind == "tail":
            facts.tail = piece.text
        else:
            _scan_rows(piece, top, facts)
    return facts


def _scan_rows(piece: Piece, top: int, facts: Facts) -> None:
    names, text = piece.names, piece.text
    for row, _, tag, start, end in _rows(piece, facts.last_row):
        facts.last_row = row
        if b" ht" in tag[1] and (height := _HEIGHT.search(tag[1])):
            facts.heights[row] = float(height[1])
        if row < top or start == end:
            continue
        at = text.rfind(names.some_cell, start, end)
        last = names.plain_cell.match(text, at) if at >= 0 else None
        if last and _number(last[1]) <= facts.used:
            continue
        for column, cell in reversed(list(_cells(piece, row, start, end))):
            if column <= facts.used:
                break
            if cell[2] and names.value.search(cell[2]):
                facts.used = column
            elif _STYLE.search(cell[1]):
                facts.formatted = max(facts.formatted, column)
    if b"array" in text or b"dataTable" in text:
        for formula in names.formula.finditer(text):
            kind = names.type.search(formula[1])
            ref = _REF.search(formula[1])
            if kind and ref and kind[1] != b"shared":
                _, _, right, bottom = range_boundaries(ref[1].decode().upper())
                if bottom >= top:
                    facts.used = max(facts.used, right)


def columns_beginning(
    stream: Iterable[bytes], rows: Collection[int], begin: str, shared: Mapping[int, str]
) -> dict[int, list[int]]:
    """Return for some rows the columns whose text begins in a certain way.

    Args:
        stream: the sheet part.
        rows: numbers from 1.
        begin: how the texts begin; Latin letters, so that a row that holds such a text shows them.
        shared: the shared texts that begin so, by index.
    """
    found: dict[int, list[int]] = {}
    last, most = 0, max(rows, default=0)
    for piece in pieces(stream):
        if piece.kind != "rows":
            continue
        for row, _, _, start, end in _rows(piece, last):
            last = row
            if row > most:
                return found
            if row in rows:
                cells = list(_cells(piece, row, start, end))  # refuses a row that is out of order
                if shared or piece.text.find(begin.encode(), start, end) >= 0:
                    found[row] = [column for column, cell in cells if cell[2] and _text(cell, shared).startswith(begin)]
    return found


def _text(cell: re.Match[bytes], shared: Mapping[int, str]) -> str:
    kind = re.search(rb"""\st\s*=\s*["'](\w+)["']""", cell[1])
    inside = cell[2]
    if kind and kind[1] == b"s":
        value = re.search(rb"<(?:[\w.\-]+:)?v[^>]*>\s*([0-9]+)\s*<", inside)
        return shared.get(int(value[1]), "") if value else ""
    if kind and kind[1] in {b"inlineStr", b"str"}:
        return plain_text(inside)
    return ""


def plain_text(xml: bytes) -> str:
    """Return the text of a string item: its <t> (or, of a formula's result, <v>), without phonetic guides."""
    xml = re.sub(rb"<((?:[\w.\-]+:)?)rPh(?:\s[^<>]*)?(?:/>|>.*?(?:</\1rPh>|\Z))", b"", xml, flags=re.DOTALL)
    texts = re.findall(rb"<(?:[\w.\-]+:)?[tv](?:\s[^>]*)?>([^<]*)<", xml)
    return unescaped(b"".join(texts).decode("utf-8", "replace"))


def cell_style(stream: Iterable[bytes], row: int, column: int) -> int:
    """Return the number of a cell's format; 0 where there is no cell."""
    last = 0
    for piece in pieces(stream):
        if piece.kind == "rows":
            for number, _, _, start, end in _rows(piece, last):
                last = number
                if number >= row:
                    cells = dict(_cells(piece, row, start, end)) if number == row else {}
                    style = _STYLE.search(cells[column][1]) if column in cells else None
                    return int(style[1]) if style else 0
    return 0


# writing


class RowCells(Protocol):
    """Our cells, row by row."""

    places: Sequence[int]  # their columns, ascending

    def joined(self, row: int) -> bytes:
        """Return the cells of a row as XML."""

    def joined_rows(self, rows: Sequence[int]) -> list[bytes]:
        """Return the cells of each of some rows as XML; the rows follow each other among those that have cells."""

    def cells(self, row: int) -> list[bytes]:
        """Return the cells of a row, each as XML."""


def patch(
    stream: Iterable[bytes],
    rows: Sequence[int],
    ours: RowCells,
    edit_head: Callable[[bytes], bytes],
    edit_tail: Callable[[bytes], bytes],
    log: Log,
    kept: set[tuple[int, int]],
    known: Rows | None = None,
) -> Iterator[bytes]:
    """Yield a sheet part with cells of ours.

    Args:
        stream: the part.
        rows: the rows that take cells, from 1, ascending.
        ours: our cells.
        edit_head: changes the text before the rows.
        edit_tail: changes the text behind them.
        log: takes what is changed.
        kept: takes the cells (row, column) that hold something already and stay as they are.
        known: where these rows stand, if that is known and nothing stands in them where our cells go; blank = the rows
            are looked for.
    """
    gap = 0  # bytes since the last change
    pending, last, closed = iter(() if known else rows), 0, b""
    due = next(pending, None)
    row_ends = _RowEnds(known, ours) if known else None

    def swap(old: bytes, new: bytes) -> Iterator[bytes]:
        nonlocal gap
        for before, cut, put in _differences(old, new):
            log.add(gap + before, len(put), cut)
            gap = 0
        if old == new:
            gap += len(new)
        else:
            gap = _same_end(old, new)
        yield new

    def new_row(names: _Names, row: int) -> bytes:
        p = names.prefix
        return b'<%brow r="%d">%b</%brow>' % (p, row, ours.joined(row), p)

    for piece in pieces(stream):
        names = piece.names
        if piece.kind == "head":
            yield from swap(piece.text, edit_head(piece.text))
            closed = piece.closed
        elif piece.kind == "rows" and row_ends:
            new, gap = row_ends.put(piece.text, gap, log)
            yield new
        elif piece.kind == "rows":
            out: list[bytes] = []
            text, at = piece.text, 0
            for row, begin, tag, start, end in _rows(piece, last):
                last = row
                if due is None or due > row:
                    continue
                edits: list[tuple[int, int, bytes]] = []
                while due is not None and due < row:
                    edits.append((begin, begin, new_row(names, due)))
                    due = next(pending, None)
                if due == row:
                    edits += _row_edits(piece, row, tag, start, end, ours, kept)
                    due = next(pending, None)
                for first, stop, new in edits:
                    out += (text[at:first], new)
                    log.add(gap + first - at, len(new), text[first:stop])
                    gap, at = 0, stop
            out.append(text[at:])
            gap += len(text) - at
            yield b"".join(out)
        else:
            rest: list[bytes] = []
            while due is not None:
                rest.append(new_row(names, due))
                due = next(pending, None)
            new = b"".join(rest)
            if closed:
                new = b"<%bsheetData>%b</%bsheetData>" % (names.prefix, new, names.prefix) if new else closed
            if new == closed:
                gap += len(new)
            else:
                log.add(gap, len(new), closed)
                gap = 0
            yield new
            yield from swap(piece.text, edit_tail(piece.text))


class _RowEnds:
    """Cells of ours put at the ends of rows whose places are known, piece by piece."""

    def __init__(self, known: Rows, ours: RowCells) -> None:
        self._known, self._ours = known, ours
        self._right = ours.places[-1]
        self._at = 0  # where the next piece begins
        self._next = 0  # the first row that is not in an earlier piece
        self._spans: dict[bytes, tuple[int, int]] = {}

    def put(self, text: bytes, gap: int, log: Log) -> tuple[bytes, int]:
        """Return a piece with our cells, and the bytes since the last change; ``gap`` is that before the piece."""
        low, known, begin = self._next, self._known, self._at
        high = self._next = int(np.searchsorted(known.end, begin + len(text)))
        self._at += len(text)
        if low == high:
            return text, gap + len(text)
        tag, inside, end = (part[low:high] - begin for part in (known.tag, known.inside, known.end))
        spans = self._spans_of(text, tag, inside)
        # In turn the last column that the row's tag tells, where it does, and the end of its cells.
        start, stop = np.repeat(end, 2), np.repeat(end, 2)
        start[::2], stop[::2] = inside - spans[:, 0], inside - spans[:, 1]
        new: list[bytes] = [b"%d" % self._right] * start.size
        new[1::2] = self._ours.joined_rows(known.number[low:high].tolist())
        if not spans.all():
            told = np.repeat(spans[:, 0] > 0, 2)
            told[1::2] = True
            start, stop, new = start[told], stop[told], list(compress(new, told.tolist()))
        behind = np.concatenate([[0], stop[:-1]])
        gaps = start - behind
        gaps[0] += gap
        old = [b""] * len(new)
        for n in np.flatnonzero(start < stop).tolist():
            old[n] = text[start[n] : stop[n]]
        log.add_all(gaps.tolist(), map(len, new), old)
        out: list[bytes] = [b""] * (2 * len(new))
        out[::2] = [text[first:last] for first, last in zip(behind.tolist(), start.tolist(), strict=True)]
        out[1::2] = new
        last = int(stop[-1])
        return b"".join([*out, text[last:]]), len(text) - last

    def _spans_of(self, text: bytes, tag: Places, inside: Places) -> NDArray[np.intp]:
        """Return of each row what :meth:`_span` tells of its tag."""
        said = text[text.find(b" spans", tag[0], inside[0]) : inside[0]]
        if 0 < len(said) < _USUAL_TAG:
            ends = np.frombuffer(text, np.uint8)[inside[:, None] + np.arange(-len(said), 0)]
            if (ends == np.frombuffer(said, np.uint8)).all():  # all rows tell the same, as nearly always
                return np.tile(self._span(said), (tag.size, 1))
        tags = zip(tag.tolist(), inside.tolist(), strict=True)
        return np.array([self._span(text[text.find(b" spans", first, stop) : stop]) for first, stop in tags])

    def _span(self, said: bytes) -> tuple[int, int]:
        """Return where a last column before ours is told, counted from the end of a row's tag; zeros = nowhere.

        Args:
            said: the tag from its spans on; empty without spans.
        """
        found = self._spans.get(said)
        if found is None:
            spans = _SPANS.search(said)
            found = (0, 0)
            if spans and int(spans[2]) < self._right:
                found = len(said) - spans.start(2), len(said) - spans.end(2)
            self._spans[said] = found
        return found


def _row_edits(
    piece: Piece,
    row: int,
    tag: re.Match[bytes],
    start: int,
    end: int,
    ours: RowCells,
    kept: set[tuple[int, int]],
) -> list[tuple[int, int, bytes]]:
    """Return (start, end, new) of each change in one row, in order."""
    names, text = piece.names, piece.text
    edits: list[tuple[int, int, bytes]] = []
    spans = _SPANS.search(tag[0]) if b"spans" in tag[0] else None
    if spans and int(spans[2]) < ours.places[-1]:
        edits.append((tag.start() + spans.start(2), tag.start() + spans.end(2), b"%d" % ours.places[-1]))
    if tag[2]:
        return [*edits, (end - 2, end, b">" + ours.joined(row) + names.row_end)]
    at = text.rfind(names.some_cell, start, end)
    last = names.plain_cell.match(text, at) if at >= 0 else None
    if last and _number(last[1]) < ours.places[0] and text.startswith((b"c>", b"/>"), end - 2):
        return [*edits, (end, end, ours.joined(row))]
    return [*edits, *_between_cells(piece, row, start, end, ours, kept)]


def _between_cells(
    piece: Piece, row: int, start: int, end: int, ours: RowCells, kept: set[tuple[int, int]]
) -> Iterator[tuple[int, int, bytes]]:
    names = piece.names
    new: list[bytes] = []
    place, left = start, zip(ours.places, ours.cells(row), strict=True)
    due = next(left, None)
    for column, cell in _cells(piece, row, start, end):
        while due is not None and due[0] < column:
            new.append(due[1])
            due = next(left, None)
        if new:
            yield place, place, b"".join(new)
            new = []
        if due is not None and due[0] == column:
            if cell[2] and names.value.search(cell[2]):
                kept.add((row, column))
            else:
                yield cell.start(), cell.end(), due[1]
            due = next(left, None)
        place = cell.end()
    while due is not None:
        new.append(due[1])
        due = next(left, None)
    if new:
        yield place, place, b"".join(new)


def _same_end(old: bytes, new: bytes) -> int:
    """Return how many bytes at the end are the same, without those at the begin."""
    start = _same_start(old, new)
    most = min(len(old), len(new)) - start
    low, high = 0, most
    while low < high:
        half = (low + high + 1) // 2
        if old[len(old) - half :] == new[len(new) - half :]:
            low = half
        else:
            high = half - 1
    return low


def _same_start(old: bytes, new: bytes) -> int:
    low, high = 0, min(len(old), len(new))
    while low < high:
        half = (low + high + 1) // 2
        if old[:half] == new[:half]:
            low = half
        else:
            high = half - 1
    return low


def _differences(old: bytes, new: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    if old != new:
        start, same = _same_start(old, new), _same_end(old, new)
        yield start, old[start : len(old) - same], new[start : len(new) - same]


def difference(old: bytes, new: bytes) -> Log:
    """Return how to go back from ``new`` to ``old``, for small parts."""
    return Log((start, len(put), cut) for start, cut, put in _differences(old, new))


@dataclass
class Removed:
    """What was taken out of a sheet: whether formulas were among it."""

    formulas: bool = False


def clear(
    stream: Iterable[bytes],
    columns: Sequence[int],
    rows: tuple[int, int],
    ours: Callable[[str], bool],
    edit_head: Callable[[bytes], bytes],
    edit_tail: Callable[[bytes], bytes],
    found: Removed,
) -> Iterator[bytes]:
    """Yield a sheet part without the cells of some columns.

    Formulas of which ``ours`` says no stay. Where the cell on the right is formatted, the block stood in a formatted
    area, and an empty cell with that format stays.
    """
    last, own_shared = 0, set()
    for piece in pieces(stream):
        names = piece.names
        if piece.kind != "rows":
            yield (edit_head if piece.kind == "head" else edit_tail)(piece.text)
            yield piece.closed
            continue
        out: list[bytes] = []
        at = 0
        for row, _, _, start, end in _rows(piece, last):
            last = row
            if not rows[0] <= row <= rows[1]:
                continue
            cells = dict(_cells(piece, row, start, end))
            right = cells.get(max(columns) + 1)
            style = _STYLE.search(right[1]) if right else None
            for column in columns:
                cell = cells.get(column)
                if cell is None:
                    continue
                formula = names.formula.search(cell[2] or b"")
                if formula:
                    group = _SHARED.search(formula[1])
                    text = (formula[2] or b"").decode("utf-8", "replace").replace("&quot;", '"')
                    if not (ours(text) if text else group and group[1] in own_shared):
                        continue
                    ref = _REF.search(formula[1])
                    if group and text:
                        own_shared.add(group[1])
                        if ref and range_boundaries(ref[1].decode().upper())[2] > max(columns):
                            raise BadZip("odd_sheet", f"{letters(column)}{row}")
                    found.formulas = True
                new = (
                    b'<%bc r="%b%d" s="%b"/>' % (names.prefix, letters(column).encode(), row, style[1])
                    if style
                    else b""
                )
                out += (piece.text[at : cell.start()], new)
                at = cell.end()
        yield b"".join([*out, piece.text[at:]])


# head and tail


def head_elements(head: bytes) -> list[Element]:
    """Return the elements that stand before the rows."""
    masked = blanked(head)
    outer = TAG.search(masked)
    end = masked.rfind(b"<", 0, len(masked)) if masked.rstrip().endswith(b"sheetData>") else len(masked)
    if outer is None:
        raise BadZip("odd_sheet", "<worksheet>")
    stop = re.search(rb"<(?:[\w.\-]+:)?sheetData[^<>]*>\s*$", masked)
    return list(children(masked, outer.end(), stop.start() if stop else max(end, outer.end())))


def tail_elements(tail: bytes, names: _Names) -> list[Element]:
    """Return the elements that stand behind the rows."""
    masked = blanked(tail)
    first = names.data_end.match(masked)
    end = masked.rfind(b"</" + names.prefix + b"worksheet")
    if end < 0:
        raise BadZip("corrupt", "</worksheet>")
    return list(children(masked, first.end() if first else 0, end))


def merged_areas(tail: bytes, names: _Names) -> list[Box]:
    """Return the merged ranges."""
    areas = []
    for element in tail_elements(tail, names):
        if element.name == "mergeCells":
            for one in children(blanked(tail), *element.content):
                if ref := attribute(tail, one, "ref"):
                    areas.append(_box(ref))
    return areas


def ruled_areas(tail: bytes, names: _Names) -> list[Box]:
    """Return the ranges with conditional formats or checks of what is typed in."""
    refs: list[str] = []
    for element in tail_elements(tail, names):
        if element.name == "conditionalFormatting":
            refs.append(attribute(tail, element, "sqref") or "")
        elif element.name == "dataValidations":
            inside = children(blanked(tail), *element.content)
            refs += [attribute(tail, one, "sqref") or "" for one in inside]
    return [_box(ref) for listed in refs for ref in listed.split()]


def _box(ref: str) -> Box:
    left, top, right, bottom = range_boundaries(ref.upper())
    return left or 1, top or 1, right or 16_384, bottom or 1_048_576


def tail_attribute(tail: bytes, names: _Names, tag: str, name: str) -> str | None:
    """Return an attribute of an element behind the rows; None where there is none."""
    element = next((e for e in tail_elements(tail, names) if e.name == tag), None)
    return attribute(tail, element, name) if element else None


def with_filter(tail: bytes, names: _Names, ref: str) -> bytes:
    """Return the tail with another range of the autofilter."""
    element = next(e for e in tail_elements(tail, names) if e.name == "autoFilter")
    return with_attribute(tail, element, "ref", ref)


_BEHIND_NOTES = frozenset(
    "legacyDrawingHF drawingHF picture oleObjects controls AlternateContent webPublishItems tableParts extLst".split()  # noqa: SIM905
)


def with_notes(tail: bytes, names: _Names, relation: str, space: str) -> bytes:
    """Return the tail with the link to the drawing that holds the notes."""
    elements = tail_elements(tail, names)
    at = next((e.start for e in elements if e.name in _BEHIND_NOTES), None)
    at = tail.rindex(b"</" + names.prefix + b"worksheet") if at is None else at
    new = b'<%blegacyDrawing xmlns:r="%b" r:id="%b"/>' % (names.prefix, space.encode(), relation.encode())
    return tail[:at] + new + tail[at:]


def with_dimension(head: bytes, right: int, bottom: int) -> bytes:
    """Return the head with a dimension that reaches as far; one that is missing stays missing."""
    element = next((e for e in head_elements(head) if e.name == "dimension"), None)
    ref = attribute(head, element, "ref") if element else None
    if element is None or not ref or not re.fullmatch(r"[A-Za-z]+[0-9]+(:[A-Za-z]+[0-9]+)?", ref):
        return head
    a, b, c, d = _box(ref)
    if c >= right and d >= bottom:
        return head
    return with_attribute(head, element, "ref", f"{letters(a)}{b}:{letters(max(c, right))}{max(d, bottom)}")


@dataclass(frozen=True)
class Widths:
    """Some of the operator's column settings: first and last column, width, whether hidden, level."""

    low: int
    high: int
    width: float
    hidden: bool
    level: int


def _columns(head: bytes) -> tuple[Element | None, list[tuple[int, int, bytes]]]:
    element = next((e for e in head_elements(head) if e.name == "cols"), None)
    if element is None:
        return None, []
    return element, [
        (int(attribute(head, e, "min") or 0), int(attribute(head, e, "max") or 0), head[e.start : e.end])
        for e in children(blanked(head), *element.content)
    ]


def _column(text: bytes, **said: str | None) -> bytes:
    for name, value in said.items():
        element = next(children(text, 0, len(text)))
        text = with_attribute(text, element, name, value)
    return text


def _put_columns(head: bytes, names: _Names, columns: list[tuple[int, int, bytes]]) -> bytes:
    element, _ = _columns(head)
    p = names.prefix
    body = b"".join(text for _, _, text in sorted(columns))
    new = b"<%bcols>%b</%bcols>" % (p, body, p) if body else b""
    if element is not None:
        if body and element.content[1] != element.end:
            return head[: element.content[0]] + body + head[element.content[1] :]
        return head[: element.start] + new + head[element.end :]
    found = re.search(rb"<(?:[\w.\-]+:)?sheetData[^<>]*>\s*$", head)
    at = found.start() if found else len(head)
    return head[:at] + new + head[at:]


def take_widths(
    head: bytes, names: _Names, places: Sequence[int], widths: Sequence[float]
) -> tuple[bytes, list[Widths]]:
    """Set the widths of our columns; an operator's setting that spans them is split around them.

    Returns:
        The head, and the settings that were split or replaced, for the way back.
    """
    _, columns = _columns(head)
    record: list[Widths] = []
    for place, width in zip(places, widths, strict=True):
        said = {"width": f"{width:g}", "customWidth": "1", "hidden": None}
        own = {"min": str(place), "max": str(place)}
        over = next((entry for entry in columns if entry[0] <= place <= entry[1]), None)
        if over is None:
            text = b'<%bcol min="%d" max="%d" width="%b" customWidth="1"/>' % (
                names.prefix, place, place, f"{width:g}".encode(),
            )  # fmt: skip
            columns.append((place, place, text))
            continue
        low, high, text = over
        columns.remove(over)
        if not any(entry.low <= place <= entry.high for entry in record):
            record.append(_widths(low, high, text))
        columns.append((place, place, _column(text, **own, **said)))
        if low < place:
            columns.append((low, place - 1, _column(text, max=str(place - 1))))
        if place < high:
            columns.append((place + 1, high, _column(text, min=str(place + 1))))
    return _put_columns(head, names, columns), record


def _widths(low: int, high: int, text: bytes) -> Widths:
    element = next(children(text, 0, len(text)))
    hidden = attribute(text, element, "hidden") in {"1", "true"}
    level = int(attribute(text, element, "outlineLevel") or 0)
    return Widths(low, high, float(attribute(text, element, "width") or 13), hidden, level)


def give_widths(head: bytes, names: _Names, places: Sequence[int], record: Sequence[Widths]) -> bytes:
    """Give back the settings that :func:`take_widths` took, and take away those of our columns."""
    _, columns = _columns(head)
    for entry in record:
        inside = sorted(column for column in columns if entry.low <= column[0] <= entry.high)
        columns = [column for column in columns if column not in inside]
        text = inside[0][2] if inside else b"<%bcol/>" % names.prefix
        said = {"min": str(entry.low), "max": str(entry.high), "width": f"{entry.width:g}", "customWidth": "1"}
        hidden, level = "1" if entry.hidden else None, str(entry.level) if entry.level else None
        columns.append((entry.low, entry.high, _column(text, **said, hidden=hidden, outlineLevel=level)))
    restored = [range(entry.low, entry.high + 1) for entry in record]
    for place in places:
        if not any(place in span for span in restored):
            columns = [column for column in columns if not (column[0] == column[1] == place)]
    return _put_columns(head, names, columns)


def cell_xml(prefix: bytes, place: str, style: int, value: object, formula: str | None = None) -> bytes:
    """Return a cell.

    Args:
        prefix: namespace prefix with its colon, or blank.
        place: its reference, such as E4.
        style: number of its format.
        value: float, int, bool, str, or None for a blank; of a formula its calculated value.
        formula: without the equals sign; blank = a constant.
    """
    p = prefix.decode()
    kind, inside = "", ""
    if formula is not None:
        inside = f"<{p}f>{attribute_text(formula)}</{p}f>"
    if isinstance(value, str):
        if formula is None:
            kind, inside = ' t="inlineStr"', _inline(p, value)
        else:
            kind, inside = ' t="str"', inside + f"<{p}v>{_escaped(value)}</{p}v>"
    elif value is None and formula is not None:
        # Excel's way to keep an empty result: some programs show 0 where there is none.
        kind, inside = ' t="str"', inside + f"<{p}v></{p}v>"
    elif isinstance(value, bool):
        kind, inside = ' t="b"', inside + f"<{p}v>{int(value)}</{p}v>"
    elif isinstance(value, int | float) and isfinite(value):
        number = str(int(value)) if isinstance(value, int) else repr(float(value)).removesuffix(".0")
        inside += f"<{p}v>{number}</{p}v>"
    end = f">{inside}</{p}c>" if inside else "/>"
    return f'<{p}c r="{place}" s="{style}"{kind}{end}'.encode()


def plain_numbers(prefix: bytes, style: int, values: Sequence[Any], behind: bytes) -> list[bytes] | None:
    """Return cells of numbers and blanks, each from behind the number of its row, and ``behind`` after each; None where
    there is any other value.

    They are written together: orjson writes a list of numbers many times as fast as Python one number after the other.
    """
    try:
        text = orjson.dumps(values)[1:-1]
    except TypeError:
        return None
    if any(sign in text for sign in (b'"', b"t", b"f", b"[", b"{")):  # a text, true, false, whatever
        return None
    begin, end = b'" s="%d"><%bv>' % (style, prefix), b"</%bv></%bc>%b" % (prefix, prefix, behind)
    cells = _between(text.replace(b".0,", b",").removesuffix(b".0"), b",", begin, end)
    return cells.replace(begin + b"null" + end, b'" s="%d"/>%b' % (style, behind)).split(b"\n")


def plain_texts(prefix: bytes, style: int, values: Sequence[Any], behind: bytes) -> list[bytes] | None:
    """Return cells of texts as :func:`plain_numbers`; None where one is no text or needs more than its letters."""
    try:
        text = _MARK.join(values)
    except TypeError:
        return None
    escaped = "_" in text and "_x" in text  # one letter is found much faster than two
    if escaped or text.count(_MARK) != len(values) - 1 or not text.isprintable() or "" in values:
        return None
    if any(map(str.isspace, {*map(itemgetter(0), values), *map(itemgetter(-1), values)})):
        return None
    begin = b'" s="%d" t="inlineStr"><%bis><%bt>' % (style, prefix, prefix)
    end = b"</%bt></%bis></%bc>%b" % (prefix, prefix, prefix, behind)
    return _between(escape(text, quote=False).replace(_MARK, "\n").encode(), b"\n", begin, end).split(b"\n")


_MARK = "\u2016"  # parts texts; one that has this sign itself is written alone


def _between(text: bytes, mark: bytes, begin: bytes, end: bytes) -> bytes:
    return begin + text.replace(mark, end + b"\n" + begin) + end


@lru_cache(maxsize=10_000)
def _inline(prefix: str, value: str) -> str:
    text = _escaped(value)
    space = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
    return f"<{prefix}is><{prefix}t{space}>{text}</{prefix}t></{prefix}is>"


_NOT_XML = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")


def _escaped(text: str) -> str:
    """Return a text as it stands in XML; a text that looks like an escape of Excel's (_x000D_) is escaped itself."""
    if not text.isprintable():
        text = _NOT_XML.sub("", text)
    text = escape(text, quote=False)
    return re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text) if "_x" in text else text
