"""The cells of one column as numbers, days or texts. Each distinct value is read once."""

from __future__ import annotations

import math
import re
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from xlops.reports.files import Cells
from xlops.reports.layout import VOLUME_UNITS, VOLUME_WORDS, LayoutColumn, header_key
from xlops.sheets.cells import (
    LENGTH_UNITS,
    SHARED_SIGNS,
    UNIT_WORDS,
    WEIGHT_UNITS,
    Decimals,
    changed_texts,
    parse_cell,
    parse_dates,
    parse_sides,
    parse_text,
    plain,
    text_value,
)
from xlops.sheets.headers import fold, take_apart

Floats = NDArray[np.float64]
Days = NDArray[np.datetime64]

_FACTORS: dict[str, Mapping[str, float]] = {"length": LENGTH_UNITS, "weight": WEIGHT_UNITS, "volume": VOLUME_UNITS}
# Plain numbers with thousands marks, by the decimal mark; the others are read with all that a cell may hold.
_GROUPED = {
    ".": re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d*)?"),
    ",": re.compile(r"-?(?:\d+|\d{1,3}(?:\.\d{3})+)(?:,\d+)?"),
}
_ASKED = 2000  # texts of which the decimal mark is asked
_SMALL = {"rate", "ratio", "stars"}  # a thousand makes no sense: 1,234 is 1.234
_NO_WORDS = {"blank", "placeholder"}
_WHY = {
    "bound": ("only a limit is told", "只给出了界限"),
    "several": ("several numbers in one cell", "一个单元格内有多个数字"),
    "ambiguous": ("a thousands mark or a decimal mark", "无法分辨千分位与小数点"),
    "text": ("not a number", "不是数字"),
    "error": ("an Excel error", "Excel 错误值"),
    "unit": ("the unit is not told", "未注明单位"),
    "stand_in": ("a placeholder, not a number of this product", "占位值，不是该商品的真实数据"),
    "date": ("not a date", "不是日期"),
    "ambiguous_date": ("day and month cannot be told apart", "无法分辨日和月"),
    "market": ("not a marketplace that xlops knows", "无法识别的站点"),
    "currency": ("not a currency that xlops knows", "无法识别的币种"),
    "impossible": ("this figure cannot be so", "该指标不可能是此数值"),
}
# Month names of European exports as English ones; a name that is the same in English is left out.
_MONTHS = {
    "janv": "jan", "gennaio": "jan", "gen": "jan", "ene": "jan", "enero": "jan", "januar": "jan",
    "févr": "feb", "fév": "feb", "febbraio": "feb", "febrero": "feb", "février": "feb",
    "mars": "mar", "mär": "mar", "märz": "mar", "mrz": "mar", "marzo": "mar",
    "avr": "apr", "avril": "apr", "abr": "apr", "abril": "apr", "aprile": "apr",
    "mai": "may", "mag": "may", "maggio": "may", "mayo": "may",
    "juin": "jun", "giu": "jun", "giugno": "jun", "juni": "jun", "junio": "jun",
    "juil": "jul", "juillet": "jul", "lug": "jul", "luglio": "jul", "juli": "jul", "julio": "jul",
    "août": "aug", "ago": "aug", "agosto": "aug",
    "set": "sep", "settembre": "sep", "septembre": "sep", "septiembre": "sep",
    "ott": "oct", "ottobre": "oct", "okt": "oct", "oktober": "oct", "octobre": "oct", "octubre": "oct",
    "novembre": "nov", "noviembre": "nov",
    "dez": "dec", "dezember": "dec", "dic": "dec", "dicembre": "dec", "diciembre": "dec", "déc": "dec",
    "décembre": "dec", "janvier": "jan", "februar": "feb",
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+\.?")
_DOTTED_DAY = re.compile(r"(\d{1,2})\.\s+(?=[^\W\d_])")  # 1. Juli 2026
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})\b")
_TIME = re.compile(r"(?:\s+|T|\s*(?:上午|下午|午前|午後)\s*)\d{1,2}:\d{2}.*", re.S)
_MONTH = re.compile(r"(20\d\d)[-/.年](0?[1-9]|1[0-2])月?")
_BETWEEN = (" - ", "–", "—", "~", "～", "至", " to ")
_WINDOW = re.compile(r"\s+(?:-|–|—|~|至|to)\s+|\s*[~～至]\s*")


@dataclass(frozen=True)
class Unread:
    """Cells of one column that could not be read and are unknown: the text, how many, and the first row's position."""

    header: str
    found: str
    why: str
    rows: int
    position: int

    def text(self, lang: str) -> str:
        """Return the reason in ``lang`` (``"en"`` or ``"zh"``)."""
        return _WHY[self.why][lang == "zh"]


@dataclass(frozen=True)
class Numbers:
    """A column of numbers in xlops's own units; ``currency`` is a currency mark met in the cells."""

    values: Floats
    unread: list[Unread]
    currency: str | None


