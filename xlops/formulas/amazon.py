"""Amazon's fees: referral, closing, size tier, FBA fulfilment, surcharge, storage, refund administration."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from xlops.catalog import Outcome, Spill, Texts, formula
from xlops.errors import Reason
from xlops.fees import describe
from xlops.fees.charge import Days, Part, Trace
from xlops.fees.names import name_list
from xlops.fees.tables import CompiledLookup, CompiledRateBands, CompiledSizeTiers, Evaluation, Ints
from xlops.fees.units import MONEY_TICKS, Floats, money_ticks
from xlops.formulas.rows import Rows

_DEFAULT_MARKET = "us"
# Longest storage that is added up month by month.
_MAX_MONTHS = 60


def _rate(
    rows: Rows, programme: str, market: Ints, as_of: Days, base: Floats, codes: list[Ints] | None = None
) -> Floats:
    """Ask a percentage table for the fee on ``base`` (money)."""
    ticks = money_ticks(base)
    rows.seen(ticks)

    def evaluate(part: Part) -> Evaluation:
        assert isinstance(part.table, CompiledRateBands)
        return part.table.evaluate(part.take(ticks), [part.take(c) for c in codes or []])

    def say(part: Part, found: Evaluation) -> tuple[str, str]:
        assert isinstance(part.table, CompiledRateBands)
        return describe.rate_row(part.table, int(found.row[0]), float(ticks[0]))

    return rows.ask("amazon", programme, market, as_of, evaluate, say)


def _amount(
    rows: Rows,
    programme: str | Ints,
    market: Ints,
    as_of: Days,
    codes: list[Ints],
    quantity: Floats,
    price: Floats | None = None,
    measure: Floats | None = None,
) -> Floats:
    """Ask an amount table. ``price`` is in money, ``quantity`` in the ticks of the table's range."""
    ticks = None if price is None else money_ticks(price)

    def evaluate(part: Part) -> Evaluation:
        assert isinstance(part.table, CompiledLookup)
        return part.table.evaluate(
            [part.take(c) for c in codes],
            part.take(quantity),
            None if ticks is None else part.take(ticks),
            None if measure is None else part.take(measure),
        )

    def say(part: Part, found: Evaluation) -> tuple[str, str]:
        assert isinstance(part.table, CompiledLookup)
        return describe.lookup_row(
            part.table,
            int(found.row[0]),
            float(quantity[0]),
            None if ticks is None else float(ticks[0]),
            None if measure is None else float(measure[0]),
        )

    return rows.ask("amazon", programme, market, as_of, evaluate, say)


class _Package(NamedTuple):
    """A packed unit: sorted sides in micrometres, weight in nanograms."""

    longest: Floats
    median: Floats
    shortest: Floats
    weight: Floats


def _package(
    rows: Rows,
    length: Floats,
    width: Floats,
    height: Floats,
    weight: Floats | None,
    units: Texts | None,
    weight_needed: bool = True,
) -> _Package:
    micrometres, nanograms = rows.units(units)
    a = np.rint(rows.number(length, Reason.MISSING_DIMENSIONS, positive=True) * micrometres)
    b = np.rint(rows.number(width, Reason.MISSING_DIMENSIONS, positive=True) * micrometres)
    c = np.rint(rows.number(height, Reason.MISSING_DIMENSIONS, positive=True) * micrometres)
    longest = np.maximum(np.maximum(a, b), c)
    shortest = np.minimum(np.minimum(a, b), c)
    # Whole numbers: the middle one is what is left.
    median = a + b + c - longest - shortest
    if weight is None:
        return _Package(longest, median, shortest, np.zeros(1))
    if weight_needed:
        rows.number(weight, Reason.MISSING_WEIGHT, positive=True)
    else:
        rows.seen(weight)
        rows.refuse(weight <= 0, Reason.NOT_POSITIVE)
        weight = np.where(np.isnan(weight), 0.0, weight)
    return _Package(longest, median, shortest, np.rint(weight * nanograms))


