"""One messy cell to a number, three sides or a date; and the same over a whole column.

Nothing here knows terms or headers. A cell that is not surely a number gives NaN and a problem code; it is
never turned into zero.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from operator import itemgetter
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from xlops.cell_table import CellColumn
from xlops.sheets.grid import CellError

Decimals = Literal[".", ",", "mixed"]

# Factors to the canonical unit: centimetres and grams.
LENGTH_UNITS = {"cm": 1.0, "mm": 0.1, "dm": 10.0, "m": 100.0, "in": 2.54, "ft": 30.48}
WEIGHT_UNITS = {"g": 1.0, "kg": 1000.0, "mg": 0.001, "lb": 453.59237, "oz": 28.349523125, "斤": 500.0}

# How people write those units, and the words after a count.
UNIT_WORDS = {
    **dict.fromkeys(("cm", "cms", "厘米", "公分", "centimeter", "centimeters", "centimetre", "centimetres"), "cm"),
    **dict.fromkeys(("mm", "毫米", "millimeters", "millimetres"), "mm"),
    **dict.fromkeys(("dm", "分米"), "dm"),
    **dict.fromkeys(("m", "米", "meters", "metres"), "m"),
    **dict.fromkeys(("in", "inch", "inches", "英寸", "吋", "寸", '"', "''", "″", "”"), "in"),
    **dict.fromkeys(("ft", "feet", "foot", "英尺"), "ft"),
    **dict.fromkeys(("g", "gr", "gram", "grams", "gramme", "grammes", "克"), "g"),
    **dict.fromkeys(("kg", "kgs", "kilogram", "kilograms", "千克", "公斤"), "kg"),
    **dict.fromkeys(("mg", "毫克"), "mg"),
    **dict.fromkeys(("lb", "lbs", "pound", "pounds", "磅"), "lb"),
    **dict.fromkeys(("oz", "ounce", "ounces", "盎司"), "oz"),
    **dict.fromkeys(("斤", "市斤"), "斤"),
    **dict.fromkeys(
        (
            "个",
            "件",
            "pcs",
            "pc",
            "units",
            "天",
            "日",
            "days",
            "day",
            "单",
            "次",
            "条",
            "个月",
            "星",
            "分",
            "stars",
        ),
        "count",
    ),
}

# Signs that several currencies share. They are read as the first of them unless the sheet's 币种 column
# names another.
SHARED_SIGNS = {
    "$": ("USD", "CAD", "AUD", "MXN", "SGD", "HKD", "NZD", "TWD", "CLP", "COP", "ARS"),
    "¥": ("CNY", "JPY"),
}
CURRENCY_WORDS = {
    **{sign: codes[0] for sign, codes in SHARED_SIGNS.items()},
    **dict.fromkeys(("cny", "rmb", "cn¥", "人民币", "元", "块"), "CNY"),
    **dict.fromkeys(("usd", "us$", "us $", "美元", "美金", "美刀"), "USD"),
    **dict.fromkeys(("eur", "€", "欧元", "euro", "euros"), "EUR"),
    **dict.fromkeys(("gbp", "£", "英镑"), "GBP"),
    **dict.fromkeys(("jpy", "jp¥", "円", "日元", "日币"), "JPY"),
    **dict.fromkeys(("cad", "ca$", "c$", "加元", "加币"), "CAD"),
    **dict.fromkeys(("aud", "au$", "a$", "澳元", "澳币"), "AUD"),
    **dict.fromkeys(("mxn", "mx$", "墨西哥比索"), "MXN"),
    **dict.fromkeys(("brl", "r$", "雷亚尔"), "BRL"),
    **dict.fromkeys(("inr", "₹", "rs", "rs.", "卢比"), "INR"),
    **dict.fromkeys(("rub", "₽", "卢布", "руб", "руб."), "RUB"),
    **dict.fromkeys(("krw", "₩", "韩元"), "KRW"),
    **dict.fromkeys(("pln", "zł", "兹罗提"), "PLN"),
    **dict.fromkeys(("try", "₺", "里拉"), "TRY"),
    **dict.fromkeys(("sek", "瑞典克朗"), "SEK"),
    **dict.fromkeys(("hkd", "hk$", "港币", "港元"), "HKD"),
    **dict.fromkeys(("sgd", "s$", "新加坡元", "新币"), "SGD"),
    **dict.fromkeys(("aed", "迪拉姆"), "AED"),
    **{
        w: w.upper()
        for w in ("chf", "sar", "twd", "czk", "huf", "dkk", "nok", "nzd", "thb", "myr", "php", "vnd", "idr")
    },
    **{w: w.upper() for w in ("ils", "uah", "kzt", "clp", "cop", "ars", "zar", "egp", "ron", "bgn")},
}

_PLACEHOLDERS = frozenset(
    [
        "--",
        "—",
        "–",
        "-",
        "―",
        "－－",
        "——",
        "---",
        "----",
        "/",
        "\\",
        ".",
        "?",
        "??",
        "*",
        "n/a",
        "n/r",
        "na",
        "n.a.",
        "n/a.",
        "#n/a",
        "null",
        "none",
        "nil",
        "nan",
        "tbd",
        "tbc",
        "无",
        "暂无",
        "没有",
        "待定",
        "未知",
        "待补",
        "待确认",
        "未填",
        "空",
        "缺",
        "缺失",
        "有花费无销售额",
        "缺采购成本",
        "缺头程成本",
        "缺wfs配送费",
    ]
)
_THOUSANDS = {
    ",": re.compile(r"\d{1,3}(,\d{3})+|\d{1,2}(,\d{2})+,\d{3}"),  # also India's 1,13,529
    ".": re.compile(r"\d{1,3}(\.\d{3})+"),
}
_SPACED = re.compile(r"\d{1,3}(?:[ '’]\d{3})+(?:[.,]\d+)?")
_NUMBER = re.compile(
    r"(?P<sign>[+-]?)\s*(?P<pre>[^\d\s.,+\-()/<>][^\d,+\-()/<>]*?)?\s*(?P<sign2>[+-]?)\s*"
    r"(?P<num>\d[\d.,]*(?:[ '’]\d[\d.,]*)*|[.,]\d+)\s*(?P<post>\D*)"
)
_PER_PIECE = re.compile(r"\s*/\s*(件|个|只|套|台|pcs?|unit|each|ea)\.?$")
_SEVERAL = re.compile(r"\D{0,4}\d[\d.,]*\D{0,4}?\s*(?:[/|;~～至]|\s-\s|-|\n)\s*\D{0,4}\d[\d.,]*.*", re.S)
_SCIENTIFIC = re.compile(r"[+-]?\d+(\.\d+)?e[+-]?\d+")
_POUNDS_OUNCES = re.compile(r"(\d+(?:\.\d+)?)\s*(?:lbs?|pounds?|磅)\.?\s*,?\s*(\d+(?:\.\d+)?)\s*(?:oz|ounces?|盎司)\.?")
_GUARD = re.compile(r'="(.*)"', re.S)
_DASHES = str.maketrans({"−": "-", "‐": "-", "‑": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " "})
_DASH = re.compile("[" + "".join(map(chr, _DASHES)) + "]")
_LONGEST_PLACEHOLDER = max(map(len, _PLACEHOLDERS))  # no way of writing one is shorter than itself


_NONE = np.array(None, dtype=object)


def missing(values: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Return where an object array holds None."""
    return np.equal(values, _NONE).astype(bool)


