"""Reading the cells of a sheet fast: a sheet's XML streams through NumPy, block by block.

A sheet as nearly every program writes it has one shape, which :class:`_Blocks` reads without a Python object per tag.
A cell that deviates is parsed alone, and a sheet that deviates (prefixed names, comments, cells without a reference, an
odd order) is read again by :class:`_Events`, which takes whatever XML allows. Both give the values that openpyxl gives.
"""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import BinaryIO, NamedTuple, Protocol
from xml.etree import ElementTree
from xml.parsers import expat

import numpy as np
import orjson
from numpy.typing import NDArray
from openpyxl.formula.translate import Translator, TranslatorError
from openpyxl.styles.numbers import builtin_format_code, is_date_format, is_timedelta_format
from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel, from_ISO8601

from xlops.cell_table import FLOAT, NOTHING, OBJECT, WHOLE, Cells
from xlops.workbook.package_xml import find_rare, unescaped

Merged = tuple[int, int, int, int]

_PIECE = 1 << 21  # bytes of XML in work at a time
_LONGEST_ROW = 1 << 26  # a row of more bytes is left to the other reader
_MOST_CELLS = 30_000_000


class DoctypeFound(ValueError):
    """The part declares a document type, which no workbook needs and which may expand without bound."""


class TooSparse(ValueError):
    """The used cells span more cells than can be held; the text tells the rows and columns."""


class _NotPlain(Exception):
    """The sheet has another shape than the one that is read in blocks."""


@dataclass(frozen=True)
class NumberFormats:
    """What the cell formats of a workbook say of numbers: which are dates, which durations, and the first day."""

    dates: frozenset[int] = frozenset()
    durations: frozenset[int] = frozenset()
    epoch: dt.datetime = WINDOWS_EPOCH


class Rows(NamedTuple):
    """Rows that hold cells: numbers and columns from 1, places as bytes behind the opening tag of all rows."""

    number: Places
    used: Places  # the last column with a value or formula, 0 = none
    formatted: Places  # the last column that is empty with a format, 0 = none
    last: Places  # the last column with a cell
    tag: Places  # where the row begins
    inside: Places  # where its cells begin
    end: Places  # where its cells end


@dataclass
class Extent:
    """How far a sheet reaches: what was met on the way, so that nobody has to read it again for that.

    ``blocks`` are the rows, in order; ``heights`` the rows of a set height, from 1, in points. ``tail`` is the XML
    behind the rows.
    """

    blocks: list[Rows] = field(default_factory=list)
    heights: dict[int, float] = field(default_factory=dict)
    tail: bytes = b""

    def reach(self, top: int) -> tuple[int, int]:
        """Return the last used and the last formatted column at and below a row, from 1."""
        used = formatted = 0
        for rows in self.blocks:
            below = rows.number >= top
            used = max(used, int(rows.used[below].max(initial=0)))
            formatted = max(formatted, int(rows.formatted[below].max(initial=0)))
        return used, formatted

    def ending_before(self, column: int, rows: Sequence[int]) -> Rows | None:
        """Return these rows (from 1, ascending) if each of them is there and has no cell at or behind a column."""
        if not self.blocks or not rows:
            return None
        every = Rows(*(np.concatenate(part) for part in zip(*self.blocks, strict=True)))
        at = np.minimum(np.searchsorted(every.number, rows), every.number.size - 1)
        some = Rows(*(part[at] for part in every))
        return some if (some.number == rows).all() and (some.last < column).all() else None


class RawCells(NamedTuple):
    """The used cells of a sheet, its merged ranges (0-based, both ends included), and how far it reaches (blank for a
    sheet of an unusual shape)."""

    cells: Cells
    merged: list[Merged]
    extent: Extent | None = None


class _Relation(Protocol):
    @property
    def id(self) -> str: ...

    @property
    def kind(self) -> str: ...

    @property
    def target(self) -> str: ...


class Parts(Protocol):
    """The parts of a package, as the reader needs them."""

    workbook: str  # name of the workbook part

    def has(self, part: str) -> bool:
        """Whether there is this part."""

    def open(self, part: str) -> BinaryIO:
        """Open a part from its beginning."""

    def relations(self, part: str) -> Sequence[_Relation]:
        """Return the relationships of a part."""


def read_cells(
    open_part: Callable[[], BinaryIO], texts: Sequence[str], formats: NumberFormats, error: Callable[[str], object]
) -> RawCells:
    """Read the cells of a worksheet part.

    Args:
        open_part: opens the part from its beginning; called once more where the sheet has an unusual shape.
        texts: the shared strings.
        formats: which cell formats are dates.
        error: makes the value of a cell without a usable value from its text: an Excel error, or the formula itself.

    Raises:
        DoctypeFound, TooSparse, expat.ExpatError: what the names say.
        ValueError, IndexError: for a value that cannot be one of its cell's type.
    """
    values = _Values(texts, formats, error)
    try:
        with open_part() as part:
            found = _Blocks(values).read(part)
    except _NotPlain:
        with open_part() as part:
            found = _Events(values).read(part)
    return found._replace(cells=_trimmed(_without_merged(found.cells, found.merged)))


