"""A workbook edited as a package: what xlops does not change stays the same bytes."""

from __future__ import annotations

import posixpath
import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from io import BufferedReader, RawIOBase
from itertools import compress, repeat
from pathlib import Path
from typing import Any, BinaryIO
from xml.parsers import expat

from openpyxl.cell.cell import Cell
from openpyxl.styles import Font
from openpyxl.utils import quote_sheetname
from openpyxl.utils.cell import range_boundaries
from openpyxl.workbook import Workbook
from openpyxl.workbook.child import avoid_duplicate_name
from openpyxl.worksheet.worksheet import Worksheet

from xlops.workbook import notes_patch, row_formats, sheet_patch, undo
from xlops.workbook.book import (
    MOST_NOTES,
    OWN_FORMULA,
    PREFIX,
    REPORTS,
    SHEET_KINDS,
    Book,
    OutColumn,
    SheetCells,
    SheetKind,
)
from xlops.workbook.graft import Built, free_name, remove_parts, remove_sheets, styles_part
from xlops.workbook.looks import style_cell, style_header, wraps
from xlops.workbook.own_names import (
    FORMATTED_MARGIN,
    OWN_ABOUT,
    OWN_COLUMNS,
    OWN_SHEETS,
    OWN_WIDTHS,
    Block,
    find_block,
    kind_of,
    searched_rows,
    text_constant,
)
from xlops.workbook.package import Package
from xlops.workbook.package_xml import (
    OFFICE_RELS,
    Rel,
    WorkbookXml,
    add_default,
    add_relation,
    add_type,
    attribute,
    attribute_text,
    blanked,
    children,
    insert_last,
    prefix_of,
    relations,
    root,
    strict_text,
    with_attribute,
)
from xlops.workbook.problems import problem, said_by
from xlops.workbook.reading import DoctypeFound, Extent, Reader, TooSparse
from xlops.workbook.save import replacing
from xlops.workbook.sheet_patch import Log, Removed, Widths, cell_xml, letters, plain_numbers, plain_texts
from xlops.workbook.styles_patch import StylesXml
from xlops.workbook.zip_parts import BadZip, ZipParts, key_of

_AUTHOR = "xlops"
_LOOKS = "looks"
_LAST_COLUMN = 16_384
_AT_ONCE = 1_000  # rows of results that are made at a time
_SHEET_OF = re.compile(r"\$?(?:'((?:[^']|'')+)'|([^'!]+))!")  # the sheet of a reference, quoted or not
_END_ANCHOR = re.compile(rb"<(?:[\w.\-]+:)?(?:to|from)>.{0,99}?col>\s*([0-9]+).{0,299}?row>\s*([0-9]+)", re.DOTALL)
_SIGNED = frozenset({"origin"})
_SHARED_WORKBOOK = frozenset({"revisionHeaders"})


@dataclass(frozen=True)
class _Sheet:
    """A sheet: its index in the workbook, state, and part (blank for one that has no cells)."""

    index: int
    state: str
    part: str


@dataclass
class _State:
    """A package and what its workbook part says."""

    parts: ZipParts
    workbook: str

    @cached_property
    def xml(self) -> WorkbookXml:
        return WorkbookXml(self.parts.read(self.workbook))

    @cached_property
    def names(self) -> dict[tuple[str, int | None], str]:
        return self.xml.names()

    @cached_property
    def sheets(self) -> dict[str, _Sheet]:
        """The worksheets by name; chart sheets and macro sheets are left out."""
        targets = {r.id: r for r in relations(self.parts, self.workbook)}
        found = {}
        for index, (name, id_, state) in enumerate(self.xml.sheets()):
            relation = targets.get(id_)
            if relation and relation.kind == "worksheet" and relation.target in self.parts:
                found[name] = _Sheet(index, state, relation.target)
        return found

    @cached_property
    def own_texts(self) -> dict[int, str]:
        """The shared texts that begin like a header of ours, by number."""
        part = next((r.target for r in relations(self.parts, self.workbook) if r.kind == "sharedStrings"), "")
        data = self.parts.read(part) if part in self.parts else b""
        if PREFIX.encode() not in data:
            return {}
        items = re.finditer(rb"<((?:[\w.\-]+:)?)si(?:\s[^<>]*)?(?:/>|>(.*?)(?:</\1si>|\Z))", data, re.DOTALL)
        texts = ((n, sheet_patch.plain_text(item[2] or b"")) for n, item in enumerate(items))
        return {n: text for n, text in texts if text.startswith(PREFIX)}

    def kind(self, name: str) -> SheetKind | None:
        """Return what sheet of ours this is; None for one of the operator's."""
        return kind_of(name, lambda mark: self.names.get((mark, self.sheets[name].index)))

    def block(self, name: str) -> Block | None:
        """Find our columns in a sheet."""
        sheet = self.sheets[name]
        refers = self.names.get((OWN_COLUMNS, sheet.index), "")
        wanted = set(searched_rows(refers))
        stream = self.parts.stream(sheet.part)
        headers = sheet_patch.columns_beginning(stream, wanted, PREFIX, self.own_texts)
        return find_block(
            refers,
            lambda row: headers.get(row, []),
            lambda: sheet_patch.scan(self.parts.stream(sheet.part), 1).last_row,
        )

    def linked(self, sheet: str, kind: str) -> list[str]:
        """Return the parts of a kind that a sheet points at."""
        found = relations(self.parts, self.sheets[sheet].part)
        return [r.target for r in found if r.kind == kind and r.target in self.parts]