def _size_tier(rows: Rows, package: _Package, market: Ints, as_of: Days) -> tuple[Ints, Floats]:
    """Ask the size tiers: tier codes and billed weights in nanograms."""
    length = max(rows.length, *(len(column) for column in package))
    tiers = np.full(length, -1, dtype=np.intp)
    billed = np.full(length, np.nan)

    def evaluate(part: Part) -> Evaluation:
        assert isinstance(part.table, CompiledSizeTiers)
        found = part.table.evaluate(*(part.take(column) for column in package))
        place = slice(None) if part.rows is None else part.rows
        tiers[place] = found.tier
        billed[place] = found.billed
        # The billed weight is no money, but it is what this question is asked for.
        return Evaluation(found.billed, found.reason, found.row)

    def say(part: Part, found: Evaluation) -> tuple[str, str]:
        assert isinstance(part.table, CompiledSizeTiers)
        sides = (float(package.longest[0]), float(package.median[0]), float(package.shortest[0]))
        return describe.tier_row(part.table, int(found.row[0]), sides, float(package.weight[0]), float(billed[0]))

    rows.ask("amazon", "size_tiers", market, as_of, evaluate, say)
    return tiers, billed


def _tier_code(text: str) -> str:
    """Return the code of a size tier in any spelling; a group or an unknown word stays as it is."""
    return name_list("size_tiers").resolve(text) or text.strip().lower()


def _fba_programme(rows: Rows, category: Texts | None) -> Ints:
    """Return each row's fulfilment table: apparel and dangerous goods have their own."""
    general = rows.library.codes.id("fba")
    if category is None:
        rows.assume(
            "category", "the general table (neither apparel nor dangerous goods)", "按普通商品表（非服装、非危险品）"
        )
        return np.array([general])
    listed = name_list("categories")
    rows.seen(category.index)

    def programme(text: str) -> int:
        code = listed.resolve(text)
        if code is None:
            return -2
        return rows.library.codes.id(str(listed.names[code].extra.get("fba_table", "fba")))

    # A blank category is a general item.
    numbers = [general if value is None else programme(value) for value in category.values]
    codes = np.array(numbers, dtype=np.intp)[category.index]
    if -2 in numbers:
        rows.refuse(codes == -2, Reason.UNKNOWN_CATEGORY)
        codes = np.where(codes == -2, general, codes)
    return codes


def _base_fee(
    rows: Rows,
    length: Floats,
    width: Floats,
    height: Floats,
    weight: Floats,
    price: Floats,
    category: Texts | None,
    market: Texts | None,
    as_of: Days | None,
    units: Texts | None,
) -> tuple[Floats, Ints, Days]:
    markets, _ = rows.names("market", market, default=_DEFAULT_MARKET)
    days = rows.days(as_of)
    package = _package(rows, length, width, height, weight, units)
    rows.number(price, Reason.MISSING_PRICE)
    programme = _fba_programme(rows, category)
    tiers, billed = _size_tier(rows, package, markets, days)
    fee = _amount(rows, programme, markets, days, [tiers], billed, price)
    return fee, markets, days


def _surcharge(rows: Rows, base: Floats, markets: Ints, days: Days) -> Floats:
    return _rate(rows, "fuel_surcharge", markets, days, base)


def _plus(*amounts: Floats) -> Floats:
    """Add money without the dust of binary fractions."""
    total = money_ticks(amounts[0])
    for amount in amounts[1:]:
        total = total + money_ticks(amount)
    return total / MONEY_TICKS


def _referral(rows: Rows, price: Floats, category: Texts, markets: Ints, days: Days, shipping: Floats | None) -> Floats:
    rows.number(price, Reason.MISSING_PRICE)
    extra = rows.optional("shipping", shipping, 0.0, "0", "0")
    codes, _ = rows.names("category", category, missing=Reason.MISSING_CATEGORY)
    return _rate(rows, "referral", markets, days, _plus(price, extra), [codes])


def _closing(rows: Rows, category: Texts, markets: Ints, days: Days) -> Floats:
    codes, _ = rows.names("category", category, missing=Reason.MISSING_CATEGORY)
    return _amount(rows, "closing", markets, days, [codes], np.zeros(1))


