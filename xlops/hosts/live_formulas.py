"""Which live formulas can stand in the result columns of a graded sheet, and exactly which text.

A column becomes live only where the very text of its formula, evaluated here on the raw cells that it refers to, gives
what grading gave: the same number, and an error where the result is unknown. So a live cell is never better than the
grade beside it. Rows for which this fails keep their value, and the column says which is the first and why.

A template is a formula in which ``[4]`` stands for column 4 of the row; a run shows it as ``$E$5:$E$28`` (one array
formula) or as ``E5`` (one formula a row, which Excel adjusts when it is written to the whole run at once).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import numpy as np
from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token

from xlops.errors import REASONS, Reason
from xlops.fees.names import name_list
from xlops.fees.units import UNIT_PAIRS
from xlops.grading.results import Graded, ResultColumn
from xlops.hosts.excel import cells
from xlops.hosts.formula_text import evaluate
from xlops.sheets import CellError, Grid, cell_name, column_letters
from xlops.sheets.cells import LENGTH_UNITS, WEIGHT_UNITS
from xlops.terms import NUMERIC_KINDS, terms
from xlops.workbook.book import OWN_FORMULA, OWN_MARK

_BLANK = '""'
ARRAY_LIMIT = 255  # Range.FormulaArray refuses a longer text, its "=" counted
_TOLERANCE = 1e-9
_LEAST_LIVE = 0.5  # with fewer rows a column keeps its values: formulas here and there help nobody
_EXCEL_EPOCH = datetime(1899, 12, 30)
_UNITS = {pair: text for text, pair in UNIT_PAIRS.items()}
_SIDES = ("length", "width", "height")
_PLAIN_NUMBER = re.compile(r"[+-]?[\d,]*\.?\d+%?")
_NO_DANGER = ("", "n", "no", "false", "0", "否", "无", "非危险品", "普货", "普通", "×", "-", "none")

Pair = tuple[str, str]  # English, Chinese


@dataclass(frozen=True)
class Run:
    """Rows that get one formula: 0-based and inclusive, without a gap.

    ``text`` has no leading ``=``. With ``array`` it is one array formula over the run; else it is the formula of the
    first row, to be written to the whole run at once.
    """

    first_row: int
    last_row: int
    text: str
    array: bool


@dataclass(frozen=True)
class LiveColumn:
    """What becomes of one result column.

    Without ``runs`` it stays a column of values, and ``en`` and ``zh`` say why. With runs, ``left`` holds the 0-based
    rows that keep their value, and the texts say what to know: which rows these are and why, formulas that stand in
    each cell because they are long, a rate that stands in them as a number; blank where there is nothing.
    """

    key: str
    runs: tuple[Run, ...] = ()
    left: tuple[int, ...] = ()
    en: str = ""
    zh: str = ""

    @property
    def live_rows(self) -> int:
        """How many rows have a formula."""
        return sum(run.last_row - run.first_row + 1 for run in self.runs)


class _NotLive(Exception):
    """Why a column has no formula, in both languages."""

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en)
        self.pair: Pair = (en, zh)


def _no_rate() -> _NotLive:
    return _NotLive(REASONS[Reason.MISSING_EXCHANGE_RATE].en, REASONS[Reason.MISSING_EXCHANGE_RATE].zh)


def live_columns(
    graded: Graded, grid: Grid, places: Mapping[str, int], today: date, in_table: bool = False
) -> tuple[LiveColumn, ...]:
    """Find the formulas for the result columns of a sheet.

    Args:
        graded: the graded sheet.
        grid: the cells that it was read from.
        places: 0-based column of each result column, by key.
        today: the day; formulas of a sheet graded for it carry no date and go on with the calendar.
        in_table: the rows are an Excel table, which refuses array formulas over several cells.

    Returns:
        One entry for each result column, in their order.
    """
    sources = _Sources(graded, grid, places, today)
    made: dict[str, LiveColumn] = {}
    for key, recipe in _RECIPES.items():  # sums come after what they add up
        if key in sources.keys:
            made[key] = _Decision(sources, graded.column(key), recipe, in_table).column()
    rows = tuple(sources.rows)
    return tuple(made.get(c.key) or LiveColumn(c.key, (), rows, *_VALUES.get(c.key, _IMPORTED)) for c in graded.columns)


def in_each_cell(live: LiveColumn, rows: Sequence[int]) -> list[str | None]:
    """Return the formula of each row, without ``=``; None where the row keeps its value.

    Args:
        live: a column whose runs have one formula a row.
        rows: 0-based rows of the column, ascending.
    """
    made: dict[int, str] = {}
    for run in live.runs:
        # What moves from row to row is a number between these texts.
        texts = [""]
        for token in Tokenizer("=" + run.text).items:
            moves = token.subtype == Token.RANGE and "$" not in token.value
            texts[-1] += token.value.rstrip("0123456789") if moves else token.value
            texts += [""] * moves
        made.update((row, str(row + 1).join(texts)) for row in range(run.first_row, run.last_row + 1))
    return [made.get(row) for row in rows]


_VALUES: dict[str, Pair] = {
    "currency": ("a text that no formula gives", "没有公式给出该文本"),
    "size_tier": (
        "the formula AMZ_SIZE_TIER gives a code such as large_standard, the column a name to read",
        "公式 AMZ_SIZE_TIER 返回代码（如 large_standard），而该列显示名称",
    ),
    "campaign_profit": ("the profit once more, at the campaign price", "按活动价重新计算的利润"),
    "campaign_margin_rate": ("the margin once more, at the campaign price", "按活动价重新计算的利润率"),
    "fba_fee_difference": ("your FBA fee less the one in the column of xlops", "表内 FBA 费减去 xlops 计算的 FBA 费"),
    "grade": ("a grade weighs several columns; no formula does that", "评级综合多列得出，没有对应公式"),
    "coverage": ("comes with the grade", "随评级得出"),
    "reasons": ("comes with the grade", "随评级得出"),
}
_IMPORTED: Pair = ("imported from a report", "由报表导入")


# What the formulas refer to
# ----------------------------------------------------------------------------------------------------------------


class _Sources:
    """The sheet as formulas see it, and the pieces that recipes are made of."""

    def __init__(self, graded: Graded, grid: Grid, places: Mapping[str, int], today: date) -> None:
        self.graded, self.sheet, self.grid, self.places, self.today = graded, graded.sheet, grid, places, today
        self.keys = {column.key for column in graded.columns}
        self.rows: list[int] = graded.sheet.rows.tolist()
        self.columns = {column.term: column for column in graded.sheet.columns if column.term}
        self.terms = {column.index: str(column.term) for column in self.columns.values()}
        day = graded.settings.as_of
        self.day = "" if day == today else _constant(day.isoformat())
        # Result columns as they will stand in the sheet: the graded values, errors where a formula is unknown.
        self.own: dict[int, dict[int, object]] = {}
        for key, place in places.items():
            values = graded.column(key).values
            self.own[place] = {row: _shown(value) for row, value in zip(self.rows, values, strict=True)}
        self.constants: set[str] = set()
        # Rows of a result column that go with the sheet: live, and so are the results that they rest on.
        self.follows: dict[int, set[int]] = {place: set() for place in places.values()}
        self._trusted: dict[int, list[bool]] = {}

    def raw(self, row: int, index: int) -> object:
        """Return a cell of the sheet, None beyond its end."""
        line = self.grid.cells[row] if row < len(self.grid.cells) else ()
        return line[index] if index < len(line) else None

    def read(self, row: int, index: int) -> object:
        """Return a cell as Excel hands it to a formula."""
        return self.own[index].get(row) if index in self.own else _delivered(self.raw(row, index))

    def has(self, term: str) -> bool:
        return term in self.columns

    def ref(self, term: str) -> str:
        """Return the column of a term. Raises _NotLive where the sheet has none of its own."""
        if term in self.columns:
            return f"[{self.columns[term].index}]"
        label = terms()[term]
        en, zh = label.label_en, label.label_zh
        raise _NotLive(f"the sheet has no column of its own for {en}", f"表中没有单独的“{zh}”列")

    def maybe(self, term: str) -> str:
        return self.ref(term) if self.has(term) else ""

    def result(self, key: str) -> str:
        """Return a result column."""
        if key not in self.places:
            raise _NotLive(f"it rests on the result column {key}, which is missing", f"它依据的结果列 {key} 不存在")
        return f"[{self.places[key]}]"

    def markets(self) -> list[str]:
        """Return what may stand as the market: the column, then the settings' market; blank is the US.

        Where a price is not in dollars a blank cell is not the US: its fees would be taken on yen.
        """
        given = self.graded.settings.market
        if self.has("market"):
            ref, dollars = self.ref("market"), {*self.graded.currency} <= {"USD", None}
            return [ref if dollars else f'IF({ref}="",NA(),{ref})', *([_constant(given)] if given else [])]
        return [_constant(given) if given else ""]

    def package(self) -> tuple[list[str], str]:
        """Return sides and weight, and their units as the formulas name them."""
        refs = [self.ref(term) for term in (*_SIDES, "weight")]
        length = {self.columns[side].unit for side in _SIDES}
        pair = (str(length.pop()) if len(length) == 1 else "", str(self.columns["weight"].unit))
        if pair not in _UNITS:
            raise _NotLive(
                "sizes and weights are in units that the formulas do not take (they take cm or in with g, kg, lb, oz)",
                "尺寸与重量的单位不是公式支持的组合（cm 配 g 或 kg，in 配 lb 或 oz）",
            )
        return refs, "" if _UNITS[pair] == "cm,g" else _constant(_UNITS[pair])

    # Money

    def selling(self) -> str | None:
        return _most(self.graded.currency)

    def rate(self, selling: str | None) -> str:
        """Return CNY for 1 unit of the selling currency: the sheet's column, the cell of its note, or a number."""
        if self.has("exchange_rate"):
            return self.ref("exchange_rate")
        if "exchange_rate" in self.sheet.data and len(self.rows):
            rate = float(self.sheet.data["exchange_rate"][0])
            return self._note(rate) or self.constant(rate)
        given = {code.upper(): rate for code, rate in self.graded.settings.rates.items()}
        if selling not in given:
            raise _no_rate()
        return self.constant(given[selling])

    def constant(self, rate: float) -> str:
        """Return an exchange rate as a number in the formula, and remember it: the operator should know."""
        self.constants.add(_constant(rate))
        return _constant(rate)

    def _note(self, rate: float) -> str | None:
        """Return the cell above the header that holds the exchange rate beside its name."""
        for row in range(self.sheet.header_rows[0]):
            for index, cell in enumerate(self.grid.cells[row]):
                if index and cell == rate and isinstance(self.grid.cells[row][index - 1], str):
                    return f"${column_letters(index)}${row + 1}"
        return None

    def money(self, term: str) -> tuple[str, list[str]]:
        """Return a term in the selling currency, and the cells that must be greater than 0 for it to be known."""
        ref, selling = self.ref(term), self.selling()
        source = _most(self.sheet.currency[term]) or selling
        if source == selling:
            return ref, [ref]
        given = {code.upper(): rate for code, rate in self.graded.settings.rates.items()}
        if selling == "CNY":
            factor = self.constant(given[str(source)]) if source in given else self.ref("exchange_rate")
            return f"ROUND({ref}*{factor},6)", [ref]
        rate = self.rate(selling)
        cells_of_it = [ref, rate] if rate[0] in "[$" else [ref]
        if source == "CNY":
            return f"ROUND({ref}/{rate},6)", cells_of_it
        if source not in given:
            raise _no_rate()
        return f"ROUND({ref}*{self.constant(given[source])}/{rate},6)", cells_of_it

    def amount(self, term: str) -> str:
        """Return money for a formula that knows a blank: the cell, or what it is worth, unknown where it is blank."""
        text, _ = self.money(term)
        return text if text == self.ref(term) else f'IF({self.ref(term)}="",NA(),{text})'

    def optional_amount(self, term: str) -> str:
        """Return money of which a blank is none: in Excel's arithmetic too."""
        return self.money(term)[0] if self.has(term) else ""

    def paid(self, *wanted: str) -> str:
        """Return the sum of costs; one that is blank or 0 makes it unknown, for it is not known yet."""
        found = [self.money(term) for term in wanted]
        factors = dict.fromkeys(factor for _, of in found for factor in of)
        return f"IF({'*'.join(factors)}>0,{'+'.join(text for text, _ in found)},NA())"

    def costs(self) -> list[str]:
        """Return the landed cost as grading takes it: given, else product cost and first leg, with duty."""
        made = [self.paid("landed_cost")] if self.has("landed_cost") else []
        if self.has("product_cost") or not made:
            cost = self.paid("product_cost", *(["first_leg"] if self.has("first_leg") else []))
            made.append(f"{cost}+{self.amount('unit_duty')}" if self.has("unit_duty") else cost)
        return made

    def revenue(self, less_tax: bool, reclaimed: bool = False) -> str:
        """Return what the buyer pays, on Amazon with shipping; without the tax that is passed on."""
        more = f"+{self.optional_amount('shipping')}" if self.has("shipping") and "fba_fee" in self.keys else ""
        if less_tax and "vat" in self.keys:
            more += f"-{self.result('vat')}"
        if reclaimed and "reclaimed_vat" in self.keys:
            more += f"+{self.result('reclaimed_vat')}"
        return f"IF({self.ref('price')}>0,{self.money('price')[0]}{more},NA())" if more else self.amount("price")

    def ads(self) -> str:
        """Return ad spend per unit sold; none where nothing was spent."""
        if not self.has("ad_spend"):
            return ""
        units = self.ref("orders" if self.has("orders") and not self.has("units_sold") else "units_sold")
        spend = self.ref("ad_spend")
        return f'IF({spend}="",NA(),IF({spend}=0,0,ROUND({self.money("ad_spend")[0]}/{units},6)))'

    # Rows that a formula must leave alone

    def trusted(self, index: int) -> list[bool]:
        """Return for each row whether grading took a column's cell as it stands, or as the text that it is."""
        if index not in self._trusted:
            term = self.terms.get(index)
            data = self.sheet.data.get(term) if term else None
            column = [self.raw(row, index) for row in self.rows]
            unit = self.columns[term].unit if term in self.columns else None
            factor = {**LENGTH_UNITS, **WEIGHT_UNITS}.get(str(unit), 1.0) if term in (*_SIDES, "weight") else None
            self._trusted[index] = (
                [True] * len(self.rows)
                if data is None
                else [
                    _as_it_stands(cell, value, term is not None and terms()[term].kind in NUMERIC_KINDS, factor)
                    for cell, value in zip(column, data, strict=True)
                ]
            )
        return self._trusted[index]

    def _seller_delivers(self, place: int) -> bool:
        if "fba_fee" not in self.keys:
            return False
        fba, referral = (self.graded.column(key).reasons[place] for key in ("fba_fee", "referral_fee"))
        return bool(fba == Reason.NOT_APPLICABLE != referral)

    def barred(self, key: str, place: int) -> Pair | None:
        """Return why a formula must not stand in a row although it may give the right number today."""
        data = self.sheet.data
        if key in (*_AMAZON_ONLY, "profit", "break_even_acos") and self._seller_delivers(place):
            return "the seller delivers", "卖家自配送"
        if key in ("vat", "reclaimed_vat") and "vat_rate" in data and not np.isnan(data["vat_rate"][place]):
            return "the row has a VAT rate of its own, which AMZ_VAT does not take", "该行有自己的税率，AMZ_VAT 不支持"
        danger = str(data["dangerous_goods"][place] or "").strip().casefold() if "dangerous_goods" in data else ""
        if key in ("fba_fee", "storage_fee") and danger not in _NO_DANGER:
            return "dangerous goods are told by a column of their own", "危险品由单独的列标明，公式不读取该列"
        programme = str(data["programme"][place] or "") if "programme" in data else ""
        if key == "packaging_fee" and name_list("programmes").resolve(programme) == "sipp":
            return "the unit ships in its own packaging (SIPP)", "该商品以自身包装发货（SIPP）"
        return None