@dataclass
class _Plan:
    """Result columns to be written into a sheet."""

    top: int
    header: int
    rows: Sequence[int]  # from 1
    places: Sequence[int]
    columns: Sequence[OutColumn]
    font: Font
    facts: sheet_patch.Facts
    stamp: tuple[int, int]  # of the sheet that the facts are of
    log: Log = field(default_factory=Log)


class _Unpacked(RawIOBase):
    """The bytes of a part as a file that is read once, forwards."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._left = pieces, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._left = self._left or next(self._pieces, b"")
        count = min(len(buffer), len(self._left))
        buffer[:count], self._left = self._left[:count], self._left[count:]
        return count


class _Reading:
    """A package as the reader wants it."""

    def __init__(self, state: _State) -> None:
        self.workbook, self._parts = state.workbook, state.parts

    def has(self, part: str) -> bool:
        return part in self._parts

    def open(self, part: str) -> BinaryIO:
        return BufferedReader(_Unpacked(self._parts.stream(part)), 1 << 18)

    def relations(self, part: str) -> list[Rel]:
        return [r._replace(kind="/" + r.kind) for r in relations(self._parts, part)]


class LosslessBook(Book):
    """One .xlsx, .xlsm, .xltx or .xltm file."""

    has_sheets = True

    def __init__(self, path: Path) -> None:
        """Open the file.

        Raises:
            WorkbookError: as :class:`xlops.workbook.package.Package`, and signed, shared_workbook, no_worksheet.
        """
        super().__init__(path)
        package = Package(path)
        with self._refusing():
            self._now = _State(ZipParts(package.data), package.workbook)
            kinds = {r.kind for r in (*relations(self._now.parts, ""), *relations(self._now.parts, package.workbook))}
            if kinds & _SIGNED:
                raise problem("signed", path)
            if kinds & _SHARED_WORKBOOK:
                raise problem("shared_workbook", path)
            if not self._now.sheets:
                raise problem("no_worksheet", path)
            self._theirs()  # what stands in the workbook part is read, or refused, here
            # for reports; for sheets that are kept
            font = self._normal_font()
            self._built = {False: _scratch(font), True: _scratch(font)}
        self._plans: dict[str, _Plan] = {}
        self._extents: dict[str, Extent] = {}  # of the sheets that were read
        self._blocks: dict[str, Block | None] = {}  # where results stood in sheets that are swept
        self._cleared: set[str] = set()  # sheets whose result columns of earlier runs go
        self._gone: set[str] = set()  # sheets of ours that go
        self._new: dict[str, tuple[SheetKind, Worksheet]] = {}

    @contextmanager
    def _refusing(self, sheet: str = "") -> Iterator[None]:
        try:
            yield
        except BadZip as error:
            facts = {"detail": f"{sheet}: {error}" if sheet else str(error)}
            if error.__cause__ is not None:
                facts["detail_zh"] = said_by(error.__cause__, sheet)["detail_zh"]
            raise problem(error.code, self.path, **facts) from error
        except DoctypeFound as error:
            raise problem("doctype", self.path, detail=sheet) from error
        except TooSparse as error:
            raise problem("too_sparse", self.path, sheet=sheet, detail=str(error)) from error
        except expat.ExpatError as error:
            raise problem("corrupt", self.path, **said_by(error, sheet)) from error
        except (ValueError, LookupError, OverflowError, TypeError, AttributeError, StopIteration) as error:
            # what an odd or forged part leads to
            raise problem("unreadable", self.path, **said_by(error, sheet)) from error

    # sheets

    @property
    def visible(self) -> tuple[str, ...]:
        """Return the operator's visible sheets."""
        return tuple(name for name in self._theirs() if self._now.sheets[name].state == "visible")

    @property
    def hidden(self) -> tuple[str, ...]:
        """Return the operator's hidden sheets."""
        return tuple(name for name in self._theirs() if self._now.sheets[name].state != "visible")

    def _theirs(self) -> list[str]:
        return [name for name in self._now.sheets if self._now.kind(name) is None]

    def _check_sheet(self, name: str) -> None:
        theirs = self._theirs()
        if name not in theirs:
            raise problem("no_such_sheet", self.path, sheet=name, sheets=", ".join(theirs))

    # reading

    @cached_property
    def _reader(self) -> Reader:
        with self._refusing():
            return Reader(_Reading(self._now))

    def read(self, sheet: str, error: Callable[[str], object]) -> SheetCells:
        """Return a sheet's cells, as :meth:`Book.read`."""
        self._check_sheet(sheet)
        with self._refusing(sheet):
            block = self._now.block(sheet)
            found = self._reader.cells(sheet, error)
        if found.extent is not None:
            self._extents[sheet] = found.extent
        own = frozenset(column - 1 for column in block.columns) if block else frozenset()
        return SheetCells(sheet, found.cells, found.merged, own)

    # what earlier runs left

    @cached_property
    def _earlier(self) -> tuple[undo.Record, _State] | None:
        """The record of an earlier run and the operator's package before the first, if no part was changed since."""
        record = undo.read_record(self._now.parts)
        if record is None:
            return None
        base = _State(record.restore(self._now.parts, "base"), self._now.workbook)
        marks = {OWN_COLUMNS, *OWN_SHEETS.values()}
        return None if any(name in marks for name, _ in base.names) else (record, base)

    @cached_property
    def _swept(self) -> _State:
        """The present package, from which result columns are taken out cell by cell; only where there is no record."""
        parts = self._now.parts.copy()
        undo.drop_record(parts, self._now.workbook)
        return _State(parts, self._now.workbook)

    def _without_results(self, sheet: str) -> tuple[_State, Block | None]:
        """Return the package without the results in a sheet, and the block that stood there."""
        if self._earlier is not None:
            return self._earlier[1], None
        if sheet not in self._blocks:
            block = self._blocks[sheet] = self._now.block(sheet)
            if block:
                self._cleared.add(sheet)
                _sweep(self._swept, sheet, block)
        return self._swept, self._blocks[sheet]

    # result columns

    def places(self, sheet: str, header_rows: tuple[int, int], count: int) -> tuple[int, ...]:
        """Return the columns that results will stand in, as :meth:`Book.places`."""
        return tuple(place - 1 for place in self._placed(sheet, header_rows, count)[2])

    def _placed(
        self, sheet: str, header_rows: tuple[int, int], count: int
    ) -> tuple[_State, sheet_patch.Facts, list[int]]:
        """Return the package without earlier results, what was found in the sheet, and the columns of new ones."""
        self._check_sheet(sheet)
        top, header = header_rows[0] + 1, header_rows[1] + 1
        with self._refusing(sheet):
            state, old = self._without_results(sheet)
            facts = self._facts(state, sheet, top)
            kept = old.columns[:count] if old and old.header_row == header else ()
            start = max([_first_free_column(state, sheet, facts, top), *(column + 1 for column in kept)])
            places = [*kept, *range(start, start + count - len(kept))]
            if max(places, default=0) > _LAST_COLUMN:
                raise problem("sheet_full", self.path, sheet=sheet, detail=letters(start - 1))
        return state, facts, places

    def write_results(
        self, sheet: str, header_rows: tuple[int, int], rows: Sequence[int], columns: Sequence[OutColumn]
    ) -> None:
        """Write or update our columns, as :meth:`Book.write_results`."""
        top, header = header_rows[0] + 1, header_rows[1] + 1
        state, facts, places = self._placed(sheet, header_rows, len(columns))
        with self._refusing(sheet):
            part = state.sheets[sheet].part
            numbers = [int(row) + 1 for row in rows]
            last = max([header, *numbers])
            for left, above, right, below in sheet_patch.merged_areas(facts.tail, facts.names):
                if above <= last and below >= top and any(left <= place <= right for place in places):
                    area = f"{letters(left)}{above}:{letters(right)}{below}"
                    raise problem("merged_target", self.path, sheet=sheet, detail=area)
            font = self._font_beside(state, part, numbers, places)
        stamp = state.parts.entries[key_of(part)].stamp
        self._plans[sheet] = _Plan(top, header, numbers, places, list(columns), font, facts, stamp)
        self._cleared.add(sheet)

    def _facts(self, state: _State, sheet: str, top: int) -> sheet_patch.Facts:
        """Look through a sheet; what reading it has told is not looked for again."""
        part = state.sheets[sheet].part
        extent = self._extents.get(sheet)
        now = self._now.parts.entries.get(key_of(part))
        if extent is None or now is None or now.stamp != state.parts.entries[key_of(part)].stamp:
            return sheet_patch.scan(state.parts.stream(part), top)
        names = next(iter(sheet_patch.pieces(state.parts.stream(part)))).names
        used, formatted = extent.reach(top)
        return sheet_patch.Facts(b"", extent.tail, names, used, formatted, 0, extent.heights, extent)

    def _font_beside(self, state: _State, part: str, rows: Sequence[int], places: Sequence[int]) -> Font:
        if not rows or not places:
            return Font()
        style = sheet_patch.cell_style(state.parts.stream(part), rows[0], max(places[0] - 1, 1))
        name, size = self._styles(state).font_of(style)
        return Font(name=name, sz=size)

    def _normal_font(self) -> Font | None:
        try:
            name, size = self._styles(self._now).normal_font()
        except BadZip:
            return None
        return Font(name=name, sz=size or 11) if name else None

    def _styles(self, state: _State) -> StylesXml:
        """Return the styles of a workbook, for reading."""
        parts = state.parts.copy()
        name = styles_part(parts, state.workbook, False)
        stamp = parts.entries[key_of(name)].stamp
        if stamp not in self._read_styles:
            self._read_styles[stamp] = StylesXml(parts.read(name))
        return self._read_styles[stamp]

    @cached_property
    def _read_styles(self) -> dict[tuple[int, int], StylesXml]:
        """The styles that were read, by size and CRC: with and without results of an earlier run they mostly agree."""
        return {}

    def remove_results(self, sheet: str) -> bool:
        """Remove our columns; return whether there were any."""
        self._check_sheet(sheet)
        planned = self._plans.pop(sheet, None) is not None
        with self._refusing(sheet):
            found = sheet not in self._cleared and self._now.block(sheet) is not None
            if found:
                self._without_results(sheet)
                self._cleared.add(sheet)
        return found or planned

    # sheets of ours

    def put_sheet(
        self, title: str, fill: Callable[[Worksheet], None], kind: SheetKind = "report", about: str | None = None
    ) -> None:
        """Add a sheet of ours at the end."""
        taken = [name for name, _, _ in self._now.xml.sheets() if name not in self._gone]
        title = avoid_duplicate_name([*taken, *self._new], title)
        ws = self._built[kind not in REPORTS].create_sheet(title)
        self._marks[title] = {OWN_SHEETS[kind]: text_constant(title)}
        if about is not None:
            self._marks[title][OWN_ABOUT] = quote_sheetname(about) + "!$A$1"
        self._new[title] = kind, ws
        fill(ws)

    @cached_property
    def _marks(self) -> dict[str, dict[str, str]]:
        """The hidden names of each new sheet."""
        return {}

    def remove_sheets(self, kinds: Collection[SheetKind] = REPORTS, about: str | None = None) -> bool:
        """Remove our sheets of these kinds; return whether there were any."""
        ours = [name for kind in kinds for name in self.own_sheets(kind) if self._may_go(name, about)]
        for name in ours:
            if name in self._new:
                kind, ws = self._new.pop(name)
                self._built[kind not in REPORTS].remove(ws)
            else:
                self._gone.add(name)
        return bool(ours)

    def _may_go(self, name: str, about: str | None) -> bool:
        return about is None or (self._about(name) is not None and self.about(name) in (about, None))

    def own_sheets(self, kind: SheetKind) -> tuple[str, ...]:
        """Return our sheets of a kind, in order."""
        old = (name for name in self._now.sheets if name not in self._gone and self._now.kind(name) == kind)
        return (*old, *(name for name, (its, _) in self._new.items() if its == kind))

    def _about(self, name: str) -> str | None:
        if name in self._new:
            return self._marks[name].get(OWN_ABOUT)
        return self._now.names.get((OWN_ABOUT, self._now.sheets[name].index))

    def about(self, name: str) -> str | None:
        """Return the product sheet that a sheet of ours belongs to."""
        self._check_own(name)
        place = _SHEET_OF.match(self._about(name) or "")
        if place is None:
            return None
        title = place[2] or place[1].replace("''", "'")
        return title if title in (*self.visible, *self.hidden) else None

    def read_own(self, name: str) -> SheetCells:
        """Return the cells of a sheet of ours."""
        self._check_own(name)
        if name in self._new:
            ws = self._new[name][1]
            return SheetCells(name, [[cell.value for cell in row] for row in ws.iter_rows()], [], frozenset())
        with self._refusing(name):
            found = self._reader.cells(name, str)
        return SheetCells(name, found.cells, found.merged, frozenset())

    def _check_own(self, name: str) -> None:
        ours = [own for kind in SHEET_KINDS for own in self.own_sheets(kind)]
        if name not in ours:
            raise problem("no_such_sheet", self.path, sheet=name, sheets=", ".join(ours))

    # saving

    def save(self, target: Path, *, backup: bool = False) -> None:
        """Write the file, as :meth:`Book.save`."""
        self.__dict__.pop("_reader", None)  # it holds all texts; who reads on has them read again
        try:
            with self._refusing():
                parts = self._finished()
        except OSError as error:  # openpyxl writes each sheet of ours to the system's temporary folder first
            raise problem("disk_full", target) from error
        with replacing(target, self.snapshot, backup=backup) as file:
            parts.write(file)

    def _finished(self) -> ZipParts:
        """Return the package as it is to be written."""
        workbook = self._now.workbook
        start, base, results_left = self._start()
        base = start.parts.copy() if base is None else base
        parts = start.parts
        kept = {name: entry for name, entry in self._new.items() if entry[0] not in REPORTS}
        if kept:
            self._put(parts, self._built[True], kept, {})
        mid = None if results_left else parts.copy()
        reports = {name: entry for name, entry in self._new.items() if entry[0] in REPORTS}
        logs: dict[str, tuple[Any, Log]] = {}
        if reports or self._plans:
            sheets = _State(parts, workbook).sheets
            before = {name: parts.entries[key_of(sheets[name].part)].stamp for name in self._plans}
            self._put(parts, self._built[False], reports, self._plans)
            logs = {key_of(sheets[name].part): (before[name], plan.log) for name, plan in self._plans.items()}
        if self._earlier is not None:  # sheets that this run leaves alone are as an earlier one wrote them
            record = self._earlier[0]
            for name, way in record.base.items():
                if way is not None and name not in logs and parts.entries[name].stamp == record.now[name]:
                    logs[name] = (way.stamp, way.log)
        changed = any(base.entries[name].stamp != entry.stamp for name, entry in parts.entries.items() if name in base)
        if changed or len(parts.entries) != len(base.entries):
            undo.write_record(parts, workbook, base, mid, logs)
        return parts

    def _start(self) -> tuple[_State, ZipParts | None, bool]:
        """Return the package to begin with, the operator's package (None = the same), and whether results of an earlier
        run stay in it."""
        now = self._now
        with_results = {name for name in now.sheets if (OWN_COLUMNS, now.sheets[name].index) in now.names}
        own = {name: now.kind(name) for name in now.sheets if now.kind(name) is not None}
        left = bool(with_results - self._cleared) or any(
            kind in REPORTS for name, kind in own.items() if name not in self._gone
        )
        settings = {name for name, kind in own.items() if kind not in REPORTS}
        if self._earlier is None:
            parts = self._swept.parts.copy()  # saving again begins here again
            remove_sheets(parts, now.workbook, self._gone)
            return _State(parts, now.workbook), None, left
        record, base = self._earlier
        if not left and settings <= self._gone:
            return _State(base.parts.copy(), now.workbook), base.parts, False
        if not left and not settings & self._gone and record.mid is not None:
            return _State(record.restore(now.parts, "mid"), now.workbook), base.parts, False
        parts = now.parts.copy()
        undo.drop_record(parts, now.workbook)
        for name in with_results & self._cleared:
            _give_back(parts, now, base, name)
        remove_sheets(parts, now.workbook, self._gone)
        return _State(parts, now.workbook), base.parts, left

    def _put(
        self,
        parts: ZipParts,
        built: Workbook,
        new: dict[str, tuple[SheetKind, Worksheet]],
        plans: dict[str, _Plan],
    ) -> None:
        """Put new sheets and result columns into a package."""
        workbook = self._now.workbook
        state = _State(parts, workbook)
        strict = state.xml.strict
        looks = _Looks(built[_LOOKS])
        for plan in plans.values():
            looks.take(plan)
        ours = Built(built, parts, workbook, strict)
        formats = ours.formats_of(_LOOKS)
        for name, plan in plans.items():
            with self._refusing(name):
                _write(state, name, plan, looks, formats, strict)
        for name in new:
            index = ours.graft(parts, workbook, name)
            edited = WorkbookXml(parts.read(workbook))
            for mark, refers in self._marks[name].items():
                edited.set_name(mark, index, refers)
            parts.put(workbook, edited.text)


