"""What reports say of the fees of each product, and what is known of the product itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from xlops.audit.editions import FBA, REFERRAL, price_points, turns
from xlops.fees.names import name_list
from xlops.fees.units import Floats
from xlops.sheets import Sheet
from xlops.sheets.cells import repeated
from xlops.sheets.keys import fold_key

Objects = NDArray[np.object_]
Ints = NDArray[np.intp]
Mask = NDArray[np.bool_]
Days = NDArray[np.datetime64]

SIDES = ("length", "width", "height", "weight")
_PREVIEW_SIDES = ("preview_longest_side", "preview_median_side", "preview_shortest_side", "preview_weight")
_YES = frozenset({"y", "yes", "true", "1", "是", "有", "危险品", "√", "✓", "hazmat", "dangerous"})
# Reports that count the charges, before those that count what was shipped or sold.
_FBA_UNITS = ("charged_fba_units", "units_shipped", "units_sold")
# Sales that the referral fee may not have been kept on: Amazon nets refunds, and discounts lower its base.
_OFF_SALES = ("promotions", "refunds")
_TIER_MARKET = re.compile("^[A-Z][a-z](?=[A-Z])")
# What a fee rests on in a product sheet.
_FEES_REST_ON = ("length", "width", "height", "weight", "category", "programme", "dangerous_goods", "price")
# A product's row of the sheet where it is none.
ABSENT, SEVERAL = -1, -2
# Prices of these hold no tax: what is collected is Amazon's to pass on.
_TAX_ON_TOP = frozenset({"us", "ca", "global"})


@dataclass(frozen=True)
class Source:
    """One report's products.

    Args:
        name: its file, and the worksheet of a workbook.
        title: what kind of report it is, in English and Chinese.
        columns: arrays of equal length by name, as :func:`xlops.reports.products.products` gives them: ``sku``,
            ``asin``, ``market``, ``currency``, ``first_day``, ``last_day``, and the report's measures, NaN where it
            does not say one.
        first_day: first day that the report covers; blank = it does not say.
        last_day: last day that the report covers.
        sales: arrays of equal length by name, as :func:`xlops.reports.products.sales` gives them: the orders one by
            one, ``product`` being the place in ``columns``. Blank = the report has sums and averages only.
    """

    name: str
    title: tuple[str, str]
    columns: Mapping[str, NDArray[Any]]
    first_day: date | None = None
    last_day: date | None = None
    sales: Mapping[str, NDArray[Any]] | None = None

    @staticmethod
    def of(
        frame: Any,
        name: str,
        title: tuple[str, str],
        first_day: date | None = None,
        last_day: date | None = None,
        sales: Any = None,
    ) -> Source:
        """Take pandas frames."""
        orders = None if sales is None else _columns(sales)
        return Source(name, title, _columns(frame), first_day, last_day, orders)

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), ()))

    def number(self, name: str) -> Floats:
        """Return a measure, NaN where the report does not say it."""
        if name not in self.columns:
            return np.full(len(self), np.nan)
        return np.asarray(self.columns[name], dtype=np.float64)

    def text(self, name: str) -> Objects:
        """Return a text, None where it is blank."""
        found = np.full(len(self), None, dtype=object)
        if name in self.columns:
            for place, value in enumerate(self.columns[name].tolist()):
                if isinstance(value, str) and value.strip():
                    found[place] = value.strip()
        return found

    def days(self, name: str, otherwise: date | None) -> Days:
        """Return a day per row, the report's own where a row does not say one."""
        found = np.full(len(self), np.datetime64("NaT", "D"))
        if name in self.columns:
            found = np.asarray(self.columns[name], dtype="datetime64[D]")
        return found if otherwise is None else np.where(np.isnat(found), np.datetime64(otherwise, "D"), found)


def _columns(frame: Any) -> dict[str, NDArray[Any]]:
    return {str(column): frame[column].to_numpy() for column in frame.columns}


class Products(NamedTuple):
    """The products of all reports, one place each, with what the operator's sheet and the fee preview say of them.

    ``sides`` and ``measured`` are length, width, height (cm) and weight (g) by the sheet and by Amazon's preview.
    ``sheet_row`` is ABSENT where the sheet does not have the product, and SEVERAL where it has several rows of it that
    differ. Texts are None and numbers NaN where nobody says.
    """

    sku: Objects
    asin: Objects
    title: Objects
    market: Objects
    currency: Objects
    sheet_row: Ints
    sides: tuple[Floats, ...]
    measured: tuple[Floats, ...]
    category: Objects
    measured_category: Objects
    measured_tier: Objects
    dangerous: Mask
    programme: Objects
    price: Floats
    preview_price: Floats
    sheet_units: Floats
    days_of_supply: Floats