_ON_PRICE_AND_RESULTS = ("profit", "margin_rate", "break_even_acos")
_AMAZON_ONLY = ("referral_fee", "closing_fee", "fba_fee", "packaging_fee", "digital_fee", "storage_fee")


def _as_it_stands(cell: object, value: Any, number: bool, factor: float | None) -> bool:
    if isinstance(cell, CellError):
        return not cell.text.startswith("=")  # a formula without a stored result may hold anything
    if cell is None or cell == "":
        return bool(value is None or value != value)
    if not number or isinstance(cell, str):
        return True
    if value != value:
        return False  # refused: a placeholder, an impossible figure
    return factor is None or abs(float(value) - float(cell) * factor) <= _TOLERANCE * abs(float(value))  # type: ignore[arg-type]


def _most(codes: Iterable[str | None]) -> str | None:
    found = Counter(code for code in codes if code is not None)
    return found.most_common(1)[0][0] if found else None


def _shown(value: object) -> object:
    return None if value is None or value != value else value.item() if isinstance(value, np.generic) else value


def _delivered(cell: object) -> object:
    """Return a cell as Range.Value2 has it: days and times are numbers, errors their text."""
    if isinstance(cell, CellError):
        return cell.text
    if isinstance(cell, time):
        cell = datetime.combine(_EXCEL_EPOCH, cell) - _EXCEL_EPOCH
    if isinstance(cell, timedelta):
        return cell.total_seconds() / 86400
    if isinstance(cell, datetime):
        return (cell - _EXCEL_EPOCH).total_seconds() / 86400
    if isinstance(cell, date):
        return float((cell - _EXCEL_EPOCH.date()).days)
    return float(cell) if isinstance(cell, Decimal) else cell