def _scratch(font: Font | None) -> Workbook:
    """Return a workbook to build sheets in; ``font`` is the operator's normal one."""
    book = Workbook()
    book.active.title = _LOOKS
    if font is not None:
        book._named_styles["Normal"].font = font
    return book


class _Looks:
    """The formats of result cells: each look is made once, in a sheet that only serves to number them."""

    def __init__(self, ws: Worksheet) -> None:
        self._ws = ws
        self._places: dict[tuple[Any, ...], str] = {}

    def take(self, plan: _Plan) -> None:
        """Make the looks that the columns need."""
        self._look(plan, "header", None, False)
        for column in plan.columns:
            self._look(plan, column.kind, None, False)
            if plan.facts.heights:
                for row, value in zip(plan.rows, column.values, strict=True):
                    self.cell(plan, column, row, value)
            elif column.kind == "letter":
                for value in dict.fromkeys(column.values):
                    self._look(plan, column.kind, value, False)

    def _look(self, plan: _Plan, kind: str, value: Any, wrap: bool) -> str:
        key = (plan.font.name, plan.font.sz, kind, value if kind == "letter" else wrap)
        place = self._places.get(key)
        if place is None:
            place = self._places[key] = f"A{len(self._places) + 1}"
            cell: Cell = self._ws[place]
            if kind == "header":
                style_header(cell, plan.font)
            else:
                style_cell(cell, value, kind, plan.font, wrap)
        return place

    @staticmethod
    def _wrap(plan: _Plan, column: OutColumn, row: int, value: Any) -> bool:
        height = plan.facts.heights.get(row) if plan.facts.heights and isinstance(value, str) else None
        return height is not None and wraps(value, column.width, height)

    def header(self, plan: _Plan) -> str:
        """Return the place of the header's look."""
        return self._look(plan, "header", None, False)

    def cell(self, plan: _Plan, column: OutColumn, row: int, value: Any) -> str:
        """Return the place of a result's look."""
        return self._look(plan, column.kind, value, self._wrap(plan, column, row, value))