class Charges(NamedTuple):
    """What the reports say: one entry per report, product and fee. Money is per unit.

    A report that has its orders one by one has an entry for each price and charge, by the fee tables of the day.

    ``units`` counts the charges; NaN in a preview. ``price`` is what the units were sold at, ``price_low``
    the same without what was refunded and discounted, ``price_high`` with the shipping that buyers paid.
    ``averaged`` is the number of units that ``price`` is the average of, 1 where it is no average.
    ``low_inventory`` is the part that the report itself calls the low-inventory-level fee. ``of`` is the place of the
    product, ``source`` that of the report, ``lined`` whether the report has its orders one by one. ``restated`` marks
    charges that were turned into another amount, so that they are no whole cents any more.
    """

    of: Ints
    source: Ints
    fee: Objects
    previewed: Mask
    charged: Floats
    units: Floats
    price: Floats
    price_low: Floats
    price_high: Floats
    averaged: Floats
    low_inventory: Floats
    first: Days
    last: Days
    lined: Mask
    restated: Mask

    def take(self, places: Ints) -> Charges:
        """Return some of the charges."""
        return Charges._make(column[places] for column in self)


class Aside(NamedTuple):
    """Lines of one report that are no sale, and so were not audited: refunds, adjustments, fees of no order."""

    source: int
    currency: str | None
    fee: str
    lines: int
    money: float


@dataclass(frozen=True)
class Collected:
    """All charges of all reports with their products.

    ``unread`` counts rows without a market, per report; ``repeated`` orders that an earlier report tells as well.
    """

    products: Products
    charges: Charges
    unread: tuple[tuple[str, int], ...]
    aside: tuple[Aside, ...]
    repeated: tuple[tuple[str, int], ...]


def collect(sources: Sequence[Source], sheet: Sheet | None, market: str | None) -> Collected:
    """Put the products of the reports and of the sheet together.

    Args:
        sources: the reports.
        sheet: the operator's product sheet; blank = none.
        market: market of rows that do not say and whose currency is not that of one market only.
    """
    finder = _Finder()
    places, unread = [], []
    for source in sources:
        found, lost = finder.places(source, market)
        places.append(found)
        if lost:
            unread.append((source.name, lost))
    rows = _SheetRows(sheet)
    same = finder.join(rows)
    places = [np.where(of >= 0, same[of], -1) if len(same) else of for of in places]
    products = _described(finder, sources, places, sheet, rows)
    charges: list[Charges] = []
    aside: list[Aside] = []
    repeated: list[tuple[str, int]] = []
    seen: set[tuple[int, object]] | None = set() if sum(s.sales is not None for s in sources) > 1 else None
    for number, (source, of) in enumerate(zip(sources, places, strict=True)):
        if source.sales is None:
            charges += _charges_of(number, source, of)
            continue
        charges += _previews_of(number, source, of)
        orders = _Orders(number, source, of, products.market)
        if seen is not None and (count := orders.leave_out(seen)):
            repeated.append((source.name, count))
        charges += orders.charges()
        aside += orders.aside()
    empty = _entries(0, Source("", ("", ""), {}), np.zeros(0, dtype=np.intp), FBA, np.zeros(0), np.zeros(0))
    joined = Charges._make(np.concatenate(columns) for columns in zip(empty, *charges, strict=True))
    return Collected(products, joined, tuple(unread), tuple(aside), tuple(repeated))


