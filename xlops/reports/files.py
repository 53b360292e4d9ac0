"""Any file that an operator downloads, as tables: text in any encoding, workbooks, and web pages named .xls.

A column is kept as its distinct values and which of them each row has, so that 200,000 rows cost as much work as their
distinct texts. A row that cannot be cut into cells is refused with its line; it never loses the others.
"""

from __future__ import annotations

import abc
import contextlib
import csv
import io
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from xlops.errors import WorkbookError
from xlops.sheets.grid import CellError
from xlops.workbook.archive_safety import check_kind
from xlops.workbook.delimited import DELIMITERS, delimiter_of, likely_encodings
from xlops.workbook.opening import open_book
from xlops.workbook.problems import problem, said_by

HEADER_WITHIN = 25  # rows in which a header is looked for
_HEAD = 1 << 18  # bytes that surely hold them
# What check_kind refuses as a workbook and can be read as a report all the same.
_OTHER_KINDS = {"xls", "html", "text_not_workbook", "wrong_suffix"}
_TEXT_SUFFIXES = {".csv", ".tsv", ".txt"}
# UTF-8 of which some bytes were lost: read after everything else has failed.
DAMAGED = "utf-8, damaged"
# A line with a quote that nothing closes; and how many of them are found before the rest is given up.
_UNCLOSED = -1
_MOST_UNCLOSED = 200

Lines = NDArray[np.intp]


@dataclass(frozen=True)
class Refused:
    """A row that was not taken: its line in a text file or row in a workbook, from 1, and why."""

    line: int
    en: str
    zh: str


@dataclass(frozen=True)
class Cells:
    """One column: the distinct values, and for each row which one it has. A text keeps its spelling."""

    codes: NDArray[np.intp]
    values: Sequence[object]

    def take(self, rows: NDArray[np.bool_]) -> Cells:
        """Return the column of some rows."""
        return Cells(self.codes[rows], self.values)


@dataclass(frozen=True)
class HeadRow:
    """One of the first rows: the lines that it stands on, from 1, and its cells."""

    line: int
    last_line: int
    cells: Sequence[object]

    def texts(self) -> list[str]:
        """Return the cells as texts; an empty one is ""."""
        return ["" if cell is None else str(cell) for cell in self.cells]


@dataclass(frozen=True)
class Body:
    """The rows below the header: the columns asked for, the line of each row, and the rows that are no data."""

    columns: dict[int, Cells]
    lines: Lines
    refused: list[Refused]
    skipped: list[Refused]


class Table(abc.ABC):
    """One table of a file. ``sheet`` and ``encoding`` are None where the file has none."""

    sheet: str | None = None
    encoding: str | None = None
    head: Sequence[HeadRow]

    @abc.abstractmethod
    def below(self, place: int, columns: Sequence[int]) -> Body:
        """Return some columns of the rows below ``head[place]``, which is the header."""

    @abc.abstractmethod
    def rows(self) -> tuple[Sequence[int], Sequence[Sequence[object]]] | None:
        """Return all rows: the line of each and its cells, None where one is empty. None: they cannot be told apart."""


def tables(path: Path) -> Iterator[list[Table]]:
    """Yield the tables of a file, once for every way that it can be read; the likeliest first.

    A text file has one way for each encoding that fits and each delimiter; only its headers can tell which is meant.

    Raises:
        WorkbookError: everything that a damaged, protected or foreign file may be.
    """
    kind = "workbook"
    try:
        check_kind(path)
    except WorkbookError as error:
        hidden_text = error.code == "not_a_workbook" and path.suffix.lower() in _TEXT_SUFFIXES
        if error.code not in _OTHER_KINDS and not hidden_text:
            raise
        kind = "text_not_workbook" if hidden_text else error.code
    if kind == "workbook":
        yield _workbook(path)
    elif kind == "wrong_suffix":  # a workbook of today that some sites name .xls
        with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            yield _workbook(Path(copyfile(path, Path(folder) / path.with_suffix(".xlsx").name)))
    elif kind == "xls":
        yield _old_workbook(path)
    else:
        raw = path.read_bytes()
        for encoding in itertools.chain(likely_encodings(raw), [DAMAGED]):
            data = _as_utf8(raw, encoding)
            if data is not None and kind == "html":
                yield _web_tables(path, data, encoding)
            elif data is not None:
                likeliest = delimiter_of(data[:_HEAD].decode("utf-8", "ignore"))
                for delimiter in sorted(DELIMITERS, key=lambda delimiter: delimiter != likeliest):
                    yield [TextTable(path, data, encoding, delimiter)]