# The recipes: for each column its formulas, the first that fits a row wins
# ----------------------------------------------------------------------------------------------------------------


def _constant(value: str | float) -> str:
    return '"' + value.replace('"', '""') + '"' if isinstance(value, str) else f"{value:.15g}"


def _call(name: str, *arguments: str) -> str:
    """Return a call. A blank argument is left out at the end and "" before others: hosts differ in what a gap is."""
    given = list(arguments)
    while given and not given[-1]:
        given.pop()
    return f"{name}({','.join(argument or _BLANK for argument in given)})"


def _marked(template: str) -> str:
    """Return a formula that is known as ours wherever it stands; one that calls none of ours adds a 0 that names us."""
    return template if OWN_FORMULA.search(template) else f"{template}+{OWN_MARK}"


def _referral(s: _Sources) -> list[str]:
    common = (s.amount("price"), s.ref("category"))
    rest = (s.day, s.optional_amount("shipping"), s.maybe("programme"))
    plain = [_call("AMZ_REFERRAL_FEE", *common, market, *rest) for market in s.markets()]
    try:
        sides, units = s.package()
    except _NotLive:
        return plain
    if all(name_list("markets").resolve(str(m)) == "us" for m in s.sheet.data.get("market", ["us"]) if m) and (
        name_list("markets").resolve(s.graded.settings.market or "us") == "us"
    ):
        return plain
    # In Europe a least fee depends on the size tier.
    tiers = [(market, _call("AMZ_SIZE_TIER", *sides, market, s.day, units)) for market in s.markets()]
    return [*(_call("AMZ_REFERRAL_FEE", *common, market, *rest, tier) for market, tier in tiers), *plain]