def unread(cells: Cells, header: str, problems: Iterable[tuple[int, str]]) -> list[Unread]:
    """Return what is to be told of distinct values that could not be read, given as (place among them, reason)."""
    told = [(place, why) for place, why in problems if why not in _NO_WORDS]
    if not told or not len(cells.codes):
        return []
    counts = np.bincount(cells.codes, minlength=len(cells.values))
    found = []
    for place, why in told:
        if counts[place]:
            first = int(np.argmax(cells.codes == place))
            found.append(Unread(header, str(cells.values[place]), why, int(counts[place]), first))
    return found


def piece(cells: Cells, part: int | None) -> Cells:
    """Return one piece of cells such as ``7/28/42``, counted from 1."""
    if part is None:
        return cells

    def cut(value: object) -> object:
        pieces = re.split(r"[/|]", value) if isinstance(value, str) else []
        return pieces[part - 1] if len(pieces) >= part else value if len(pieces) < 2 and part == 1 else None

    return Cells(cells.codes, [cut(value) for value in cells.values])


def picked(cells: Cells, pattern: re.Pattern[str] | None) -> Cells:
    """Return what a pattern finds in each cell, None where it finds nothing."""
    if pattern is None:
        return cells
    found = [pattern.search(value) if isinstance(value, str) else None for value in cells.values]
    return Cells(cells.codes, [match[1].strip() if match else None for match in found])


def decimals_of(columns: Iterable[Cells]) -> Decimals:
    """Return the decimal mark that all number columns of a file prove together."""
    marked = [v for cells in columns for v in cells.values if isinstance(v, str) and ("," in v or "." in v)]
    return (any("," in text for text in marked) and _proved(marked)) or "."