def read_texts(open_part: Callable[[], BinaryIO]) -> list[str]:
    """Return the shared strings of a workbook, without their formats and phonetic hints.

    Args:
        open_part: opens the part from its beginning; called once more where it has an unusual shape.

    Raises:
        DoctypeFound, expat.ExpatError.
    """
    with open_part() as part:
        found = _plain_texts(part)
    if found is None:
        with open_part() as part:
            found = _texts_by_events(part)
    return found


def _plain_texts(part: BinaryIO) -> list[str] | None:
    """Return the shared strings of a part that has nothing but plain texts; None for any other."""
    found: list[str] = []
    left = part.read(_PIECE)
    if not _is_plain_xml(left):
        return None
    while True:
        cut = left.rfind(b"</si>") + 5
        if cut > 5:
            block, left = left[:cut], left[cut:]
            try:
                xml = block.decode("utf-8")
            except UnicodeDecodeError:
                return None
            # Nearly all items of most workbooks look alike.
            texts = xml.removeprefix("<si><t>").removesuffix("</t></si>").split("</t></si><si><t>")
            if "<" in "".join(texts):
                texts = _PLAIN_TEXT.findall(xml)
                if len(texts) != block.count(b"<si") or (b"!" in block and b"<!" in block):
                    return None
            plain = b"&" not in block and b"\r" not in block and b"x005F_" not in block
            found += texts if plain else [_shared(unescaped(text)) for text in texts]
        piece = part.read(_PIECE)
        if not piece:
            return None if _TEXT_LEFT.search(left) else found
        left += piece


def read_formats(part: BinaryIO | None, date_1904: bool = False) -> NumberFormats:
    """Return which cell formats of the styles part are dates and durations.

    Raises:
        DoctypeFound, expat.ExpatError.
    """
    epoch = MAC_EPOCH if date_1904 else WINDOWS_EPOCH
    if part is None:
        return NumberFormats(epoch=epoch)
    custom: dict[int, str] = {}
    used: list[int] = []
    path: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        name = _local(tag)
        if name == "numFmt" and path[-1:] == ["numFmts"]:
            custom[int(attributes["numFmtId"])] = attributes["formatCode"]
        elif name == "xf" and path[-1:] == ["cellXfs"]:
            used.append(int(attributes.get("numFmtId", 0)))
        path.append(name)

    parser = _parser()
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: path.pop()
    parser.ParseFile(part)
    codes = [custom[number] if number in custom else builtin_format_code(number) for number in used]
    return NumberFormats(
        frozenset(n for n, code in enumerate(codes) if is_date_format(code)),
        frozenset(n for n, code in enumerate(codes) if is_timedelta_format(code)),
        epoch,
    )


class Reader:
    """The sheets of a package, for reading. What several sheets need is read once."""

    def __init__(self, parts: Parts) -> None:
        """Read the list of sheets.

        Raises:
            DoctypeFound, expat.ExpatError.
        """
        self._parts = parts
        self._date_1904 = False
        self.sheets: dict[str, str] = {}  # name -> part, in the order of the workbook
        targets = {relation.id: relation.target for relation in parts.relations(parts.workbook)}

        def start(tag: str, attributes: dict[str, str]) -> None:
            name = _local(tag)
            if name == "workbookPr":
                self._date_1904 = attributes.get("date1904", "0") in ("1", "true")
            elif name == "sheet" and "name" in attributes:
                to = next((said for key, said in attributes.items() if key != "id" and _local(key) == "id"), "")
                if parts.has(targets.get(to, "")):
                    self.sheets[attributes["name"]] = targets[to]

        parser = _parser()
        parser.StartElementHandler = start
        with parts.open(parts.workbook) as part:
            parser.ParseFile(part)

    def _beside(self, kind: str) -> str | None:
        """Return the part of the workbook of a kind; None where it has none."""
        for relation in self._parts.relations(self._parts.workbook):
            if relation.kind.endswith("/" + kind) and self._parts.has(relation.target):
                return relation.target
        return None

    @cached_property
    def texts(self) -> list[str]:
        """The shared strings."""
        name = self._beside("sharedStrings")
        if name is None:
            return []
        return read_texts(lambda: self._parts.open(name))

    @cached_property
    def formats(self) -> NumberFormats:
        """Which cell formats are dates."""
        name = self._beside("styles")
        if name is None:
            return read_formats(None, self._date_1904)
        with self._parts.open(name) as part:
            return read_formats(part, self._date_1904)

    def cells(self, sheet: str, error: Callable[[str], object]) -> RawCells:
        """Return the cells of a sheet, as :func:`read_cells`. Raises KeyError for a sheet that is not there."""
        name = self.sheets[sheet]
        return read_cells(lambda: self._parts.open(name), self.texts, self.formats, error)


# one value


class _Values:
    """From the text of a cell to its value."""

    def __init__(self, texts: Sequence[str], formats: NumberFormats, error: Callable[[str], object]) -> None:
        self.texts = texts
        self.formats = formats
        self.error = error
        self._days: dict[tuple[float, bool], object] = {}

    def value(self, kind: str, style: int, text: str | None, formula: str | None) -> object:
        """Return a cell's value; ``formula`` is blank for a cell without one."""
        if not text:
            # An empty text that a formula gave is as blank as a blank cell.
            return None if formula is None or kind == "str" else self.error(formula)
        if kind == "n":
            number = _number(text)
            return self.day(number, style in self.formats.durations) if style in self.formats.dates else number
        if kind == "s":
            return self.texts[int(text)]
        if kind == "b":
            return bool(int(text))
        if kind == "d":
            return from_ISO8601(text)
        return self.error(text) if kind == "e" else text

    def day(self, number: float, duration: bool) -> object:
        """Return a day number as a date, a time or a duration."""
        key = (number, duration)
        if key not in self._days:
            try:
                self._days[key] = from_excel(number, self.formats.epoch, timedelta=duration)
            except (OverflowError, ValueError):
                self._days[key] = self.error("#VALUE!")
        return self._days[key]