class _Finder:
    """Gives each product of each market a place."""

    def __init__(self) -> None:
        self.keys: list[tuple[str | None, str | None, str, str | None]] = []
        self._by_key: dict[tuple[str, str, str], int] = {}

    def places(self, source: Source, market: str | None) -> tuple[Ints, int]:
        """Return the place of each row's product, -1 without identity or market, and how many have no market."""
        markets, lost = source.text("market"), 0
        currencies = source.text("currency")
        found = np.full(len(source), -1, dtype=np.intp)
        rows = zip(source.text("sku").tolist(), source.text("asin").tolist(), strict=True)
        for row, (sku, asin) in enumerate(rows):
            place = market_code(markets[row], currencies[row], market)
            if place is None:
                lost += sku is not None or asin is not None
            elif sku is not None or asin is not None:
                found[row] = self._place(sku, asin, place, currencies[row])
        return found, lost

    def _place(self, sku: str | None, asin: str | None, market: str, currency: str | None) -> int:
        key = (fold_key(sku), "" if sku is not None else fold_key(asin), market)
        place = self._by_key.get(key)
        if place is None:
            place = self._by_key[key] = len(self.keys)
            self.keys.append((sku, asin, market, currency))
        elif asin is not None and self.keys[place][1] is None:
            self.keys[place] = (self.keys[place][0], asin, market, currency)
        return place

    def join(self, rows: _SheetRows) -> Ints:
        """Make one product of an ASIN and of its SKU where the reports and the sheet have one SKU of it only.

        Returns:
            For each place until now the place from now on.
        """
        skus: dict[tuple[str, str], set[str]] = {}
        for sku, asin, market, _ in self.keys:
            if sku is not None:
                told = fold_key(asin) or rows.asin(rows.find(sku, None, market))
                skus.setdefault((told, market), set()).add(fold_key(sku))
        kept: list[tuple[str | None, str | None, str, str | None]] = []
        places = np.full(len(self.keys), -1, dtype=np.intp)
        alone = []
        for place, (sku, asin, market, currency) in enumerate(self.keys):
            met: set[str] = set()
            if sku is None:
                met = skus.get((fold_key(asin), market), set()) | rows.skus(asin)
            into = self._by_key.get((next(iter(met)), "", market)) if len(met) == 1 else None
            if into is None:
                places[place] = len(kept)
                kept.append((sku, asin, market, currency))
            else:
                alone.append((place, into))
        for place, into in alone:
            places[place] = places[into]
            sku, asin, market, currency = kept[places[into]]
            kept[places[into]] = (sku, asin or self.keys[place][1], market, currency)
        self.keys = kept
        return places


def market_code(market: str | None, currency: str | None, otherwise: str | None) -> str | None:
    """Return the code of a market, or the only market of a currency, or ``otherwise``."""
    names = name_list("markets")
    if market is not None and (code := names.resolve(market)) is not None:
        return code
    selling = [code for code, name in names.names.items() if currency and name.extra.get("currency") == currency]
    if len(selling) == 1:
        return selling[0]
    return None if otherwise is None else names.resolve(otherwise)


def _described(
    finder: _Finder, sources: Sequence[Source], places: Sequence[Ints], sheet: Sheet | None, sheet_rows: _SheetRows
) -> Products:
    size = len(finder.keys)
    sku, asin, market, currency = (
        np.array(list(column), dtype=object) for column in (zip(*finder.keys, strict=True) if size else [()] * 4)
    )
    measured = tuple(np.full(size, np.nan) for _ in SIDES)
    preview_price, supply = np.full(size, np.nan), np.full(size, np.nan)
    titles, tiers, categories = (np.full(size, None, dtype=object) for _ in range(3))
    for source, of in zip(sources, places, strict=True):
        for name, texts in (
            ("product_name", titles),
            ("preview_size_tier", tiers),
            ("preview_category", categories),
            ("preview_fee_category", categories),  # what the fee is by, where the report says it, not the product group
        ):
            given = source.text(name)
            told = (of >= 0) & (given != None)  # noqa: E711  elementwise
            texts[of[told]] = given[told]
        for name, numbers in (
            *zip(_PREVIEW_SIDES, measured, strict=True),
            ("preview_price", preview_price),
            ("preview_sale_price", preview_price),  # what buyers pay while there is one
            ("days_of_supply", supply),
        ):
            values = source.number(name)
            known = (of >= 0) & np.isfinite(values)
            numbers[of[known]] = values[known]
    rows = np.array(list(map(sheet_rows.find, sku.tolist(), asin.tolist(), market.tolist())), dtype=np.intp)
    own = _SheetColumns(sheet, rows)
    title = own.text("product_name")
    programme = own.codes("programme", "programmes")
    dangerous = np.array([str(text or "").strip().casefold() in _YES for text in own.text("dangerous_goods")], bool)
    return Products(
        sku,
        asin,
        np.where(title == None, titles, title),  # noqa: E711  elementwise
        market,
        currency,
        rows,
        tuple(own.number(side) for side in SIDES),
        measured,
        own.codes("category", "categories"),
        np.array([None if t is None else name_list("categories").resolve(t) for t in categories], dtype=object),
        np.array([None if t is None else _tier(t) for t in tiers], dtype=object),
        dangerous,
        programme,
        own.price(market),
        preview_price,
        own.number("units_sold"),
        np.where(np.isnan(supply), own.number("days_of_supply"), supply),
    )