def _first_free_column(state: _State, sheet: str, facts: sheet_patch.Facts, top: int) -> int:
    """Return the first column right of everything that stands at or below row ``top``, where the header begins."""
    reach = [facts.used]
    reach += [box[2] for box in sheet_patch.merged_areas(facts.tail, facts.names) if box[3] >= top]
    for part in state.linked(sheet, "table"):
        text = state.parts.read(part)
        ref = attribute(text, root(blanked(text)), "ref")
        if ref and range_boundaries(ref)[3] >= top:
            reach.append(range_boundaries(ref)[2])
    if ref := sheet_patch.tail_attribute(facts.tail, facts.names, "autoFilter", "ref"):
        reach.append(range_boundaries(ref)[2] or 0)
    for part in state.linked(sheet, "drawing"):
        for column, row in _END_ANCHOR.findall(state.parts.read(part)):
            if int(row) + 1 >= top:
                reach.append(int(column) + 1)
    for part in state.linked(sheet, "comments"):
        for place in notes_patch.noted(state.parts.read(part)):
            left, above, _, _ = range_boundaries(place)
            if above >= top:
                reach.append(left)
    last = max(reach)
    # What the operator has prepared right of the table is kept free, unless it reaches so far that nobody would look
    # for the results behind it.
    ruled = sheet_patch.ruled_areas(facts.tail, facts.names)
    prepared = [facts.formatted, *(right for _, _, right, bottom in ruled if bottom >= top)]
    return max([last, *(column for column in prepared if last < column <= last + FORMATTED_MARGIN)]) + 1