def _number(text: str) -> int | float:
    return float(text) if "." in text or "e" in text or "E" in text else int(text)


_TEXT_LEFT = re.compile(rb"<(?:[A-Za-z0-9_]+:)?si[\s>]")
_PLAIN_TEXT = re.compile(r'<si>\s*<t(?: xml:space="preserve")?>([^<]*)</t>\s*</si>')


def _shared(text: str) -> str:
    """Return a shared string as openpyxl reads it: an escaped underscore is one, other escapes stay."""
    return text.replace("x005F_", "") if "x005F_" in text else text


# the usual shape

_ROW, _CELL, _FORMULA, _VALUE, _INLINE, _TEXT = range(1, 7)
_END = 16  # added for a closing tag
_SPACE, _QUOTE, _SLASH, _LESS, _EQUAL, _MORE = b' "/<=>'
_SPARE = 48  # zeros behind a block, so that looking ahead needs no care
_BIGGEST = 2.0**53
_TENS = 10.0 ** np.arange(8)
_ONE, _ZEROS = np.uint64(1), np.uint64(int.from_bytes(b"0" * 8))
_MINUS, _POINT = ord("-"), np.uint64(ord(".") ^ ord("0"))
_LOW_BITS, _HIGH_BITS, _ABOVE_NINE = (np.uint64(int.from_bytes([byte] * 8)) for byte in (0x7F, 0x80, 0x80 - 10))
_N, _S, _STR, _B, _E, _OTHER = range(6)

Bytes = NDArray[np.uint8]
Words = NDArray[np.uint64]
Places = NDArray[np.intp]