def repeated(value: object, size: int) -> NDArray[np.object_]:
    """Return an array that holds one object so many times; np.full makes a new string for each place."""
    out = np.empty(size, dtype=object)
    out.fill(value)
    return out


def plain(text: str) -> str:
    """Return text with full-width letters, digits and signs made ordinary, lower case, trimmed."""
    if text.isascii():
        return text.casefold().strip()
    text = unicodedata.normalize("NFKC", text)
    return (text.translate(_DASHES) if _DASH.search(text) else text).casefold().strip()


def unguard(text: str) -> str:
    """Return text without Excel's text guard: ``="1705"`` and ``'1705`` are 1705. Any other ``=`` stays text."""
    text = text.strip()
    if text.startswith("=") and (guard := _GUARD.fullmatch(text)):
        return guard.group(1).strip()
    return text[1:] if text.startswith("'") and len(text) > 1 else text


@dataclass(frozen=True, slots=True)
class Number:
    """One cell read as a number.

    ``value`` is NaN unless ``problem`` is "". ``unit`` is one of UNIT_WORDS' values, ``percent`` means that
    the cell had the sign (and the value is already a fraction). ``sign`` is the currency sign as written
    when several currencies share it. ``decimals`` is what this cell proves of the decimal mark, ``loose``
    marks a cell such as 1,234 that proves nothing.
    """

    value: float
    problem: str = ""
    currency: str | None = None
    sign: str | None = None
    unit: str | None = None
    percent: bool = False
    decimals: str | None = None
    loose: bool = False


