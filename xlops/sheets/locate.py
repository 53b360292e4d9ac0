"""Where the header is, and which rows under it are products."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlops.cell_table import CellColumn
from xlops.errors import SheetError
from xlops.sheets.cells import plain, text_value
from xlops.sheets.grid import CellError, Grid
from xlops.sheets.headers import fold, has_cjk, match, scope_of, take_apart

# Real sheets have up to nine rows above the header; a few more cost nothing.
_SCAN = 40
_LABEL_ROW = re.compile(r"labelRow=(\d+)")
_CODE = re.compile(r"[a-z0-9_]+([#.\[=\]][\w#.\[\]=]*)+|[a-z0-9]+(_[a-z0-9]+)+")


@dataclass(frozen=True)
class HeaderCell:
    """One column's header: its own words and those of the group cells above."""

    column: int
    row: int
    leaf: str
    group: str

    @property
    def text(self) -> str:
        """What the column is called in messages and in a saved mapping."""
        return f"{self.group} / {self.leaf}" if self.group else self.leaf


@dataclass(frozen=True)
class Header:
    """The header rows (0-based, inclusive) and one cell per named column."""

    first: int
    last: int
    cells: tuple[HeaderCell, ...]


def is_empty(cell: object) -> bool:
    """Return whether a cell holds nothing."""
    return cell is None or (isinstance(cell, str) and not cell.strip()) or (isinstance(cell, float) and cell != cell)


def _is_number(cell: object) -> bool:
    return isinstance(cell, (int, float)) and not isinstance(cell, bool)


class _Top:
    """The first rows with merged cells spread out."""

    def __init__(self, grid: Grid, depth: int) -> None:
        lines = grid.cells[:depth]
        self.width, count = max(map(len, lines), default=0), len(lines)
        self.rows = [
            [None if c in grid.skip_columns or is_empty(v) else v for c, v in enumerate(line)]
            + [None] * (self.width - len(line))
            for line in lines
        ]
        self.spread = [list(row) for row in self.rows]
        self.wide: dict[tuple[int, int], tuple[int, int]] = {}  # (row, column) -> columns of its merged cell
        self.tall: set[tuple[int, int]] = set()
        for r1, c1, r2, c2 in grid.merged:
            if r1 >= count:
                continue
            for r in range(r1, min(r2, count - 1) + 1):
                for c in range(c1, min(c2, self.width - 1) + 1):
                    self.spread[r][c] = self.rows[r1][c1] if c1 < self.width else None
                    self.wide[r, c] = (c1, c2)
                    if r2 > r1:
                        self.tall.add((r, c))
        self.merged_rows = {r for r1, c1, r2, c2 in grid.merged if c2 > c1 for r in range(r1, r2 + 1)}


# A sheet with only these is a page of rules or pictures, not a product sheet.
_DECORATION = frozenset({"notes", "image", "link", "supplier"})


def _terms_of(cells: Sequence[HeaderCell], known: frozenset[str]) -> set[str]:
    """Return the distinct things that these header cells surely mean."""
    found: set[str] = set()
    for cell in cells:
        if fold(cell.text) in known or fold(cell.leaf) in known:
            found.add("saved:" + fold(cell.text))
        elif (matches := match(cell.leaf, cell.group, loose=False)) and matches[0].term not in _DECORATION:
            found.add(matches[0].term)
    return found


def _single(top: _Top, row: int) -> tuple[HeaderCell, ...]:
    return tuple(HeaderCell(c, row, v, "") for c, v in enumerate(top.rows[row]) if isinstance(v, str) and len(v) <= 120)