def _as_utf8(raw: bytes, encoding: str) -> bytes | None:
    """Return the text in UTF-8 with plain line ends; None where the encoding does not fit."""
    if encoding == DAMAGED:
        data = raw.decode("utf-8-sig", "replace").encode()
    else:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            return None
        data = raw.removeprefix(b"\xef\xbb\xbf") if encoding == "utf-8-sig" else text.encode("utf-8", "replace")
    data = data.replace(b"\r\n", b"\n")
    if b"\r" in data:
        data = data.replace(b"\r", b" " if b"\n" in data else b"\n")
    return data.replace(b"\0", b"")


def _workbook(path: Path) -> list[Table]:
    book = open_book(path)
    return [GridTable(book.read(name, CellError).cells, name) for name in book.visible]


def _old_workbook(path: Path) -> list[Table]:
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum  # here, because few files need it

    try:
        book = CalamineWorkbook.from_path(str(path))
        found = [
            (sheet.name, book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False))
            for sheet in book.sheets_metadata
            if sheet.visible == SheetVisibleEnum.Visible
        ]
    except (CalamineError, OSError, ValueError) as error:
        raise problem("unreadable", path, **said_by(error)) from error
    return [GridTable([[None if cell == "" else cell for cell in row] for row in rows], name) for name, rows in found]


def _web_tables(path: Path, data: bytes, encoding: str) -> list[Table]:
    from lxml import etree, html  # here, because few files need it

    try:
        page = html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8"))
    except etree.LxmlError as error:
        raise problem("unreadable", path, **said_by(error)) from error
    found = []
    for table in page.iter("table"):
        rows = []
        for row in table.xpath("./tr|./thead/tr|./tbody/tr|./tfoot/tr"):
            cells: list[object] = []
            for cell in row.xpath("./td|./th"):
                span = cell.get("colspan", "1")
                text = cell.text_content().strip()
                cells += [text or None] + [None] * (min(int(span), 100) - 1 if span.isdecimal() else 0)
            rows.append(cells)
        found.append(GridTable(rows, None, encoding))
    return list(found)


def cells_of(values: NDArray[np.object_]) -> Cells:
    """Return a column as its distinct values."""
    codes, distinct = pd.factorize(values)
    if len(codes) and codes.min() < 0:  # None is a value like others here
        codes, distinct = np.where(codes < 0, len(distinct), codes), np.append(distinct, np.array([None], dtype=object))
    return Cells(codes, distinct.tolist())


class GridTable(Table):
    """A table whose cells are values already: a worksheet, or a table of a web page."""

    def __init__(self, rows: Sequence[Sequence[object]], sheet: str | None, encoding: str | None = None) -> None:
        self.sheet, self.encoding = sheet, encoding
        self._rows = rows
        self.head = [HeadRow(n + 1, n + 1, row) for n, row in enumerate(rows[:HEADER_WITHIN])]

    def below(self, place: int, columns: Sequence[int]) -> Body:
        """Return some columns, as :meth:`Table.below`."""
        skipped, taken, lines = [], [], []
        for n, row in enumerate(self._rows[place + 1 :], place + 2):
            if all(cell is None or cell == "" for cell in row):
                skipped.append(blank_row(n))
            else:
                taken.append(row)
                lines.append(n)
        found = {}
        for column in columns:
            values = np.empty(len(taken), dtype=object)
            values[:] = [row[column] if column < len(row) else None for row in taken]
            found[column] = cells_of(values)
        return Body(found, np.array(lines, dtype=np.intp), [], skipped)


    def rows(self) -> tuple[Sequence[int], Sequence[Sequence[object]]]:
        """Return all rows, as :meth:`Table.rows`."""
        return range(1, len(self._rows) + 1), self._rows