@formula(
    "amazon",
    returns="money",
    zh="亚马逊销售佣金（Referral fee）：按类目费率与最低佣金，四舍五入到分。",
    examples=[
        ({"price": 25.0, "category": "Home and Kitchen", "market": "US", "as_of": "2026-11-22"}, 3.75),
        ({"price": 10.01, "category": "美妆个护", "market": "US", "as_of": "2026-11-22"}, 1.50),
    ],
    explains=True,
)
def amz_referral_fee(
    price: Floats,
    category: Texts,
    market: Texts | None = None,
    as_of: Days | None = None,
    shipping: Floats | None = None,
    trace: Trace | None = None,
) -> Outcome:
    """Amazon's referral fee per unit, to the cent.

    The rate of the category is taken on the total sales price (item, shipping and gift wrap; no sales tax), as a
    whole-price rate or in portions as the schedule says, and not below the category's minimum.

    Args:
        price: item price in the market's currency; scalar or array. Blank gives an unknown fee.
        category: Amazon's category name, its code, or Chinese. Blank gives an unknown fee.
        market: marketplace; blank is the US.
        as_of: day of the sale; blank is today.
        shipping: shipping and gift wrap that the buyer pays; blank is 0.

    Returns:
        Money in the market's currency. Unknown (NaN, #N/A) where no edition covers the day or the market.

    Raises:
        InvalidInput: a single call with a name that is not known, or a negative price.

    Source: Amazon's selling fee schedule, one dated edition file per schedule (programme ``referral``).
    """
    rows = Rows(trace)
    markets, _ = rows.names("market", market, default=_DEFAULT_MARKET)
    return rows.outcome(_referral(rows, price, category, markets, rows.days(as_of), shipping))


@formula(
    "amazon",
    returns="money",
    zh="亚马逊媒体类商品的可变交易手续费（Variable closing fee）；非媒体类为 0。",
    examples=[
        ({"category": "Media - Books, DVD, Music, Software, Video", "market": "US", "as_of": "2026-11-22"}, 1.80),
        ({"category": "家居厨房", "market": "US", "as_of": "2026-11-22"}, 0.0),
    ],
    explains=True,
)
def amz_closing_fee(
    category: Texts, market: Texts | None = None, as_of: Days | None = None, trace: Trace | None = None
) -> Outcome:
    """Amazon's variable closing fee per media unit; 0 for everything that is not media.

    Args:
        category: Amazon's category name, its code, or Chinese. Blank gives an unknown fee.
        market: marketplace; blank is the US.
        as_of: day of the sale; blank is today.

    Source: Amazon's selling fee schedule (programme ``closing``).
    """
    rows = Rows(trace)
    markets, _ = rows.names("market", market, default=_DEFAULT_MARKET)
    return rows.outcome(_closing(rows, category, markets, rows.days(as_of)))


@formula(
    "amazon",
    returns="text",
    zh="FBA 尺寸分段（Size tier）：按排序后的三边、围长与重量判断。",
    examples=[
        (
            {"length": 30, "width": 20, "height": 1, "weight": 100, "market": "US", "as_of": "2026-11-22"},
            "small_standard",
        ),
        (
            {
                "length": 20,
                "width": 15,
                "height": 1,
                "weight": 1,
                "market": "US",
                "as_of": "2026-11-22",
                "units": "in,lb",
            },
            "small_bulky",
        ),
    ],
    explains=True,
)
def amz_size_tier(
    length: Floats,
    width: Floats,
    height: Floats,
    weight: Floats,
    market: Texts | None = None,
    as_of: Days | None = None,
    units: Texts | None = None,
    trace: Trace | None = None,
) -> Outcome:
    """Amazon's FBA size tier, such as ``small_standard``.

    Sides may come in any order. Limits are inclusive and met exactly (38.1 cm is 15 inches).

    Args:
        length: one packed side; scalar or array, greater than 0.
        width: another packed side.
        height: the third packed side.
        weight: packed weight of one unit.
        market: marketplace; blank is the US.
        as_of: day the unit ships; blank is today.
        units: ``"cm,g"`` (blank), ``"cm,kg"``, ``"in,lb"`` or ``"in,oz"``.

    Returns:
        The tier's code; unknown (None, #N/A) where no edition covers the day or the market.

    Source: Amazon's product size tier page (programme ``size_tiers``).
    """
    rows = Rows(trace)
    markets, _ = rows.names("market", market, default=_DEFAULT_MARKET)
    days = rows.days(as_of)
    tiers, _ = _size_tier(rows, _package(rows, length, width, height, weight, units), markets, days)
    codes = rows.library.codes
    met = np.array([codes.name(n) for n in range(len(codes))] + [None], dtype=object)
    return rows.outcome(met[tiers])