def _proved(texts: Sequence[str], small: bool = False) -> Decimals | None:
    """Return the decimal mark that texts prove, None where they prove nothing. Of very many texts some are asked."""
    some = texts[:: len(texts) // _ASKED + 1]
    proofs = {parse_text(text, ".", small).decimals for text in some} - {None}
    return "mixed" if len(proofs) == 2 else "," if proofs == {","} else "." if proofs else None


def numbers(
    cells: Cells, column: LayoutColumn, header: str, kind: str, decimals: Decimals, unit_cells: Cells | None = None
) -> Numbers:
    """Read a column of numbers.

    Args:
        cells: the column.
        column: its layout.
        header: what stands above it, which may name the unit.
        kind: the kind of its measure.
        decimals: what the file proves of the decimal mark, for columns that prove nothing.
        unit_cells: the column that names the unit of each row.
    """
    small = kind in _SMALL
    texts = [value if isinstance(value, str) else None for value in cells.values]
    with_marks = [text for text in texts if text and ("," in text or "." in text)]
    asked = decimals != "." or any("," in text for text in with_marks)
    own = (asked and _proved(with_marks, small)) or decimals
    quick = pd.to_numeric(pd.Series(texts, dtype=object), errors="coerce").to_numpy(dtype=float, copy=True)
    quick[~np.isfinite(quick)] = math.nan
    plainly = ~np.isnan(quick) & (own == ".")
    values = np.where(plainly, quick / 100 if column.percent else quick, math.nan)
    units: list[str | None] = [None] * len(cells.values)
    problems: list[tuple[int, str]] = []
    marks: set[str] = set()
    grouped = _GROUPED.get(own)
    for place in np.flatnonzero(~plainly).tolist():
        text = texts[place]
        if text and grouped and not small and grouped.fullmatch(text):
            values[place] = float(text.replace(",", "") if own == "." else text.replace(".", "").replace(",", "."))
            continue
        number = parse_cell(cells.values[place], own, small)
        if number.problem or math.isinf(number.value):
            problems.append((place, number.problem or "text"))
            continue
        values[place] = number.value / 100 if column.percent and not number.percent else number.value
        if number.currency:
            marks.add(number.sign or number.currency)
        units[place] = number.unit
    for place in np.flatnonzero(np.isin(values, column.placeholders)).tolist():
        values[place] = math.nan
        problems.append((place, "stand_in"))
    factors = _FACTORS.get(kind)
    if factors is None:
        by_row = values[cells.codes] * column.sign if len(cells.codes) else np.zeros(0)
        return Numbers(by_row, unread(cells, header, problems), marks.pop() if len(marks) == 1 else None)
    common = column.unit or _unit(take_apart(header).unit or "", factors)
    factor = np.array([factors.get(unit or common or "", math.nan) for unit in units], dtype=float)
    by_row = values[cells.codes] if len(cells.codes) else np.zeros(0)
    by_unit = factor[cells.codes] if len(cells.codes) else np.zeros(0)
    if unit_cells is not None and len(cells.codes):
        known = [factors.get(_unit(str(value), factors) or "", math.nan) for value in unit_cells.values]
        by_unit = np.array(known)[unit_cells.codes]
    told = unread(cells, header, problems)
    lost = np.isnan(by_unit) & ~np.isnan(by_row)
    if lost.any():
        first = int(np.argmax(lost))
        told.append(Unread(header, str(cells.values[cells.codes[first]]), "unit", int(lost.sum()), first))
    return Numbers(by_row * by_unit, told, None)


def _unit(text: str, factors: Mapping[str, float]) -> str | None:
    word = plain(text).rstrip(".")
    found = VOLUME_WORDS.get(header_key(word)) if factors is VOLUME_UNITS else UNIT_WORDS.get(word)
    return found if found in factors else None


def sides(cells: Cells, column: LayoutColumn, header: str) -> tuple[list[Floats], list[Unread]]:
    """Read a column of three sides in one cell as length, width and height in cm."""
    common = column.unit or _unit(take_apart(header).unit or "", LENGTH_UNITS)
    found = np.full((len(cells.values), 3), math.nan)
    problems = []
    for place, value in enumerate(cells.values):
        read = parse_sides(value)
        factor = LENGTH_UNITS.get(read.unit or common or "", math.nan)
        if read.problem or math.isnan(factor):
            problems.append((place, read.problem or "unit"))
        else:
            found[place] = np.array([read.length, read.width, read.height]) * factor
    by_row = found[cells.codes] if len(cells.codes) else np.zeros((0, 3))
    return [by_row[:, n] for n in range(3)], unread(cells, header, problems)


def days(cells: Cells, header: str, order: str | None) -> tuple[Days, Days, list[Unread]]:
    """Read a column of days, months or windows of days in any usual shape as first and last day.

    Args:
        cells: the column: ``2026-07-06``, ``Jul 06, 2026 - Jul 29, 2026``, ``2026-07`` (the whole month), with or
            without a time, in the languages of Amazon's exports.
        header: what stands above it.
        order: what 03/04/2026 means, where the export fixes it; otherwise the column must prove it.
    """
    written: dict[object, int] = {}
    which = [written.setdefault(_without_time(value), len(written)) for value in cells.values]
    ends: dict[object, int] = {}
    pairs = []
    for value in written:
        pair = _ends_of(value)
        pairs.append([ends.setdefault(_english_day(end, order), len(ends)) for end in (pair[0], pair[-1])])
    read, problems, _ = parse_dates(list(ends))
    why = dict(problems)
    wrong = {n: why[place] for n, pair in enumerate(pairs) for place in pair if place in why}
    told = {n: wrong[day] for n, day in enumerate(which) if day in wrong}
    first, last = np.array(pairs, dtype=np.intp).reshape(-1, 2)[np.array(which, dtype=np.intp)].T
    return _spread(read[first], cells), _spread(read[last], cells), unread(cells, header, told.items())


def _without_time(value: object) -> object:
    """Return a day's text without the time behind it, so that a file has few distinct ones; a window stays."""
    if isinstance(value, str) and ":" in value and not any(mark in value for mark in _BETWEEN):
        return _TIME.sub("", value)
    return value


def _ends_of(value: object) -> Sequence[object]:
    if not isinstance(value, str):
        return [value]
    if match := _MONTH.fullmatch(value.strip()):
        year, month = int(match[1]), int(match[2])
        return [date(year, month, 1), date(year, month, monthrange(year, month)[1])]
    ends = _WINDOW.split(value)
    return ends if len(ends) == 2 else [value]


def _spread(read: Days, cells: Cells) -> Days:
    return read[cells.codes] if len(cells.codes) else np.zeros(0, dtype="datetime64[D]")


def _english_day(value: object, order: str | None) -> object:
    if not isinstance(value, str):
        return value

    def english(match: re.Match[str]) -> str:
        return _MONTHS.get(match[0].rstrip(".").casefold(), match[0])

    text = _TIME.sub("", value.strip().strip("'"))
    if (match := _SLASHED.match(text)) and order:
        a, b, year = match.groups()
        month, day = (a, b) if order == "month first" else (b, a)
        return f"{'20' if len(year) == 2 else ''}{year}-{month}-{day}"
    return _WORD.sub(english, _DOTTED_DAY.sub(r"\1 ", text)) if not text[:4].isdigit() else text


def texts(cells: Cells) -> NDArray[np.object_]:
    """Read a column of names or codes; None where there is none."""
    changed = changed_texts([value for value in cells.values if type(value) is str])
    plain_text = [changed.get(value, value) if type(value) is str else text_value(value) for value in cells.values]
    read = np.array(plain_text or [None], dtype=object)
    return read[cells.codes] if len(cells.codes) else np.zeros(0, dtype=object)


def replaced(cells: Cells, values: Mapping[str, str]) -> Cells:
    """Return a column with whole cells replaced; ``values`` has folded texts."""
    if not values:
        return cells
    return Cells(cells.codes, [values.get(fold(str(v)), v) if v is not None else v for v in cells.values])


def is_shared(mark: str | None) -> bool:
    """Whether a currency mark is one of several currencies, as $ is."""
    return mark in SHARED_SIGNS