@dataclass(frozen=True)
class _Shape:
    """Each row of a text: its first and last line, from 0, and its number of cells (0: a blank line; or _UNCLOSED)."""

    first: Lines
    last: Lines
    width: NDArray[np.intp]


class TextTable(Table):
    """Text in columns. ``data`` is UTF-8 with plain line ends."""

    def __init__(self, path: Path, data: bytes, encoding: str, delimiter: str) -> None:
        self.encoding = encoding
        self._path, self._data = path, data
        head = data[:_HEAD].decode("utf-8", "ignore")
        self._delimiter = delimiter
        self.head = []
        reader = csv.reader(io.StringIO(head, newline="\n"), delimiter=self._delimiter)
        line = 1
        with contextlib.suppress(csv.Error):  # a quote that nothing closes: no header is found behind it
            for row in itertools.islice(reader, HEADER_WITHIN):
                self.head.append(HeadRow(line, reader.line_num, row))
                line = reader.line_num + 1

    def below(self, place: int, columns: Sequence[int]) -> Body:
        """Return some columns, as :meth:`Table.below`."""
        header = self.head[place]
        start = 0
        for _ in range(header.last_line):
            start = self._data.find(b"\n", start) + 1 or len(self._data)
        data = self._data[start:]
        wanted = len(header.cells)
        shape, quoting = self._shape(data, wanted)
        refused, skipped = [], []
        keep = shape.width == wanted
        widest = wanted
        if not keep.all():
            lines = data.split(b"\n")
            for row in np.flatnonzero(~keep):
                first, last, width = shape.first[row], shape.last[row], shape.width[row]
                text = b"\n".join(lines[first : last + 1]).decode()
                line = header.last_line + 1 + int(first)
                if width == _UNCLOSED:
                    en, zh = "a quotation mark that nothing closes", "引号未闭合"
                    refused.append(_cut_off(Refused(line, en, zh), row == len(keep) - 1))
                    continue
                reader = csv.reader(io.StringIO(text, newline="\n"), delimiter=self._delimiter, quoting=quoting)
                cells = next(reader, [])
                filled = [cell for cell in cells if cell.strip()]
                if not filled:
                    skipped.append(blank_row(line))
                elif width > wanted and not any(cell.strip() for cell in cells[wanted:]):
                    keep[row] = True  # nothing but delimiters at the end
                    widest = max(widest, int(width))
                elif len(filled) == 1 and wanted > 2:
                    skipped.append(Refused(line, f"a note: {filled[0]!r}", f"说明文字：{filled[0]!r}"))
                else:
                    refused.append(_ragged(line, int(width), wanted, row == len(keep) - 1))
            drop = [range(shape.first[row], shape.last[row] + 1) for row in np.flatnonzero(~keep)]
            gone = set(itertools.chain.from_iterable(drop))
            data = b"\n".join(line for n, line in enumerate(lines) if n not in gone)
        lines_kept = shape.first[keep] + header.last_line + 1
        return Body(self._columns(data, columns, widest, quoting, len(lines_kept)), lines_kept, refused, skipped)

    def rows(self) -> tuple[Sequence[int], Sequence[Sequence[object]]] | None:
        """Return all rows, as :meth:`Table.rows`."""
        reader = csv.reader(io.StringIO(self._data.decode(), newline="\n"), delimiter=self._delimiter, strict=True)
        lines, rows, line = [], [], 1
        try:
            for row in reader:
                lines.append(line)
                rows.append([cell or None for cell in row])
                line = reader.line_num + 1
        except csv.Error:
            return None
        return lines, rows

    def _shape(self, data: bytes, wanted: int) -> tuple[_Shape, Literal[0, 3]]:
        """Return the rows and whether quotes hold cells together: the way in which more rows fit the header."""
        if b'"' not in data:
            return _shape_without_quotes(data, self._delimiter), csv.QUOTE_NONE
        quoted, plain = self._shape_with_quotes(data, wanted), _shape_without_quotes(data, self._delimiter)
        if (plain.width == wanted).sum() > (quoted.width == wanted).sum():
            return plain, csv.QUOTE_NONE
        return quoted, csv.QUOTE_MINIMAL

    def _shape_with_quotes(self, data: bytes, wanted: int) -> _Shape:
        """Return the rows; where a quote that nothing closes swallows lines, its own line only is given up."""
        lines = data.decode().split("\n")
        if not lines[-1]:
            lines.pop()
        found: list[tuple[int, int, int]] = []
        start = 0
        for _ in range(_MOST_UNCLOSED):
            start = self._rows_from(lines, start, wanted, found)
            if start == len(lines):
                break
        found += [(place, place, _UNCLOSED) for place in range(start, len(lines))]
        first, last, width = np.array(found, dtype=np.intp).reshape(-1, 3).T
        return _Shape(first, last, width)

    def _rows_from(self, lines: list[str], start: int, wanted: int, found: list[tuple[int, int, int]]) -> int:
        """Add rows to ``found`` up to the first that swallows others; return the line to go on with."""
        reader = csv.reader((line + "\n" for line in lines[start:]), delimiter=self._delimiter)
        begin = start
        try:
            for row in reader:
                end = start + reader.line_num
                several = end - begin > 1
                if (several and len(row) != wanted) or (
                    (several or end == len(lines)) and self._is_broken(lines[begin:end])
                ):
                    break
                found.append((begin, end - 1, len(row)))
                begin = end
            else:
                return len(lines)
        except csv.Error:  # a cell of more than 128 KB
            pass
        found.append((begin, begin, _UNCLOSED))
        return begin + 1

    def _is_broken(self, lines: list[str]) -> bool:
        """Whether the quotes of a row do not close, or close in the middle of a cell of several lines."""
        try:
            list(csv.reader((line + "\n" for line in lines), delimiter=self._delimiter, strict=True))
        except csv.Error as error:
            return len(lines) > 1 or "end of data" in str(error)
        return False

    def _columns(
        self, data: bytes, columns: Sequence[int], width: int, quoting: int, rows: int
    ) -> dict[int, Cells]:
        if not rows:
            return {column: Cells(np.zeros(0, dtype=np.intp), []) for column in columns}
        try:
            frame = pd.read_csv(
                io.BytesIO(data),
                sep=self._delimiter,
                header=None,
                names=list(range(width)),
                usecols=sorted(set(columns)),
                dtype=object,
                na_filter=False,
                quoting=quoting,
                index_col=False,
            )
        except pd.errors.ParserError as error:
            raise problem("csv", self._path, **said_by(error)) from error
        if len(frame) != rows:
            raise problem("csv", self._path, detail=f"{len(frame):,} / {rows:,}")
        return {column: cells_of(frame[column].to_numpy()) for column in columns}


