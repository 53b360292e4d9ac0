"""What one unit earns: from the price through VAT, every fee and every cost to profit and margin, line by line.

The same lines serve the tables that spill and the curves in which the solver looks for prices (``pricing``). Each line
is asked of the functions behind the fee formulas, so a price that is found is a price that those formulas confirm.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlops.catalog import Outcome, Spill, Texts, formula
from xlops.errors import REASONS, Reason
from xlops.fees.charge import Days, Trace
from xlops.fees.edition import Edition, Lookup, RateBand, RateBands
from xlops.fees.library import Library
from xlops.fees.tables import Ints, Reasons
from xlops.fees.units import MONEY_TICKS, Floats, exact_ticks, money_ticks, tax_inside
from xlops.formulas.aliexpress import ali_commission, ali_freight, ali_freight_currency
from xlops.formulas.amazon import (
    Chains,
    amz_packaging_fee,
    amz_refund_fee,
    ask_closing,
    ask_fulfilment,
    ask_handling,
    ask_referral,
    ask_surcharge,
    own_tables,
    take_market,
    take_programme,
)
from xlops.formulas.asking import markets_with, take_package
from xlops.formulas.rows import Mask, Rows
from xlops.formulas.solver import Points
from xlops.formulas.tax import amz_digital_fee, amz_vat, take_seller_country

# Currencies whose smallest price step is a whole unit.
_WHOLE_CURRENCIES = ("JPY",)
_CENT = MONEY_TICKS / 100
# Tables that a unit may pay by, besides those of its fulfilment programme.
_TABLES = (
    "referral",
    "referral_fbm",
    "referral_minimum",
    "closing",
    "vat",
    "refund_administration",
    "fba_dangerous_goods_surcharge",
    "oversize_packaging",
    "sipp_discount",
    "sipp_discount_low_price",
    "fuel_surcharge",
)
# Prices that are asked about at once: few enough that their lines stay small.
_BLOCK = 1 << 16
# Why no price can help: the product itself is not told.
_OF_INPUTS = np.array([r for r, text in REASONS.items() if text.kind == "invalid" or r.name.startswith("MISSING")])


def _take(column: Any, rows: Ints) -> Any:
    if column is None:
        return None
    if isinstance(column, Texts):
        return column if len(column.index) == 1 else Texts(column.index[rows], column.values)
    return column if len(column) == 1 else column[rows]


def _height(column: Any) -> int:
    return 1 if column is None else len(column.index if isinstance(column, Texts) else column)


@dataclass(frozen=True)
class Columns:
    """Columns of products as the formulas take them; None where an argument is left out."""

    def take(self, rows: Ints) -> Any:
        """Return the products at some places."""
        return type(self)(*(_take(getattr(self, field.name), rows) for field in fields(self)))

    @property
    def count(self) -> int:
        """How many products there are."""
        return max(_height(getattr(self, field.name)) for field in fields(self))


class Lines:
    """What happens to the price of one unit, in money ticks: deductions are negative, NaN is unknown."""

    def __init__(self, first_cost: int) -> None:
        # The lines before this one make the net revenue.
        self.first_cost = first_cost
        self.names: list[tuple[str, str]] = []
        self.amounts: list[Floats] = []

    def add(self, en: str, zh: str, amount: Floats) -> None:
        """Add the next line."""
        self.names.append((en, zh))
        self.amounts.append(amount + 0.0)  # no negative zero

    @property
    def revenue(self) -> Floats:
        """Price and shipping without VAT."""
        return _sum(self.amounts[: self.first_cost])

    @property
    def profit(self) -> Floats:
        """The sum of all lines; NaN where one is unknown."""
        return _sum(self.amounts)

    @property
    def best(self) -> Floats:
        """The profit if each unknown cost were nothing."""
        return _sum([np.where(np.isnan(amount), 0.0, amount) for amount in self.amounts])


def _sum(amounts: Iterable[Floats]) -> Floats:
    total: Floats = np.zeros(1)
    for amount in amounts:
        total = total + amount
    return total


def share_of(rows: Rows, name: str, column: Floats | None, default: float) -> Floats:
    """Take an optional share of something, a fraction from 0 to 1."""
    share = rows.optional(name, column, default, f"{default:g}", f"{default:g}")
    rows.refuse(share > 1, Reason.RATE_OUT_OF_RANGE)
    return share


def _asked(rows: Rows, outcome: Outcome, where: Mask | None = None) -> Floats:
    """Take a fee formula's answer into the rows of a question; rows outside of ``where`` pay nothing."""
    if where is None:
        rows.seen(outcome.value)
        rows.reason = np.where(rows.reason == 0, outcome.reason, rows.reason)
        return money_ticks(outcome.value)
    for column in (where, outcome.value):
        rows.seen(column)
    rows.reason = np.where((rows.reason == 0) & where, outcome.reason, rows.reason)
    return np.where(where, money_ticks(outcome.value), 0.0)


def _is_blank(texts: Texts | None) -> bool:
    return texts is None or all(value is None for value in texts.values)


# --- Amazon