# writing


def _write(state: _State, sheet: str, plan: _Plan, looks: _Looks, formats: dict[str, int], strict: bool) -> None:
    """Write result columns into a package: cells, notes, widths, tables and filter, hidden names."""
    parts, part = state.parts, state.sheets[sheet].part
    last = max([plan.header, *plan.rows])
    facts = plan.facts
    if parts.entries[key_of(part)].stamp != plan.stamp:
        facts = sheet_patch.scan(parts.stream(part), plan.top)
    names = facts.names
    taken: list[Widths] = []

    def head(text: bytes) -> bytes:
        text, record = sheet_patch.take_widths(text, names, plan.places, [c.width for c in plan.columns])
        taken.extend(record)
        return sheet_patch.with_dimension(text, max(plan.places), last)

    first, right = min(plan.places), max(plan.places)
    side_by_side = right - first + 1 == len(plan.places)
    comments = _comments(state, sheet)
    noted = notes_patch.noted(parts.read(comments)) if comments else {}
    notes_wanted = any(any(column.notes) for column in plan.columns)
    link = _link_notes(state, sheet, facts, strict) if notes_wanted else None
    grown: list[str] = []

    def tail(text: bytes) -> bytes:
        ref = sheet_patch.tail_attribute(text, names, "autoFilter", "ref")
        if ref and side_by_side:
            low, top, high, bottom = range_boundaries(ref)
            if high == first - 1 and top == plan.header:
                grown.append(f"${letters(low)}${top}:${letters(right)}${bottom}")
                text = sheet_patch.with_filter(text, names, f"{letters(low)}{top}:{letters(right)}{bottom}")
        if side_by_side:
            kinds = dict(zip(plan.places, (column.kind for column in plan.columns), strict=True))
            keeping = [place for place, kind in kinds.items() if kind == "letter"]  # they keep their colours
            text = row_formats.grow(text, names, range(first, right + 1), keeping, plan.header, plan.rows)
        if link and link.new:
            space = strict_text(OFFICE_RELS.encode()).decode() if strict else OFFICE_RELS
            text = sheet_patch.with_notes(text, names, link.new, space)
        return text

    kept: set[tuple[int, int]] = set()
    rows = [*range(plan.top, plan.header + 1), *plan.rows]
    ours = _Results(names.prefix, plan, looks, formats)
    known = facts.extent.ending_before(first, rows) if facts.extent else None
    parts.put(part, sheet_patch.patch(parts.stream(part), rows, ours, head, tail, plan.log, kept, known))
    if link:
        _write_notes(parts, link, plan, kept, noted)
    if side_by_side:
        _grow_tables(state, sheet, plan, first, right)
    edited = WorkbookXml(parts.read(state.workbook))
    at = state.sheets[sheet].index
    title = sheet.replace("'", "''")
    edited.set_name(OWN_COLUMNS, at, f"'{title}'!${letters(first)}${plan.top}:${letters(right)}${last}")
    if taken:
        said = ";".join(f"{plan.places[0]}:{w.low}:{w.high}:{w.width}:{int(w.hidden)}:{w.level}" for w in taken[:8])
        edited.set_name(OWN_WIDTHS, at, text_constant(said))
    if grown and ("_xlnm._FilterDatabase", at) in edited.names():
        edited.set_name("_xlnm._FilterDatabase", at, f"'{title}'!{grown[0]}")
    if any(column.formulas for column in plan.columns):
        edited.calculate_on_load()
    parts.put(state.workbook, edited.text)