def _closing(s: _Sources) -> list[str]:
    return [_call("AMZ_CLOSING_FEE", s.ref("category"), market, s.day) for market in s.markets()]


def _fba(s: _Sources) -> list[str]:
    sides, units = s.package()
    price, category, programme = s.amount("price"), s.maybe("category"), s.maybe("programme")
    return [_call("AMZ_FBA_FEE", *sides, price, category, market, s.day, units, programme) for market in s.markets()]


def _packaging(s: _Sources) -> list[str]:
    sides, units = s.package()
    return [_call("AMZ_PACKAGING_FEE", *sides, market, s.day, units) for market in s.markets()]


def _digital(s: _Sources) -> list[str]:
    selling, fulfilment = (
        "+".join(s.result(key) for key in keys if key in s.keys)
        for keys in (("referral_fee", "closing_fee"), ("fba_fee", "packaging_fee"))
    )
    country = s.maybe("seller_country")
    return [_call("AMZ_DIGITAL_FEE", selling, fulfilment, market, s.day, country) for market in s.markets()]


def _storage(s: _Sources) -> list[str]:
    (*sides, weight), units = s.package()
    rest = (s.day, units, weight, "", s.maybe("category"))
    return [_call("AMZ_STORAGE_FEE", *sides, "1", market, *rest) for market in s.markets()]