@dataclass(frozen=True)
class Unit(Columns):
    """Products on Amazon; see AMZ_UNIT_ECONOMICS for the columns."""

    length: Floats
    width: Floats
    height: Floats
    weight: Floats
    category: Texts
    landed_cost: Floats
    market: Texts | None
    units: Texts | None
    programme: Texts | None
    seller_country: Texts | None
    tacos: Floats | None
    return_rate: Floats | None
    resale_share: Floats | None
    other_cost: Floats | None
    freight: Floats | None
    shipping: Floats | None
    vat_rate: Floats | None


def amazon_lines(rows: Rows, unit: Unit, price: Floats, as_of: Days) -> Lines:
    """Return the lines of each unit at a price (money). Rows that cannot be answered get their reason."""
    codes = rows.library.codes
    markets = take_market(rows, unit.market)
    programmes = take_programme(rows, unit.programme, markets)
    by_seller = programmes == codes.id("fbm")
    ticks = money_ticks(rows.number(price, Reason.MISSING_PRICE))
    shipping = money_ticks(rows.optional("shipping", unit.shipping, 0.0, "0", "0"))
    vat = _vat(rows, (ticks + shipping) / MONEY_TICKS, unit, as_of)

    # Its line comes after the selling fees, and so do its reasons.
    delivery = Rows(rows.trace)
    # A unit that the seller delivers needs no size, and no fulfilment table is asked for it.
    length, width, height, weight = (
        np.where(by_seller, 1.0, size) for size in (unit.length, unit.width, unit.height, unit.weight)
    )
    package = take_package(delivery, length, width, height, weight, unit.units)
    fulfilled = np.where(by_seller, -1, markets)
    delivery.assume("dangerous_goods", "no", "否")
    base = ask_fulfilment(delivery, package, price, unit.category, fulfilled, as_of, unit.programme)
    fulfilment = money_ticks(np.where(by_seller, 0.0, base.fee))
    handling = money_ticks(ask_handling(delivery, base))
    bulky = amz_packaging_fee.function(length, width, height, weight, unit.market, as_of, unit.units, rows.trace)
    packed = ~base.sipp & (markets_with(rows, "amazon", "oversize_packaging", fulfilled) >= 0)
    packaging = _asked(delivery, bulky, packed)
    surcharge = money_ticks(np.where(by_seller, 0.0, ask_surcharge(delivery, base)))
    per_unit = fulfilment + handling + packaging + surcharge

    tiers = np.where(by_seller, -1, base.tiers)
    referral = money_ticks(
        ask_referral(rows, price, unit.category, markets, as_of, unit.shipping, programmes, tiers)
    )
    closing = money_ticks(ask_closing(rows, unit.category, markets, as_of))
    rows.seen(delivery.reason)
    rows.refuse_at(None, delivery.reason)
    selling = referral + closing
    digital = _asked(
        rows,
        amz_digital_fee.function(
            selling / MONEY_TICKS, per_unit / MONEY_TICKS, unit.market, as_of, unit.seller_country, rows.trace
        ),
    )
    of_selling = _asked(
        Rows(None), amz_digital_fee.function(selling / MONEY_TICKS, None, unit.market, as_of, unit.seller_country)
    )

    shares = share_of(rows, "tacos", unit.tacos, 0.0)
    freight = rows.optional("freight", unit.freight, np.nan, "0 for FBA units", "FBA 商品为 0")
    rows.refuse(by_seller & np.isnan(freight), Reason.MISSING_FREIGHT)
    freight = money_ticks(np.where(~by_seller & np.isnan(freight), 0.0, freight))
    landed = money_ticks(rows.number(unit.landed_cost, Reason.MISSING_COST))
    other = money_ticks(rows.optional("other_cost", unit.other_cost, 0.0, "0", "0"))
    returned = share_of(rows, "return_rate", unit.return_rate, 0.0)
    given_back = (ticks + shipping - vat) - selling - of_selling
    returns = _returns(rows, unit, returned, given_back, referral / MONEY_TICKS, landed, as_of)

    lines = Lines(3)
    lines.add("price", "售价", ticks)
    lines.add("shipping that the buyer pays", "买家运费", shipping)
    lines.add("VAT, GST or consumption tax in it", "其中的增值税", -vat)
    lines.add("referral fee", "销售佣金", -referral)
    lines.add("closing fee", "媒体类手续费", -closing)
    lines.add("digital services fee", "数字服务费", -digital)
    lines.add("FBA fulfilment fee", "FBA 基础配送费", -fulfilment)
    lines.add("dangerous goods surcharge", "危险品附加费", -handling)
    lines.add("packaging fee of bulky units outside SIPP", "大件包装费（未加入 SIPP）", -packaging)
    lines.add("fuel and logistics surcharge", "燃油与物流附加费", -surcharge)
    lines.add(
        "tax inside the FBA fee, reclaimed", "FBA 费内含税（可抵扣）", _reclaimed(rows, unit, per_unit, as_of)
    )
    lines.add("advertising (TACoS x price)", "广告费（TACoS × 售价）", -np.rint(shares * ticks))
    lines.add("freight that you pay", "卖家运费", -freight)
    lines.add("landed cost", "到岸成本", -landed)
    lines.add("other cost", "其他成本", -other)
    lines.add("returns", "退货损失", -returns)
    return lines