def _tier(text: str) -> str | None:
    """Return the code of a size tier as reports write it (UsLargeStandardSize, LargeBulky); None where it is none."""
    return name_list("size_tiers").resolve(_TIER_MARKET.sub("", text))


class _SheetRows:
    """Finds a product's row of the sheet: by SKU and market, SKU, ASIN and market, ASIN; the first that is one.

    Several rows that say the same of all that fees rest on are as good as one.
    """

    def __init__(self, sheet: Sheet | None) -> None:
        self._sheet = sheet
        self._tables: list[tuple[dict[tuple[str, str | None], list[int]], dict[str, list[int]]]] = []
        if sheet is None:
            return
        names = name_list("markets")
        given = sheet.data.get("market")
        markets: list[str | None] = [None] * len(sheet.rows)
        if given is not None:
            markets = [None if text is None else names.resolve(text) for text in given.tolist()]
        for term in ("sku", "asin"):
            in_market: dict[tuple[str, str | None], list[int]] = {}
            anywhere: dict[str, list[int]] = {}
            for row, text in enumerate(sheet.data[term].tolist() if term in sheet.data else []):
                if key := fold_key(text):
                    in_market.setdefault((key, markets[row]), []).append(row)
                    anywhere.setdefault(key, []).append(row)
            self._tables.append((in_market, anywhere))

    def find(self, sku: str | None, asin: str | None, market: str) -> int:
        """Return the row, ABSENT or SEVERAL."""
        found = ABSENT
        for text, (in_market, anywhere) in zip((sku, asin), self._tables, strict=False):
            key = fold_key(text)
            for met in (in_market.get((key, market), []), anywhere.get(key, [])) if key else ():
                if met and self._alike(met):
                    return met[0]
                if met:
                    found = SEVERAL
        return found

    def asin(self, row: int) -> str:
        """Return a row's ASIN as it is compared; empty where it has none."""
        if self._sheet is None or row < 0 or "asin" not in self._sheet.data:
            return ""
        return fold_key(self._sheet.data["asin"][row])

    def skus(self, asin: str | None) -> set[str]:
        """Return the SKUs that the sheet has of an ASIN, as they are compared."""
        if self._sheet is None or "sku" not in self._sheet.data:
            return set()
        rows = self._tables[1][1].get(fold_key(asin), [])
        return {key for row in rows if (key := fold_key(self._sheet.data["sku"][row]))}

    def _alike(self, rows: Sequence[int]) -> bool:
        if len(rows) == 1:
            return True
        assert self._sheet is not None
        told = [self._sheet.data[term] for term in _FEES_REST_ON if term in self._sheet.data]
        told += [self._sheet.currency["price"]] if "price" in self._sheet.currency else []
        return all(_same(column[rows[0]], column[row]) for column in told for row in rows[1:])


def _same(one: object, other: object) -> bool:
    return one == other or (one != one and other != other)


class _SheetColumns:
    """The sheet's columns at the products' places, with blanks where it has no such row or column."""

    def __init__(self, sheet: Sheet | None, rows: Ints) -> None:
        self._sheet = sheet
        self._rows = rows

    def number(self, term: str) -> Floats:
        found = np.full(len(self._rows), np.nan)
        if self._sheet is not None and term in self._sheet.data:
            met = self._rows >= 0
            found[met] = self._sheet.data[term][self._rows[met]]
        return found

    def text(self, term: str) -> Objects:
        found = np.full(len(self._rows), None, dtype=object)
        if self._sheet is not None and term in self._sheet.data:
            met = self._rows >= 0
            found[met] = self._sheet.data[term][self._rows[met]]
        return found

    def codes(self, term: str, listed: str) -> Objects:
        names = name_list(listed)
        return np.array([None if t is None else names.resolve(str(t)) for t in self.text(term).tolist()], dtype=object)

    def price(self, market: Objects) -> Floats:
        """Return the sheet's price where it is in the currency of the market."""
        price = self.number("price")
        if self._sheet is None or "price" not in self._sheet.currency:
            return price
        met = self._rows >= 0
        marks = np.full(len(self._rows), None, dtype=object)
        marks[met] = self._sheet.currency["price"][self._rows[met]]
        names = name_list("markets").names
        fits = [
            mark is None or mark == names[code].extra.get("currency")
            for mark, code in zip(marks.tolist(), market.tolist(), strict=True)
        ]
        return np.where(np.array(fits, dtype=np.bool_), price, np.nan)