_NOTHING = Number(math.nan, "blank")
_TEXT = Number(math.nan, "text")


def _digits(body: str, decimals: Decimals, small: bool) -> tuple[float, str | None, bool] | None:
    """Read digits with marks: (value, what the decimal mark must be, whether it could be read two ways)."""
    if " " in body or "'" in body or "’" in body:
        if not _SPACED.fullmatch(body):
            return None
        body = re.sub(r"[ '’]", "", body)
    commas, dots = body.count(","), body.count(".")
    if not commas and not dots:
        return float(body), None, False
    if commas and dots:
        mark = "," if body.rfind(",") > body.rfind(".") else "."
        whole, _, part = body.rpartition(mark)
        group = "." if mark == "," else ","
        if not part or not _THOUSANDS[group].fullmatch(whole):
            return None
        return float(whole.replace(group, "") + "." + part), mark, False
    mark, many = (",", commas) if commas else (".", dots)
    other = "." if mark == "," else ","
    if many > 1:
        return (float(body.replace(mark, "")), other, False) if _THOUSANDS[mark].fullmatch(body) else None
    whole, part = body.split(mark)
    if not part:
        return None if mark == "," else (float(whole), mark, False)
    if len(part) == 3 and 1 <= len(whole) <= 3 and not whole.startswith("0"):
        if decimals == "mixed" and not small:
            return math.nan, None, True
        # 1,234 is a thousand and 1.234 is not, unless the column writes decimal commas or thousands make no
        # sense.
        fraction = small or (mark == "." if decimals != "," else mark == ",")
        return float(f"{whole}.{part}" if fraction else whole + part), None, True
    return float(f"{whole or '0'}.{part}"), mark, False


def parse_text(text: str, decimals: Decimals = ".", small: bool = False) -> Number:
    """Read a text as a number.

    Args:
        text: what the cell holds.
        decimals: the column's decimal mark; decides only what 1,234 and 1.234 mean. ``"mixed"``: the column
        has both, so
            such a cell is a problem ("ambiguous").
        small: True where thousands make no sense (rates, stars): then 1,234 is 1.234.

    Returns:
        The number; problem "blank", "placeholder" (``--``, ``N/A``, ``有花费无销售额``), "bound"
        (``>1000``), "several" (``12/15``), "ambiguous" or "text" otherwise.
    """
    s = plain(unguard(text))
    if not s:
        return _NOTHING
    if s in _PLACEHOLDERS:
        return Number(math.nan, "placeholder")
    if s[0] in "<>≤≥~≈约":
        return Number(math.nan, "bound")
    if mixed := _POUNDS_OUNCES.fullmatch(s):
        return Number(float(mixed.group(1)) + float(mixed.group(2)) / 16, unit="lb")
    if _SCIENTIFIC.fullmatch(s):
        return Number(float(s))
    negative = s.startswith("(") and s.endswith(")")
    s = _PER_PIECE.sub("", s[1:-1].strip() if negative else s)
    match = _NUMBER.fullmatch(s)
    if match is None:
        return Number(math.nan, "several") if _SEVERAL.fullmatch(s) else _TEXT
    pre, post = (match["pre"] or "").strip(), match["post"].strip()
    if any(c.isdigit() for c in post) or (match["sign"] and match["sign2"]):
        return _TEXT
    negative ^= "-" in (match["sign"], match["sign2"])
    currency = sign = unit = None
    percent = False
    for mark in (pre, post):
        if not mark:
            continue
        if mark in CURRENCY_WORDS and (currency is None or currency == CURRENCY_WORDS[mark]):
            currency = CURRENCY_WORDS[mark]
            sign = mark if mark in SHARED_SIGNS else None
        elif mark == "%" and mark == post:
            percent = True
        elif mark == post and mark.rstrip(".") in UNIT_WORDS:
            unit = UNIT_WORDS[mark.rstrip(".")]
        else:
            return _TEXT
    read = _digits(match["num"], decimals, small or percent)
    if read is None:
        return _TEXT
    value, proof, loose = read
    if math.isnan(value):
        return Number(math.nan, "ambiguous", loose=True)
    value = -value if negative else value
    return Number(value / 100 if percent else value, "", currency, sign, unit, percent, proof, loose)