class _Blocks:
    """A sheet read in blocks of whole rows."""

    def __init__(self, values: _Values) -> None:
        self.values = values
        self.tables: list[_Table] = []
        self.height = self.width = 0
        self.objects: list[object] = list(values.texts)
        most = max([0, *values.formats.dates, *values.formats.durations])
        self.dates = np.zeros(most + 2, dtype=bool)
        self.dates[list(values.formats.dates)] = True
        self.at = 0  # bytes of the rows that were read
        self.last = -1  # the cell read last, as row * 2**14 + column
        self.last_row = 0  # the row read last, from 1
        self.merged: list[Merged] = []
        self.extent: Extent | None = Extent()

    def read(self, part: BinaryIO) -> RawCells:
        for xml in self._windows(part):
            if xml:
                self._put(_taken_apart(xml))
            self.at += len(xml)
        kinds = np.zeros((self.width, self.height), dtype=np.uint8)
        held = np.zeros((self.width, self.height))
        for top, its_kinds, its_values in self.tables:
            width, height = its_kinds.shape
            kinds[:width, top : top + height] = its_kinds
            held[:width, top : top + height] = its_values
        objects = np.empty(len(self.objects), dtype=object)
        objects[:] = self.objects
        return RawCells(Cells(kinds, held, objects), self.merged, self.extent)

    def _windows(self, part: BinaryIO) -> Iterator[bytes]:
        """Yield whole rows, some at a time."""
        left = self._until_rows(part)
        while True:
            stop = find_rare(left, b"</sheetData", b"h")
            cut = stop if stop >= 0 else left.rfind(b"<row")  # the last row may go on
            if cut > 0 or stop >= 0:
                yield left[:cut]
                left = left[cut:]
            if stop >= 0:
                break
            if len(left) > _LONGEST_ROW:
                raise _NotPlain
            piece = part.read(_PIECE)
            if not piece:
                raise _NotPlain
            left += piece
        tail = left + part.read()
        self.merged = _merged_in(tail)
        if self.extent is not None:
            self.extent.tail = tail

    def _until_rows(self, part: BinaryIO) -> bytes:
        """Read up to the first row; return what was read of the rows."""
        head = b""
        while piece := part.read(_PIECE):
            head += piece
            if (found := _SHEET_DATA.search(head)) is not None:
                if not _is_plain_xml(head[: found.start()]):
                    raise _NotPlain
                if not found[0].endswith(b"/>"):
                    return head[found.end() :]
                self.extent = None
                return b"</sheetData" + head[found.end() :]
        raise _NotPlain

    def _put(self, block: _Block | None) -> None:
        """Take up a block, None where it has no cells."""
        if block is None:
            self.extent = None  # empty rows, which nobody has looked at
            return
        if block.order[0] <= self.last:
            raise _NotPlain
        self.last = int(block.order[-1])
        if block.odd or self.extent is None or block.first_row <= self.last_row:
            self.extent = None
        else:
            rows, at = block.rows, self.at
            self.extent.blocks.append(rows._replace(tag=rows.tag + at, inside=rows.inside + at, end=rows.end + at))
            self.extent.heights |= block.heights
            self.last_row = block.last_row
        self._take(block, *self._values_of(block))

    def _values_of(self, block: _Block) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
        """Return what each cell holds, and its number or the place of its object."""
        values = self.values
        kinds, has = block.kinds, block.has
        holds = np.zeros(kinds.size, dtype=np.uint8)
        held = np.zeros(kinds.size)

        def put(i: int, value: object) -> None:
            if value is not None:
                holds[i], held[i] = OBJECT, len(self.objects)
                self.objects.append(value)

        numbers, read, whole = block.numbers, block.read, block.whole
        of = kinds[numbers]
        held[numbers] = read
        holds[numbers] = np.where(of == _N, np.where(whole, WHOLE, FLOAT), OBJECT)
        places = read[of == _S]
        if places.size and (places.min() < 0 or places.max() >= len(values.texts)):
            raise IndexError("a cell names a shared string that the workbook does not have")
        for i, truth in zip(numbers[of == _B].tolist(), read[of == _B].tolist(), strict=True):
            put(i, bool(truth))
        self._put_odd_numbers(block, numbers[of == _N], whole[of == _N], held, put)
        for i in np.flatnonzero(has & ((kinds == _STR) | (kinds == _E))).tolist():
            text = block.text(block.low[i], block.high[i])
            put(i, values.error(text) if kinds[i] == _E else text)
        for i in np.flatnonzero(~has & block.inline & ~block.slow).tolist():
            put(i, "")
        for i in np.flatnonzero(~has & block.formula & (kinds != _STR) & ~block.slow).tolist():
            put(i, values.error(block.formula_text(i)))
        for i in np.flatnonzero(block.slow).tolist():
            put(i, self._slow(block.snippet(i)))
        return holds, held

    def _put_odd_numbers(
        self,
        block: _Block,
        at: Places,
        whole: NDArray[np.bool_],
        held: NDArray[np.float64],
        put: Callable[[int, object], None],
    ) -> None:
        """Put the numbers that are no float64: very large whole ones, and days."""
        big = whole & (np.abs(held[at]) >= _BIGGEST)
        day = self.dates[np.minimum(block.style[at], self.dates.size - 1)]
        for n in np.flatnonzero(big | day).tolist():
            i = int(at[n])
            if big[n]:
                number: float = _number(block.text(block.low[i], block.high[i]))
            else:
                number = int(held[i]) if whole[n] else float(held[i])
            if day[n]:
                put(i, self.values.day(number, int(block.style[i]) in self.values.formats.durations))
            else:
                put(i, number)

    def _slow(self, snippet: str) -> object:
        try:
            cell = ElementTree.fromstring(snippet)
        except ElementTree.ParseError as error:
            raise _NotPlain from error
        formula = cell.find("f")
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            inline = cell.find("is")
            return None if inline is None else _inline_text(inline)
        text = cell.findtext("v") or None
        said = None if formula is None else _formula(formula.attrib, formula.text)
        return self.values.value(kind, int(cell.get("s", 0)), text, said)

    def _take(self, block: _Block, holds: NDArray[np.uint8], held: NDArray[np.float64]) -> None:
        """Note the values of a block."""
        used = np.flatnonzero(holds)
        if not used.size:
            return
        rows, columns = block.row[used], block.column[used]
        first, last, width = int(rows[0]), int(rows[-1]), int(columns.max()) + 1
        if first < self.height:  # a row whose end is in another block cannot be; a row named twice can
            raise _NotPlain
        self.height, self.width = last + 1, max(self.width, width)
        _check_size(self.height, self.width)
        kinds = np.zeros((width, last - first + 1), dtype=np.uint8)
        values = np.zeros((width, last - first + 1))
        kinds[columns, rows - first] = holds[used]
        values[columns, rows - first] = held[used]
        self.tables.append(_Table(first, kinds, values))


class _Table(NamedTuple):
    """The cells of a block: its first row, and what Cells holds of them."""

    top: int
    kinds: NDArray[np.uint8]
    values: NDArray[np.float64]


def _taken_apart(xml: bytes) -> _Block | None:
    """Return the cells of a block of whole rows; None where it has none."""
    if find_rare(xml, b"<!", b"!") >= 0 or find_rare(xml, b"<?", b"?") >= 0:
        raise _NotPlain
    b = np.frombuffer(xml + bytes(_SPARE), dtype=np.uint8)
    angles = np.flatnonzero(b | 2 == _MORE)  # the other one differs by this bit
    tags, ends = angles[::2], angles[1::2]
    in_turn = tags.size == ends.size and bool((b[tags] == _LESS).all() and (b[ends] == _MORE).all())
    if not in_turn:  # a text has this sign, too
        tags, ends = angles[b[angles] == _LESS], angles[b[angles] == _MORE]
        ends = np.append(ends, len(xml))[np.searchsorted(ends, tags)]
    codes = np.concatenate([_codes(b, tags), np.zeros(8, dtype=np.uint8)])
    cells = np.flatnonzero(codes == _CELL)
    rows = np.count_nonzero(codes & 15 == _ROW)
    if not cells.size:
        if rows != tags.size:
            raise _NotPlain
        return None
    behind = np.full(8, len(xml), dtype=tags.dtype)
    block = _Block(xml, b, np.concatenate([tags, behind]), np.concatenate([ends, behind]), codes, cells)
    if rows + int(block.count.sum()) != tags.size:
        raise _NotPlain
    return block