_FBA_EXAMPLE = {
    "length": 21.2598,
    "width": 10.7087,
    "height": 4.9213,
    "weight": 8.3776,
    "price": 65.99,
    "category": "Beauty, Health and Personal Care",
    "market": "US",
    "as_of": "2026-07-16",
    "units": "in,lb",
}


@formula(
    "amazon",
    returns="money",
    zh="FBA 配送费（表内基础费用，不含燃油附加费）。",
    examples=[(_FBA_EXAMPLE, 10.59)],
    explains=True,
)
def amz_fba_base_fee(
    length: Floats,
    width: Floats,
    height: Floats,
    weight: Floats,
    price: Floats,
    category: Texts | None = None,
    market: Texts | None = None,
    as_of: Days | None = None,
    units: Texts | None = None,
    trace: Trace | None = None,
) -> Outcome:
    """Amazon's FBA fulfilment fee as the table has it, without the fuel and logistics surcharge.

    The table is chosen by category (apparel and dangerous goods have their own), the row by size tier and billed
    weight, the column by price.

    Args:
        length: one packed side, in any order; scalar or array.
        width: another packed side.
        height: the third packed side.
        weight: packed weight of one unit.
        price: item price; it picks the price band. Blank gives an unknown fee.
        category: ``apparel``, ``dangerous_goods``, or any category name; blank is the general table.
        market: marketplace; blank is the US.
        as_of: day the unit leaves the fulfilment centre; blank is today.
        units: ``"cm,g"`` (blank), ``"cm,kg"``, ``"in,lb"`` or ``"in,oz"``.

    Returns:
        Money in the market's currency. Unknown (NaN, #N/A) where the published table has no row or no edition.

    Source: Amazon's FBA fulfilment fee pages (programmes ``fba``, ``fba_apparel``, ``fba_dangerous_goods``).
    """
    rows = Rows(trace)
    fee, _, _ = _base_fee(rows, length, width, height, weight, price, category, market, as_of, units)
    return rows.outcome(fee)


@formula(
    "amazon",
    returns="money",
    zh="FBA 燃油与物流附加费：基础配送费的百分比，自 2026-04-17 起。",
    examples=[(_FBA_EXAMPLE, 0.37)],
    explains=True,
)
def amz_fuel_surcharge(
    length: Floats,
    width: Floats,
    height: Floats,
    weight: Floats,
    price: Floats,
    category: Texts | None = None,
    market: Texts | None = None,
    as_of: Days | None = None,
    units: Texts | None = None,
    trace: Trace | None = None,
) -> Outcome:
    """Amazon's fuel and logistics surcharge on one unit's FBA fulfilment fee; 0 before it started.

    Args:
        length: one packed side, in any order; scalar or array.
        width: another packed side.
        height: the third packed side.
        weight: packed weight of one unit.
        price: item price; it picks the price band of the fulfilment fee.
        category: ``apparel``, ``dangerous_goods``, or any category name; blank is the general table.
        market: marketplace; blank is the US.
        as_of: day the unit ships; blank is today.
        units: ``"cm,g"`` (blank), ``"cm,kg"``, ``"in,lb"`` or ``"in,oz"``.

    Source: Amazon's announcement of the surcharge (programme ``fuel_surcharge``).
    """
    rows = Rows(trace)
    fee, markets, days = _base_fee(rows, length, width, height, weight, price, category, market, as_of, units)
    return rows.outcome(_surcharge(rows, fee, markets, days))


@formula(
    "amazon",
    returns="money",
    zh="FBA 每件实际收取的配送费：基础费用加燃油附加费。",
    examples=[(_FBA_EXAMPLE, 10.96)],
    explains=True,
)
def amz_fba_fee(
    length: Floats,
    width: Floats,
    height: Floats,
    weight: Floats,
    price: Floats,
    category: Texts | None = None,
    market: Texts | None = None,
    as_of: Days | None = None,
    units: Texts | None = None,
    trace: Trace | None = None,
) -> Outcome:
    """What Amazon charges to fulfil one unit: the fulfilment fee of the table plus the surcharge of the day.

    Args:
        length: one packed side, in any order; scalar or array.
        width: another packed side.
        height: the third packed side.
        weight: packed weight of one unit.
        price: item price; it picks the price band.
        category: ``apparel``, ``dangerous_goods``, or any category name; blank is the general table.
        market: marketplace; blank is the US.
        as_of: day the unit leaves the fulfilment centre; blank is today.
        units: ``"cm,g"`` (blank), ``"cm,kg"``, ``"in,lb"`` or ``"in,oz"``.

    Returns:
        Money in the market's currency; unknown where either part is.

    Source: as AMZ_FBA_BASE_FEE and AMZ_FUEL_SURCHARGE.
    """
    rows = Rows(trace)
    fee, markets, days = _base_fee(rows, length, width, height, weight, price, category, market, as_of, units)
    return rows.outcome(_plus(fee, _surcharge(rows, fee, markets, days)))