def parse_cell(value: object, decimals: Decimals = ".", small: bool = False) -> Number:
    """Read any cell as a number; see :func:`parse_text`. A truth value or a date is a problem ("text")."""
    kind = type(value)
    if kind is float or kind is int or isinstance(value, (Decimal, np.floating, np.integer)):
        number = float(value)  # type: ignore[arg-type]
        return Number(number) if math.isfinite(number) else _NOTHING
    if value is None:
        return _NOTHING
    if isinstance(value, str):
        return parse_text(value, decimals, small)
    if isinstance(value, CellError):
        return Number(math.nan, "error")
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return Number(float(value))
    return _TEXT


def parse_each(cells: Sequence[object]) -> NDArray[np.float64]:
    """Read cells one by one as :func:`parse_cell` does, whatever their column proves; NaN where there is no number."""
    return np.array([v if type(v) is float or type(v) is int else parse_cell(v).value for v in cells], dtype=float)


@dataclass
class Numbers:
    """A column read as numbers: ``values`` with NaN for blanks, and the cells that need a word.

    ``units``, ``currencies``, ``signs`` are None when no cell has any; ``percent`` likewise. ``problems``
    lists (position, code) of cells that are not empty and not a number.
    """

    values: NDArray[np.float64]
    problems: list[tuple[int, str]]
    units: NDArray[np.object_] | None = None
    currencies: NDArray[np.object_] | None = None
    signs: NDArray[np.object_] | None = None
    percent: NDArray[np.bool_] | None = None


def column_decimals(texts: Sequence[str], small: bool = False) -> Decimals:
    """Return the decimal mark that a column's texts prove: "." unless only commas are proved; "mixed" for both."""
    proofs = {parse_text(text, ".", small).decimals for text in set(texts)} - {None}
    return "mixed" if len(proofs) == 2 else "," if proofs == {","} else "."


def parse_column(cells: Sequence[object], small: bool = False) -> Numbers:
    """Read a column of numbers: each cell as :func:`parse_cell` reads it with the column's decimal mark."""
    values, odd = _numbers_apart(cells)
    values[~np.isfinite(values)] = math.nan
    if not odd:  # as nearly every real one
        return Numbers(values, [])
    texts = {v for _, v in odd if isinstance(v, str)}
    parsed = {text: parse_text(text, ".", small) for text in texts}
    proofs = {n.decimals for n in parsed.values()} - {None}
    if "," in proofs:
        decimals: Decimals = "mixed" if "." in proofs else ","
        parsed.update({text: parse_text(text, decimals, small) for text, n in parsed.items() if n.loose})
    others = [(i, parsed[v] if isinstance(v, str) else parse_cell(v)) for i, v in odd]
    for i, read in others:
        values[i] = read.value
    out = Numbers(values, [(i, read.problem) for i, read in others if read.problem and read.problem != "blank"])
    some = list(parsed.values())
    if any(n.unit for n in some):
        out.units = _marks(len(cells), ((i, read.unit) for i, read in others))
    if any(n.currency for n in some):
        out.currencies = _marks(len(cells), ((i, read.currency) for i, read in others))
        out.signs = _marks(len(cells), ((i, read.sign) for i, read in others))
    if any(n.percent for n in some):
        out.percent = np.zeros(len(cells), dtype=bool)
        out.percent[[i for i, read in others if read.percent]] = True
    return out


def _numbers_apart(cells: Sequence[object]) -> tuple[NDArray[np.float64], list[tuple[int, object]]]:
    """Return the numbers of a column, NaN for all else, and place and cell of what is neither number nor blank."""
    if isinstance(cells, CellColumn):
        values, filled = cells.apart()
    else:
        values, filled = np.full(len(cells), math.nan), [(i, v) for i, v in enumerate(cells) if v is not None]
    odd: list[tuple[int, object]] = []
    for i, v in filled:
        if type(v) is float or type(v) is int:
            values[i] = v
        else:
            odd.append((i, v))
    return values, odd