def _rates(s: _Sources, term: str) -> list[str]:
    """Return a rate as the formulas take it: 8 in a column of percents is 0.08."""
    ref = s.ref(term)
    forms = (f"{ref}/100", ref) if s.columns[term].unit == "percent" else (ref,)
    return [f'IF({ref}="",NA(),{form})' for form in forms]


def _commission(s: _Sources) -> list[str]:
    named = [rate for term in ("commission_rate", "platform_rate") if s.has(term) for rate in _rates(s, term)]
    named += [s.ref("category")] if s.has("category") else []
    default = s.graded.settings.commission_rate
    named += [_constant(default)] if default is not None else []
    return [_call("ALI_COMMISSION", s.amount("price"), rate, s.day) for rate in named]


def _affiliate(s: _Sources) -> list[str]:
    rates = _rates(s, "affiliate_rate") if s.has("affiliate_rate") else []
    default = s.graded.settings.affiliate_rate
    rates += [_constant(default)] if default is not None else []
    return [_call("ALI_AFFILIATE", s.amount("price"), rate, s.day) for rate in rates]


def _freight(s: _Sources) -> list[str]:
    """The sheet's own freight, else the list price of the line, which is in the line's currency."""
    made = [s.paid(term) for term in ("freight", "last_mile") if s.has(term)]
    if not (s.has("weight") and s.has("country")):
        return made
    pair = ("cm", str(s.columns["weight"].unit))
    if pair not in _UNITS:
        return made
    units = "" if pair == ("cm", "g") else _constant(_UNITS[pair])
    listed = _call("ALI_FREIGHT", s.ref("weight"), s.ref("country"), s.maybe("line"), s.day, units)
    yuan = f'{_call("ALI_FREIGHT_CURRENCY", s.maybe("line"), s.day)}="CNY"'
    if s.selling() != "USD":
        return made
    try:
        return [*made, f"ROUND({listed}/IF({yuan},{s.rate('USD')},1),6)"]
    except _NotLive:
        return [*made, f"IF({yuan},NA(),ROUND({listed},6))"]