class _Block:
    """The cells of a block: for each its place, style, kind, and where the text of its value stands.

    ``tags`` and ``ends`` are where each tag begins and ends, ``cells`` which of them open a cell.
    """

    def __init__(self, xml: bytes, b: Bytes, tags: Places, ends: Places, codes: Bytes, cells: Places) -> None:
        self.xml, self.b, self.tags, self.ends, self.codes, self.cells = xml, b, tags, ends, codes, cells
        self.words: Words = np.ndarray((b.size - 7,), "<u8", b, strides=(1,))  # eight bytes from each place on
        start = tags[cells]
        self.end = ends[cells]
        self._attributes(start)
        self._content()
        self.order = self.row * 16_384 + self.column
        if (np.diff(self.order) <= 0).any():
            raise _NotPlain
        self.kinds = np.where(self.slow, _OTHER, self.kind)
        self.has = self.high > self.low
        self.numbers = np.flatnonzero(self.has & ((self.kinds == _N) | (self.kinds == _S) | (self.kinds == _B)))
        self.read, self.whole = _numbers(self, self.numbers)
        self._extent()

    def _attributes(self, start: Places) -> None:
        b = self.b
        if not ((b[start + 3] == ord("r")) & (b[start + 4] == _EQUAL) & (b[start + 5] == _QUOTE)).all():
            raise _NotPlain
        at = start + 6
        self.column = np.zeros(start.size, dtype=np.int64)
        for _ in range(3):
            letter = b[at]
            more = (letter >= 65) & (letter <= 90)
            if not more.any():
                break
            self.column = np.where(more, self.column * 26 + letter - 64, self.column)
            at = at + more
        self.row, at = self._digits(at, 7)
        if (b[at] != _QUOTE).any() or not self.row.all() or not self.column.all():
            raise _NotPlain
        if int(self.column.max()) > 16_384 or int(self.row.max()) > 1_048_576:
            raise _NotPlain
        self.row -= 1
        self.column -= 1
        self.style = np.zeros(start.size, dtype=np.int64)
        self.kind = np.zeros(start.size, dtype=np.uint8)
        self.inline = np.zeros(start.size, dtype=bool)
        self.styled = np.zeros(start.size, dtype=bool)
        at = at + 1
        for name in (b"s", b"t", b"s"):
            some = np.flatnonzero(b[at] == _SPACE)
            inside = at[some] + 4
            given = (b[inside - 3] == name[0]) & (b[inside - 2] == _EQUAL) & (b[inside - 1] == _QUOTE)
            if not given.all():
                some, inside = some[given], inside[given]
            if name == b"s":
                self.styled[some] = True
                self.style[some], inside = self._digits(inside, 5)
            else:
                inside = self._kinds(some, inside)
            at[some] = inside + 1
        gap = (b[at] == _SPACE).astype(np.intp)
        self.closed = b[self.end - 1] == _SLASH
        self.slow = at + gap + self.closed != self.end

    def _extent(self) -> None:
        """Note where each row stands, how far it reaches, and how high it is."""
        b, tags, codes = self.b, self.tags, self.codes
        rows = np.flatnonzero(codes == _ROW)
        tag, inside = tags[rows], self.ends[rows] + 1
        number, behind = self._digits(tag + len('<row r="'), 7)
        named = b[behind] == _QUOTE
        for n, sign in enumerate(b' r="', len("<row")):
            named &= b[tag + n] == sign
        firsts = np.concatenate([[0], np.flatnonzero(np.diff(self.row)) + 1])
        start = tags[self.cells[firsts]]
        if not tag.size or start[0] < tag[0]:
            raise _NotPlain
        own = np.searchsorted(tag, start) - 1
        lasts = np.append(firsts[1:], self.row.size) - 1
        end = self.ends[self.cells[lasts] + self.count[lasts] - 1] + 1
        filled = self.has | self.formula | self.inline
        self.rows = Rows(
            self.row[firsts] + 1,
            np.maximum.reduceat(np.where(filled, self.column + 1, 0), firsts),
            np.maximum.reduceat(np.where(self.styled & ~filled, self.column + 1, 0), firsts),
            self.column[lasts] + 1,
            tag[own],
            inside[own],
            end,
        )
        self.first_row, self.last_row = int(number[0]), int(number[-1])
        in_order = named.all() and (np.diff(number) > 0).all() and (number[own] == self.rows.number).all()
        # Formulas that reach over several cells, and what is parsed cell by cell, are looked at with more care.
        told = self.formula.any() and (b[tags[self.cells[self.formula] + 1] + len("<f")] != _MORE).any()
        far = told and (b"array" in self.xml or b"dataTable" in self.xml)
        self.odd = bool(self.slow.any() or far or not in_order)
        self.heights: dict[int, float] = {}
        if find_rare(self.xml, b" ht", b"h") >= 0:
            for row, low, high in zip(number.tolist(), tag.tolist(), inside.tolist(), strict=True):
                if height := _ROW_HEIGHT.search(self.xml[low:high]):
                    self.heights[row] = float(height[1])

    def _kinds(self, some: Places, inside: Places) -> Places:
        kind = np.full(some.size, _OTHER, dtype=np.uint8)
        length = np.zeros(some.size, dtype=np.intp)
        words = self.words[inside]
        for code, said in ((_N, b"n"), (_S, b"s"), (_STR, b"str"), (_B, b"b"), (_E, b"e"), (_OTHER, b"inlineStr")):
            begin = (said + b'"')[:8]
            fits = words & np.uint64(256 ** len(begin) - 1) == int.from_bytes(begin, "little")
            if code == _OTHER:
                fits &= (self.b[inside + 8] == ord("r")) & (self.b[inside + 9] == _QUOTE)
                self.inline[some] = fits
            kind[fits] = code
            length[fits] = len(said)
        self.kind[some] = kind
        return inside + length

    def _digits(self, at: Places, most: int) -> tuple[NDArray[np.int64], Places]:
        """Read numbers of at most so many digits; return them and where each ends."""
        signs = self.words[at] ^ _ZEROS
        other = _no_digits(signs)
        before = (other & (0 - other)) - 1  # the bytes before the first that is no digit
        length = np.minimum(np.bitwise_count(before) >> 3, most)
        return _together(signs, length), at + length

    def _content(self) -> None:
        """Find each cell's value; mark the cells of another shape than the usual ones as slow."""
        codes, tags, b = self.codes, self.tags, self.b
        at = self.cells + 1
        opened = ~self.closed
        self.formula = opened & (codes[at] == _FORMULA)
        alone = np.zeros(at.size, dtype=bool)  # <f .../>
        some = np.flatnonzero(self.formula)
        if some.size:
            alone[some] = b[self.ends[at[some]] - 1] == _SLASH
        good = self.closed | ~self.formula | alone | (codes[at + 1] == _FORMULA + _END)
        at = at + np.where(self.formula, 2 - alone, 0)
        value = opened & (codes[at] == _VALUE) & (b[tags[at] + 2] == _MORE) & (codes[at + 1] == _VALUE + _END)
        self.low = np.where(value, tags[at] + 3, 0)
        self.high = np.where(value, tags[at + 1], 0)
        empty = opened & (codes[at] == _VALUE) & ~value & (b[tags[at] + 2] == _SLASH)
        at = at + 2 * value + empty
        if self.inline.any():
            at = self._inline_content(at, value)
        good &= self.closed | (codes[at] == _CELL + _END)
        # A text in a cell that has another type than "inline" is no value; a value in one that has it is none either.
        self.slow |= ~good | ((self.kind == _OTHER) & ~self.inline)
        self.count = np.where(self.closed, 1, at - self.cells + 1)
        for i in np.flatnonzero(~good).tolist():
            close = np.flatnonzero(codes[self.cells[i] :] == _CELL + _END)
            self.count[i] = close[0] + 1 if close.size else 0
        if self.count.min() < 1 or (self.cells + self.count > tags.size - 8).any():
            raise _NotPlain

    def _inline_content(self, at: Places, value: NDArray[np.bool_]) -> Places:
        codes, tags = self.codes, self.tags
        usual = (_INLINE, _TEXT, _TEXT + _END, _INLINE + _END)
        one = self.inline & ~self.closed & ~self.formula & ~value
        for n, code in enumerate(usual):
            one &= codes[at + n] == code
        some = np.flatnonzero(one)
        self.low[some] = self.ends[at[some] + 1] + 1
        self.high[some] = tags[at[some] + 2]
        self.kind[some] = _STR
        self.slow |= self.inline & ~one
        self.inline = one
        return at + 4 * one

    def text(self, low: int, high: int) -> str:
        """Return the text between two places of the block."""
        return unescaped(self.xml[low:high].decode("utf-8"))

    def snippet(self, i: int) -> str:
        """Return the XML of a cell."""
        low, last = self.tags[self.cells[i]], self.cells[i] + self.count[i] - 1
        high = self.ends[last] + 1
        return self.xml[low:high].decode("utf-8")

    def formula_text(self, i: int) -> str:
        """Return the formula of a cell of the usual shape."""
        tag = self.cells[i] + 1
        low = int(self.ends[tag]) + 1
        head = self.xml[self.tags[tag] : low]
        attributes = {name.decode(): said.decode() for name, said in _ATTRIBUTE.findall(head)}
        text = None if head.endswith(b"/>") else self.text(low, int(self.tags[tag + 1]))
        return _formula(attributes, text)