# The measures of each fee, and those that count its units, the best first.
_CHARGED = (
    (FBA, "charged_fba_fee", _FBA_UNITS),
    (REFERRAL, "charged_referral_fee", ("units_sold", "units_shipped")),
)


def _charges_of(number: int, source: Source, of: Ints) -> Iterable[Charges]:
    """Yield what a report charged and previewed, fee by fee. A fee of 0 is one that the product did not pay."""
    for fee, measure, counts in _CHARGED:
        if measure in source.columns:
            units = _first_known(*(source.number(name) for name in counts))
            yield _entries(number, source, of, fee, units, source.number(measure))
    yield from _previews_of(number, source, of)


def _previews_of(number: int, source: Source, of: Ints) -> Iterable[Charges]:
    for fee, measure in ((FBA, "preview_fba_fee"), (REFERRAL, "preview_referral_fee")):
        if measure in source.columns:
            yield _entries(number, source, of, fee, np.full(len(source), np.nan), source.number(measure), True)


class _Orders:
    """The orders of a report that has them one by one, put together where price, charge and fee tables are the same."""

    def __init__(self, number: int, source: Source, of: Ints, market: Objects) -> None:
        assert source.sales is not None
        self._number = number
        self._report = source
        self._market = market
        row = np.asarray(source.sales["product"], dtype=np.intp)
        self._row = row
        self._of = of[row]
        self._source = Source(source.name, source.title, source.sales, source.first_day, source.last_day)
        self._sold = self._source.number("units_sold") > 0
        self._repeated = np.zeros(len(row), dtype=np.bool_)

    def leave_out(self, seen: set[tuple[int, object]]) -> int:
        """Leave out orders of products that are in ``seen``, put the others into it, and return how many were."""
        orders = self._source.text("order").tolist()
        keys = list(zip(self._of.tolist(), orders, strict=True))
        self._repeated = np.array([key in seen for key in keys], dtype=np.bool_)
        seen.update(key for key, sold in zip(keys, self._sold.tolist(), strict=True) if sold and key[1] is not None)
        return int((self._repeated & self._sold).sum())

    def charges(self) -> Iterable[Charges]:
        """Yield what was charged for sales, fee by fee."""
        of = np.where(self._sold & ~self._repeated, self._of, -1)
        several = ~np.asarray(self._source.columns["one_price"], dtype=np.bool_)
        for fee, measure, counts in _CHARGED:
            if measure in self._source.columns:
                units = _first_positive(*(self._source.number(name) for name in counts))
                total = self._source.number(measure)
                taxed = _taxed(self._report)[self._row]
                found = _entries(self._number, self._source, of, fee, units, total, False, several, taxed)
                yield self._together(found, fee)

    def _together(self, charges: Charges, fee: str) -> Charges:
        if not len(charges.of):
            return charges
        market = self._market[charges.of]
        edition = np.zeros(len(market), dtype=np.intp)
        prices = [np.round(column, 4) for column in (charges.price, charges.price_low, charges.price_high)]
        for code in {str(code) for code in market}:
            here = market == code
            days = np.array(turns(code, fee), dtype="datetime64[D]")
            edition[here] = np.searchsorted(days, charges.first[here], side="right")
            if fee == FBA and code in _TAX_ON_TOP:
                # This fee is the same at all prices of a band; where prices hold tax, which band is not sure.
                edges = price_points(code, None, fee)
                for column in prices:
                    single = here & (charges.averaged == 1) & np.isfinite(column)
                    column[single] = np.searchsorted(edges, column[single], side="right")
        # A sale without its own day may be of any day of the report.
        spread = np.where(charges.first == charges.last, 0, charges.last.astype(np.int64))
        keys = [charges.of, edition, spread, charges.averaged]
        for column in (*prices, np.round(charges.charged, 4), np.round(charges.low_inventory, 4)):
            keys.append(np.nan_to_num(column, nan=-1.0))
        order = np.lexsort(keys)
        ahead = np.zeros(len(order), dtype=np.bool_)
        for key in keys:
            ahead[1:] |= key[order][1:] != key[order][:-1]
        ahead[0] = True
        starts = np.flatnonzero(ahead)
        return charges.take(order[starts])._replace(
            units=np.add.reduceat(charges.units[order], starts),
            first=np.minimum.reduceat(charges.first[order], starts),
            last=np.maximum.reduceat(charges.last[order], starts),
        )

    def aside(self) -> Iterable[Aside]:
        """Yield what was charged or paid back without a sale, by currency and fee."""
        currencies = self._report.text("currency")[self._row]
        for fee, measure, _ in _CHARGED:
            amounts = np.nan_to_num(self._source.number(measure))
            left = (amounts != 0) & ~self._sold & (self._of >= 0)
            for currency in dict.fromkeys(currencies[left].tolist()):
                here = left & (currencies == currency)
                yield Aside(self._number, currency, fee, int(here.sum()), round(float(amounts[here].sum()), 2))