def _fees(s: _Sources) -> list[str]:
    """A fee that no row pays has no column, but a change of category or size may bring it: it is asked here."""
    made = []
    if "fba_fee" in s.keys:
        there = "+".join(s.result(key) for key in _AMAZON_ONLY[:-1] if key in s.keys)
        asked = [_closing(s)] if "closing_fee" not in s.keys and s.has("category") else []
        if "packaging_fee" not in s.keys and all(map(s.has, (*_SIDES, "weight"))):
            asked.append(_packaging(s))
        for texts in zip(*asked, strict=True):  # per market
            made.append("+".join([there, *texts]))
            made += [f"{there}+{text}" for text in texts if len(texts) > 1]
        made.append(there)
    if "commission" in s.keys:
        shared = s.graded.settings.affiliate_rate is not None or s.has("affiliate_rate")
        made.append("+".join(s.result(key) for key in ("commission", *(["affiliate_fee"] if shared else []))))
    return made


def _vat(s: _Sources) -> list[str]:
    return [_call("AMZ_VAT", s.revenue(less_tax=False), market, s.day) for market in s.markets()]


def _reclaimed(s: _Sources) -> list[str]:
    return [_call("AMZ_VAT", s.result("fba_fee"), market, s.day) for market in s.markets()]


def _before(s: _Sources, ads: str) -> list[str]:
    revenue, fees = s.revenue(less_tax=True, reclaimed=True), s.result("fees_total")
    other = s.optional_amount("other_cost")
    freight = [s.optional_amount("freight")] if "fba_fee" in s.keys else []
    freight += [s.result("freight_fee")] if "freight_fee" in s.keys else []
    return [_call("OPS_PROFIT", revenue, cost, fees, out, ads, other) for cost in s.costs() for out in freight]


def _profit(s: _Sources) -> list[str]:
    return _before(s, s.ads())


def _margin(s: _Sources) -> list[str]:
    return [_call("OPS_MARGIN_RATE", s.result("profit"), s.revenue(less_tax=True))]


def _break_even(s: _Sources) -> list[str]:
    before = _before(s, "") if s.has("ad_spend") else [s.result("profit")]
    return [_call("OPS_BREAKEVEN_ACOS", text, s.amount("price")) for text in before]


def _acos(s: _Sources) -> list[str]:
    return [_call("OPS_ACOS", s.amount("ad_spend"), s.amount("ad_sales"))]


_RECIPES: dict[str, Callable[[_Sources], list[str]]] = {
    "referral_fee": _referral,
    "closing_fee": _closing,
    "fba_fee": _fba,
    "packaging_fee": _packaging,
    "digital_fee": _digital,
    "storage_fee": _storage,
    "commission": _commission,
    "affiliate_fee": _affiliate,
    "freight_fee": _freight,
    "fees_total": _fees,
    "vat": _vat,
    "reclaimed_vat": _reclaimed,
    "profit": _profit,
    "margin_rate": _margin,
    "break_even_acos": _break_even,
    "acos": _acos,
}


# The decision
# ----------------------------------------------------------------------------------------------------------------