_ROW_HEIGHT = re.compile(rb"""\sht\s*=\s*["']([0-9.eE+\-]+)["']""")
_SHEET_DATA = re.compile(rb"<sheetData\s*/?>")
_ATTRIBUTE = re.compile(rb'\s([A-Za-z]+)="([^"]*)"')
_ENCODING = re.compile(rb"""^<\?xml[^>]*encoding=["']([^"']+)["']""")


def _is_plain_xml(head: bytes) -> bool:
    """Whether a part is UTF-8 and has its names without prefix, as far as its beginning tells."""
    head = head.removeprefix(b"\xef\xbb\xbf")
    encoding = _ENCODING.match(head)
    utf8 = encoding is None or encoding[1].lower() in (b"utf-8", b"us-ascii", b"ascii")
    return utf8 and head.startswith(b"<") and b"<!" not in head


def _codes(b: Bytes, tags: Places) -> Bytes:
    """Return which element each tag opens or closes; 0 for all that the usual shape does not have."""
    at = tags + 1
    closing = b[at] == _SLASH
    at += closing
    first = b[at]
    code = _ends_name(b[at + 1]) * sum((first == ord(name)) * np.uint8(number) for name, number in _ONE_LETTER.items())
    longer = np.flatnonzero((code == 0) & ((first == ord("r")) | (first == ord("i"))))
    for word, name in ((b"row", _ROW), (b"is", _INLINE)):
        some = longer[first[longer] == word[0]]
        place = at[some]
        fits = _ends_name(b[place + len(word)])
        for n, sign in enumerate(word[1:], 1):
            fits &= b[place + n] == sign
        code[some[fits]] = name
    return code + (closing & (code > 0)) * np.uint8(_END)