def _vat(rows: Rows, gross: Floats, unit: Unit, as_of: Days) -> Floats:
    """Return the tax inside a gross price: at the caller's rate, else at the market's standard rate."""
    market = unit.market
    if unit.vat_rate is None:
        rows.assume("vat_rate", "you are registered and pay the market's standard rate", "您已注册税号，按站点标准税率")
        return _asked(rows, amz_vat.function(gross, market, as_of, None, rows.trace))
    rows.seen(unit.vat_rate)
    rows.refuse(unit.vat_rate > 1, Reason.RATE_OUT_OF_RANGE)
    blank = np.isnan(unit.vat_rate)
    own = tax_inside(money_ticks(gross), filled(unit.vat_rate), price_step(rows, market))
    if not blank.any():
        return own
    return np.where(blank, _asked(rows, amz_vat.function(gross, market, as_of), blank), own)


def price_step(rows: Rows, market: Texts | None) -> Floats:
    """Return the smallest step of a price in each market's currency, in ticks."""
    codes, met = rows.names("market", market, default="us")
    whole = [rows.library.codes.id(m.code) for m in met if m.extra.get("currency") in _WHOLE_CURRENCIES]
    return np.where(np.isin(codes, whole), float(MONEY_TICKS), _CENT)


def _reclaimed(rows: Rows, unit: Unit, fees: Floats, as_of: Days) -> Floats:
    """Return the tax inside the FBA fee where the table holds it; a seller who pays no VAT does not get it back."""
    codes, met = rows.names("market", unit.market, default="us")
    taxed = np.isin(codes, [rows.library.codes.id(m.code) for m in met if m.extra.get("fba_holds_tax")])
    if not taxed.any():
        return np.zeros(1)
    given = np.full(1, np.nan) if unit.vat_rate is None else unit.vat_rate
    at_own_rate = np.where(taxed, tax_inside(fees, filled(given), price_step(rows, unit.market)), 0.0)
    usual = _asked(rows, amz_vat.function(fees / MONEY_TICKS, unit.market, as_of), taxed & np.isnan(given))
    return np.where(np.isnan(given), usual, at_own_rate)


def _returns(
    rows: Rows, unit: Unit, rate: Floats, given_back: Floats, referral: Floats, landed: Floats, as_of: Days
) -> Floats:
    """Return what returns cost each unit that is sold, in ticks.

    A returned unit gives the buyer the money back; the selling fees come back but for the refund administration fee;
    the fulfilment fee, the advertising and the goods that cannot be sold again are lost.
    """
    if not rate.any():
        return np.zeros(1)
    some = rate > 0
    resale = share_of(rows, "resale_share", unit.resale_share, 0.0)
    kept = _asked(rows, amz_refund_fee.function(referral, unit.category, unit.market, as_of, rows.trace), some)
    return np.where(some, np.rint(rate * (given_back + kept - resale * landed)), 0.0)


def _editions(library: Library, market: str, programmes: Iterable[str], platform: str = "amazon") -> Iterator[Edition]:
    """Yield the editions of some programmes of a market, an operator's own among them."""
    for programme in programmes:
        for timeline in library.timelines(platform, market, programme):
            yield from timeline.editions


def _bend(found: Iterable[Edition]) -> float:
    """Return how far the rounding of some tables can move an amount, in ticks."""
    most = 1.0
    for edition in found:
        if edition.rounding.step is not None:
            step = exact_ticks(edition.rounding.step, MONEY_TICKS)
            most = max(most, step / 2 if edition.rounding.mode.startswith("half") else step)
    return most


@dataclass(frozen=True)
class _Breaks:
    """Where the fees of a group of products may step or bend, and how far rounding moves their profit; in ticks."""

    # In the item's price, and in what the buyer pays with shipping.
    price: Floats
    total: Floats
    # How far rounding moves the fees, and how far more at a return rate of 1.
    noise: float
    noise_of_returns: float
    # Whether the price holds a tax that is rounded.
    taxed: bool


def _breaks(library: Library, market: str, tables: tuple[str, ...], category: str, seller: str) -> _Breaks:
    """Collect the breaks from the tables as they are published, over all their editions."""
    found = {name: list(_editions(library, market, [name])) for name in (*_TABLES, *tables)}
    price: set[Decimal] = set()
    for edition in (edition for name in tables for edition in found[name]):
        if isinstance(edition.table, Lookup):
            price |= _price_limits(edition.table)
    # Where the referral fee passes a least fee, or a bound or a cap of what is charged on it.
    levels = {fee for e in found["referral_minimum"] for fee in _fees(e)}
    levels |= {point for e in found["refund_administration"] for s in _slopes(e, category) for point in s.bends()}
    referral = [*found["referral"], *found["referral_fbm"]]
    total = {point for e in referral for slope in _slopes(e, category) for point in slope.bends(levels)}
    digital = list(_editions(library, "global", ["digital_services"]))
    rate = max((band.rate for e in digital for band in _bands_of_seller(e, seller, market)), default=Decimal(0))
    taxed = any(e.charged and e.tax_in_base for e in found["vat"])
    noise = _bend(referral) * float(1 + rate) + (_bend(digital) if rate else 0.0)
    # Shares of the price are rounded to ticks.
    noise += 4
    of_returns = noise + _bend(referral) + _bend(found["refund_administration"])
    return _Breaks(_ticks(price), _ticks(total), noise, of_returns, taxed)