@formula(
    "amazon",
    returns="money",
    zh="FBA 月度仓储费（单件，按体积），可一次算多个月；10–12 月为旺季费率。",
    examples=[
        (
            {
                "length": 12,
                "width": 12,
                "height": 12,
                "months": 1,
                "market": "US",
                "as_of": "2026-11-15",
                "units": "in,lb",
                "size_tier": "standard",
            },
            2.40,
        )
    ],
    explains=True,
)
def amz_storage_fee(
    length: Floats,
    width: Floats,
    height: Floats,
    months: Floats | None = None,
    market: Texts | None = None,
    as_of: Days | None = None,
    units: Texts | None = None,
    weight: Floats | None = None,
    size_tier: Texts | None = None,
    trace: Trace | None = None,
) -> Outcome:
    """Amazon's monthly storage fee for one unit that stays ``months`` months, not rounded.

    Amazon bills the average volume of all units of a month together, so one unit's share has no cents of its own.
    A stay over October pays each month's own rate; a part of a month pays that part. Ordinary goods only: no
    storage rate for dangerous goods is published for these years.

    Args:
        length: one packed side, in any order; scalar or array.
        width: another packed side.
        height: the third packed side.
        months: how long, counted from the month of ``as_of``; blank is 1.
        market: marketplace; blank is the US.
        as_of: day the storage starts; blank is today.
        units: ``"cm,g"`` (blank), ``"cm,kg"``, ``"in,lb"`` or ``"in,oz"``.
        weight: packed weight, which can lift a small item into an oversize tier; blank: the sides alone decide.
        size_tier: size tier, or the group ``standard`` or ``oversize``, where you know it; blank: worked out.

    Returns:
        Money in the market's currency for the whole stay.

    Source: Amazon's monthly inventory storage fee page (programme ``storage``).
    """
    rows = Rows(trace)
    markets, _ = rows.names("market", market, default=_DEFAULT_MARKET)
    days = rows.days(as_of)
    stay = rows.optional("months", months, 1.0, "1", "1")
    rows.refuse(stay > _MAX_MONTHS, Reason.OUTSIDE_TABLE)
    package = _package(rows, length, width, height, weight, units, weight_needed=False)
    given = None if size_tier is None else size_tier.map(lambda text: rows.library.codes.id(_tier_code(text)))
    if given is not None:
        rows.seen(given)
    if given is None or (given < 0).any():
        if weight is None or np.isnan(weight).all():
            rows.assume("weight", "the sides alone decide the storage group", "仅按尺寸判断仓储分组")
        # Rows that give their tier are not asked for it.
        tiers, _ = _size_tier(rows, package, markets if given is None else np.where(given < 0, markets, -1), days)
        if given is not None:
            tiers = np.where(given < 0, tiers, given)
    else:
        tiers = given
    volume = package.longest * package.median * package.shortest
    longest_stay = float(np.max(np.where(rows.reason == 0, stay, 0.0), initial=0.0))
    first = days.astype("datetime64[M]")
    total: Floats = np.zeros(1)
    for n in range(max(int(np.ceil(longest_stay)), 1)):
        day = days if n == 0 else (first + n).astype("datetime64[D]")
        share = np.clip(stay - n, 0.0, 1.0)
        month = np.where(np.isnat(day), 0, day.astype("datetime64[M]").astype(np.int64) % 12 + 1).astype(np.float64)
        # Rows whose stay has ended ask again for their first month, which they may, and count nothing.
        over = share == 0
        fee = _amount(rows, "storage", markets, np.where(over, days, day), [tiers], month, measure=volume)
        total = total + np.where(over, 0.0, fee * share)
    return rows.outcome(np.round(total, 6))


