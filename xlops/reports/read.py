"""A file as reports: every row taken, refused or skipped, and what each row tells in xlops's own units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from xlops.errors import SheetError
from xlops.fees.names import name_list
from xlops.reports.amounts import apply_rules
from xlops.reports.files import DAMAGED, Cells, Refused, Table, cells_of, tables
from xlops.reports.generic import read_by_headers
from xlops.reports.layout import PRODUCT, LayoutColumn, Texts, header_currency
from xlops.reports.measures import measures
from xlops.reports.nested_fees import FeeColumns, fee_measures, find_fees, nested, other_places
from xlops.reports.products import without_dust
from xlops.reports.recognise import Match, recognise, refusal
from xlops.reports.report import Report, Tie
from xlops.reports.values import (
    Days,
    Floats,
    Numbers,
    Unread,
    days,
    decimals_of,
    is_shared,
    numbers,
    picked,
    piece,
    replaced,
    sides,
    texts,
    unread,
)
from xlops.sheets.cells import CURRENCY_WORDS, Decimals, missing, plain, repeated
from xlops.sheets.headers import fold

_LONGEST_TOTAL = 20
_TEXTS_TOLD = 12
# What exports write in the first cell of a row that holds sums.
_TOTAL_WORDS = frozenset(
    map(fold, ("total", "totals", "grand total", "总计", "合计", "總計", "汇总", "小计", "Gesamt", "Summe",
               "Gesamtsumme", "totale", "totaux", "合計", "総計"))
)  # fmt: skip
Mask = NDArray[np.bool_]
Objects = NDArray[np.object_]


def read_report(path: Path) -> list[Report]:
    """Read a file as the reports in it: one for a text file, one for each sheet of a workbook that holds a report.

    Args:
        path: a .csv, .tsv, .txt, .xlsx, .xlsm or .xls as it was downloaded.

    Returns:
        At least one report. Sheets that are no report are named in the first one's notes. A file that no layout fits
        is read by its headers where these name products and tell a number of them; the id of its layout begins with
        ``generic`` and its first note says how each column was read.

    Raises:
        SheetError: report_unknown, report_unclear, report_empty, report_no_rows, and everything that a damaged,
            protected or foreign file may be.
    """
    likeliest: list[Table] | None = None
    for found in tables(path):
        matches = [(table, recognise(table, path)) for table in found]
        if any(match for _, match in matches):
            reports = [_Reading(path, match).report() for _, match in matches if match]
            others = [table.sheet for table, match in matches if match is None and table.sheet and table.head]
            return _checked(path, reports, others)
        likeliest = likeliest if likeliest is not None else found
    for found in tables(path):
        each = [(table, read_by_headers(path, table)) for table in found]
        if any(reports for _, reports in each):
            others = [table.sheet for table, reports in each if not reports and table.sheet and table.head]
            return _checked(path, [report for _, reports in each for report in reports], others)
    raise refusal(path, likeliest or [])


def _checked(path: Path, reports: list[Report], others: Sequence[str]) -> list[Report]:
    filled = [report for report in reports if report.rows_read] or reports
    if not any(len(report.lines) for report in filled):
        report = filled[0]
        why = report.refused or report.skipped
        raise SheetError(
            "report_no_rows",
            f"{path.name}: recognised as {report.layout.title_en}, but it has no row that can be taken"
            + (f" (line {why[0].line}: {why[0].en})" if why else " below the header")
            + ". Choose a longer period or other filters, and export it again.",
            f"{path.name}：识别为“{report.layout.title_zh}”，但没有可用的数据行"
            + (f"（第 {why[0].line} 行：{why[0].zh}）" if why else "（只有表头）")
            + "。请选择更长的时间范围或其他筛选条件后重新导出。",
        )
    if others:
        names = ", ".join(others)
        note = (f"sheets that are no report xlops knows: {names}", f"无法识别的工作表：{names}")
        filled[0] = _with_note(filled[0], note)
    return filled


def _with_note(report: Report, note: tuple[str, str]) -> Report:
    return replace(report, notes=(*report.notes, note))


class _Reading:
    """One table being read. ``rows`` marks which of its rows are still in; the rest was refused or skipped."""

    def __init__(self, path: Path, match: Match) -> None:
        self.path, self.match, self.layout = path, match, match.layout
        self.headers = match.headers
        fees = self.layout.fees
        taken = frozenset(match.columns)
        self.fees: list[FeeColumns] = find_fees(self.headers, taken, fees) if fees else []
        quantities = {fee.quantity for fee in self.fees if fee.quantity is not None}
        used = taken | {fee.total for fee in self.fees} | quantities | {0}
        body = match.table.below(match.place, sorted(used))
        self.lines, self.cells = body.lines, body.columns
        self.refused, self.skipped = body.refused, body.skipped
        self.rows = np.ones(len(self.lines), dtype=bool)
        self.unread: list[Unread] = []
        self.notes: list[tuple[str, str]] = []
        for row in match.table.head[: match.place]:
            if any(text.strip() for text in row.texts()):
                self.skipped.append(Refused(row.line, "above the header", "表头之前的说明"))

    @cached_property
    def by_name(self) -> dict[str, list[tuple[LayoutColumn, int]]]:
        """The columns of the layout that the report has, with their places."""
        found: dict[str, list[tuple[LayoutColumn, int]]] = {}
        for place, columns in self.match.columns.items():
            for column in columns:
                found.setdefault(column.name, []).append((column, place))
        return found

    def cells_named(self, name: str) -> Cells | None:
        """Return a column as it stands in the report, None when the report lacks it."""
        if name not in self.by_name:
            return None
        column, place = self.by_name[name][0]
        return replaced(self._told(column, place), column.values)

    def _told(self, column: LayoutColumn, place: int) -> Cells:
        return picked(piece(self.cells[place], column.part), column.pick)

    def header(self, place: int) -> str:
        return " ".join(self.headers[place].split())

    @cached_property
    def decimals(self) -> Decimals:
        """What the file proves of its decimal mark."""
        places = {place for name, found in self.by_name.items() for _, place in found if self._is_amount(name)}
        return decimals_of(self.cells[place] for place in places | {fee.total for fee in self.fees})

    def _is_amount(self, name: str) -> bool:
        measure = measures().get(name)
        return measure.is_number if measure else any(name in rule.of for rule in self.layout.rules)

    def report(self) -> Report:
        stated = self._stated(self._totals())
        self._no_data()
        for name, wanted in self.layout.take.items():
            en, zh = "a row of another level of the same numbers", "同一数据的其他层级"
            self._skip(~self._has(name, wanted), en, zh, self.skipped)
        self._left_out()
        self._repeated()
        identity = self._identity()
        self._no_product(identity)
        self._no_market()
        self._damaged(identity)
        identity = {name: values[self.rows] for name, values in identity.items()}
        self._shrink()
        first, last, period = self._days()
        overlapping = self._overlaps(first, last)
        if overlapping.any():
            identity = {name: values[~overlapping] for name, values in identity.items()}
            self._shrink()
            self.unread = []
            first, last, period = self._days()
            stated = {}  # the sums have the rows in that were skipped
        markets = self.cells_named("market")
        if markets is not None:
            identity["market"] = self._coded(markets, "market", _market)
        self._unknown_texts()
        values, sign = self._measures()
        currency = self._currency(identity.get("market"), sign)
        if self.match.several:
            shown = ", ".join(self.match.several)
            self.notes.append((f"stands twice, the first one is used: {shown}", f"表头重复，只使用第一列：{shown}"))
        codes = list(dict.fromkeys(code for code in currency if code)) if currency is not None else []
        named = codes[0] if codes else None
        lines = self._lines(identity, currency, (first, last), values)
        return Report(
            layout=self.layout,
            file=self.path,
            sheet=self.match.table.sheet,
            encoding=self.match.table.encoding,
            lines=lines,
            unknown_columns=self._unknown(),
            rows_read=len(lines) + len(self.refused) + len(self.skipped),
            refused=tuple(sorted(self.refused, key=lambda row: row.line)),
            skipped=tuple(sorted(self.skipped, key=lambda row: row.line)),
            unread=tuple(self.unread),
            ties=self._ties({} if len(codes) > 1 else stated, values, named),
            first_day=period[0],
            last_day=period[1],
            sign=sign if is_shared(sign) and named is None else None,
            notes=tuple(self.notes),
            attribution_days=self.layout.attribution_days,
            documents=self._documents(),
        )

    def _documents(self) -> frozenset[str]:
        """Return the numbers of the documents in the file; they may stand in a row of sums alone."""
        cells = self.cells_named("document")
        if cells is None:
            return frozenset()
        return frozenset(str(text) for text in texts(Cells(np.arange(len(cells.values)), cells.values)) if text)

    def _lines(
        self,
        identity: Mapping[str, Objects],
        currency: Objects | None,
        ends: tuple[Days | None, Days | None],
        values: Mapping[str, NDArray[np.generic]],
    ) -> pd.DataFrame:
        frame = {"line": pd.Series(self.lines, dtype="int64")}
        for name in (*PRODUCT, "order_id", "market"):
            if name in identity:
                frame[name] = pd.Series(identity[name], dtype=object)
        if currency is not None:
            frame["currency"] = pd.Series(currency, dtype=object)
        for name, days_of_end in zip(("first_day", "last_day"), ends, strict=True):
            if days_of_end is not None:
                frame[name] = pd.Series(days_of_end.astype("datetime64[ns]"))
        for name, measure in measures().items():
            if name in values:
                frame[name] = pd.Series(values[name], dtype="float64" if measure.is_number else object)
        return pd.DataFrame(frame)

    def _shrink(self) -> None:
        """Keep the rows that are still in, and no others."""
        self.cells = {place: cells.take(self.rows) for place, cells in self.cells.items()}
        self.lines = self.lines[self.rows]
        self.rows = np.ones(len(self.lines), dtype=bool)

    # rows that are no data

    def _skip(self, rows: Mask, en: str, zh: str, to: list[Refused]) -> None:
        rows = rows & self.rows
        to.extend(Refused(int(line), en, zh) for line in self.lines[rows])
        self.rows &= ~rows

    def _has(self, name: str, wanted: Texts) -> Mask:
        cells = self.cells_named(name)
        if cells is None:
            return np.full(len(self.rows), wanted.fit(""))
        known = np.array([wanted.fit(fold("" if v is None else str(v))) for v in cells.values] or [False])
        return known[cells.codes] if len(cells.codes) else np.zeros(0, dtype=bool)

    def _totals(self) -> Mask:
        """Take the rows of sums out and return where they are."""
        total = self.layout.total
        rows = np.zeros(len(self.rows), dtype=bool)
        if total is not None and len(rows):
            if total.first_row:
                rows[0] = True
            else:
                rows = np.logical_and.reduce([self._has(name, wanted) for name, wanted in total.when.items()])
        names = [name for name in PRODUCT if name in self.by_name]
        for cells in [self.cells[0], *(c for c in map(self.cells_named, names) if c is not None)]:
            sums = np.array([_is_total(value) for value in cells.values] or [False])
            if len(cells.codes):
                rows |= sums[cells.codes]
        self._skip(rows, "a row of sums", "合计行", self.skipped)
        return rows

    def _no_data(self) -> None:
        empty = np.ones(len(self.rows), dtype=bool)
        for cells in self.cells.values():
            blank = np.array([v is None or (isinstance(v, str) and not v.strip()) for v in cells.values] or [True])
            if len(cells.codes):
                empty &= blank[cells.codes]
        self._skip(empty, "a blank row", "空行", self.skipped)
        again = np.ones(len(self.rows), dtype=bool)
        for place, cells in self.cells.items():
            header = self.headers[place].strip()
            same = np.array([isinstance(v, str) and v.strip() == header for v in cells.values] or [False])
            again &= same[cells.codes] if len(cells.codes) else False
        self._skip(again, "the header once more", "重复的表头", self.skipped)

    def _left_out(self) -> None:
        """Skip the rows that the layout leaves out, refuse those of which one cell tells of several products."""
        for leave in self.layout.leave:
            there = {name: wanted for name, wanted in leave.when.items() if name in self.by_name}
            for name, wanted in there.items():
                self._skip(self._has(name, wanted), leave.why_en, leave.why_zh, self.skipped)
        for place, columns in self.match.columns.items():
            for pattern in [column.several for column in columns if column.several]:
                cells = self.cells[place]
                hit = np.array([isinstance(v, str) and bool(pattern.search(v)) for v in cells.values] or [False])
                if len(cells.codes):
                    en = f"several products in one cell ({self.header(place)}): their amounts cannot be told apart"
                    zh = f"一个单元格内有多个商品（{self.header(place)}），无法拆分金额"
                    self._skip(hit[cells.codes], en, zh, self.refused)

    def _unknown_texts(self) -> None:
        """Name the texts of rows that are taken, where the layout lists those it knows and these are others."""
        for name, found in self.by_name.items():
            column, place = found[0]
            cells = self.cells_named(name)
            if column.known is None or cells is None:
                continue
            counts: Counter[str] = Counter()
            for value, rows in zip(cells.values, np.bincount(cells.codes, minlength=len(cells.values)), strict=True):
                counts["" if value is None else str(value).strip()] += int(rows)
            other = [(text, rows) for text, rows in counts.items() if rows and not column.known.fit(fold(text))]
            if not other:
                continue
            more = " …" if len(other) > _TEXTS_TOLD else ""
            en = ", ".join(f"{text or 'blank'} (rows: {rows:,})" for text, rows in other[:_TEXTS_TOLD]) + more
            zh = "、".join(f"{text or '空白'}（{rows:,} 行）" for text, rows in other[:_TEXTS_TOLD]) + more
            self.notes.append(
                (
                    f"{self.header(place)}: not known, and taken like the others: {en}",
                    f"{self.header(place)}：未能识别，照常计入：{zh}",
                )
            )

    def _repeated(self) -> None:
        """Skip a row that stands twice; where the two differ nobody can tell which is right: both are refused."""
        keys = [self.by_name[name][0][1] for name in self.layout.once if name in self.by_name]
        if not keys and not self.layout.no_repeats:
            return
        codes = pd.DataFrame({place: cells.codes for place, cells in self.cells.items()})[self.rows]
        rows = np.zeros(len(self.rows), dtype=bool)
        rows[codes.index[codes.duplicated()]] = True
        if count := int(rows.sum()):
            en, zh = f"the same row once more, taken once only (rows: {count:,})", f"{count:,} 行完全重复，只计一次"
            self.notes.append((en, zh))
        self._skip(rows, "the same row once more", "重复行", self.skipped)
        if not keys:
            return
        codes = codes[self.rows[codes.index]]
        rows[codes.index[codes.duplicated(keys, keep=False)]] = True
        shown = ", ".join(self.header(place) for place in keys)
        en, zh = f"the same {shown} in several rows with different values", f"{shown} 相同的多行数据不一致"
        self._skip(rows, en, zh, self.refused)

    def _no_product(self, identity: Mapping[str, Objects]) -> None:
        if self.layout.account_rows:
            return
        names = [name for name in PRODUCT if name in identity]
        if names:
            none = np.logical_and.reduce([missing(identity[name]) for name in names])
            self._skip(none, "no SKU, ASIN or product ID", "缺少 SKU、ASIN 或商品 ID", self.refused)

    def _no_market(self) -> None:
        cells = self.cells_named("market")
        if self.layout.one_market and cells is not None and len(cells.codes):
            unknown = np.array([value is None or _market(str(value)) is None for value in cells.values])
            en = "its market is not known, and what it tells is of that market only"
            zh = "站点无法识别，而该行数据只适用于该站点"
            self._skip(unknown[cells.codes], en, zh, self.refused)

    def _damaged(self, identity: Mapping[str, Objects]) -> None:
        if self.match.table.encoding != DAMAGED:
            return
        self.notes.append(
            ("some bytes of the file are damaged; save or download it again", "文件部分字节已损坏，请重新保存或下载")
        )
        for name in PRODUCT:
            if name in identity:
                hit = np.array([isinstance(v, str) and "\ufffd" in v for v in identity[name]], dtype=bool)
                self._skip(hit, f"damaged characters in {name}", f"{name} 含有损坏的字符", self.refused)

    def _overlaps(self, first: Days | None, last: Days | None) -> Mask:
        """Skip rows of a thing whose window overlaps a longer one: their numbers are in that one already."""
        rows = np.zeros(len(self.rows), dtype=bool)
        if self.layout.same_rows is None or first is None or last is None:
            return rows
        key = np.zeros(len(self.rows), dtype=np.int64)
        for name in self.layout.same_rows:
            cells = self.cells_named(name)
            if cells is not None:
                key = key * len(cells.values) + cells.codes
        frame = pd.DataFrame({"key": key, "first": first, "last": last}).dropna()
        distinct = frame.drop_duplicates()
        doubtful = distinct[distinct["key"].duplicated(keep=False)].copy()
        doubtful["length"] = doubtful["last"] - doubtful["first"]
        drop: set[tuple[int, object, object]] = set()
        for thing, some in doubtful.sort_values(["length", "last"], ascending=False).groupby("key"):
            kept: list[tuple[Any, Any]] = []
            for start, end in zip(some["first"], some["last"], strict=True):
                if any(start <= b and a <= end for a, b in kept):
                    drop.add((int(str(thing)), start, end))
                else:
                    kept.append((start, end))
        if drop:
            marked = pd.Series(list(zip(frame["key"], frame["first"], frame["last"], strict=True)), index=frame.index)
            rows[frame.index[marked.isin(drop)]] = True
            en, zh = "its window overlaps a longer one of the same thing", "时间窗口与同一对象更长的窗口重叠"
            self._skip(rows, en, zh, self.skipped)
        return rows

    # what rows tell

    def _identity(self) -> dict[str, Objects]:
        found = {}
        for name in (*PRODUCT, "order_id"):
            cells = self.cells_named(name)
            if cells is not None:
                found[name] = texts(cells)
        pattern = self.layout.preamble_asin
        told = next((m[1] for text in self._preamble() if pattern and (m := pattern.search(text))), None)
        if told is not None and "asin" not in found:
            found["asin"] = repeated(told, len(self.rows))
        return found

    def _coded(self, cells: Cells, name: str, code: Callable[[str], str | None]) -> Objects:
        """Return a column of names as codes; what has none is told."""
        place = self.by_name[name][0][1]
        read = texts(Cells(np.arange(len(cells.values)), cells.values))
        coded = [None if text is None else code(str(text)) for text in read]
        wrong = [(n, name) for n, code_ in enumerate(coded) if code_ is None and read[n] is not None]
        self.unread += unread(cells, self.header(place), wrong)
        every = {code_ for code_ in coded if code_ is not None}
        if len(every) == 1 and not wrong:  # what all rows that tell it have, the others have too
            coded = [*every] * len(coded)
        known = np.array(coded or [None], dtype=object)
        return known[cells.codes] if len(cells.codes) else np.zeros(0, dtype=object)

    def _currency(self, markets: Objects | None, sign: str | None) -> Objects | None:
        """Return the currency of each row: its own, the report's, that of the amounts, that of the market."""
        size = len(self.rows)
        found = np.full(size, None, dtype=object)
        cells = self.cells_named("currency")
        if cells is not None:
            found = self._coded(cells, "currency", _currency)
        common = self._preamble_currency()
        common = common or next((c.currency for cs in self.match.columns.values() for c in cs if c.currency), None)
        if common is None and sign is not None and not is_shared(sign):
            common = CURRENCY_WORDS[plain(sign)]
        blank = missing(found)
        if common is not None:
            found[blank] = common
        elif blank.any() and self.layout.platform == "amazon" and markets is not None:
            names = name_list("markets").names
            of_market = {code.upper(): name.extra.get("currency") for code, name in names.items()}
            found[blank] = [of_market.get(market) for market in markets[blank]]
        return None if cells is None and missing(found).all() else found

    def _preamble(self) -> list[str]:
        return [text for row in self.match.table.head[: self.match.place] for text in row.texts() if text]

    def _preamble_currency(self) -> str | None:
        pattern = self.layout.preamble_currency
        told = next((m[1] for text in self._preamble() if pattern and (m := pattern.search(text))), None)
        return None if told is None else _currency(told)

    def _days(self) -> tuple[Days | None, Days | None, tuple[date | None, date | None]]:
        """Return the first and last day of each row, None when the report has none, and the period of the whole."""
        order = self.layout.dates
        ends: dict[str, Days] = {}
        for name in ("day", "window", "first_day", "last_day", "period_first", "period_last"):
            cells = self.cells_named(name)
            if cells is None:
                continue
            if name.startswith("period"):  # told in a row of sums, which is no longer in
                cells = Cells(np.arange(len(cells.values)), cells.values)
            start, end, told = days(cells, self.header(self.by_name[name][0][1]), order)
            if name in ("day", "window"):
                ends["first_day"], ends["last_day"] = start, end
            else:
                ends[name] = end if name in ("last_day", "period_last") else start
            self.unread += told
        first, last = ends.get("first_day"), ends.get("last_day")
        stated = [name for name in ("period_first", "period_last") if name in ends]
        whole = [d for name in stated or ends for d in _ends(ends[name])]
        pattern = self.layout.preamble_period
        for match in [m for text in self._preamble() if pattern and (m := pattern.search(text))]:
            for told_days in days(cells_of(np.array(match.groups(), dtype=object)), "", order)[:2]:
                whole += _ends(told_days)
        if first is None or last is None:
            given = first if first is not None else last
            first = last = given
        return first, last, (min(whole, default=None), max(whole, default=None))

    def _numbers(self, name: str, column: LayoutColumn, place: int) -> Numbers:
        measure = measures().get(name)
        unit_cells = self.cells_named(column.unit_in) if column.unit_in else None
        read = numbers(
            self._told(column, place), column, self.header(place), measure.kind if measure else "money",
            self.decimals, unit_cells,
        )  # fmt: skip
        self.unread += read.unread
        if measure is None:
            return read
        impossible = (read.values < measure.least) | (read.values > measure.most)
        if not impossible.any():
            return read
        cells = self._told(column, place)
        wrong = np.unique(cells.codes[impossible]).tolist()
        self.unread += unread(cells, self.header(place), [(n, "impossible") for n in wrong])
        return replace(read, values=np.where(impossible, np.nan, read.values))

    def _measures(self) -> tuple[dict[str, NDArray[np.generic]], str | None]:
        """Return every measure, and the currency mark that stands with the amounts."""
        out: dict[str, NDArray[np.generic]] = {}
        marks: set[str] = set()

        def add(name: str, values: Floats) -> None:
            out[name] = _total([out[name], values]) if name in out else values

        amounts: dict[str, Floats] = {}
        for name, found in self.by_name.items():
            measure = measures().get(name)
            for column, place in found:
                if name == "dimensions":
                    three, told = sides(self.cells[place], column, self.header(place))
                    self.unread += told
                    for side, side_values in zip(("length", "width", "height"), three, strict=True):
                        add(side, side_values)
                elif measure is not None and not measure.is_number:
                    out[name] = texts(replaced(self._told(column, place), column.values))
                elif self._is_amount(name):
                    read = self._numbers(name, column, place)
                    kind = measure.kind if measure else "money"
                    if kind == "money":
                        marks |= {mark for mark in (read.currency, header_currency(self.headers[place])) if mark}
                    if measure is not None:
                        add(name, read.values)
                    else:
                        amounts[name] = read.values
        if amounts:
            for name, values in self._by_rules(amounts).items():
                add(name, values)
            if "net_proceeds" not in out:
                out["net_proceeds"] = _total(list(amounts.values()))
        if self.layout.fees:
            for name, values in self._by_fees(out).items():
                add(name, values)
        if self.layout.adds_up:
            self._turn_costs(out)
        return out, marks.pop() if len(marks) == 1 else None

    def _own_numbers(self, name: str) -> Floats | None:
        """Return the numbers of a column that only the layout itself uses."""
        found = [self._numbers(name, column, place).values for column, place in self.by_name.get(name, [])]
        return _total(found) if found else None

    def _turn_costs(self, out: dict[str, NDArray[np.generic]]) -> None:
        """Make costs positive where they add up to the net proceeds only when they are added to the income."""
        if "net_proceeds" not in out:
            return
        sided = {name: measure.side for name, measure in measures().items() if measure.side and name in out}
        income, costs = np.zeros(len(self.rows)), np.zeros(len(self.rows))
        for name, side in sided.items():
            to = income if side == "income" else costs
            to += np.nan_to_num(out[name].astype(float))
        net = out["net_proceeds"].astype(float)
        beside, added = (np.nansum(np.abs(income + sign * costs - net)) for sign in (-1, 1))
        if added < beside:
            out.update({name: -out[name].astype(float) for name, side in sided.items() if side == "cost"})

    def _by_rules(self, amounts: Mapping[str, Floats]) -> dict[str, Floats]:
        rules, item = self.layout.rules, self.layout.item
        asked = {name for rule in rules for name in rule.when} | set(item.same if item else ())
        in_order = sorted((name for name in asked if name in self.by_name), key=lambda name: self.by_name[name][0][1])
        cells = {name: found for name in in_order if (found := self.cells_named(name)) is not None}
        units = self._own_numbers(item.quantity) if item else None
        if units is None:
            units = np.full(len(self.rows), np.nan)
        measured = apply_rules(rules, amounts, cells, item, units)
        for (text, to), (count, total) in measured.named.items():
            measure = measures()[to]
            self.notes.append(
                (
                    f"{text!r} is not known and counted under {measure.label_en} (rows: {count:,}, sum: {total:,.2f})",
                    f"“{text}”未能识别，计入{measure.label_zh}（{count:,} 行，合计 {total:,.2f}）",
                )
            )
        return measured.measures

    def _by_fees(self, out: Mapping[str, NDArray[np.generic]]) -> dict[str, Floats]:
        fees = self.layout.fees
        assert fees is not None
        blank = LayoutColumn("", (), frozenset())

        def read(place: int, kind: str) -> Floats:
            got = numbers(self.cells[place], blank, self.header(place), kind, self.decimals)
            self.unread += got.unread
            return got.values

        totals = {fee.total: read(fee.total, "money") for fee in self.fees}
        quantities = {fee.quantity: read(fee.quantity, "count") for fee in self.fees if fee.quantity is not None}
        net_sales, cost = self._own_numbers("net_sales"), self._own_numbers("cost_per_unit")
        net_units = self._own_numbers("net_units")
        excess = None
        goods = cost * net_units if cost is not None and net_units is not None else None
        if net_sales is not None and "net_proceeds" in out and totals:
            left = net_sales - out["net_proceeds"].astype(float) - (0.0 if goods is None else np.nan_to_num(goods))
            excess = np.nan_to_num(_total(list(totals.values()))) - left
        inside, proved = nested(self.fees, totals, excess)
        names = {fee.total: fee.name for fee in self.fees}
        if inside:
            shown = ", ".join(names[place] for place in sorted(inside))
            en, zh = ("by the rows' own arithmetic", "由各行的加减关系得出")
            if not proved:
                en, zh = ("as in known reports", "按已知报表结构")
            en, zh = f"contained in other fee columns, {en}: {shown}", f"已包含在其他费用列中（{zh}）：{shown}"
            self.notes.append((en, zh))
        if excess is not None and not proved and not np.isnan(excess).all():
            self.notes.append(
                (
                    "the fee columns do not add up to the report's net proceeds: some fees may be missing",
                    "各费用列之和与报表净收入不符：可能缺少部分费用",
                )
            )
        unnamed = [fee.name for fee in self.fees if fee.fee is None and np.nan_to_num(totals[fee.total]).any()]
        if unnamed:
            shown = ", ".join(unnamed)
            self.notes.append((f"counted under other fees: {shown}", f"计入其他费用：{shown}"))
        found = fee_measures(self.fees, totals, quantities, inside, fees.other)
        if net_sales is not None and "total_sales" in out:
            found["refunds"] = out["total_sales"].astype(float) - net_sales
        if goods is not None:
            found["goods_cost"] = goods
        return found

    # the whole

    def _unknown(self) -> tuple[str, ...]:
        used = set(self.match.columns)
        if self.layout.fees:
            used |= other_places(self.headers, self.fees, self.layout.fees)
        named = (place for place, text in enumerate(self.headers) if text.strip())
        return tuple(self.header(place) for place in named if place not in used)

    def _stated(self, totals: Mask) -> dict[str, float]:
        """Return what the rows of sums say, by measure.

        Several rows of sums are added where the layout says what they are; elsewhere they may be sums of parts, and
        tell nothing of the whole.
        """
        found: dict[str, float] = {}
        if not totals.any() or (self.layout.total is None and totals.sum() > 1):
            return found
        for tie in self.layout.ties:
            if tie.stated in self.by_name:
                column, place = self.by_name[tie.stated][0]
                cells = self.cells[place].take(totals)
                read = numbers(cells, column, self.header(place), "money", self.decimals).values
                if not np.isnan(read).all():
                    found[tie.measure] = without_dust(float(np.nansum(read)))
        return found

    def _ties(
        self, stated: Mapping[str, float], values: Mapping[str, NDArray[np.generic]], currency: str | None
    ) -> tuple[Tie, ...]:
        found: list[Tie] = []
        for tie in self.layout.ties:
            if tie.measure not in values:
                continue
            summed = without_dust(float(np.nansum(values[tie.measure].astype(float))))
            if tie.stated is not None:
                if tie.measure in stated:
                    found.append(Tie(tie.measure, stated[tie.measure], summed, currency))
            elif any(measures()[name].side == "income" for name in values):  # not an export without its sales columns
                own = Tie(tie.measure, summed, without_dust(self._income_less_costs(values)), currency)
                if not own.holds() or all(other.measure != tie.measure for other in found):
                    found.append(own)
        return tuple(found)

    def _income_less_costs(self, values: Mapping[str, NDArray[np.generic]]) -> float:
        total = 0.0
        for name, measure in measures().items():
            if measure.side and name in values:
                summed = float(np.nansum(values[name].astype(float)))
                total += summed if measure.side == "income" else -summed
        return total


def _total(columns: Sequence[NDArray[Any]]) -> Floats:
    """Return the sum of columns; a row in which none of them tells anything stays unknown."""
    told = np.logical_or.reduce([~np.isnan(values.astype(float)) for values in columns])
    return np.where(told, np.nansum(np.array(columns, dtype=float), axis=0), np.nan)


def _is_total(value: object) -> bool:
    return isinstance(value, str) and len(value) < _LONGEST_TOTAL and fold(value) in _TOTAL_WORDS


def _market(text: str) -> str | None:
    code = name_list("markets").resolve(text)
    return None if code is None else code.upper()


def _currency(text: str) -> str | None:
    return CURRENCY_WORDS.get(plain(text)) if not is_shared(plain(text)) else None


def _ends(some: Days) -> list[date]:
    known = some[~np.isnat(some)]
    return [d.astype(object) for d in (known.min(), known.max())] if len(known) else []