def _ticks(points: Iterable[Decimal]) -> Floats:
    return np.array(sorted(float(point) * MONEY_TICKS for point in points))


def _fees(edition: Edition) -> set[Decimal]:
    rows = edition.table.rows if isinstance(edition.table, Lookup) else ()
    return {fee for row in rows for fee in row.fees if fee is not None}


def _bands_of_seller(edition: Edition, seller: str, store: str) -> Iterator[RateBand]:
    if isinstance(edition.table, RateBands):
        for band in edition.table.bands:
            keys = dict(zip(edition.table.keys, band.keys, strict=True))
            if keys.get("seller_country") in (seller, "*") and keys.get("store") in (store, "*"):
                yield band


def _price_limits(table: Lookup) -> set[Decimal]:
    limits = [band.below if band.below is not None else band.upto for band in table.price_bands]
    if table.applies is not None:
        limits += [table.applies.price_upto, *(limit for limit, _ in table.applies.price_upto_for)]
    return {limit for limit in limits if limit is not None}


@dataclass(frozen=True)
class _Slope:
    """A band of a percentage table: the fee is ``before`` + ``rate`` x (base - ``start``) above ``floor``."""

    band: RateBand
    floor: Decimal
    start: Decimal
    before: Decimal

    def bends(self, levels: Iterable[Decimal | None] = ()) -> set[Decimal]:
        """Return the bases where the band ends, where its minimum or cap binds, and where its fee is at a level."""
        points = set() if self.band.upto is None else {self.band.upto}
        for fee in (self.band.minimum, self.band.cap, *levels):
            if fee is not None and self.band.rate:
                points.add(self.start + (fee - self.before) / self.band.rate)
        return {point for point in points if point > 0}


def _slopes(edition: Edition, category: str) -> list[_Slope]:
    """Return the bands of a category; all bands of a table that does not name it, or that has no categories."""
    table = edition.table
    if not isinstance(table, RateBands):
        return []
    place = table.keys.index("category") if "category" in table.keys else None
    named = [b for b in table.bands if place is not None and b.keys[place] == category]
    found = []
    ends: dict[tuple[str, ...], tuple[Decimal, Decimal]] = {}
    for band in named or table.bands:
        floor, fee = ends.get(band.keys, (Decimal(0), Decimal(0)))
        portion = band.applies == "portion"
        slope = _Slope(band, floor, floor if portion else Decimal(0), fee if portion else Decimal(0))
        found.append(slope)
        if band.upto is not None:
            ends[band.keys] = (band.upto, slope.before + band.rate * (band.upto - slope.start))
    return found


@dataclass(frozen=True)
class ProfitCurve:
    """Profit and net revenue of products as functions of their prices, on each day of a window."""

    columns: Any
    lines: Callable[[Rows, Any, Floats, Days], Lines]
    step: Floats
    noise: Floats
    breaks: Floats
    breaks_of: Ints
    days: list[Days]

    def at(self, rows: Ints, price: Floats) -> Points:
        """Return the products at ``rows`` at their prices (ticks), on each day."""
        if not len(price):
            none = np.zeros((len(self.days), 0))
            return Points(none, none, none.astype(np.uint8))
        blocks = [slice(start, start + _BLOCK) for start in range(0, len(price), _BLOCK)]
        found = [self._block(rows[block], price[block]) for block in blocks]
        if len(found) == 1:
            return found[0]
        return Points(*(np.concatenate(parts, axis=1) for parts in zip(*found, strict=True)))

    def _block(self, rows: Ints, price: Floats) -> Points:
        columns = self.columns.take(rows)
        found = [self._on(columns, price, _take(days, rows)) for days in self.days]
        return Points(*(np.stack([np.broadcast_to(p[n], len(price)) for p in found]) for n in range(3)))

    def _on(self, columns: Any, price: Floats, as_of: Days) -> Points:
        rows = Rows(None)
        lines = self.lines(rows, columns, price / MONEY_TICKS, as_of)
        return Points(lines.best, lines.revenue, rows.reason)

    def repeated(self, count: int) -> ProfitCurve:
        """Return the curve of one product as that of several equal ones."""
        return ProfitCurve(
            self.columns,
            self.lines,
            np.repeat(self.step, count),
            np.repeat(self.noise, count),
            np.tile(self.breaks, count),
            np.repeat(np.arange(count), len(self.breaks)),
            self.days,
        )

    def only(self, places: Ints) -> ProfitCurve:
        """Return the curve of the products at some places."""
        number = np.full(len(self.step), -1)
        number[places] = np.arange(len(places))
        kept = number[self.breaks_of] >= 0
        return ProfitCurve(
            self.columns.take(places),
            self.lines,
            self.step[places],
            self.noise[places],
            self.breaks[kept],
            number[self.breaks_of[kept]],
            [_take(days, places) for days in self.days],
        )

    def inputs(self) -> Reasons:
        """Return for each product what is missing or impossible in what is told of it, whatever its price."""
        reasons = self.at(np.arange(len(self.step)), self.step).reason
        first: Reasons = reasons[0]
        for other in reasons[1:]:
            first = np.where(first == 0, other, first)
        return np.where(np.isin(first, _OF_INPUTS), first, np.uint8(0))