class _Results:
    """The result cells of a plan as XML; those of some rows are made at a time."""

    def __init__(self, prefix: bytes, plan: _Plan, looks: _Looks, formats: dict[str, int]) -> None:
        self._prefix, self._plan, self._looks, self._formats = prefix, plan, looks, formats
        self._columns = sorted(zip(plan.places, plan.columns, strict=True), key=lambda entry: entry[0])
        self.places = [place for place, _ in self._columns]
        self._begins = [b'<%bc r="%b' % (prefix, letters(place).encode()) for place in self.places]
        self._behind = [*self._begins[1:], b""]
        self._next = 0
        self._ends: list[Sequence[bytes]] = []  # what :meth:`_make` gave for some rows
        self._at: dict[int, int] = {}  # row -> its place among these
        self._joined: dict[int, bytes] = {}

    def cells(self, row: int) -> list[bytes]:
        """Return the cells of a row, each as XML."""
        if row <= self._plan.header:
            return self._header(row)
        self._make_until(row)
        n, number = self._at[row], b"%d" % row
        ends = (ends[n].removesuffix(behind) for ends, behind in zip(self._ends, self._behind, strict=True))
        return [begin + number + end for begin, end in zip(self._begins, ends, strict=True)]

    def joined(self, row: int) -> bytes:
        """Return the cells of a row as XML."""
        if row <= self._plan.header:
            return b"".join(self._header(row))
        self._make_until(row)
        return self._joined[row]

    def joined_rows(self, rows: Sequence[int]) -> list[bytes]:
        """Return the cells of each of some rows as XML; the rows follow each other among those that have cells."""
        headers = [self.joined(row) for row in rows if row <= self._plan.header]
        if len(headers) == len(rows):
            return headers
        low = bisect_left(self._plan.rows, rows[len(headers)])
        return headers + self._join(*self._make(low, low + len(rows) - len(headers)))

    def _header(self, row: int) -> list[bytes]:
        style = self._formats[self._looks.header(self._plan)]
        return [
            cell_xml(
                self._prefix, f"{letters(place)}{row}", style, column.header if row == self._plan.header else None
            )
            for place, column in self._columns
        ]

    def _make_until(self, row: int) -> None:
        """Make the cells of the next rows, as far as this one."""
        while row not in self._at:
            low = self._next
            self._next += _AT_ONCE
            rows, self._ends = self._make(low, self._next)
            self._at = dict(zip(rows, range(len(rows)), strict=True))
            self._joined = dict(zip(rows, self._join(rows, self._ends), strict=True))

    def _make(self, low: int, high: int) -> tuple[Sequence[int], list[Sequence[bytes]]]:
        """Return some rows, and of each column its cells in them: what stands behind the number of the row, up to that
        of the next column's cell."""
        rows = self._plan.rows[low:high]
        columns = zip(self._begins, self._behind, self._columns, strict=True)
        return rows, [
            self._column(len(begin), behind, place, column, rows, low) for begin, behind, (place, column) in columns
        ]

    def _join(self, rows: Sequence[int], ends: list[Sequence[bytes]]) -> list[bytes]:
        """Return each row's cells as one text: the number of the row joins what stands between."""
        between = zip(repeat(self._begins[0], len(rows)), *ends, strict=True)
        return list(map(bytes.join, [b"%d" % row for row in rows], between))

    def _column(
        self, begin: int, behind: bytes, place: int, column: OutColumn, rows: Sequence[int], low: int
    ) -> list[bytes]:
        """Return the cells of a column in some rows, each from behind the number of its row, with ``behind`` after."""
        values = column.values[low : low + len(rows)]
        heights = self._plan.facts.heights
        # Whether a text wraps depends on the height of its row.
        own_look = column.kind == "letter" or (
            column.kind == "text" and heights and any(row in heights for row in rows)
        )
        if not own_look and not column.formulas:
            style = self._formats[self._looks.cell(self._plan, column, 0, None)]
            plain = plain_texts if column.kind == "text" else plain_numbers
            if cells := plain(self._prefix, style, values, behind):
                return cells

        def one(row: int, value: Any, formula: str | None) -> bytes:
            style = self._formats[self._looks.cell(self._plan, column, row, value)]
            name = f"{letters(place)}{row}"
            xml = cell_xml(self._prefix, name, style, value, formula)
            return xml[begin + len(str(row)) :] + behind

        if column.formulas:
            return list(map(one, rows, values, column.formulas[low : low + len(rows)]))
        if heights:
            return list(map(one, rows, values, repeat(None)))
        known = {value: one(rows[0], value, None) for value in dict.fromkeys(values)}
        return [known[value] for value in values]