def _double(top: _Top, row: int) -> tuple[HeaderCell, ...] | None:
    """Return the header of rows ``row`` and ``row + 1`` read as groups over names, or None when they are not that."""
    upper, lower = top.rows[row], top.rows[row + 1]
    if any(_is_number(v) or isinstance(v, CellError) for v in (*upper, *lower)):
        return None
    groups: dict[int, str] = {}
    grouped = False
    current: str | None = None
    for c in range(top.width):
        if row in top.merged_rows:
            cell = top.spread[row][c]
            current = cell if isinstance(cell, str) else None
            span = top.wide.get((row, c), (c, c))
            width = span[1] - span[0] + 1
            if (
                current
                and 1 < width < top.width
                and sum(lower[k] is not None for k in range(span[0], min(span[1], top.width - 1) + 1)) > 1
            ):
                grouped = True
        elif upper[c] is not None:
            current = str(upper[c])
        elif lower[c] is None:
            current = None
        elif current is not None and lower[c - 1] is not None:
            grouped = True
        if current is not None:
            groups[c] = current
    if not grouped and not any((row, c) in top.tall and (row + 1, c) in top.tall for c in range(top.width)):
        return None
    cells = []
    for c in range(top.width):
        below = lower[c] if (row + 1, c) not in top.tall else None
        above = groups.get(c)
        if isinstance(below, str):
            text = above if above and fold(above) != fold(below) else ""
            cells.append(HeaderCell(c, row + 1, below, text or ""))
        elif above is not None and (upper[c] is not None or (row, c) in top.tall):
            cells.append(HeaderCell(c, row, above, ""))
    return tuple(cells)


def _is_code_row(top: _Top, row: int) -> bool:
    texts = [v for v in top.rows[row] if isinstance(v, str)]
    return len(texts) >= 2 and sum(_CODE.fullmatch(v.strip()) is not None for v in texts) >= 0.7 * len(texts)


def find_header(grid: Grid, row: int | None = None, known: frozenset[str] = frozenset()) -> Header:
    """Find the header.

    Args:
        grid: the sheet.
        row: the 0-based last header row when the operator has said it.
        known: folded header words of the operator's saved mapping.

    Raises:
        SheetError: ``empty_sheet``, ``no_header`` or ``nothing_recognised``.
    """
    top = _Top(grid, max(_SCAN, row or 0) + 2)
    if not any(v is not None for line in top.rows for v in line) and all(
        is_empty(v) for line in grid.cells for c, v in enumerate(line) if c not in grid.skip_columns
    ):
        raise SheetError(
            "empty_sheet",
            f"Sheet “{grid.name}” is empty. Choose the sheet that holds your products.",
            f"工作表“{grid.name}”是空的。请选择存放商品的工作表。",
        )
    count = min(len(top.rows), _SCAN)
    if row is None:
        first = top.rows[0][0] if top.rows and top.rows[0] else None
        if isinstance(first, str) and (label := _LABEL_ROW.search(first)):  # Amazon's upload template says it in A1
            row = int(label.group(1)) - 1 if int(label.group(1)) <= len(top.rows) else None
    if row is not None:
        if row >= len(top.rows):
            raise SheetError(
                "no_header",
                f"Sheet “{grid.name}”: header_row is {row + 1}, but the sheet has {len(grid.cells)} rows. Correct "
                "it in the mapping file.",
                f"工作表“{grid.name}”：header_row 为 {row + 1}，但工作表只有 {len(grid.cells)} 行。"
                "请在映射文件中更正。",
            )
        best = row - 1 if row and _units_of(top, row) else row
    else:
        scores = [len(_terms_of(_single(top, r), known)) - 0.5 * _is_code_row(top, r) for r in range(count)]
        best = max(range(count), key=lambda r: (scores[r], -r))
        if scores[best] < 2:
            pairs = {r: cells for r in range(count - 1) if (cells := _double(top, r))}
            pair = max(pairs, key=lambda r: len(_terms_of(pairs[r], known)), default=None)
            if pair is not None and len(_terms_of(pairs[pair], known)) >= 2:
                return Header(pair, pair + 1, pairs[pair])
            names = [v for v in top.rows[best] if v is not None]
            # One known word makes a header only in a tiny sheet with numbers under it: a page of rules names
            # 售价 too.
            numbers = best + 1 < len(top.rows) and any(map(_is_number, top.rows[best + 1]))
            if scores[best] < 1 or len(names) > 3 or not numbers:
                raise _not_found(grid, top)
    single = _single(top, best)
    header = Header(best, best, single)
    have = len(_terms_of(single, known))
    below = _double(top, best) if best + 1 < len(top.rows) else None
    above = _double(top, best - 1) if best else None
    if below and len(_terms_of(below, known)) > have:
        header, have = Header(best, best + 1, below), len(_terms_of(below, known))
    if above:
        more = len(_terms_of(above, known))
        leaves = [fold(c.leaf) for c in above if c.group]
        repeated = len(set(leaves)) < len(leaves)
        if more > have or (
            more == have and header.last == best and (repeated or any(scope_of(c.group) for c in above))
        ):
            header = Header(best - 1, best, above)
    return _with_units(top, header)