def _entries(
    number: int,
    source: Source,
    of: Ints,
    fee: str,
    units: Floats,
    total: Floats,
    previewed: bool = False,
    several: Mask | None = None,
    taxed: Mask | None = None,
) -> Charges:
    """Return the entries of one fee of a report.

    Args:
        number: the place of the report.
        source: its products, or its orders.
        of: the place of each one's product; -1 is left out.
        fee: which fee.
        units: what was charged for; NaN in a preview.
        total: the money; in a preview that of one unit.
        previewed: whether it is a preview.
        several: orders whose units were sold at several prices; blank = these are no orders.
        taxed: rows whose prices hold tax; blank = as their markets say.
    """
    size = len(of)
    sales, less, more = _sales(source, _taxed(source) if taxed is None else taxed)
    with np.errstate(divide="ignore", invalid="ignore"):
        each = total if previewed else np.where(units > 0, total / units, np.nan)
        sold = _first_known(source.number("units_sold"), source.number("units_shipped"))
        price, price_low, price_high = (np.where(sold > 0, amount / sold, np.nan) for amount in (sales, less, more))
        low = np.where(units > 0, source.number("charged_low_inventory_fee") / units, np.nan)
    averaged = np.where(sold > 1, sold, 1.0)
    if several is not None:
        averaged = np.where(several, averaged, 1.0)
    if previewed:
        # The fees of a preview are by the sale price where there is one; a sale may have ended since.
        price_high = source.number("preview_price")
        price = price_low = _first_known(source.number("preview_sale_price"), price_high)
        averaged, low = np.ones(size), np.full(size, np.nan)
    first = source.days("first_day", source.first_day)
    last = source.days("last_day" if several is None else "first_day", source.last_day or source.first_day)
    return Charges(
        of,
        np.full(size, number, dtype=np.intp),
        repeated(fee, size),
        np.full(size, previewed),
        each,
        units,
        price,
        price_low,
        price_high,
        averaged,
        low,
        first,
        np.where(np.isnat(last), first, last),
        np.full(size, several is not None),
        np.zeros(size, dtype=np.bool_),
    ).take(np.flatnonzero((of >= 0) & np.isfinite(total) & (total != 0)))


def _taxed(source: Source) -> Mask:
    """Return which rows' prices hold tax that the report tells apart from its sales."""
    if "tax_collected" not in source.columns:
        return np.zeros(len(source), dtype=np.bool_)
    told = zip(source.text("market").tolist(), source.text("currency").tolist(), strict=True)
    markets = [market_code(market, currency, None) for market, currency in told]
    return np.array([code is not None and code not in _TAX_ON_TOP for code in markets], dtype=np.bool_)


def _sales(source: Source, taxed: Mask) -> tuple[Floats, Floats, Floats]:
    """Return the sales of each row; the least and the most that its referral fee may have been kept on.

    Where prices hold VAT, a report that tells the tax apart states its sales without it, and the fee is kept on both.
    """
    sales = source.number("total_sales")
    sales = np.where(taxed, sales + np.nan_to_num(source.number("tax_collected")), sales)
    less = sales
    for name in _OFF_SALES:
        less = less - np.abs(np.nan_to_num(source.number(name)))
    if "refunds" not in source.columns:
        # A report that counts what came back and not its money: at the average price.
        sold, returned = source.number("units_sold"), np.nan_to_num(source.number("units_returned"))
        less = less - np.where(sold > 0, sales * np.minimum(returned / np.where(sold > 0, sold, 1.0), 1.0), 0.0)
    return sales, np.maximum(less, 0.0), sales + np.abs(np.nan_to_num(source.number("shipping_income")))


def _first_known(*columns: Floats) -> Floats:
    found = columns[0]
    for column in columns[1:]:
        found = np.where(np.isnan(found), column, found)
    return found


def _first_positive(*columns: Floats) -> Floats:
    return _first_known(*(np.where(column > 0, column, np.nan) for column in columns))
