"""Read one sheet: header, columns, rows, values, currencies, and the checks across columns."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlops.fees.names import name_list
from xlops.sheets.cells import (
    CURRENCY_WORDS,
    LENGTH_UNITS,
    SHARED_SIGNS,
    WEIGHT_UNITS,
    Sides,
    missing,
    parse_cell,
    parse_each,
    plain,
    repeated,
)
from xlops.sheets.columns import COST_TERMS, Assigned, assign
from xlops.sheets.grid import Column, Grid, Issue, Sheet, SkippedRow, cell_name, column_letters
from xlops.sheets.headers import fold, has_cjk, scope_of, unit_fits, vocabulary
from xlops.sheets.locate import SKIP_TEXTS, Header, classify_rows, find_header
from xlops.sheets.mapping import SavedMapping
from xlops.sheets.messages import issue
from xlops.sheets.values import Columns, Floats, Objects, first_known, to_canonical
from xlops.terms import NUMERIC_KINDS, terms

_SIDES = ("length", "width", "height")
_INCH_CUBED = 2.54**3
_RATE_NOTE = re.compile(r"汇率\s*[:=]?\s*(\d+(?:\.\d+)?)|exchange rate\s*[:=]?\s*(\d+(?:\.\d+)?)")
_CURRENCY_NOTE = re.compile(
    r"(?:币种|货币|金额单位|单位|currency|all amounts in|amounts? in)\s*[:=]?\s*"
    r"([a-z$¥€£]{1,3}|人民币|[美欧日加澳]?元|英镑)(?![a-z])"
)
# More than this many CNY for one unit: all the currencies that a rate is usually given for, except JPY and
# the like.
_STRONG_CURRENCIES = frozenset({"USD", "EUR", "GBP", "CAD", "AUD", "CHF", "SGD", "NZD"})

_CNY_RANGE = (2.0, 20.0)  # CNY for one USD, EUR or GBP
_RATE_FACTOR = 3.0
_METRIC = re.compile(
    r"(?<![a-z])(mm|cm|kg|kgs|g|grams?|kilograms?|metric|centimet(er|re)s?)(?![a-z])|"
    r"厘米|毫米|公斤|千克|克"
)
_POUNDS = 1000 / WEIGHT_UNITS["lb"]
# Numbers that no one expects to be counted: numbers of things, days, ranks, other people's and wished-for figures,
# the operator's own results.
_NOT_COUNTED = re.compile(
    r"序号|编号|编码|条码|单号|号码|日期|时间|年份|排名|链接|电话|库位|行号|竞品|竞争|对手|目标|期望|最低|最高|历史|建议|"
    r"利润|毛利|盈亏|保本|回报|总成本|成本合计|合计|小计|"
    r"(?<![a-z])(no|nos|id|ids|upc|ean|gtin|isbn|fnsku|barcode|code|hs|hts|date|time|year|rank|ranking|bsr|url|link|"
    r"phone|row|index|competitors?|target|lowest|highest|min|max|profit|margin|roi|roas|total cost)(?![a-z])|^#$"
)
_MANY_COLUMNS = 6


def read_sheet(grid: Grid, saved: SavedMapping | None = None) -> Sheet:
    """Read an operator's sheet.

    Args:
        grid: the sheet's cells.
        saved: the operator's corrections; they win over everything.

    Returns:
        What was understood, with every assumption and every cell that was not taken as it stands.

    Raises:
        SheetError: ``empty_sheet``, ``no_header``, ``nothing_recognised``, ``two_headers`` or
        ``saved_two_columns``.
    """
    return _Reading(grid, saved).sheet()


class _Reading:
    def __init__(self, grid: Grid, saved: SavedMapping | None) -> None:
        self.grid = grid
        mine = (saved or SavedMapping()).sheet(grid.name)
        row = mine.header_row - 1 if mine.header_row else None
        self.header: Header = find_header(grid, row, frozenset(fold(k) for k in mine.columns))
        self.assignment = assign(grid, self.header, mine)
        self.issues: list[Issue] = list(self.assignment.issues)
        mapped = {a.index: str(a.term) for a in self.assignment.columns if a.term}
        numeric = frozenset(c for c, t in mapped.items() if terms()[t].kind in NUMERIC_KINDS)
        self.rows, self.skipped = classify_rows(grid, self.header, mapped, numeric)
        self.size = len(self.rows)
        self.places = np.array(self.rows, dtype=np.int64)
        self.read = Columns(self.rows, self.issues)
        own = set(self.assignment.currency_of.values())
        self.by_term = {str(a.term): a for a in self.assignment.columns if a.term and a.index not in own}
        self.by_index = {a.index: a for a in self.assignment.columns}
        self.merged = self._merged_values()
        self.data: dict[str, NDArray[Any]] = {}
        self.currency: dict[str, Objects] = {}
        self._cells: dict[int, Sequence[object]] = {}

    # Cells
    # --------------------------------------------------------------------------------------------------------

    def _merged_values(self) -> dict[int, dict[int, object]]:
        """Values of cells merged over several rows: the name over its variants counts for each of them."""
        out: dict[int, dict[int, object]] = {}
        for r1, c1, r2, _ in self.grid.merged:
            if r2 > r1 > self.header.last and r1 < len(self.grid.cells) and c1 < len(self.grid.cells[r1]):
                value = self.grid.cells[r1][c1]
                out.setdefault(c1, {}).update(dict.fromkeys(range(r1 + 1, r2 + 1), value))
        return out

    def cells(self, index: int) -> Sequence[object]:
        """The product rows' cells of a column."""
        if index not in self._cells:
            spread = self.merged.get(index)
            column = self.grid.column(index, self.places)
            if spread:
                column = [spread.get(r, v) for r, v in zip(self.rows, column, strict=True)]
            self._cells[index] = column
        return self._cells[index]

    # The whole
    # ----------------------------------------------------------------------------------------------------

    def sheet(self) -> Sheet:
        self._texts()
        self._numbers()
        self._sizes()
        self._exchange_rate()
        self._costs_with_freight()
        self._spend_period()
        keep = self._keep()
        dropped = set(self.places[~keep].tolist())
        self.read.unstored_issues(dropped)
        self._not_used(keep)
        columns = tuple(self._column(a) for a in self.assignment.columns)
        return Sheet(
            name=self.grid.name,
            header_rows=(self.header.first, self.header.last),
            columns=columns,
            rows=self.places[keep],
            skipped=tuple(SkippedRow(r, why, *SKIP_TEXTS[why]) for r, why in sorted(self.skipped)),
            data={name: values[keep] for name, values in self.data.items()},
            currency={name: codes[keep] for name, codes in self.currency.items()},
            issues=tuple(i for i in self.issues if i.row not in dropped),
            language=self.assignment.language,
            platform=self.assignment.platform,
        )

    def _not_used(self, keep: NDArray[np.bool_]) -> None:
        """Report the columns of numbers whose header is not known: a cost in one of them would be missing silently."""
        told = {i.column for i in self.issues}
        found = []
        for a in self.assignment.columns:
            if a.term or a.how != "none" or a.ignored or a.index in told:
                continue
            scope = scope_of(a.cell.text)
            if _NOT_COUNTED.search(plain(a.cell.text)) or scope == "carton" or (scope == "net" and has_cjk(a.header)):
                continue
            if self._counts(a.index, keep):
                found.append(a)
        if len(found) > _MANY_COLUMNS:
            names = ", ".join(f"{a.header} ({column_letters(a.index)})" for a in found)
            self.issues.append(issue("columns_not_used", None, None, len(found), header=names))
            return
        for a in found:
            self.read.column_issue(a, "column_not_used", letters=column_letters(a.index))

    def _counts(self, index: int, keep: NDArray[np.bool_]) -> bool:
        """Whether at least half of the products have a number in a column, and these do not only count the rows."""
        cells = [v for v, k in zip(self.cells(index), keep, strict=True) if k]
        values = parse_each(cells)
        numbers = values[np.isfinite(values)]
        if not numbers.size or 2 * numbers.size < len(cells):
            return False
        whole = bool((numbers == np.trunc(numbers)).all())
        numbered = numbers.size > 1 and bool((np.diff(numbers) == 1).all())
        return not (whole and (numbered or float(np.median(numbers)) >= 1e8))

    @staticmethod
    def _column(a: Assigned) -> Column:
        return Column(
            a.index,
            a.header,
            a.term,
            a.confidence,
            a.how,
            a.unit,
            a.currency or a.parts.currency,
            tuple(a.assumed),
        )

    def _texts(self) -> None:
        for name, a in self.by_term.items():
            kind = terms()[name].kind
            if name in ("length_unit", "weight_unit", "dimensions", "currency") or kind in NUMERIC_KINDS:
                continue
            self.data[name] = (
                self.read.dates(a, self.cells(a.index)) if kind == "date" else self.read.texts(a, self.cells(a.index))
            )

    def _numbers(self) -> None:
        """Read everything but sizes; prices before costs, because a cost's currency may follow from the price's."""
        column = self.by_term.get("currency")
        codes: Objects | None = None
        signs: Objects | None = None
        if column:
            codes, signs = self.read.currency_codes(column, self.cells(column.index))
            self.data["currency"] = codes
        names = [
            n for n in self.by_term if terms()[n].kind in NUMERIC_KINDS and terms()[n].kind not in ("length", "weight")
        ]
        for name in sorted(names, key=lambda n: n in COST_TERMS):
            a = self.by_term[name]
            n = self.read.numbers(
                a,
                self.cells(a.index),
                zero_is_true=name == "first_leg" and self._freight_in_cost() is not None,
            )
            self.data[name] = n.values
            if terms()[name].kind == "money":
                self._tax_words(a)
                own = self.assignment.currency_of.get(name)
                if own is not None:
                    row_codes, row_signs = self.read.currency_codes(self.by_index[own], self.cells(own))
                elif name in COST_TERMS:
                    row_codes, row_signs = None, None
                else:
                    row_codes, row_signs = codes, signs
                self.currency[name] = self._currency(a, n.values, n.currencies, n.signs, row_codes, row_signs)

    # Money
    # --------------------------------------------------------------------------------------------------------

    def _currency(
        self,
        a: Assigned,
        values: Floats,
        marks: Objects | None,
        signs: Objects | None,
        rows: Objects | None,
        row_signs: Objects | None,
    ) -> Objects:
        """Return the currency per row: header mark, cell mark, currency column, then what may be assumed."""
        name = str(a.term)
        if a.currency:  # the operator's correction
            return repeated(a.currency, self.size)
        if a.parts.currency and not a.parts.local:
            return self._by_header(a, values, marks, signs, rows)
        out: Objects = np.full(self.size, None, dtype=object) if rows is None else rows.copy()
        if row_signs is not None and (written := {s for s in row_signs if s}):
            for sign in sorted(written):
                self.read.assume(a, "sign_assumed", sign, currency=SHARED_SIGNS[sign][0])
        if marks is not None and signs is not None:
            for i in np.flatnonzero(~missing(marks)):
                mark, sign = marks[i], signs[i]
                if sign and out[i] in SHARED_SIGNS[sign]:
                    continue  # $ beside CAD in the currency column is a Canadian dollar
                if sign:
                    self.read.assume(a, "sign_assumed", sign, currency=mark)
                out[i] = mark
            known = set(marks) - {None}
            open_rows = missing(out) & np.isfinite(values)
            if len(known) == 1 and rows is None and open_rows.any():
                code = known.pop()
                self.read.assume(a, "sign_of_column", currency=code)
                out[open_rows] = code
        if missing(out).all():
            self._assume_currency(a, name, out)
        return out

    def _by_header(
        self, a: Assigned, values: Floats, marks: Objects | None, signs: Objects | None, rows: Objects | None
    ) -> Objects:
        code, sign = str(a.parts.currency), a.parts.sign
        out: Objects = repeated(code, self.size)
        if sign:
            family = SHARED_SIGNS[sign]
            if rows is not None and any(r in family for r in rows):
                out = np.array([r if r in family else code for r in rows], dtype=object)
            else:
                self.read.assume(a, "sign_assumed", sign, currency=code)
        if marks is not None and signs is not None:
            cells = self.cells(a.index)
            for i in np.flatnonzero(~missing(marks)).tolist():
                agrees = marks[i] == out[i] or (signs[i] and out[i] in SHARED_SIGNS[signs[i]])
                if not agrees and math.isfinite(values[i]):
                    self.read.cell_issue(a, i, "currency_disagrees", cells[i], expected=(str(out[i]), str(out[i])))
                    values[i] = math.nan
        return out

    def _assume_currency(self, a: Assigned, name: str, out: Objects) -> None:
        """Fill a column without any currency mark, where the sheet itself gives a reason; else leave it unknown."""
        if name in COST_TERMS:
            if not has_cjk(a.cell.text) or "尾程" in a.cell.text:
                return
            foreign = {c for c in self.currency.get("price", ()) if c} - {"CNY"}
            if "exchange_rate" in self.by_term or self._rate_note():
                why = ("the sheet has an exchange rate", "表中有汇率")
            elif foreign:
                codes = "/".join(sorted(foreign))
                why = (f"it is a Chinese cost beside a price in {codes}", f"它是中文成本列，而售价为 {codes}")
            else:
                return
            self.read.assume(a, "cny_assumed", why=why)
            out[:] = "CNY"
        elif note := self._currency_note():
            code, cell = note
            self.read.assume(a, "currency_from_note", currency=code, cell=cell)
            out[:] = code

    def _notes(self) -> list[tuple[int, int, str]]:
        rows = self.grid.cells[: self.header.first]
        return [
            (r, c, plain(v))
            for r, row in enumerate(rows)
            for c, v in enumerate(row)
            if isinstance(v, str) and c not in self.grid.skip_columns
        ]

    def _currency_note(self) -> tuple[str, str] | None:
        for r, c, text in self._notes():
            if (found := _CURRENCY_NOTE.search(text)) and found.group(1) in CURRENCY_WORDS:
                return CURRENCY_WORDS[found.group(1)], cell_name(r, c)
        return None

    def _rate_note(self) -> tuple[float, str] | None:
        """Find an exchange rate above the header: 汇率：7.15 in one cell, or 汇率 with the number beside it."""
        for r, c, text in self._notes():
            if found := _RATE_NOTE.search(text):
                return float(found.group(1) or found.group(2)), cell_name(r, c)
            if any(t.name == "exchange_rate" for t, _, _ in vocabulary().get(fold(text), ())):
                row = self.grid.cells[r]
                n = parse_cell(row[c + 1]) if c + 1 < len(row) else parse_cell(None)
                if not n.problem and n.value > 0:
                    return n.value, cell_name(r, c + 1)
        return None

    def _exchange_rate(self) -> None:
        a = self.by_term.get("exchange_rate")
        if a is None:
            if note := self._rate_note():
                self.data["exchange_rate"] = np.full(self.size, note[0])
                self.issues.append(issue("rate_from_note", None, None, note[0], cell=note[1]))
            return
        rates = self.data["exchange_rate"]
        prices = {c for c in self.currency.get("price", ()) if c}
        known = rates[np.isfinite(rates)]
        if prices and prices <= _STRONG_CURRENCIES and known.size and (middle := float(np.median(known))) < 1:
            self.read.column_issue(a, "rate_upside_down", float(f"{middle:.6g}"), currency="/".join(sorted(prices)))
            rates[:] = math.nan
            return
        self._odd_rates(a, rates)

    def _odd_rates(self, a: Assigned, rates: Floats) -> None:
        """Blank the single rate that cannot be meant: 71, 0.14 or 1 among 7.1, 7.2."""
        none = np.full(self.size, None, dtype=object)
        currency, market = self.currency.get("price", none), self.data.get("market", none)
        keys = [c or m or "" for c, m in zip(currency, market, strict=True)]
        cells = self.cells(a.index)
        low, high = _CNY_RANGE
        for key in sorted(set(keys)):
            mine = np.array([k == key for k in keys], dtype=bool) & np.isfinite(rates)
            if not mine.any():
                continue
            usual = float(np.median(rates[mine]))
            narrow = key in ("USD", "EUR", "GBP")
            if narrow and (mine.sum() < 3 or not low <= usual <= high):
                bad = mine & ((rates < low) | (rates > high))
                for i in np.flatnonzero(bad).tolist():
                    self.read.cell_issue(a, i, "rate_implausible", cells[i], currency=key)
            elif mine.sum() >= 3:
                bad = mine & ((rates > usual * _RATE_FACTOR) | (rates < usual / _RATE_FACTOR))
                for i in np.flatnonzero(bad).tolist():
                    self.read.cell_issue(a, i, "rate_off", cells[i], usual=f"{usual:.4g}")
            else:
                continue
            rates[bad] = math.nan

    def _freight_in_cost(self) -> Assigned | None:
        """The product cost column whose header says that freight is in it."""
        a = self.by_term.get("product_cost")
        if a is None:
            return None
        text = a.cell.text.casefold()
        return a if "cif" in text or (re.search(r"含(运费|头程|物流)", text) and "不含" not in text) else None

    def _costs_with_freight(self) -> None:
        a = self.by_term.get("product_cost")
        if a is None:
            return
        if self._freight_in_cost():
            self.read.assume(a, "cost_includes_freight")
            leg = self.by_term.get("first_leg")
            if leg and bool((self.data["first_leg"] > 0).any()):
                self.read.column_issue(a, "freight_counted_twice", other=leg.header)
        elif "fob" in a.cell.text.casefold():
            self.read.assume(a, "fob_cost")

    def _tax_words(self, a: Assigned) -> None:
        text = plain(a.cell.text)
        if "不含税" in text or "未税" in text or "excl" in text:
            self.read.assume(a, "tax_excluded")
        elif "含税" in text or "incl. vat" in text or "incl vat" in text or "incl. tax" in text:
            self.read.assume(a, "tax_included")

    def _spend_period(self) -> None:
        a = self.by_term.get("ad_spend")
        period = (
            "ad_sales",
            "ad_orders",
            "clicks",
            "impressions",
            "total_sales",
            "units_sold",
            "orders",
            "acos",
        )
        if a and a.how != "saved" and not any(name in self.by_term for name in period):
            self.read.assume(a, "ad_spend_period")

    # Sizes
    # --------------------------------------------------------------------------------------------------------

    def _sizes(self) -> None:
        mine = {name: self.by_term[name] for name in (*_SIDES, "weight") if name in self.by_term}
        composite = self.by_term.get("dimensions")
        if not mine and composite is None:
            return
        length_words = self._unit_column("length_unit")
        weight_words = self._unit_column("weight_unit")
        parsed = {name: self.read.numbers(a, self.cells(a.index)) for name, a in mine.items()}
        weight_header = self._header_unit(mine.get("weight"), "weight")
        sides: dict[str, Floats] = {}
        for name in _SIDES:
            if name in mine:
                units = first_known(self.size, parsed[name].units, length_words, self._sides_header_unit(mine, name))
                sides[name] = self._lengths(mine[name], parsed[name].values, units, weight_header, weight_words)
        box = self.read.sides(composite, self.cells(composite.index)) if composite else []
        if composite:
            units = first_known(
                self.size,
                np.array([s.unit for s in box], dtype=object),
                length_words,
                self._header_unit(composite, "length"),
            )
            raw = np.array([[s.length, s.width, s.height] for s in box], dtype=float).reshape(self.size, 3)
            whole: NDArray[np.bool_] = np.ones(self.size, dtype=bool)
            if all(name in sides for name in _SIDES):
                whole = np.isnan(sides["length"] + sides["width"] + sides["height"])
            for k, name in enumerate(_SIDES):
                cm = self._lengths(composite, raw[:, k], units, weight_header, weight_words)
                sides[name] = np.where(whole & np.isfinite(cm), cm, sides[name]) if name in sides else cm
        self.data.update(sides)
        if "weight" in mine:
            units = first_known(self.size, parsed["weight"].units, weight_words, weight_header)
            self.data["weight"] = self._weights(mine["weight"], parsed["weight"].values, units, sides)
        elif composite and any(math.isfinite(s.weight) for s in box):
            units = first_known(
                self.size,
                np.array([s.weight_unit for s in box], dtype=object),
                weight_words,
                self._header_unit(composite, "weight"),
            )
            self.data["weight"] = self._weights(composite, np.array([s.weight for s in box], dtype=float), units, sides)
        self._density(mine, composite)
        self._units_stated(mine, composite, [*(p.units for p in parsed.values())], box)

    def _units_stated(
        self, mine: dict[str, Assigned], composite: Assigned | None, units: list[Objects | None], box: list[Sides]
    ) -> None:
        """Ask about the units of an English sheet of Amazon US that has no word about them."""
        columns = [*mine.values(), *([composite] if composite else [])]
        # The sides after the first take over its unit, so they assume nothing themselves.
        asked = [a for a in columns if a.term not in ("width", "height") or "length" not in mine]
        open_codes = {"unit_assumed", "unit_unknown"}
        stated = any(a.parts.unit for a in columns) or not all(open_codes & set(a.assumed) for a in asked)
        if self.assignment.language != "en" or stated or {"length_unit", "weight_unit"} & set(self.by_term):
            return
        if any(u is not None for u in units) or any(s.unit or s.weight_unit for s in box) or not self._amazon_us():
            return
        texts = [t for _, _, t in self._notes()] + [plain(a.cell.text) for a in self.assignment.columns]
        if any(_METRIC.search(t) for t in texts):
            return
        sides = any(a.term != "weight" for a in columns)
        weight = mine.get("weight")
        unit = ["cm"] * sides + ([weight.unit] if weight and weight.unit else [])
        other = ["inches"] * sides + ["pounds"] * (weight is not None)
        other_zh = ["英寸"] * sides + ["磅"] * (weight is not None)
        example = ["Length (in)"] * sides + ["Weight (lb)"] * (weight is not None)
        self.issues.append(
            issue(
                "units_not_stated",
                None,
                columns[0].index,
                ", ".join(a.header for a in columns),
                {"other": (" and ".join(other), "、".join(other_zh)), "unit": (" and ".join(unit), "、".join(unit))},
                example=", ".join(example),
            )
        )

    def _amazon_us(self) -> bool:
        if self.assignment.platform == "aliexpress":
            return False
        given = {str(m) for m in self.data.get("market", ()) if m}
        if any(name_list("markets").resolve(m) != "US" for m in given):
            return False
        money = {c for c in self.currency.get("price", ()) if c}
        return (self.assignment.platform == "amazon" and money <= {"USD"}) or bool(given) or money == {"USD"}

    def _unit_column(self, name: str) -> Objects | None:
        a = self.by_term.get(name)
        return self.read.unit_words(a, self.cells(a.index)) if a else None

    @staticmethod
    def _header_unit(a: Assigned | None, kind: str) -> str | None:
        return (unit_fits(a.unit, kind) or unit_fits(a.parts.unit, kind)) if a else None

    def _common_unit(self, a: Assigned, kind: str, units: Objects) -> str | None:
        """The unit to show for a column: its header's, else the one that all rows name."""
        named = {u for u in set(units.tolist()) if u}
        return self._header_unit(a, kind) or (named.pop() if len(named) == 1 else None)

    def _sides_header_unit(self, mine: dict[str, Assigned], name: str) -> str | None:
        """The unit of a side: its own header's, else the one unit that the other sides name."""
        own = self._header_unit(mine[name], "length")
        if own:
            return own
        others = {u for side in _SIDES if side in mine and (u := self._header_unit(mine[side], "length"))}
        return others.pop() if len(others) == 1 else None

    def _lengths(
        self,
        a: Assigned,
        values: Floats,
        units: Objects,
        weight_header: str | None,
        weight_words: Objects | None,
    ) -> Floats:
        cm, open_rows = to_canonical(values, units, LENGTH_UNITS)
        open_rows &= missing(units)
        if open_rows.any():
            imperial = weight_header in ("lb", "oz") or (
                weight_words is not None and any(w in ("lb", "oz") for w in weight_words)
            )
            example = f"{a.parts.raw.strip()}(cm)"
            if imperial:
                why = (
                    "the weights are in pounds or ounces, so these may be inches",
                    "重量为磅或盎司，尺寸可能是英寸",
                )
                if "unit_unknown" not in a.assumed:
                    self.read.assume(a, "unit_unknown", why=why, example=example)
            else:
                if "unit_assumed" not in a.assumed:
                    why = (
                        "sizes are written in centimetres unless the sheet says otherwise",
                        "未注明时尺寸一般为厘米",
                    )
                    self.read.assume(a, "unit_assumed", unit=("cm", "cm"), why=why, example=example)
                cm[open_rows] = values[open_rows]
                a.unit = a.unit or "cm"
        elif a.unit is None and self.size:
            a.unit = self._common_unit(a, "length", units)
        return cm

    def _weights(self, a: Assigned, values: Floats, units: Objects, sides: dict[str, Floats]) -> Floats:
        grams, open_rows = to_canonical(values, units, WEIGHT_UNITS)
        open_rows &= missing(units)
        if not open_rows.any():
            if a.term == "weight" and a.unit is None and self.size:
                a.unit = self._common_unit(a, "weight", units)
            return grams
        unit, why = self._weight_unit(values[open_rows], {k: v[open_rows] for k, v in sides.items()})
        example = f"{a.parts.raw.strip()}(g)"
        if unit is None:
            self.read.assume(a, "unit_unknown", why=why, example=example)
        else:
            # A composite column has already told about its length unit.
            a.assumed[:] = (
                [code for code in a.assumed if code != "unit_assumed"] if a.term == "dimensions" else a.assumed
            )
            self.read.assume(a, "unit_assumed", unit=(unit, unit), why=why, example=example)
            grams[open_rows] = values[open_rows] * WEIGHT_UNITS[unit]
            if a.term == "weight":
                a.unit = unit
        return grams

    def _weight_unit(self, values: Floats, sides: dict[str, Floats]) -> tuple[str | None, tuple[str, str]]:
        """Tell grams from kilograms where nothing names the unit: by the sides, else by the middle value."""
        imperial = any((a := self.by_term.get(s)) and a.unit in ("in", "ft") for s in (*_SIDES, "dimensions"))
        if imperial:
            return None, (
                "the sides are in inches, so these may be pounds or ounces",
                "尺寸为英寸，重量可能是磅或盎司",
            )
        middle = float(np.median(values))
        if all(s in sides for s in _SIDES):
            volume = sides["length"] * sides["width"] * sides["height"]
            known = np.isfinite(volume) & (volume > 0)
            if known.any():
                density = float(np.median(values[known] / volume[known]))
                fits = [unit for unit in ("g", "kg") if 0.01 < density * WEIGHT_UNITS[unit] < 5]
                if len(fits) == 1:
                    return fits[0], ("only that is believable beside the sides", "与尺寸相比只有该单位合理")
        if middle >= 20:
            return "g", (f"the middle value is {middle:g}", f"中位数为 {middle:g}")
        if middle < 5:
            return "kg", (f"the middle value is {middle:g}", f"中位数为 {middle:g}")
        return None, (
            f"the middle value {middle:g} may be grams or kilograms",
            f"中位数 {middle:g} 可能是克也可能是千克",
        )

    def _density(self, mine: dict[str, Assigned], composite: Assigned | None) -> None:
        """Report sides or weights that look as if they were in another unit. Nothing is changed.

        Packed goods mostly weigh 0.05 to 1.2 g per cm³. Inches typed as centimetres make them 16 times
        denser, grams typed as kilograms a thousand times. One odd product proves nothing, so most of the
        rows must agree.
        """
        if not all(name in self.data for name in (*_SIDES, "weight")):
            return
        volume = self.data["length"] * self.data["width"] * self.data["height"]
        with np.errstate(divide="ignore", invalid="ignore"):
            density = self.data["weight"] / volume
        known = np.isfinite(density) & (density > 0)
        a = mine.get("length") or composite
        if known.sum() < 3 or a is None:
            return
        low, middle, high = (float(v) for v in np.quantile(density[known], (0.25, 0.5, 0.75)))
        shown = float(f"{middle:.3g}")
        weight = mine.get("weight")
        # Pounds read as kilograms come on top of the inches, where the sheet itself names no unit.
        guessed = weight is not None and weight.unit == "kg" and "unit_assumed" in weight.assumed
        pounds = guessed and middle / _INCH_CUBED / _POUNDS < 1.2
        if middle > 2.0 and low > 1.5 and (middle / _INCH_CUBED < 1.2 or pounds):
            also = (
                (", and the weights may be pounds, not kilograms", "，重量也可能是磅而不是千克") if pounds else ("", "")
            )
            self.read.column_issue(a, "inches_suspected", shown, unit=a.unit or "cm", also=also)
        elif (
            weight is not None
            and weight.unit == "g"
            and "unit_assumed" in weight.assumed
            and self.assignment.language == "en"
            and middle < 0.043
            and middle * WEIGHT_UNITS["lb"] / _INCH_CUBED > 0.2
        ):
            # As light as foam in grams and centimetres, like any goods in pounds and inches.
            also = (", and the weights pounds, not grams", "，重量像是磅而不是克")
            self.read.column_issue(a, "inches_suspected", shown, unit=a.unit or "cm", also=also)
        elif middle > 20.0 and low > 5.0:
            self.read.column_issue(mine.get("weight", a), "too_dense", shown)
        elif middle < 0.01 and high < 0.02:
            self.read.column_issue(mine.get("weight", a), "too_light", shown)
        elif middle < 1.2:
            # A few rows of a supplier's inches in a sound column: much denser than the rest, and like the rest as
            # inches. A block of metal looks the same, so this is a question and no verdict.
            odd = known & (density > 2.0) & (density > 4 * middle) & (density < 20.0)
            for i in np.flatnonzero(odd):
                self.read.cell_issue(
                    a, int(i), "row_inches_suspected", float(f"{density[i]:.3g}"), usual=f"{middle:.2g}"
                )

    # Rows
    # ---------------------------------------------------------------------------------------------------------

    def _keep(self) -> NDArray[np.bool_]:
        """Return which rows are products: not parents of variations, not an unnamed sum of the rows above."""
        keep = np.ones(self.size, dtype=bool)
        self._drop_parents(keep)
        self._drop_sums(keep)
        self.skipped += [
            (self.rows[i], "parent" if i in self._parents else "total_by_sum") for i in np.flatnonzero(~keep)
        ]
        return keep

    _parents: frozenset[int] = frozenset()

    def _drop_parents(self, keep: NDArray[np.bool_]) -> None:
        families = self.data.get("parent_asin")
        own = self.data.get("asin")
        price = self.data.get("price")
        if families is None or price is None:
            return
        children: dict[str, int] = {}
        found: set[int] = set()
        for i, family in enumerate(families):
            if family and (own is None or own[i] != family):
                children.setdefault(family, i)
        for i in np.flatnonzero(np.isnan(price)).tolist():
            me = own[i] if own is not None and own[i] else families[i]
            if own is not None and own[i] and families[i] not in (None, own[i]):
                continue  # it has another parent, so it is a child
            if me in children and children[me] != i and not self._has_cost(i):
                found.add(i)
        self._parents = frozenset(found)
        keep[list(found)] = False

    def _has_cost(self, i: int) -> bool:
        return any(name in self.data and self.data[name][i] > 0 for name in ("product_cost", "landed_cost"))

    def _drop_sums(self, keep: NDArray[np.bool_]) -> None:
        names = [self.data[n] for n in ("sku", "asin", "product_id", "product_name", "parent_asin") if n in self.data]
        if not names or self.size < 3:
            return
        unnamed = np.all([missing(n) for n in names], axis=0)
        if unnamed.sum() > 0.5 * self.size:
            return  # names are not the rule in this sheet, so their absence tells nothing
        sums = [self.data[n] for n in self.data if n in self.by_term and terms()[n].kind in ("money", "count")]
        for i in np.flatnonzero(unnamed):
            above = keep[:i] & ~unnamed[:i]
            agree = 0
            for values in sums:
                part = values[:i][above]
                if math.isfinite(values[i]) and values[i] > 0 and np.isfinite(part).sum() >= 2:
                    agree += bool(abs(float(np.nansum(part)) - values[i]) <= 0.005 * values[i])
            keep[i] = not agree