def _units_of(top: _Top, row: int) -> dict[int, str]:
    """Return the units of a row that holds nothing else, by column; empty for any other row."""
    filled = {c: v for c, v in enumerate(top.rows[row]) if v is not None}
    units = {
        c: v
        for c, v in filled.items()
        if isinstance(v, str) and (take_apart(f"({v})").unit or take_apart(f"({v})").currency)
    }
    return units if len(units) == len(filled) else {}


def _with_units(top: _Top, header: Header) -> Header:
    """Take in a row under the header that holds only units: 长 宽 高 重量 over cm cm cm g."""
    row = header.last + 1
    if row >= len(top.rows):
        return header
    units = _units_of(top, row)
    if not units:
        return header
    cells = tuple(
        HeaderCell(c.column, c.row, f"{c.leaf} ({units[c.column]})" if c.column in units else c.leaf, c.group)
        for c in header.cells
    )
    return Header(header.first, row, cells)


def _not_found(grid: Grid, top: _Top) -> SheetError:
    """Return the error for a sheet without a known header: with its words when some row looks like one."""
    for r, line in enumerate(top.rows[:-1]):
        texts = [v for v in line if isinstance(v, str)]
        filled = [v for v in line if v is not None]
        if len(texts) >= 3 and len(texts) == len(filled) and any(_is_number(v) for v in top.rows[r + 1]):
            shown = "、".join(v.strip() for v in texts[:8])
            return SheetError(
                "nothing_recognised",
                f"Sheet “{grid.name}”: row {r + 1} looks like the header, but none of its words is known: {shown}. "
                "Run “xlops map FILE” and write in the mapping file what the columns mean.",
                f"工作表“{grid.name}”：第 {r + 1} 行像表头，但没有一个词能识别：{shown}。"
                "请运行“xlops map 文件”，在映射文件中写明各列含义。",
            )
    return SheetError(
        "no_header",
        f"Sheet “{grid.name}”: no header row was found in the first {_SCAN} rows. A header row has names such as SKU, "
        "price, product cost, weight. Add one, or give header_row in the mapping file (xlops map FILE).",
        f"工作表“{grid.name}”：前 {_SCAN} 行中没有找到表头。表头应有“SKU、售价、采购价、重量”等名称。"
        "请补上表头，或在映射文件中写 header_row（xlops map 文件）。",
    )


_TOTAL = re.compile(
    r"(合计|总计|小计|汇总|总和|共计|平均|平均值|均值|(?:grand\s*|sub\s*-?\s*)?totals?|sum|average|avg)\s*:?\s*(\(.*\)|[¥$€£]?\s*[\d.,]+.*)?"
)
# What :func:`_is_total` says yes to has such first or last two letters. They spare nearly every row the closer look.
_TOTAL_BEGIN = re.compile(
    r"\s|[合总小汇共平均]|[tTｔＴ][oOｏＯ]|[gGｇＧ][rRｒＲ]|[sSｓＳ][uUｕＵ]|[aAａＡ][vVｖＶ]"
)
_TOTAL_LAST = re.compile(r"(?:[小合总]计|[aAａＡ][lLｌＬ]|[:：\s])\Z")
_FIRST_TWO, _LAST_TWO = itemgetter(slice(2)), itemgetter(slice(-2, None))
_LONGEST_TOTAL = 40
_TEXTS_READ = 4  # of a row, from the left
_FEW = 50
_HEADER_NOTES = 4  # rows under the header that may explain it
_TOTAL_END = re.compile(r".{0,20}(小计|合计|总计|subtotal)\s*:?")
_NOTE = re.compile(
    r"(注|备注|说明|附注|提示|note|notes|remark|remarks|tip|tips|p\.?s\.?|\*|※|来源|source|制表|更新|以上|数据)[\s:0-9、.(（]?.*",
    re.S,
)