def amazon_curve(unit: Unit, as_of: Days | None, last_day: Days | None = None) -> ProfitCurve:
    """Return the curve of products on Amazon."""
    rows = Rows(None)
    library, codes = rows.library, rows.library.codes
    first = rows.days(as_of)
    count = max(unit.count, len(first), _height(last_day))

    def all_rows(column: Any) -> Any:
        return np.broadcast_to(column, count)

    markets = all_rows(take_market(rows, unit.market))
    programmes = all_rows(take_programme(rows, unit.programme, markets))
    categories = all_rows(rows.names("category", unit.category)[0])
    words = all_rows(unit.category.index)
    sellers = all_rows(take_seller_country(rows, unit.seller_country))
    own = own_tables(rows, unit.category)
    step = all_rows(price_step(rows, unit.market))
    vat_rate = all_rows(np.full(1, np.nan) if unit.vat_rate is None else unit.vat_rate)
    shipping, returned = all_rows(filled(unit.shipping) * MONEY_TICKS), all_rows(filled(unit.return_rate))
    noise = np.ones(count)
    breaks, breaks_of = [np.zeros(0)], [np.zeros(0, dtype=np.intp)]
    changes: dict[int, Days] = {}
    groups, of = np.unique(np.stack([markets, programmes, categories, words, sellers]), axis=1, return_inverse=True)
    for n, (market, programme, category, word, seller) in enumerate(groups.T.tolist()):
        if market < 0 or programme < 0:
            continue
        places = np.flatnonzero(of.ravel() == n)
        tables = Chains(rows).of(market, programme, own[word])
        key = ("breaks", market, tables, category, seller)
        found: _Breaks | None = library.remembered.get(key)
        if found is None:
            name, country = (codes.name(code) if code >= 0 else "" for code in (category, seller))
            found = library.remembered[key] = _breaks(library, codes.name(market), tables, name, country)
        of_price = np.broadcast_to(found.price, (len(places), len(found.price)))
        points = np.concatenate([of_price, found.total - shipping[places][:, np.newaxis]], axis=1)
        breaks.append(points.ravel())
        breaks_of.append(np.repeat(places, points.shape[1]))
        # The tax moves the profit, the revenue of which a share is wanted, and what a return gives back.
        tax = np.where(vat_rate[places] > 0, step[places] / 2, 0.0)
        if found.taxed:
            tax = np.where(np.isnan(vat_rate[places]), step[places] / 2, tax)
        noise[places] = found.noise + 2 * tax + returned[places] * (found.noise_of_returns + tax)
        if last_day is not None:
            changes |= dict.fromkeys(places.tolist(), _changes(library, codes.name(market), tables))
    return ProfitCurve(
        unit,
        amazon_lines,
        step,
        noise,
        np.concatenate(breaks),
        np.concatenate(breaks_of),
        _window(all_rows(first), last_day, changes),
    )


def filled(column: Floats | None) -> Floats:
    """Return a column of numbers with 0 for its blanks."""
    return np.zeros(1) if column is None else np.where(np.isnan(column), 0.0, column)


def _changes(library: Library, market: str, tables: tuple[str, ...]) -> Days:
    """Return the days on which a fee of a unit may change, in order."""
    tiers = [name for _, place, name in library.programmes() if place == market and name.startswith("size_tiers")]
    found = [*_editions(library, market, (*_TABLES, *tables, *tiers))]
    return _days_of([*found, *_editions(library, "global", ["digital_services"])])


def _days_of(found: Iterable[Edition]) -> Days:
    days: set[Any] = set()
    for edition in found:
        days.add(np.datetime64(edition.effective))
        if edition.until is not None:
            days.add(np.datetime64(edition.until) + 1)
    return np.array(sorted(days), dtype="datetime64[D]")


def _window(first: Days, last_day: Days | None, changes: dict[int, Days]) -> list[Days]:
    """Return the days of each product's window on which fees may differ, as columns; the first day fills them up."""
    if last_day is None:
        return [first]
    inside = []
    for place, (start, end) in enumerate(zip(first, np.broadcast_to(last_day, len(first)), strict=True)):
        days = changes.get(place, first[:0])
        inside.append(days[(days > start) & (days <= end)])
    columns = [first]
    for n in range(max(map(len, inside))):
        further = [days[n] if n < len(days) else start for days, start in zip(inside, first, strict=True)]
        columns.append(np.array(further))
    return columns