def _marks(size: int, found: Iterable[tuple[int, str | None]]) -> NDArray[np.object_]:
    marks = np.full(size, None, dtype=object)
    for i, mark in found:
        marks[i] = mark
    return marks


@dataclass(frozen=True, slots=True)
class Sides:
    """One cell read as packed sides, perhaps with the weight last. NaN unless ``problem`` is ""."""

    length: float
    width: float
    height: float
    unit: str | None = None
    weight: float = math.nan
    weight_unit: str | None = None
    problem: str = ""


_SIDES_NUMBER = r"(?:\d+(?:[.,]\d+)?|\.\d+)"
_SIDE = re.compile(
    rf"(?P<before>[a-z长宽高]{{0,8}})\s*[:=]?\s*(?P<num>{_SIDES_NUMBER})\s*(?P<after>[a-z长宽高厘毫公分米英寸克千斤磅盎司\"″”'.]*(?:\s+[lwh])?)"
)
_LETTER = {"l": 0, "长": 0, "length": 0, "w": 1, "d": 1, "宽": 1, "width": 1, "h": 2, "高": 2, "height": 2}


def parse_sides(value: object, with_weight: bool = False) -> Sides:
    """Read one cell such as ``10x20x30cm``, ``44L x 14W x 2H``, ``12.9,5.5,3.6`` or ``1.00-1.00-1.00-0.20``.

    Args:
        value: the cell.
        with_weight: the header says that a weight follows the three sides.

    Returns:
        Sides in the order length, width, height in the cell's own unit; problem "blank", "placeholder",
        "error" or "text".
    """
    nothing = Sides(math.nan, math.nan, math.nan)
    if value is None:
        return replace(nothing, problem="blank")
    if isinstance(value, CellError):
        return replace(nothing, problem="error")
    if not isinstance(value, str):
        return replace(nothing, problem="text")
    s = plain(unguard(value))
    if not s or s in _PLACEHOLDERS:
        return replace(nothing, problem="placeholder" if s else "blank")
    s = re.sub(r"\([^)\d]*\)", "", s).strip("()[] ")  # 20x14x5cm（含吸塑）
    parts = re.split(r"(?<![a-z])\s*[x×*✕╳]\s*|\s*[xX×*✕╳]\s*(?=[\d.])|(?:\s+by\s+)", s)
    for mark in (r"\s*[-/;|、]\s*", r"\s*,\s*", r"\s+"):
        if len(parts) < 3:
            parts = re.split(mark, s)
    if len(parts) not in (3, 4) or (len(parts) == 4 and not with_weight):
        return replace(nothing, problem="text")
    sides: list[float | None] = [None, None, None]
    unit: str | None = None
    weight, weight_unit = math.nan, None
    for place, part in enumerate(parts):
        match = _SIDE.fullmatch(part.strip())
        if match is None:
            return replace(nothing, problem="text")
        number = float(match["num"].replace(",", "."))
        after = match["after"].strip().rstrip(".")
        letter = next((c for c in (match["before"], *after.split()) if c in _LETTER), None)
        word = UNIT_WORDS.get(next((c for c in after.split() if c not in _LETTER), ""))
        if letter is None and after and after[-1] in _LETTER and after[:-1] in UNIT_WORDS:
            letter, word = after[-1], UNIT_WORDS[after[:-1]]
        if (match["before"] and match["before"] not in _LETTER) or (after and letter is None and word is None):
            return replace(nothing, problem="text")
        if place == 3:
            weight, weight_unit = number, word if word in WEIGHT_UNITS else None
            continue
        if word is not None and (word not in LENGTH_UNITS or unit not in (None, word)):
            return replace(nothing, problem="text")
        unit = word or unit
        target = _LETTER[letter] if letter else place
        if sides[target] is not None:
            return replace(nothing, problem="text")
        sides[target] = number
    length, width, height = (math.nan if side is None else side for side in sides)
    return Sides(length, width, height, unit, weight, weight_unit)


_ISO = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[\st].*)?", re.S)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_NUMERIC = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?:\s.*)?", re.S)
_MONTHS = {
    m: i + 1 for i, m in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"])
}
_NAMED = re.compile(
    r"(?:(?P<d1>\d{1,2})\s+)?(?P<m>[a-z]{3})[a-z]*\.?\s*(?:(?P<d2>\d{1,2}),?\s+)?(?P<y>\d{4})(?:\s.*)?", re.S
)
_WINDOW = re.compile(r".*\d{4}\s*(?:-|–|—|~|至|到|to)\s*\w.*\d{4}.*", re.S)