SKIP_TEXTS = {
    "blank": ("blank row", "空行"),
    "subtotal": ("subtotal or total row", "合计/小计行"),
    "total_by_sum": (
        "no name, and its numbers are the sum of the rows above",
        "没有名称，且数值等于以上各行之和",
    ),
    "repeated_header": ("header repeated", "重复的表头"),
    "header_note": (
        "explains the header: no numbers, text under number columns",
        "表头说明行：数值列下是文字",
    ),
    "note": ("note: one cell only", "备注行：只有一个单元格"),
    "beside": ("nothing in the columns that were understood", "已识别的列中没有内容"),
    "parent": ("parent of the variations below: no price of its own", "父体行：本身没有售价"),
}


def classify_rows(
    grid: Grid, header: Header, mapped: Mapping[int, str], numeric: frozenset[int]
) -> tuple[list[int], list[tuple[int, str]]]:
    """Split the rows under the header into products and the rest.

    Args:
        grid: the sheet.
        header: where the header is.
        mapped: column -> term.
        numeric: the mapped columns that hold numbers.

    Returns:
        0-based product rows, and (row, why) for the others; rows after the last filled one are left out.
    """
    names = {c.column: fold(c.leaf) for c in header.cells}
    skip = grid.skip_columns
    codes = {c for c, t in mapped.items() if t in ("sku", "asin", "product_id", "parent_asin")}
    skipped: list[tuple[int, str]] = []
    blanks: list[int] = []
    start = header.last + 1
    ends = {column: name[-2:] for column, name in names.items()}
    sure = _sure_products(grid, start, ends, numeric)
    sure[:_HEADER_NOTES] = False
    products = (np.flatnonzero(sure) + start).tolist()
    last = products[-1] if products else -1
    others = np.flatnonzero(~sure) + start
    for r, row in zip(others.tolist(), grid.rows(others), strict=True):
        filled = [
            c
            for c, v in enumerate(row)
            if v is not None and v != "" and c not in skip and not (type(v) is str and not v.strip())
        ]
        if not filled:
            blanks.append(r)
            continue
        last = max(last, r)
        why = _why_not(row, filled, names, numeric, codes, r - header.last) or (
            "beside" if mapped and not any(c in mapped for c in filled) else None
        )
        if why:
            skipped.append((r, why))
        else:
            products.append(r)
    skipped += [(r, "blank") for r in blanks if r < last]
    return sorted(products), sorted(skipped)


def _sure_products(grid: Grid, start: int, ends: Mapping[int, str], numeric: frozenset[int]) -> NDArray[np.bool_]:
    """Find the rows from ``start`` on that need no closer look: several texts, none like a total or like its column's
    header."""
    rows = np.arange(start, len(grid.cells))
    sure = np.ones(rows.size, dtype=bool)
    texts = np.zeros(rows.size, dtype=np.int64)
    for c in range(grid.width if rows.size else 0):
        cells = grid.column(c, rows)
        if c in grid.skip_columns or (isinstance(cells, CellColumn) and cells.numbers is not None):
            continue
        column = list(cells)
        kinds = set(map(type, column))
        if str not in kinds:
            continue
        at = np.arange(rows.size) if kinds == {str} else np.flatnonzero([type(v) is str for v in column])
        written = column if kinds == {str} else [column[n] for n in at.tolist()]
        sure[at[_needing_look(written, c in numeric, ends.get(c))]] = False
        texts[at] += 1
        if np.count_nonzero(texts < _TEXTS_READ) <= rows.size // _FEW:
            return sure & (texts >= _TEXTS_READ)  # nothing further right is read; the few others get their closer look
    return sure & (texts >= 2)