# --- AliExpress


@dataclass(frozen=True)
class Parcel(Columns):
    """Products on AliExpress; see ALI_UNIT_ECONOMICS for the columns."""

    rate_or_category: Texts
    landed_cost: Floats
    weight: Floats | None
    country: Texts | None
    line: Texts | None
    units: Texts | None
    freight: Floats | None
    selling_currency: Texts | None
    exchange_rate: Floats | None
    affiliate_rate: Floats | None
    tacos: Floats | None
    unit_duty: Floats | None
    other_cost: Floats | None


def parcel_lines(rows: Rows, parcel: Parcel, price: Floats, as_of: Days) -> Lines:
    """Return the lines of each parcel at a price (money). Rows that cannot be answered get their reason."""
    ticks = money_ticks(rows.number(price, Reason.MISSING_PRICE))
    commission = _asked(rows, ali_commission.function(price, parcel.rate_or_category, as_of, trace=rows.trace))
    affiliate = share_of(rows, "affiliate_rate", parcel.affiliate_rate, 0.0)
    shares = share_of(rows, "tacos", parcel.tacos, 0.0)
    freight = _freight(rows, parcel, as_of)
    landed = money_ticks(rows.number(parcel.landed_cost, Reason.MISSING_COST))
    duty = money_ticks(rows.optional("unit_duty", parcel.unit_duty, 0.0, "0", "0"))
    other = money_ticks(rows.optional("other_cost", parcel.other_cost, 0.0, "0", "0"))
    lines = Lines(1)
    lines.add("price", "售价", ticks)
    lines.add("commission", "交易佣金", -commission)
    lines.add("affiliate commission", "联盟佣金", -np.rint(affiliate * ticks))
    lines.add("advertising (TACoS x price)", "广告费（TACoS × 售价）", -np.rint(shares * ticks))
    lines.add("freight", "运费", -freight)
    lines.add("duty that you bear", "卖家承担的关税", -duty)
    lines.add("landed cost", "到岸成本", -landed)
    lines.add("other cost", "其他成本", -other)
    return lines


def _freight(rows: Rows, parcel: Parcel, as_of: Days) -> Floats:
    """Return the freight in the currency of the price: the caller's, else the line's list price."""
    given = np.full(1, np.nan) if parcel.freight is None else parcel.freight
    rows.seen(given)
    blank = np.isnan(given)
    if not blank.any():
        return money_ticks(given)
    weight = np.full(1, np.nan) if parcel.weight is None else parcel.weight
    country = Texts(np.zeros(1, dtype=np.intp), (None,)) if parcel.country is None else parcel.country
    listed = ali_freight.function(weight, country, parcel.line, as_of, parcel.units, rows.trace)
    amount = _asked(rows, listed, blank)
    paid_in = ali_freight_currency.function(parcel.line, as_of).value
    selling = _currency(rows, parcel.selling_currency)
    rate = np.full(1, np.nan) if parcel.exchange_rate is None else parcel.exchange_rate
    rows.seen(rate)
    of_yuan = 1 / np.where(rate > 0, rate, np.nan)
    factor = np.where(paid_in == selling, 1.0, np.where(paid_in == "CNY", of_yuan, np.nan))
    rows.refuse(blank & ~(np.isfinite(factor) & (factor > 0)), Reason.MISSING_EXCHANGE_RATE)
    return np.where(blank, np.rint(amount * factor), money_ticks(given))


def _currency(rows: Rows, currency: Texts | None) -> NDArray[Any]:
    """Return the currency of the price; blank is the US dollar."""
    if _is_blank(currency):
        rows.assume("selling_currency", "USD", "USD")
        return np.array(["USD"], dtype=object)
    assert currency is not None
    rows.seen(currency.index)
    return np.array([(value or "USD").upper() for value in currency.values], dtype=object)[currency.index]


def parcel_curve(parcel: Parcel, as_of: Days | None, last_day: Days | None = None) -> ProfitCurve:
    """Return the curve of products on AliExpress. Only an operator's own table of commissions has breaks."""
    rows = Rows(None)
    first = rows.days(as_of)
    count = max(parcel.count, len(first), _height(last_day))
    commissions = list(_editions(rows.library, "global", ["commission"], "aliexpress"))
    points = _ticks({point for edition in commissions for slope in _slopes(edition, "") for point in slope.bends()})
    lines = {name for platform, _, name in rows.library.programmes() if platform == "aliexpress" and "freight" in name}
    changes = _days_of([*commissions, *_editions(rows.library, "global", lines, "aliexpress")])
    whole = np.isin(_currency(rows, parcel.selling_currency), _WHOLE_CURRENCIES)
    return ProfitCurve(
        parcel,
        parcel_lines,
        np.broadcast_to(np.where(whole, float(MONEY_TICKS), _CENT), count),
        np.full(count, _bend(commissions) + 4),
        np.tile(points, count),
        np.repeat(np.arange(count), len(points)),
        _window(np.broadcast_to(first, count), last_day, dict.fromkeys(range(count), changes)),
    )