@dataclass(frozen=True)
class _NoteParts:
    """The parts that hold a sheet's notes; ``new`` is the id of the drawing if the sheet does not point at it yet."""

    comments: str
    vml: str
    new: str | None


def _comments(state: _State, sheet: str) -> str | None:
    return next(iter(state.linked(sheet, "comments")), None)


def _link_notes(state: _State, sheet: str, facts: sheet_patch.Facts, strict: bool) -> _NoteParts:
    """Return the parts for a sheet's notes, made where the sheet has none."""
    parts, part = state.parts, state.sheets[sheet].part
    comments = _comments(state, sheet)
    if comments is None:
        comments = free_name(parts, "xl/comments1.xml")
        empty = notes_patch.EMPTY_COMMENTS
        parts.put(comments, strict_text(empty) if strict else empty)
        add_type(parts, comments, notes_patch.COMMENTS_TYPE)
        add_relation(parts, part, f"{OFFICE_RELS}/comments", comments, strict=strict)
    link = sheet_patch.tail_attribute(facts.tail, facts.names, "legacyDrawing", "id")
    for relation in relations(parts, part):
        if relation.id == link and relation.target in parts:
            return _NoteParts(comments, relation.target, None)
    if link:
        raise BadZip("odd_package", f"{part}: {link}")
    vml = free_name(parts, "xl/drawings/vmlDrawing1.vml")
    parts.put(vml, notes_patch.EMPTY_VML)
    add_default(parts, "vml", notes_patch.VML_TYPE)
    return _NoteParts(comments, vml, add_relation(parts, part, f"{OFFICE_RELS}/vmlDrawing", vml, strict=strict))


def _write_notes(
    parts: ZipParts, link: _NoteParts, plan: _Plan, kept: set[tuple[int, int]], noted: dict[str, str]
) -> None:
    notes: list[notes_patch.Note] = []
    for place, column in zip(plan.places, plan.columns, strict=True):
        for row, text in compress(zip(plan.rows, column.notes, strict=True), column.notes):
            if len(notes) >= MOST_NOTES or (row, place) in kept:
                continue
            cell = f"{letters(place)}{row}"
            if cell not in noted:
                notes.append(notes_patch.Note(cell, row, place, text))
    parts.put(link.comments, notes_patch.add_comments(parts.read(link.comments), notes, _AUTHOR))
    parts.put(link.vml, notes_patch.add_shapes(parts.read(link.vml), notes))


def _grow_tables(state: _State, sheet: str, plan: _Plan, first: int, right: int) -> None:
    """Let tables that end right before our columns take them in: else sorting them would tear results from products."""
    for part in state.linked(sheet, "table"):
        text = state.parts.read(part)
        outer = root(blanked(text))
        low, top, high, bottom = range_boundaries(attribute(text, outer, "ref") or "A1")
        own_source = attribute(text, outer, "tableType") in {None, "worksheet"}
        if high != first - 1 or top != plan.header or attribute(text, outer, "headerRowCount") == "0" or not own_source:
            continue
        sections = {e.name: e for e in children(blanked(text), *outer.content)}
        if "tableColumns" not in sections:
            continue
        columns = list(children(blanked(text), *sections["tableColumns"].content))
        names = {(attribute(text, e, "name") or "").lower() for e in columns}
        if names & {column.header.lower() for column in plan.columns}:
            continue
        taken = max((int(attribute(text, e, "id") or 0) for e in columns), default=0)
        p = prefix_of(blanked(text), outer)
        new = "".join(
            f'<{p}tableColumn id="{taken + n}" name="{attribute_text(column.header)}"/>'
            for n, column in enumerate(plan.columns, 1)
        )
        text = insert_last(text, sections["tableColumns"], new.encode())
        _put_table(state.parts, part, text, len(columns) + len(plan.columns), (low, top, right, bottom))