def _needing_look(texts: list[Any], numeric: bool, end: str | None) -> list[int]:
    """Return the places of the texts of a column for whose sake a row may be no product.

    ``end`` are the last two letters of the column's folded header, blank if it has none; None = the column has no
    header. Whether a text may be such a one is told by its first and last two letters, of which there are few.
    """
    if end == "":
        return list(range(len(texts)))
    begins, ends = list(map(_FIRST_TWO, texts)), list(map(_LAST_TWO, texts))
    kinds = set(ends)

    def places(keys: list[str], wanted: set[str]) -> list[int]:
        return [n for n, key in enumerate(keys) if key in wanted] if wanted else []

    blank = places(ends, {kind for kind in kinds if not kind.strip()})
    alike = places(ends, {kind for kind in kinds if kind and end is not None and _may_end(kind, end)})
    totals = places(begins, {kind for kind in set(begins) if _TOTAL_BEGIN.match(kind)})
    totals += places(ends, {kind for kind in kinds if _TOTAL_LAST.search(kind)})
    is_total = {text for text in {texts[n] for n in totals} if _is_total(text, numeric)}
    return alike + [n for n in blank if not texts[n].strip()] + [n for n in totals if texts[n] in is_total]


def _is_total(text: str, numeric: bool) -> bool:
    """Whether a text calls its row a total; ``numeric``: it stands in a column of numbers."""
    s = plain(text)
    if len(s) > _LONGEST_TOTAL:
        return False
    return bool(_TOTAL.fullmatch(s) or (has_cjk(s) and not numeric and _TOTAL_END.fullmatch(s)))


def _may_end(last: str, end: str) -> bool:
    """Whether a text with these last letters, once folded, may end in others."""
    for letter, wanted in zip(reversed(last), reversed(end), strict=False):
        if not ("\u4e00" <= letter <= "\u9fff" or (letter.isascii() and letter.isalnum())):
            return True  # it may not count
        if letter.lower() != wanted:
            return False
    return True


def _why_not(
    row: Sequence[object],
    filled: Sequence[int],
    names: Mapping[int, str],
    numeric: frozenset[int],
    codes: set[int],
    depth: int,
) -> str | None:
    texts = [(c, row[c]) for c in filled if type(row[c]) is str]
    if not texts:
        return None
    for c, v in texts[:_TEXTS_READ]:
        if _is_total(str(v), c in numeric):
            return "subtotal"
    if len(filled) == 1:
        c, v = texts[0]
        s = plain(str(v))
        looks_like_code = c in codes and not has_cjk(s) and " " not in s and len(s) <= 40
        return None if looks_like_code and not _NOTE.fullmatch(s) else "note"
    if len(texts) >= 2 and any(fold(str(v)) == names.get(c) for c, v in texts[:3]):
        same = sum(fold(str(v)) == names.get(c) for c, v in texts)
        if same >= 2 and same >= 0.5 * len(filled):
            return "repeated_header"
    if depth <= _HEADER_NOTES and numeric and len(texts) == len(filled):
        known = sum(bool(match(str(v), loose=False)) for _, v in texts)
        if known >= 3 and known >= 0.7 * len(texts):
            return "repeated_header"
        under = [v for c, v in texts if c in numeric]
        if (
            len(under) >= 2
            and not any(ch.isdigit() for v in under for ch in str(v))
            and all(text_value(v) for v in under)
        ):
            return "header_note"
        codelike = sum(_CODE.fullmatch(str(v).strip()) is not None for _, v in texts)
        if under and codelike >= 0.7 * len(texts) and not any(str(v)[:1].isdigit() for v in under):
            return "header_note"
    return None