# --- The tables that spill


def economics_table(
    columns: Any,
    lines_of: Callable[[Rows, Any, Floats, Days], Lines],
    price: Floats,
    as_of: Days | None,
    omitted: Iterable[tuple[str, str]],
) -> Spill:
    """Return the lines with net revenue, profit and margin; for one product also what is not counted, and assumed."""
    single = max(columns.count, len(price), _height(as_of)) == 1
    rows = Rows(Trace() if single else None)
    days = rows.days(as_of)
    lines = lines_of(rows, columns, price, days)
    invalid = np.isin(rows.reason, [r for r, text in REASONS.items() if text.kind == "invalid"])

    def line(amount: Floats) -> Outcome:
        why = np.where(invalid | np.isnan(amount), rows.reason, np.uint8(0))
        return Outcome(np.where(why == 0, amount, np.nan), why)

    shown = [(name, line(amount / MONEY_TICKS)) for name, amount in zip(lines.names, lines.amounts, strict=True)]
    profit, revenue = lines.profit, lines.revenue
    with np.errstate(divide="ignore", invalid="ignore"):
        margin = np.where(revenue > 0, profit / revenue, np.nan)
    shown.insert(lines.first_cost, (("= net revenue", "= 净收入"), line(revenue / MONEY_TICKS)))
    shown.append((("= profit", "= 利润"), line(profit / MONEY_TICKS)))
    shown.append((("= margin (profit / net revenue)", "= 利润率（利润 ÷ 净收入）"), line(margin)))
    if rows.trace is not None:
        blank = Outcome(np.full(1, np.nan), np.zeros(1, dtype=np.uint8))
        shown += [((f"not counted: {en}", f"未计入：{zh}"), blank) for en, zh in omitted]
        assumed = dict.fromkeys(rows.trace.assumed)
        shown += [((f"assumed: {en}", f"按默认：{zh}"), blank) for en, zh in assumed]
    return tuple(shown)


def _left_out(**given: object) -> set[str]:
    """Return the names of the arguments that say nothing."""
    return {
        name
        for name, column in given.items()
        if column is None or (isinstance(column, np.ndarray) and not np.nan_to_num(column).any())
    }


@formula(
    "amazon",
    returns="money",
    zh="亚马逊单件经济账：售价 → 增值税 → 费用 → 成本 → 利润 → 利润率，逐行列出，并写明未计入的项目（溢出为表格）。",
    spills=True,
)
def amz_unit_economics(
    length: Floats,
    width: Floats,
    height: Floats,
    weight: Floats,
    price: Floats,
    category: Texts,
    landed_cost: Floats,
    market: Texts | None = None,
    as_of: Days | None = None,
    units: Texts | None = None,
    programme: Texts | None = None,
    seller_country: Texts | None = None,
    tacos: Floats | None = None,
    return_rate: Floats | None = None,
    resale_share: Floats | None = None,
    other_cost: Floats | None = None,
    freight: Floats | None = None,
    shipping: Floats | None = None,
    vat_rate: Floats | None = None,
) -> Spill:
    """From the price of one unit to its profit and margin on Amazon, line by line; deductions are negative.

    For one product the result is a table of label and amount, with a line for each cost that is not counted and for
    each input that was assumed; for columns it has a heading row and a row per product.

    A return gives the buyer the money back and takes back the goods: the selling fees come back but for the refund
    administration fee, and ``resale_share`` of the goods can be sold again; FBA fee and advertising are lost.

    Args:
        length: one packed side, in any order; scalar or array. Not needed where the seller delivers.
        width: another packed side.
        height: the third packed side.
        weight: packed weight of one unit.
        price: price as the buyer sees it, in the market's currency.
        category: Amazon's category name, its code, or Chinese.
        landed_cost: what one unit costs up to Amazon's door, in the market's currency, without reclaimable tax.
        market: marketplace; blank is the US.
        as_of: day of the sale; blank is today.
        units: ``"cm,g"`` (blank), ``"cm,kg"``, ``"in,lb"`` or ``"in,oz"``.
        programme: fulfilment programme (see OPS_PROGRAMMES); blank is what most sellers of the market use.
        seller_country: country where your company is established, for the digital services fee; blank is China.
        tacos: advertising as a share of the price the buyer pays; blank is 0.
        return_rate: share of the units sold that come back; blank is 0.
        resale_share: share of the returned units that can be sold again; blank is 0.
        other_cost: any other cost per unit, such as storage; blank is 0.
        freight: delivery that you pay; needed where the seller delivers (``fbm``), else blank is 0.
        shipping: shipping that the buyer pays; blank is 0.
        vat_rate: tax inside the price; 0 where you pay none; blank is the market's standard rate.

    Returns:
        Labels and money; the last figure is the margin as a fraction. An unknown line is blank, and so is the profit.

    Source: as AMZ_REFERRAL_FEE, AMZ_CLOSING_FEE, AMZ_FBA_FEE, AMZ_DIGITAL_FEE, AMZ_VAT and AMZ_REFUND_FEE.
    """
    unit = Unit(
        length,
        width,
        height,
        weight,
        category,
        landed_cost,
        market,
        units,
        programme,
        seller_country,
        tacos,
        return_rate,
        resale_share,
        other_cost,
        freight,
        shipping,
        vat_rate,
    )
    left_out = _left_out(tacos=tacos, return_rate=return_rate, other_cost=other_cost)
    omitted = [text for name, text in _AMAZON_OPTIONS if name in left_out]
    return economics_table(unit, amazon_lines, price, as_of, [*omitted, *_AMAZON_OMITTED])


