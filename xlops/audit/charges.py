"""What reports say of the fees of each product, and what is known of the product itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from xlops.fees.names import name_list
from xlops.fees.units import Floats
from xlops.sheets import Sheet

Objects = NDArray[np.object_]
Ints = NDArray[np.intp]
Mask = NDArray[np.bool_]
Days = NDArray[np.datetime64]

FBA, REFERRAL = "fba_fee", "referral_fee"
SIDES = ("length", "width", "height", "weight")
_PREVIEW_SIDES = ("preview_longest_side", "preview_median_side", "preview_shortest_side", "preview_weight")
_YES = frozenset({"y", "yes", "true", "1", "是", "有", "危险品", "√", "✓", "hazmat", "dangerous"})
# Reports that count the charges, before those that count what was shipped or sold.
_FBA_UNITS = ("charged_fba_units", "units_shipped", "units_sold")
# Sales that the referral fee may not have been kept on: Amazon nets refunds, and discounts lower its base.
_OFF_SALES = ("promotions", "refunds")
_TIER_MARKET = re.compile("^[A-Z][a-z](?=[A-Z])")
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
    """

    name: str
    title: tuple[str, str]
    columns: Mapping[str, NDArray[Any]]
    first_day: date | None = None
    last_day: date | None = None

    @staticmethod
    def of(
        frame: Any, name: str, title: tuple[str, str], first_day: date | None = None, last_day: date | None = None
    ) -> Source:
        """Take a pandas frame."""
        columns = {str(column): frame[column].to_numpy() for column in frame.columns}
        return Source(name, title, columns, first_day, last_day)

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


class Products(NamedTuple):
    """The products of all reports, one place each, with what the operator's sheet and the fee preview say of them.

    ``sides`` and ``measured`` are length, width, height (cm) and weight (g) by the sheet and by Amazon's preview.
    ``sheet_row`` is -1 where the sheet does not have the product. Texts are None and numbers NaN where nobody says.
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

    ``units`` counts the charges; NaN in a preview. ``price`` is the average that the units were sold at, ``price_low``
    the same without what was refunded and discounted, ``price_high`` with the shipping that buyers paid.
    ``low_inventory`` is the part that the report itself calls the
    low-inventory-level fee. ``of`` is the place of the product, ``source`` that of the report.
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
    low_inventory: Floats
    first: Days
    last: Days

    def take(self, places: Ints) -> Charges:
        """Return some of the charges."""
        return Charges._make(column[places] for column in self)


@dataclass(frozen=True)
class Collected:
    """All charges of all reports with their products; ``unread`` counts rows without a market, per report."""

    products: Products
    charges: Charges
    unread: tuple[tuple[str, int], ...]


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
    products = _described(finder, sources, places, sheet)
    charges = [
        part
        for number, (source, of) in enumerate(zip(sources, places, strict=True))
        for part in _charges_of(number, source, of)
    ]
    empty = _entries(0, Source("", ("", ""), {}), np.zeros(0, dtype=np.intp), FBA, False, np.zeros(0), np.zeros(0))
    joined = Charges._make(np.concatenate(columns) for columns in zip(empty, *charges, strict=True))
    return Collected(products, joined, tuple(unread))


class _Finder:
    """Gives each product of each market a place. A row without an SKU is met by its ASIN where that has one SKU."""

    def __init__(self) -> None:
        self.keys: list[tuple[str | None, str | None, str, str | None]] = []
        self._by_key: dict[tuple[str, str], int] = {}
        self._by_asin: dict[tuple[str, str], set[int]] = {}

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
        if sku is None:
            met = self._by_asin.get((asin or "", market), set())
            if len(met) == 1:
                return next(iter(met))
        key = (sku or f" {asin}", market)
        place = self._by_key.get(key)
        if place is None:
            place = self._by_key[key] = len(self.keys)
            self.keys.append((sku, asin, market, currency))
        elif asin is not None and self.keys[place][1] is None:
            self.keys[place] = (sku, asin, market, currency)
        if asin is not None and sku is not None:
            self._by_asin.setdefault((asin, market), set()).add(place)
        return place


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
    finder: _Finder, sources: Sequence[Source], places: Sequence[Ints], sheet: Sheet | None
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
    rows = _sheet_rows(sheet, sku, asin, market)
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


def _sheet_rows(sheet: Sheet | None, sku: Objects, asin: Objects, market: Objects) -> Ints:
    """Return the sheet's row of each product: by SKU and market, SKU, ASIN and market, ASIN; the first that is one."""
    if sheet is None:
        return np.full(len(sku), -1, dtype=np.intp)
    given = sheet.data.get("market")
    names = name_list("markets")
    places: list[str | None] = [None] * len(sheet.rows)
    if given is not None:
        places = [None if text is None else names.resolve(text) for text in given.tolist()]

    def rows_by(term: str) -> tuple[dict[tuple[str, str | None], list[int]], dict[str, list[int]]]:
        in_market: dict[tuple[str, str | None], list[int]] = {}
        anywhere: dict[str, list[int]] = {}
        for row, text in enumerate(sheet.data[term].tolist() if term in sheet.data else []):
            if text is not None:
                key = str(text).strip().casefold()
                in_market.setdefault((key, places[row]), []).append(row)
                anywhere.setdefault(key, []).append(row)
        return in_market, anywhere

    tables = [rows_by("sku"), rows_by("asin")]

    def row_of(sku: str | None, asin: str | None, market: str) -> int:
        for text, (in_market, anywhere) in zip((sku, asin), tables, strict=True):
            if text is None:
                continue
            key = text.casefold()
            for met in (in_market.get((key, market), []), anywhere.get(key, [])):
                if len(met) == 1:
                    return met[0]
        return -1

    return np.array(list(map(row_of, sku.tolist(), asin.tolist(), market.tolist())), dtype=np.intp)


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