@formula(
    "amazon",
    returns="money",
    zh="退款时亚马逊保留的退款管理费：佣金的 20%，最高 5 美元。",
    examples=[({"referral_fee": 51.75, "market": "US", "as_of": "2025-06-01"}, 5.00)],
    explains=True,
)
def amz_refund_fee(
    referral_fee: Floats,
    category: Texts | None = None,
    market: Texts | None = None,
    as_of: Days | None = None,
    trace: Trace | None = None,
) -> Outcome:
    """What Amazon keeps of the referral fee when an order line is refunded (refund administration fee).

    Args:
        referral_fee: referral fee of the refunded line, including the part on shipping.
        category: media lines refunded in full pay nothing; blank is an ordinary category.
        market: marketplace; blank is the US.
        as_of: day of the refund; blank is today.

    Source: Amazon's refund administration fee page (programme ``refund_administration``).
    """
    rows = Rows(trace)
    markets, _ = rows.names("market", market, default=_DEFAULT_MARKET)
    days = rows.days(as_of)
    rows.number(referral_fee, Reason.MISSING_INPUT)
    if category is None:
        rows.assume("category", "not media", "非媒体类")
    codes, _ = rows.names("category", category)
    # A blank category is an ordinary one: ask for a name that no media row has.
    codes = np.where(codes < 0, rows.library.codes.id("*"), codes)
    return rows.outcome(_rate(rows, "refund_administration", markets, days, referral_fee, [codes]))


_LINES: tuple[tuple[str, str], ...] = (
    ("referral fee", "销售佣金"),
    ("closing fee", "媒体类手续费"),
    ("FBA fulfilment fee", "FBA 基础配送费"),
    ("fuel and logistics surcharge", "燃油与物流附加费"),
    ("total per unit", "每件合计"),
)


@formula(
    "amazon",
    returns="money",
    zh="一次列出单件的各项亚马逊费用及合计（溢出为表格）。",
    spills=True,
)
def amz_fees(
    length: Floats,
    width: Floats,
    height: Floats,
    weight: Floats,
    price: Floats,
    category: Texts,
    market: Texts | None = None,
    as_of: Days | None = None,
    units: Texts | None = None,
    shipping: Floats | None = None,
) -> Spill:
    """All per-unit Amazon fees of a product, named, with their total.

    For one product the result is a table of label and amount; for columns it has a heading row and a row per product.
    Not in it: storage, advertising, inbound placement, returns, the selling plan.

    Args:
        length: one packed side, in any order; scalar or array.
        width: another packed side.
        height: the third packed side.
        weight: packed weight of one unit.
        price: item price in the market's currency.
        category: Amazon's category name, its code, or Chinese.
        market: marketplace; blank is the US.
        as_of: day of the sale; blank is today.
        units: ``"cm,g"`` (blank), ``"cm,kg"``, ``"in,lb"`` or ``"in,oz"``.
        shipping: shipping and gift wrap that the buyer pays; blank is 0.

    Returns:
        Labels and money. A fee that is unknown is blank, and so is the total then.

    Source: as AMZ_REFERRAL_FEE, AMZ_CLOSING_FEE, AMZ_FBA_BASE_FEE and AMZ_FUEL_SURCHARGE.
    """

    def line(compute: Callable[[Rows], Floats]) -> Outcome:
        rows = Rows(None)
        return rows.outcome(compute(rows))

    def market_and_day(rows: Rows) -> tuple[Ints, Days]:
        return rows.names("market", market, default=_DEFAULT_MARKET)[0], rows.days(as_of)

    def base(rows: Rows) -> tuple[Floats, Ints, Days]:
        return _base_fee(rows, length, width, height, weight, price, category, market, as_of, units)

    fees = (
        line(lambda rows: _referral(rows, price, category, *market_and_day(rows), shipping)),
        line(lambda rows: _closing(rows, category, *market_and_day(rows))),
        line(lambda rows: base(rows)[0]),
        line(lambda rows: _surcharge(rows, *base(rows))),
    )
    reason = fees[0].reason
    for fee in fees[1:]:
        reason = np.where(reason == 0, fee.reason, reason)
    total = Outcome(_plus(*(fee.value for fee in fees)), reason)
    return tuple(zip(_LINES, (*fees, total), strict=True))
