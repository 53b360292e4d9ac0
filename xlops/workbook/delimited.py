"""A .csv as a book of one sheet. Texts keep their spelling; the result is UTF-8 with a mark that Excel
understands."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import islice
from pathlib import Path

from openpyxl.worksheet.worksheet import Worksheet

from xlops.workbook.archive_safety import OLE_MAGIC, check_kind
from xlops.workbook.book import PREFIX, REPORTS, Book, OutColumn, SheetCells, SheetKind
from xlops.workbook.own_names import HEADER_WITHIN
from xlops.workbook.problems import problem, said_by
from xlops.workbook.save import replace_file

DELIMITERS = ",\t;|"


class CsvBook(Book):
    """One .csv file."""

    has_sheets = False

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        try:
            raw = path.read_bytes()
        except OSError as error:
            raise problem("not_readable", path, detail=error.strerror or str(error)) from error
        if not raw:
            raise problem("empty_file", path)
        if raw.startswith((b"PK\x03\x04", OLE_MAGIC)):
            check_kind(path)
        text = _decode(path, raw)
        self._newline = "\r\n" if "\r\n" in text else "\n"
        self._delimiter = delimiter_of(text)
        try:
            self._rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=self._delimiter))
        except csv.Error as error:
            raise problem("csv", path, **said_by(error)) from error

    @property
    def visible(self) -> tuple[str, ...]:
        """Return the one sheet, named as the file."""
        return (self.path.stem,)

    @property
    def hidden(self) -> tuple[str, ...]:
        """Return none."""
        return ()

    def read(self, sheet: str, error: Callable[[str], object]) -> SheetCells:
        """Return a sheet's cells, as :meth:`Book.read`."""
        if sheet != self.path.stem:
            raise problem("no_such_sheet", self.path, sheet=sheet, sheets=self.path.stem)
        width = max(map(len, self._rows), default=0)
        cells = [[error(text) if _ERROR.fullmatch(text) else text or None for text in row] for row in self._rows]
        for row in cells:
            row.extend([None] * (width - len(row)))
        return SheetCells(sheet, cells, (), frozenset(self._own()))

    def places(self, sheet: str, header_rows: tuple[int, int], count: int) -> tuple[int, ...]:
        """Return the columns that results will stand in, as :meth:`Book.places`."""
        old = self._own()
        width = max(map(len, self._rows))
        return (*old[:count], *range(width, width + count - len(old)))

    def write_results(
        self, sheet: str, header_rows: tuple[int, int], rows: Sequence[int], columns: Sequence[OutColumn]
    ) -> None:
        """Write or update our columns, as :meth:`Book.write_results`."""
        old = self._own()
        width = max(map(len, self._rows))
        places = self.places(sheet, header_rows, len(columns))
        for row in self._rows:
            row.extend([""] * (max(width, *(place + 1 for place in places)) - len(row) if row else 0))
            for place in old:
                if place < len(row):
                    row[place] = ""
        for place, column in zip(places, columns, strict=True):
            self._rows[header_rows[1]][place] = column.header
            for row_index, value in zip(rows, column.values, strict=True):
                self._rows[row_index][place] = _text(value)
        self._drop(old[len(columns) :])

    def remove_results(self, sheet: str) -> bool:
        """Remove our columns; return whether there were any."""
        old = self._own()
        self._drop(old)
        return bool(old)

    def put_sheet(
        self, title: str, fill: Callable[[Worksheet], None], kind: SheetKind = "report", about: str | None = None
    ) -> None:
        """Refuse: a .csv holds one table."""
        raise NotImplementedError("a .csv holds one table")

    def remove_sheets(self, kinds: Collection[SheetKind] = REPORTS, about: str | None = None) -> bool:
        """Return False: there are none."""
        return False

    def own_sheets(self, kind: SheetKind) -> tuple[str, ...]:
        """Return none."""
        return ()

    def about(self, name: str) -> str | None:
        """Return None."""
        return None

    def read_own(self, name: str) -> SheetCells:
        """Refuse: there are none."""
        raise problem("no_such_sheet", self.path, sheet=name, sheets=self.path.stem)

    def save(self, target: Path, *, backup: bool = False) -> None:
        """Write the file, as :meth:`Book.save`."""
        out = io.StringIO(newline="")
        csv.writer(out, delimiter=self._delimiter, lineterminator=self._newline).writerows(self._rows)
        replace_file(target, out.getvalue().encode("utf-8-sig"), self.snapshot, backup=backup)

    def _own(self) -> list[int]:
        for row in self._rows[:HEADER_WITHIN]:
            if found := [index for index, text in enumerate(row) if text.startswith(PREFIX)]:
                return found
        return []

    def _drop(self, columns: Sequence[int]) -> None:
        for row in self._rows:
            for column in reversed(columns):
                del row[column : column + 1]


_ERROR = re.compile(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!)")


def likely_encodings(raw: bytes) -> Iterator[str]:
    """Yield the encodings that a text may have, the likeliest first; the first that decodes is meant.

    By mark, then UTF-8, then GB 18030 if the byte pairs look Chinese, then by statistics, then the usual others.
    """
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield "utf-16"
        return
    head = raw[:1000]
    if b"\0" in head:
        yield "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"
        return
    yield "utf-8-sig"
    foreign = b"\n".join(islice((line for line in raw.splitlines() if not line.isascii()), 1000))
    if not foreign:
        return
    guesses = []
    # In Western text an accented letter stands alone between ASCII ones; the others write pairs.
    runs = re.findall(rb"[\x80-\xff]+", foreign)
    alone = [run for run in runs if len(run) == 1 and (run >= b"\xa0" or run in b"\x80\x91\x92\x93\x94\x96\x97")]
    if len(alone) > 0.8 * len(runs):
        guesses.append("cp1252")
    # Western text also decodes as GB 18030 by accident; but then the second bytes are mostly ASCII letters.
    pairs = re.findall(rb"[\x81-\xfe][\x40-\xfe]", foreign)
    if sum(pair[1] >= 0xA1 for pair in pairs) > 0.8 * len(pairs):
        guesses.append("gb18030")
    from charset_normalizer import from_bytes  # slow to load, and most files need no guess

    if best := from_bytes(foreign, cp_isolation=["cp1252", "gb18030", "big5", "cp932"]).best():
        guesses.append(best.encoding)
    yield from dict.fromkeys((*guesses, "cp1252", "gb18030", "cp932", "big5"))


def delimiter_of(text: str) -> str:
    """Return the delimiter that splits the first lines into the most columns; a comma if none does."""
    lines = text.splitlines()[:50]

    def columns(delimiter: str) -> int:
        counts = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter))
        return max((count for count in counts if counts[count] > len(lines) / 3), default=1)

    return max(DELIMITERS, key=columns)


def _decode(path: Path, raw: bytes) -> str:
    for encoding in likely_encodings(raw):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise problem("encoding", path)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, int | float):
        return f"{value:.6f}".rstrip("0").rstrip(".")
    text = str(value)
    # a text that begins like a formula would be calculated when the file is opened in Excel
    return "'" + text if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