def _shape_without_quotes(data: bytes, delimiter: str) -> _Shape:
    codes = np.frombuffer(data, dtype=np.uint8)
    ends = np.flatnonzero(codes == 10)
    if data and not data.endswith(b"\n"):
        ends = np.append(ends, len(data))
    starts = np.concatenate([[0], ends + 1])[: len(ends)]
    marks = np.flatnonzero(codes == ord(delimiter))
    width = np.searchsorted(marks, ends) - np.searchsorted(marks, starts) + 1
    width[ends == starts] = 0
    rows = np.arange(len(ends), dtype=np.intp)
    return _Shape(rows, rows, width)


def blank_row(line: int) -> Refused:
    """Return a row in which nothing stands."""
    return Refused(line, "a blank row", "空行")


def _ragged(line: int, found: int, wanted: int, last: bool) -> Refused:
    en = f"{found} cells where the header has {wanted}"
    zh = f"有 {found} 个单元格，表头有 {wanted} 个"
    return _cut_off(Refused(line, en, zh), last and found < wanted)


def _cut_off(row: Refused, last: bool) -> Refused:
    if not last:
        return row
    en = "; it is the last line: the file may be cut off, download it again"
    zh = "；这是最后一行，文件可能不完整，请重新下载"
    return Refused(row.line, row.en + en, row.zh + zh)