def _day(year: int, month: int, day: int) -> np.datetime64 | None:
    try:
        return np.datetime64(date(year, month, day), "D")
    except ValueError:
        return None


def parse_dates(cells: Sequence[object]) -> tuple[NDArray[np.datetime64], list[tuple[int, str]], bool]:
    """Read a column of dates in any usual shape.

    03/04/2026 is read as the column proves: a first number above 12 means day first, a second above 12 month
    first. When nothing proves it the cell is a problem ("ambiguous_date"). Whole numbers are Excel's day
    numbers or YYYYMMDD.

    Returns:
        Days (NaT = blank), (position, problem) of unreadable cells, and whether Excel day numbers were met.
    """
    days = np.full(len(cells), np.datetime64("NaT", "D"))
    problems: list[tuple[int, str]] = []
    open_cells: list[tuple[int, int, int, int]] = []
    serials = False
    for i, cell in enumerate(cells):
        found: np.datetime64 | None = None
        if cell is None or (isinstance(cell, float) and math.isnan(cell)):
            continue
        if isinstance(cell, CellError):
            problems.append((i, "error"))
            continue
        if isinstance(cell, datetime):
            found = np.datetime64(cell.date(), "D")
        elif isinstance(cell, date):
            found = np.datetime64(cell, "D")
        elif isinstance(cell, (int, float)) and not isinstance(cell, bool):
            if 20000 <= cell < 80000:  # 1954 to 2119 as Excel's day numbers
                found, serials = np.datetime64("1899-12-30", "D") + int(cell), True
            elif cell == int(cell) and (match := _COMPACT.fullmatch(str(int(cell)))):
                found = _day(*map(int, match.groups()))
        elif isinstance(cell, str):
            s = plain(unguard(cell))
            if not s or s in _PLACEHOLDERS:
                if s:
                    problems.append((i, "placeholder"))
                continue
            if (match := _COMPACT.fullmatch(s)) or ((match := _ISO.fullmatch(s)) and not _WINDOW.fullmatch(s)):
                found = _day(*map(int, match.groups()))
            elif match := _NUMERIC.fullmatch(s):
                first, mark, second, year = match.groups()
                if mark == ".":
                    found = _day(int(year), int(second), int(first))
                else:
                    open_cells.append((i, int(first), int(second), int(year)))
                    continue
            elif (match := _NAMED.fullmatch(s)) and not _WINDOW.fullmatch(s) and match["m"] in _MONTHS:
                day = match["d1"] or match["d2"]
                found = _day(int(match["y"]), _MONTHS[match["m"]], int(day)) if day else None
        if found is None:
            problems.append((i, "date"))
        else:
            days[i] = found
    day_first = any(a > 12 for _, a, _, _ in open_cells)
    month_first = any(b > 12 for _, _, b, _ in open_cells)
    for i, a, b, year in open_cells:
        found = _day(year, b, a) if a > 12 or (day_first and not month_first) else None
        if found is None and (b > 12 or (month_first and not day_first)):
            found = _day(year, a, b)
        if a == b:
            found = _day(year, a, b)
        if found is None:
            problems.append((i, "ambiguous_date"))
        else:
            days[i] = found
    return days, problems, serials


def changed_texts(texts: Sequence[str]) -> dict[str, str | None]:
    """Return what :func:`text_value` makes of texts; those are left out that it gives back as they stand, as it does
    with nearly every name and code."""
    if min(map(len, texts), default=0) > _LONGEST_PLACEHOLDER:
        first, last = set(map(itemgetter(0), texts)), set(map(itemgetter(-1), texts))
        if first.isdisjoint("='") and not any(map(str.isspace, first | last)):
            return {}
    return {text: value for text in set(texts) if (value := text_value(text)) != text}


def text_value(cell: object) -> str | None:
    """Return a cell as text, None for an empty one or a placeholder. 12.0 is "12"; names starting with ``=`` stay."""
    if cell is None or isinstance(cell, CellError):
        return None
    if isinstance(cell, float):
        if math.isnan(cell):
            return None
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    text = unguard(str(cell))
    if len(text) > _LONGEST_PLACEHOLDER:
        return text
    return None if not text or plain(text) in _PLACEHOLDERS else text