def _put_table(parts: ZipParts, part: str, text: bytes, count: int, box: sheet_patch.Box) -> None:
    low, top, right, bottom = box
    ref = f"{letters(low)}{top}:{letters(right)}{bottom}"
    sections = {e.name: e for e in children(blanked(text), *root(blanked(text)).content)}
    text = with_attribute(text, sections["tableColumns"], "count", str(count))
    if "autoFilter" in sections:
        totals = int(attribute(text, root(blanked(text)), "totalsRowCount") or 0)
        own = f"{letters(low)}{top}:{letters(right)}{bottom - totals}"
        text = with_attribute(text, sections["autoFilter"], "ref", own)
    parts.put(part, with_attribute(text, root(blanked(text)), "ref", ref))


# taking out what earlier runs wrote


def _give_back(parts: ZipParts, now: _State, base: _State, sheet: str) -> None:
    """Give a sheet of the operator's, and what belongs to it, back as it was before the first run."""
    own = [now.sheets[sheet].part]
    own += [part for kind in ("comments", "vmlDrawing", "table") for part in now.linked(sheet, kind)]
    folder, name = posixpath.split(own[0])
    own.append(posixpath.join(folder, "_rels", name + ".rels"))
    added = [part for part in own if part not in base.parts]
    if added:
        ids = {r.id for r in relations(parts, own[0]) if key_of(r.target) in map(key_of, added)}
        remove_parts(parts, own[0], ids, [part for part in added if not part.endswith(".rels")])
    for part in own:
        if part in base.parts and part in parts:
            parts.put(part, base.parts.stream(part), level=1)
        elif part in parts:
            parts.drop(part)
    edited = WorkbookXml(parts.read(now.workbook))
    index = now.sheets[sheet].index
    before = base.names.get(("_xlnm._FilterDatabase", base.sheets[sheet].index))
    for mark in (OWN_COLUMNS, OWN_WIDTHS):
        edited.set_name(mark, index, None)
    if before is not None:
        edited.set_name("_xlnm._FilterDatabase", index, before)
    parts.put(now.workbook, edited.text)


def _sweep(state: _State, sheet: str, block: Block) -> None:
    """Take our columns out of a sheet that another program has written since."""
    parts, part, index = state.parts, state.sheets[sheet].part, state.sheets[sheet].index
    names = next(iter(sheet_patch.pieces(parts.stream(part)))).names
    first, last = block.columns[0], block.columns[-1]
    said = state.names.get((OWN_WIDTHS, index), "").strip('"')
    entries = [entry.split(":") for entry in said.split(";") if entry]
    widths = [
        Widths(int(low), int(high), float(width), hidden == "1", int(level))
        for begin, low, high, width, hidden, level in entries
        if int(begin) == first  # else columns were inserted or removed since; what was spanned is no longer known
    ]

    def tail(text: bytes) -> bytes:
        ref = sheet_patch.tail_attribute(text, names, "autoFilter", "ref")
        low, top, high, bottom = range_boundaries(ref) if ref else (0, 0, 0, 0)
        if ref and high == last and low < first and top == block.header_row:
            text = sheet_patch.with_filter(text, names, f"{letters(low)}{top}:{letters(first - 1)}{bottom}")
        return row_formats.shrink(text, names, block.columns)

    removed = Removed()
    parts.put(
        part,
        sheet_patch.clear(
            parts.stream(part),
            block.columns,
            (block.top, block.last_row),
            lambda formula: OWN_FORMULA.search(formula) is not None,
            lambda text: sheet_patch.give_widths(text, names, block.columns, widths),
            tail,
            removed,
        ),
        level=1,
    )
    if removed.formulas:
        ids = {r.id: r.target for r in relations(parts, state.workbook) if r.kind == "calcChain"}
        remove_parts(parts, state.workbook, set(ids), list(ids.values()))
    _sweep_notes(state, sheet, block)
    for table in state.linked(sheet, "table"):
        _shrink_table(parts, table, block)
    edited = WorkbookXml(parts.read(state.workbook))
    for mark in (OWN_COLUMNS, OWN_WIDTHS):
        edited.set_name(mark, index, None)
    parts.put(state.workbook, edited.text)


def _sweep_notes(state: _State, sheet: str, block: Block) -> None:
    comments = _comments(state, sheet)
    if comments is None:
        return

    def ours(place: str, author: str) -> bool:
        column, row, _, _ = range_boundaries(place)
        return author == _AUTHOR and column in block.columns and block.top <= row <= block.last_row

    vml = next(iter(state.linked(sheet, "vmlDrawing")), None)
    parts = state.parts
    text, shapes = notes_patch.remove_notes(parts.read(comments), parts.read(vml) if vml else None, ours)
    parts.put(comments, text)
    if vml and shapes is not None:
        parts.put(vml, shapes)


def _shrink_table(parts: ZipParts, part: str, block: Block) -> None:
    text = parts.read(part)
    outer = root(blanked(text))
    low, top, high, bottom = range_boundaries(attribute(text, outer, "ref") or "A1")
    first, last = block.columns[0], block.columns[-1]
    if high != last or low >= first or top != block.header_row:
        return
    section = next(e for e in children(blanked(text), *outer.content) if e.name == "tableColumns")
    columns = list(children(blanked(text), *section.content))
    gone = [e for e in columns if (attribute(text, e, "name") or "").startswith(PREFIX)]
    for element in reversed(gone):
        text = text[: element.start] + text[element.end :]
    _put_table(parts, part, text, len(columns) - len(gone), (low, top, first - 1, bottom))