_AMAZON_OPTIONS = (
    ("tacos", ("advertising (give tacos)", "广告费（请填 tacos）")),
    ("return_rate", ("returns and refunds (give return_rate)", "退货退款损失（请填 return_rate）")),
    ("other_cost", ("storage and other costs per unit (give other_cost)", "仓储及其他单件成本（请填 other_cost）")),
)
_AMAZON_OMITTED = (
    ("inbound placement, low-inventory and aged inventory fees", "入库配置费、低库存费与超龄库存附加费"),
    ("returns processing fee and overmax fee", "退货处理费与超限尺寸费"),
    ("subscription, staff and other overhead", "月租、人工等固定费用"),
    ("VAT on Amazon's fees, where you cannot reclaim it", "亚马逊费用的增值税（无法抵扣时）"),
)


@formula(
    "aliexpress",
    returns="money",
    zh="速卖通单件经济账：售价 → 佣金 → 运费 → 成本 → 利润 → 利润率，逐行列出，并写明未计入的项目（溢出为表格）。",
    spills=True,
)
def ali_unit_economics(
    price: Floats,
    rate_or_category: Texts,
    landed_cost: Floats,
    weight: Floats | None = None,
    country: Texts | None = None,
    line: Texts | None = None,
    as_of: Days | None = None,
    units: Texts | None = None,
    freight: Floats | None = None,
    selling_currency: Texts | None = None,
    exchange_rate: Floats | None = None,
    affiliate_rate: Floats | None = None,
    tacos: Floats | None = None,
    unit_duty: Floats | None = None,
    other_cost: Floats | None = None,
) -> Spill:
    """From the price of one unit to its profit and margin on AliExpress, line by line; deductions are negative.

    For the POP model, where you set the price and ship the parcel. All money is in the currency of the price.

    Args:
        price: what the buyer pays after store discounts, without shipping and tax; scalar or array.
        rate_or_category: your commission rate as a fraction or text (8%), or a category of your own table.
        landed_cost: what one unit costs you ready to ship, in the currency of the price.
        weight: packed weight, for the line's list price; not needed with ``freight``.
        country: destination; not needed with ``freight``.
        line: shipping line; blank is ``standard``.
        as_of: day of the order; blank is today.
        units: ``"cm,g"`` (blank), ``"cm,kg"``, ``"in,lb"`` or ``"in,oz"``; only the weight counts.
        freight: freight that you pay, in the currency of the price; blank is the line's list price.
        selling_currency: currency of the price; blank is USD.
        exchange_rate: CNY for 1 unit of that currency; needed where the line's list price is in CNY.
        affiliate_rate: affiliate commission as a share of the price; blank is 0.
        tacos: advertising as a share of the price; blank is 0.
        unit_duty: duty per unit that you bear (see ALI_DUTY), in the currency of the price; blank is 0.
        other_cost: any other cost per unit; blank is 0.

    Returns:
        Labels and money; the last figure is the margin as a fraction. An unknown line is blank, and so is the profit.

    Source: as ALI_COMMISSION and ALI_FREIGHT.
    """
    parcel = Parcel(
        rate_or_category,
        landed_cost,
        weight,
        country,
        line,
        units,
        freight,
        selling_currency,
        exchange_rate,
        affiliate_rate,
        tacos,
        unit_duty,
        other_cost,
    )
    left_out = _left_out(affiliate_rate=affiliate_rate, tacos=tacos, unit_duty=unit_duty)
    omitted = [text for name, text in _ALIEXPRESS_OPTIONS if name in left_out]
    return economics_table(parcel, parcel_lines, price, as_of, [*omitted, *_ALIEXPRESS_OMITTED])


_ALIEXPRESS_OPTIONS = (
    ("affiliate_rate", ("affiliate commission (give affiliate_rate)", "联盟佣金（请填 affiliate_rate）")),
    ("tacos", ("advertising (give tacos)", "广告费（请填 tacos）")),
    ("unit_duty", ("duty and import fees that you bear (give unit_duty)", "您承担的关税与进口费用（请填 unit_duty）")),
)
_ALIEXPRESS_OMITTED = (
    ("returns and disputes", "退货与纠纷损失"),
    ("withdrawal fee and exchange loss", "提现手续费与汇兑损失"),
    ("deposit, staff and other overhead", "保证金、人工等固定费用"),
)