def _charges_of(number: int, source: Source, of: Ints) -> Iterable[Charges]:
    """Yield what a report charged and previewed, fee by fee. A fee of 0 is one that the product did not pay."""
    with np.errstate(divide="ignore", invalid="ignore"):
        for fee, measure, counts in (
            (FBA, "charged_fba_fee", _FBA_UNITS),
            (REFERRAL, "charged_referral_fee", ("units_sold", "units_shipped")),
        ):
            if measure not in source.columns:
                continue
            units = _first_known(*(source.number(name) for name in counts))
            total = source.number(measure)
            yield _entries(number, source, of, fee, False, np.where(units > 0, total / units, np.nan), units, total)
    for fee, measure in ((FBA, "preview_fba_fee"), (REFERRAL, "preview_referral_fee")):
        if measure in source.columns:
            each = source.number(measure)
            yield _entries(number, source, of, fee, True, each, np.full(len(source), np.nan), each)


def _entries(
    number: int,
    source: Source,
    of: Ints,
    fee: str,
    previewed: bool,
    each: Floats,
    units: Floats,
    told: Floats | None = None,
) -> Charges:
    size = len(of)
    with np.errstate(divide="ignore", invalid="ignore"):
        sold = _first_known(source.number("units_sold"), source.number("units_shipped")) if size else np.zeros(0)
        sales, less, more = _sales(source) if size else (np.zeros(0),) * 3
        price, price_low, price_high = (np.where(sold > 0, amount / sold, np.nan) for amount in (sales, less, more))
        low = np.where(units > 0, source.number("charged_low_inventory_fee") / units, np.nan) if size else np.zeros(0)
    if previewed:
        # The fees of a preview are by the sale price where there is one; a sale may have ended since.
        price_high = source.number("preview_price")
        price = price_low = _first_known(source.number("preview_sale_price"), price_high)
        low = np.full(size, np.nan)
    keep = np.flatnonzero((of >= 0) & np.isfinite(told) & (told != 0)) if told is not None else np.zeros(0, np.intp)
    first = source.days("first_day", source.first_day) if size else np.zeros(0, "datetime64[D]")
    last = source.days("last_day", source.last_day or source.first_day) if size else np.zeros(0, "datetime64[D]")
    return Charges(
        of,
        np.full(size, number, dtype=np.intp),
        np.full(size, fee, dtype=object),
        np.full(size, previewed),
        each,
        units,
        price,
        price_low,
        price_high,
        low,
        first,
        np.where(np.isnat(last), first, last),
    ).take(keep)


def _sales(source: Source) -> tuple[Floats, Floats, Floats]:
    """Return the sales of each row; the least and the most that its referral fee may have been kept on.

    Where prices hold VAT, a report that tells the tax apart states its sales without it, and the fee is kept on both.
    """
    sales = source.number("total_sales")
    if "tax_collected" in source.columns:
        told = zip(source.text("market").tolist(), source.text("currency").tolist(), strict=True)
        markets = [market_code(market, currency, None) for market, currency in told]
        taxed = np.array([code is not None and code not in _TAX_ON_TOP for code in markets], dtype=np.bool_)
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