_ONE_LETTER = {"c": _CELL, "v": _VALUE, "f": _FORMULA, "t": _TEXT}


def _ends_name(b: Bytes) -> NDArray[np.bool_]:
    ends: NDArray[np.bool_] = (b == _SPACE) | (b == _MORE) | (b == _SLASH)
    for white in b"\r\n\t":
        ends |= b == white
    return ends


def _numbers(block: _Block, cells: Places) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return numbers, and where they are written as whole numbers."""
    low, high = block.low[cells], block.high[cells]
    read, whole, plain = _short_numbers(block, low, high)
    if plain.all():
        return read, whole
    other = np.flatnonzero(~plain)
    read[other], whole[other] = _any_numbers(block, low[other], high[other])
    return read, whole


def _short_numbers(
    block: _Block, low: Places, high: Places
) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.bool_]]:
    """Return numbers, where they are whole, and which could be read: up to eight digits with at most one point.

    All signs of a number are worked on at once, as the bytes of one word, the first in the lowest. So few digits are
    exact in float64, as is the power of ten, so their quotient is the nearest float64, as it must be.
    """
    minus = block.b[low] == _MINUS
    low = low + minus
    length = high - low
    bits = length.astype(np.uint64) << 3
    # A digit is now its value, what is behind the number zero.
    signs = (block.words[low] ^ _ZEROS) & ((_ONE << bits) - 1)
    point = _no_digits(signs) >> 7  # 1 in each byte that is no digit
    plain = (point & (point - 1) == 0) & ((signs ^ point * _POINT) & point * 0xFF == 0)
    before = point - 1  # the bytes before the point; all of them where there is none
    digits = signs & before | signs >> 8 & ~before
    has_point = point > 0
    count = length - has_point
    plain &= (length <= 8) & (count > 0)
    behind = np.where(has_point & plain, length - 1 - (np.bitwise_count(before) >> 3), 0)
    read = _together(digits, count) / _TENS[behind]
    return np.where(minus, -read, read), ~has_point, plain


def _no_digits(signs: Words) -> Words:
    """Return words with the highest bit set in each byte that is above 9."""
    return ((signs & _LOW_BITS) + _ABOVE_NINE | signs) & _HIGH_BITS


def _together(digits: Words, count: Places) -> NDArray[np.int64]:
    """Return the numbers whose digits are the lowest bytes of words, the first digit in the lowest byte."""
    digits = digits << ((8 - count).astype(np.uint64) << 3)
    digits = digits * (10 * 2**8 + 1) >> 8 & 0x00FF_00FF_00FF_00FF
    digits = digits * (100 * 2**16 + 1) >> 16 & 0x0000_FFFF_0000_FFFF
    return (digits * (10_000 * 2**32 + 1) >> 32).astype(np.int64)


def _any_numbers(block: _Block, low: Places, high: Places) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    length = high - low + 1  # with the "<" behind each number, which then parts it from the next
    starts = np.cumsum(length) - length
    text = block.b[np.arange(int(length.sum())) + np.repeat(low - starts, length)]
    whole = ~np.logical_or.reduceat(_NOT_WHOLE[text], starts)
    read = np.empty(0)
    if _OF_NUMBERS[text].all():  # else it may be something else that JSON knows
        with suppress(ValueError):
            read = np.array(orjson.loads(b"[" + text[:-1].tobytes().replace(b"<", b",") + b"]"), dtype=float)
    if read.size != low.size or not np.isfinite(read).all():
        exact = [_number(block.text(a, z)) for a, z in zip(low.tolist(), high.tolist(), strict=True)]
        return np.array([float(n) for n in exact]), np.array([isinstance(n, int) for n in exact])
    return read, whole


_OF_NUMBERS = np.zeros(256, dtype=bool)
_OF_NUMBERS[list(b"0123456789+-.eE \t\r\n<")] = True
_NOT_WHOLE = np.zeros(256, dtype=bool)
_NOT_WHOLE[list(b".eE")] = True


# any shape


@dataclass
class _Cell:
    row: int
    column: int
    attributes: Mapping[str, str]
    value: str | None = None
    formula: str | None = None
    inline: str | None = None
    formula_attributes: Mapping[str, str] = field(default_factory=dict)


class _Events:
    """A sheet read tag by tag, whatever prefixes, comments and order it has."""

    def __init__(self, values: _Values) -> None:
        self.values = values
        self.found: dict[tuple[int, int], object] = {}
        self.merged: list[Merged] = []
        self.extent: Extent | None = Extent()
        self.masters: dict[str, Translator] = {}
        self.path: list[str] = []
        self.row = self.column = 0
        self.cell: _Cell | None = None
        self.text: list[str] | None = None

    def read(self, part: BinaryIO) -> RawCells:
        parser = _parser()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._said
        parser.ParseFile(part)
        used = [place for place, value in self.found.items() if value is not None]
        height, width = (max((place[n] for place in used), default=0) for n in (0, 1))
        _check_size(height, width)
        cells = np.full((width, height), None, dtype=object)
        for row, column in used:
            cells[column - 1, row - 1] = self.found[row, column]
        return RawCells(Cells.of_objects(cells), self.merged)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = _local(tag)
        self.path.append(name)
        if name == "row":
            self.row = int(float(attributes["r"])) if "r" in attributes else self.row + 1
            self.column = 0
        elif name == "c" and "sheetData" in self.path:
            row, self.column = self.row, self.column + 1
            if reference := attributes.get("r"):
                row, self.column = coordinate_to_tuple(reference.upper())
            self.cell = _Cell(row, self.column, attributes)
        elif name == "mergeCell" and "ref" in attributes:
            self.merged.append(_area(attributes["ref"]))
        elif self.cell is not None:
            if name in ("v", "f", "t"):
                self.text = []
            if name == "f":
                self.cell.formula_attributes = dict(attributes)
            elif name == "is":
                self.cell.inline = ""

    def _said(self, text: str) -> None:
        if self.text is not None:
            self.text.append(text)

    def _end(self, _: str) -> None:
        name = self.path.pop()
        cell = self.cell
        if cell is None:
            return
        if name == "c":
            self.found[cell.row, cell.column] = self._value(cell)
            self.cell = None
        elif name in ("v", "f", "t") and self.text is not None:
            text = "".join(self.text)
            self.text = None
            if name == "v":
                cell.value = text
            elif name == "f":
                cell.formula = text
            elif "is" in self.path and "rPh" not in self.path:
                cell.inline = (cell.inline or "") + text

    def _value(self, cell: _Cell) -> object:
        kind = cell.attributes.get("t", "n")
        if kind == "inlineStr":
            return cell.inline
        formula = None
        if cell.formula is not None:
            formula = self._formula(cell)
        return self.values.value(kind, int(cell.attributes.get("s", 0)), cell.value, formula)

    def _formula(self, cell: _Cell) -> str:
        text = "=" + (cell.formula or "")
        if cell.formula_attributes.get("t") == "shared":
            group, name = cell.formula_attributes.get("si", ""), f"{_letters(cell.column)}{cell.row}"
            if group in self.masters:
                if cell.value:
                    return text
                try:
                    return "=" + self.masters[group].translate_formula(name).removeprefix("=")
                except TranslatorError:  # it would name cells beyond the sheet's edge
                    return "=#REF!"
            if text != "=":
                self.masters[group] = Translator(text, name)
            return text
        return "=" if cell.formula_attributes.get("t") == "dataTable" else text


def _formula(attributes: Mapping[str, str], text: str | None) -> str:
    """Return a formula as text. Raises _NotPlain for one that is told by another cell."""
    if attributes.get("t") == "shared":
        raise _NotPlain
    return "=" if attributes.get("t") == "dataTable" else "=" + (text or "")


def _inline_text(inline: ElementTree.Element) -> str:
    runs = (run.findtext("t") or "" for run in inline.findall("r"))
    return (inline.findtext("t") or "") + "".join(runs)


def _texts_by_events(part: BinaryIO) -> list[str]:
    found: list[str] = []
    path: list[str] = []
    said: list[str] = []

    def start(tag: str, _: dict[str, str]) -> None:
        path.append(_local(tag))
        if path[-1] == "si":
            said.clear()

    def end(_: str) -> None:
        if path.pop() == "si":
            found.append(_shared("".join(said)))

    def text(given: str) -> None:
        if path[-1] == "t" and "rPh" not in path:
            said.append(given)

    parser = _parser()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.ParseFile(part)
    return found


def _parser() -> expat.XMLParserType:
    def refuse(*_: object) -> None:
        raise DoctypeFound

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    return parser


@cache
def _local(tag: str) -> str:
    return tag.rpartition(":")[2]


@cache
def _letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


# merged ranges, size


_MERGED = re.compile(rb'<mergeCell\s[^>]*?ref="([^"]+)"')


def _merged_in(tail: bytes) -> list[Merged]:
    if b"<!" in tail or b":mergeCell" in tail:
        raise _NotPlain
    return [_area(found.decode()) for found in _MERGED.findall(tail)]


def _area(reference: str) -> Merged:
    left, top, right, bottom = range_boundaries(html.unescape(reference))
    return top - 1, left - 1, bottom - 1, right - 1


def _without_merged(cells: Cells, merged: Sequence[Merged]) -> Cells:
    """Blank what stands under merged cells: only the first cell of a range has a value, whatever the file holds."""
    for top, left, bottom, right in merged:
        area = cells.kinds[left : right + 1, top : bottom + 1]
        if area.size:
            first = area[0, 0]
            area[:] = NOTHING
            area[0, 0] = first
    return cells


def _trimmed(cells: Cells) -> Cells:
    """Leave out the last rows and columns that hold nothing."""
    width, height = cells.kinds.shape
    while height and not cells.kinds[:, height - 1].any():
        height -= 1
    while width and not cells.kinds[width - 1, :height].any():
        width -= 1
    return Cells(cells.kinds[:width, :height], cells.values[:width, :height], cells.objects)


def _check_size(height: int, width: int) -> None:
    if height * width > _MOST_CELLS:
        raise TooSparse(f"{height:,} x {width:,}")