class _Decision:
    """One result column: which template each row gets, and what is said of the others."""

    def __init__(
        self, sources: _Sources, column: ResultColumn, recipe: Callable[[_Sources], list[str]], in_table: bool
    ) -> None:
        self.s, self.graded, self.recipe, self.in_table = sources, column, recipe, in_table
        self.wanted = [_shown(value) for value in column.values]
        self.asked = [n for n, why in enumerate(column.reasons) if why != Reason.NOT_APPLICABLE]
        self.given: list[list[object]] = []  # what each template gives, by row
        self.doubtful: set[int] = set()  # rows in which the first one calculates with a text

    def column(self) -> LiveColumn:
        rows = self.s.rows
        try:
            templates = list(dict.fromkeys(map(_marked, self.recipe(self.s))))
            if not templates:
                raise _NotLive("the sheet lacks the columns that its formula needs", "表中没有公式所需的列")
        except _NotLive as why:
            return LiveColumn(self.graded.key, (), tuple(rows), *why.pair)
        chosen = self._choose(templates)
        runs, long = self._runs(templates, chosen)
        live = {row for run in runs for row in range(run.first_row, run.last_row + 1)}
        left = [n for n in self.asked if rows[n] not in live]
        if not any(self.wanted[n] is not None and rows[n] in live for n in self.asked):
            # Nothing that is known would prove the formula.
            runs, left = [], self.asked
        elif len(left) > _LEAST_LIVE * len(self.asked):
            runs, left = [], left
        said = self._said(templates, chosen, runs, left, long)
        if not runs:
            return LiveColumn(self.graded.key, (), tuple(rows), *said)
        self._stand(templates, chosen, runs)
        return LiveColumn(self.graded.key, tuple(runs), tuple(rows[n] for n in left), *said)

    def _choose(self, templates: list[str]) -> dict[int, int]:
        """Return the template of each row that has one: the first that fits, unknown rows as most of the known."""
        fits: list[list[bool]] = []
        for template in templates:
            given, doubtful = self._evaluated(template)
            trusted = [self.s.trusted(index) for index in _columns(template)]
            self.doubtful |= doubtful if not self.given else set()
            self.given.append(given)
            fits.append(
                [
                    _agrees(given[n], self.wanted[n])
                    and n not in doubtful
                    and all(of[n] for of in trusted)
                    and self.s.barred(self.graded.key, n) is None
                    and self._stale(template, n) is None
                    for n in range(len(given))
                ]
            )
        known = [n for n in self.asked if self.wanted[n] is not None]
        chosen = {n: t for n in known if (t := next((t for t, of in enumerate(fits) if of[n]), None)) is not None}
        usual = [t for t, _ in Counter(chosen.values()).most_common()]
        for n in self.asked:
            if self.wanted[n] is None and (t := next((t for t in usual if fits[t][n]), None)) is not None:
                chosen[n] = t
        return chosen

    def _stale(self, template: str, n: int) -> int | None:
        """Return the result column that keeps an old figure in a row while this formula would follow the price.

        A sum of fees shows what stands beside it, and freight does not depend on the price.
        """
        if self.graded.key not in _ON_PRICE_AND_RESULTS:
            return None
        row, freight = self.s.rows[n], self.s.places.get("freight_fee")
        own = (index for index in _columns(template) if index in self.s.own and index != freight)
        return next((index for index in own if row not in self.s.follows[index]), None)

    def _evaluated(self, template: str) -> tuple[list[object], set[int]]:
        given: list[object] = []
        doubtful: set[int] = set()
        for first, last in _unbroken(self.s.rows):
            found = evaluate(_text(template, first, last, False), self.s.read, first, last, self.s.today)
            doubtful |= {len(given) + n for n in found.doubtful}
            given += found.values
        return given, doubtful

    def _runs(self, templates: list[str], chosen: dict[int, int]) -> tuple[list[Run], bool]:
        """Return the runs, each proved by its own text, and whether a text was too long for an array formula."""
        rows, runs, long = self.s.rows, [], False
        same = [0, *(b for b in range(1, len(rows)) if self._breaks(chosen, b)), len(rows)]
        for start, end in pairwise(same):
            if start not in chosen:
                continue
            first, last = rows[start], rows[end - 1]
            text = _text(templates[chosen[start]], first, last, True)
            fits = len(text) < ARRAY_LIMIT
            array = fits and last > first and not self.in_table
            long |= not fits and not self.in_table
            if not array:
                text = _text(templates[chosen[start]], first, last, False)
            found = evaluate(text, self.s.read, first, last, self.s.today).values
            if all(_agrees(value, self.wanted[start + n]) for n, value in enumerate(found)):
                runs.append(Run(first, last, text, array))
        return runs, long

    def _breaks(self, chosen: dict[int, int], n: int) -> bool:
        return self.s.rows[n] != self.s.rows[n - 1] + 1 or chosen.get(n) != chosen.get(n - 1)

    def _stand(self, templates: list[str], chosen: dict[int, int], runs: list[Run]) -> None:
        """Let the formulas that come after see the errors of this column's live cells, and which cells follow."""
        place, freight = self.s.places[self.graded.key], self.s.places.get("freight_fee")
        live = {row for run in runs for row in range(run.first_row, run.last_row + 1)}
        for n, row in enumerate(self.s.rows):
            if row not in live:
                continue
            if self.s.own[place].get(row) is None:
                self.s.own[place][row] = cells.UNKNOWN
            own = [i for i in _columns(templates[chosen[n]]) if i in self.s.own and i != freight]
            if all(row in self.s.follows[index] for index in own):
                self.s.follows[place].add(row)

    # What is said

    def _said(self, templates: list[str], chosen: dict[int, int], runs: list[Run], left: list[int], long: bool) -> Pair:
        said: list[Pair] = []
        if not left and not runs:
            said.append(("no row", "没有数据行"))
        elif not runs and all(self.wanted[n] is None for n in self.asked):
            said.append(("no row has a known result that would prove the formula", "没有一行有已知结果，无法验证公式"))
        elif left:
            first = next((n for n in left if n not in chosen), left[0])
            en, zh = self._why(templates, first)
            row = self.s.rows[first] + 1
            if runs:
                of = len(self.asked)
                said.append((f"{len(left)} of {of} rows keep their values", f"{of} 行中有 {len(left)} 行保留数值"))
                said.append((f"the first is row {row}: {en}", f"首个为第 {row} 行：{zh}"))
            else:
                said.append((f"row {row}: {en}", f"第 {row} 行：{zh}"))
        if runs and long:
            said.append(
                (f"one formula in each cell, as an array formula would pass {ARRAY_LIMIT} characters",
                 f"数组公式会超过 {ARRAY_LIMIT} 个字符，因此每个单元格一个公式")
            )  # fmt: skip
        used = {templates[t] for t in chosen.values()} if runs else set()
        for rate in sorted(self.s.constants):
            if any(re.search(rf"[/*,]{re.escape(rate)}(?![\d.])", text) for text in used):
                said.append((f"the exchange rate {rate} stands in the formulas", f"汇率 {rate} 直接写在公式中"))
        return "; ".join(en for en, _ in said), "；".join(zh for _, zh in said)

    def _why(self, templates: list[str], n: int) -> Pair:
        """Return why a row keeps its value: a cell that a formula reads otherwise, else what the formula gives."""
        if (barred := self.s.barred(self.graded.key, n)) is not None:
            return barred
        row = self.s.rows[n]
        typed = [index for index in _columns(templates[0]) if index not in self.s.own]
        said = [self._odd_cell(n, index) for index in typed]
        if n in self.doubtful:
            # Even a plain number written as text is none in Excel's arithmetic in every language.
            said += [self._odd_cell(n, index, plain=False) for index in typed]
        if (found := next(filter(None, said), None)) is not None:
            return found
        if (stale := self._stale(templates[0], n)) is not None:
            name = cell_name(row, stale)
            return f"{name} does not follow the sheet in this row", f"{name} 在该行不随表格重算"
        given, wanted = self.given[0][n], self.wanted[n]
        en, zh = ("nothing", "空") if wanted is None else (f"{wanted:.10g}", f"{wanted:.10g}")
        return f"the formula gives {given}, grading gave {en}", f"公式结果为 {given}，评级结果为 {zh}"

    def _odd_cell(self, n: int, index: int, plain: bool = True) -> Pair | None:
        """Say what is odd in a cell; with ``plain`` a number that is written as text is not."""
        row = self.s.rows[n]
        cell, name = self.s.raw(row, index), cell_name(row, index)
        number = terms()[self.s.terms[index]].kind in NUMERIC_KINDS
        if number and isinstance(cell, str) and cell and not (plain and _PLAIN_NUMBER.fullmatch(cell.strip())):
            return f"{name} holds the text '{cell}', not a number", f"{name} 是文本“{cell}”，不是数字"
        if self.s.trusted(index)[n]:
            return None
        if cell is None or cell == "":
            return f"{name} is blank; grading has its value from elsewhere", f"{name} 为空，评级取自其他单元格"
        if isinstance(cell, CellError):
            return f"{name} has no calculated value", f"{name} 没有计算结果"
        return f"{name} holds {cell}, which grading does not take as it stands", f"评级未按原样采用 {name} 的 {cell}"


def _agrees(given: object, wanted: object) -> bool:
    """Whether a formula gives what grading gave: the number, or an error where it is unknown."""
    if wanted is None:
        return isinstance(given, str) and given in cells.ERRORS
    if isinstance(given, bool) or not isinstance(given, int | float) or not isinstance(wanted, int | float):
        return False
    return abs(given - wanted) <= _TOLERANCE * max(1.0, abs(wanted))


def _unbroken(rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Return first and last of rows that follow each other."""
    start = 0
    for n in range(1, len(rows) + 1):
        if n == len(rows) or rows[n] != rows[n - 1] + 1:
            yield rows[start], rows[n - 1]
            start = n


_SLOT = re.compile(r"\[(\d+)\]")


def _columns(template: str) -> list[int]:
    return [int(index) for index in dict.fromkeys(_SLOT.findall(template))]


def _text(template: str, first: int, last: int, array: bool) -> str:
    """Return a template as the formula of a run."""

    def place(found: re.Match[str]) -> str:
        letters = column_letters(int(found[1]))
        return f"${letters}${first + 1}:${letters}${last + 1}" if array else f"{letters}{first + 1}"

    return _SLOT.sub(place, template)
