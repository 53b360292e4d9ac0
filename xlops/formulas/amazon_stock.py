"""Amazon's fees for stock: aged inventory, low inventory level, inbound placement, returns processing, removal."""

from __future__ import annotations

import numpy as np

from xlops.catalog import Outcome, Texts, formula
from xlops.errors import Reason
from xlops.fees import describe
from xlops.fees.charge import Days, Step, Trace
from xlops.fees.edition import Lookup
from xlops.fees.tables import Ints
from xlops.fees.units import Floats
from xlops.formulas.amazon import ask_fulfilment, take_category, take_market, take_programme, take_tier
from xlops.formulas.asking import Package, ask_by_tier, ask_rate, take_package
from xlops.formulas.rows import Mask, Rows
from xlops.formulas.words import take_word

# A product that ships fewer units in the month pays nothing for its returns, in every market that has the fee.
_FEW_UNITS = 25
_PLACEMENTS = {
    "minimum": "minimal",
    "minimalsplits": "minimal",
    "最少分仓": "minimal",
    "partialsplits": "partial",
    "部分分仓": "partial",
    "optimized": "optimised",
    "amazonoptimisedsplits": "optimised",
    "amazonoptimizedsplits": "optimised",
    "亚马逊优化分仓": "optimised",
}


def _suppose(rows: Rows, en: str, zh: str) -> None:
    """Let explain name a condition that no argument tells."""
    if rows.trace is not None:
        rows.trace.assumed.append((en, zh))


@formula(
    "amazon",
    returns="money",
    zh="FBA 超龄库存附加费（单件、单月）：按库龄与体积，部分区间取每件最低费用中的较大者。",
    examples=[
        (
            {
                "length": 12,
                "width": 12,
                "height": 12,
                "stock_age": 280,
                "market": "US",
                "as_of": "2026-06-15",
                "units": "in,lb",
            },
            5.45,
        ),
        (
            {
                "length": 12,
                "width": 1.44,
                "height": 1,
                "stock_age": 400,
                "market": "US",
                "as_of": "2026-06-15",
                "units": "in,lb",
            },
            0.30,
        ),
    ],
    explains=True,
)
def amz_aged_fee(
    length: Floats,
    width: Floats,
    height: Floats,
    stock_age: Floats,
    category: Texts | None = None,
    market: Texts | None = None,
    as_of: Days | None = None,
    units: Texts | None = None,
    trace: Trace | None = None,
) -> Outcome:
    """Amazon's aged inventory surcharge on one unit for one month, not rounded.

    It comes on top of the storage fee, for units that are in the warehouse on the snapshot of the 15th. The age picks
    the rate per volume; in the oldest bands the unit pays a fee per unit where that is the greater amount.

    Args:
        length: one packed side, in any order; scalar or array.
        width: another packed side.
        height: the third packed side.
        stock_age: how many days the unit has been in the warehouse; blank gives an unknown fee.
        category: apparel, shoes, bags, jewelry and watches are exempt in the first bands; blank is an ordinary one.
        market: marketplace; blank is the US.
        as_of: day of the snapshot; blank is today.
        units: ``"cm,g"`` (blank), ``"cm,kg"``, ``"in,lb"`` or ``"in,oz"``.

    Returns:
        Money in the market's currency. Unknown (NaN, #N/A) where the rates of the day are not published.

    Source: Amazon's aged inventory surcharge (programme ``aged_inventory``).
    """
    rows = Rows(trace)
    markets = take_market(rows, market)
    days = rows.days(as_of)
    package = take_package(rows, length, width, height, None, units)
    age = rows.number(stock_age, Reason.MISSING_INPUT)
    if category is None:
        rows.assume("category", "an ordinary category, not exempt", "普通类目（不在豁免之列）")
    keys = {"category": take_category(rows, category)}
    return rows.outcome(ask_by_tier(rows, "aged_inventory", package, markets, days, keys, age))


@formula(
    "amazon",
    returns="money",
    zh="FBA 低库存水平费（每件出库）：30 天与 90 天历史可售天数都低于 28 天时收取，取两者中较大的一档。",
    examples=[
        (
            {
                "length": 10,
                "width": 6,
                "height": 4,
                "weight": 6,
                "days_of_supply_30": 18,
                "days_of_supply_90": 24,
                "market": "US",
                "as_of": "2024-04-10",
                "units": "in,oz",
            },
            0.36,
        ),
        (
            {
                "length": 10,
                "width": 6,
                "height": 0.5,
                "weight": 8,
                "days_of_supply_30": 40,
                "days_of_supply_90": 20,
                "market": "US",
                "as_of": "2024-04-10",
                "units": "in,oz",
            },
            0.0,
        ),
    ],
    explains=True,
)
def amz_low_inventory_fee(
    length: Floats,
    width: Floats,
    height: Floats,
    weight: Floats,
    days_of_supply_30: Floats,
    days_of_supply_90: Floats,
    category: Texts | None = None,
    market: Texts | None = None,
    as_of: Days | None = None,
    units: Texts | None = None,
    programme: Texts | None = None,
    price: Floats | None = None,
    trace: Trace | None = None,
) -> Outcome:
    """Amazon's low-inventory-level fee on one shipped unit.

    Charged only while both the 30-day and the 90-day historical days of supply are below the limit; the greater of
    the two picks the band. Not looked at: sellers and products that are exempt for being new, selling little, or
    being replenished by Amazon.

    Args:
        length: one packed side, in any order; scalar or array.
        width: another packed side.
        height: the third packed side.
        weight: packed weight of one unit.
        days_of_supply_30: historical days of supply over 30 days, as Amazon reports it. Blank: unknown fee.
        days_of_supply_90: historical days of supply over 90 days. Blank: unknown fee.
        category: grocery is exempt from 2026 in the US; blank is an ordinary category.
        market: marketplace; blank is the US.
        as_of: day the unit ships; blank is today.
        units: ``"cm,g"`` (blank), ``"cm,kg"``, ``"in,lb"`` or ``"in,oz"``.
        programme: fulfilment programme; blank is the market's usual one. In Europe only Pan-European FBA pays.
        price: item price; needed for Pan-European FBA, whose Low-Price units pay nothing.

    Returns:
        Money in the market's currency; 0 where one of the two is at the limit or above.

    Source: Amazon's low-inventory-level fee page (programme ``low_inventory``).
    """
    rows = Rows(trace)
    markets = take_market(rows, market)
    days = rows.days(as_of)
    package = take_package(rows, length, width, height, weight, units)
    recent = rows.number(days_of_supply_30, Reason.MISSING_INPUT)
    longer = rows.number(days_of_supply_90, Reason.MISSING_INPUT)
    option = take_programme(rows, programme, markets)
    _suppose(
        rows,
        "not exempt: no new seller or product, at least 20 units shipped in the past 7 days, not replenished by AWD",
        "不在豁免之列：非新卖家或新品，过去 7 天出货不少于 20 件，非 AWD 自动补货",
    )
    pays = (option == rows.library.codes.id("pan_eu")) & _by_programme(rows, markets)
    keys = {"category": take_category(rows, category), "option": option}
    tiers, low_price = None, np.zeros(1, dtype=np.bool_)
    if pays.any():
        tiers, low_price = _pan_european(rows, pays, package, price, category, markets, days, programme)
    asked = np.where(low_price, -1, markets)
    fee = ask_by_tier(rows, "low_inventory", package, asked, days, keys, np.maximum(recent, longer), tiers)
    return rows.outcome(np.where(low_price, 0.0, fee))


def _by_programme(rows: Rows, market: Ints) -> Mask:
    """Whether a market's low-inventory tables tell programmes apart."""
    codes, library = rows.library.codes, rows.library
    apart = np.zeros(len(codes) + 1, dtype=np.bool_)
    for code in set(market.tolist()) - {-1}:
        tables = (
            edition.table
            for timeline in library.timelines("amazon", codes.name(code), "low_inventory")
            for edition in timeline.editions
        )
        apart[code] = any(isinstance(table, Lookup) and "option" in table.keys for table in tables)
    return apart[market]


def _pan_european(
    rows: Rows,
    where: Mask,
    package: Package,
    price: Floats | None,
    category: Texts | None,
    market: Ints,
    as_of: Days,
    programme: Texts | None,
) -> tuple[Ints, Mask]:
    """Return the tier by which each unit is fulfilled (-1 elsewhere), and whether it is fulfilled as Low-Price FBA."""
    of = np.array([np.nan]) if price is None else price
    rows.seen(of)
    rows.refuse(where & np.isnan(of), Reason.MISSING_PRICE)
    # Its steps are those of another fee: of them explain sees how the tier came about.
    aside = Rows(None if rows.trace is None else Trace())
    found = ask_fulfilment(aside, package, of, category, np.where(where, market, -1), as_of, programme)
    rows.seen(aside.reason)
    # The tier is known where only the fulfilment fee of it is not published.
    for reason in np.unique(aside.reason[(aside.reason > 0) & (aside.reason != Reason.NOT_PUBLISHED)]):
        rows.refuse(where & (aside.reason == reason), Reason(int(reason)))
    if rows.trace is not None and aside.trace is not None and found.tiers[0] >= 0:
        tier = describe.key_name("size_tier", rows.library.codes.name(int(found.tiers[0])), "en")
        rows.trace.steps += [step for step in aside.trace.steps if step.en.startswith(f"{tier}: ")][:1]
    return found.tiers, found.low_price


@formula(
    "amazon",
    returns="money",
    zh="FBA 入库配置服务费（每件）：最优分仓为 0；其余仅公布区间，可取区间两端（minimal_lowest、minimal_highest）。",
    examples=[
        (
            {
                "length": 10,
                "width": 6,
                "height": 4,
                "weight": 1,
                "placement": "optimised",
                "market": "US",
                "as_of": "2026-06-01",
                "units": "in,lb",
            },
            0.0,
        ),
        (
            {
                "length": 10,
                "width": 6,
                "height": 2,
                "weight": 1.25,
                "placement": "minimal_highest",
                "market": "US",
                "as_of": "2026-06-01",
                "units": "in,lb",
            },
            0.50,
        ),
    ],
    explains=True,
)
def amz_inbound_fee(
    length: Floats,
    width: Floats,
    height: Floats,
    weight: Floats,
    placement: Texts | None = None,
    market: Texts | None = None,
    as_of: Days | None = None,
    units: Texts | None = None,
    trace: Trace | None = None,
) -> Outcome:
    """Amazon's inbound placement service fee on one unit received.

    The amount depends on the region where the shipment goes, and Amazon publishes only the range over all regions. So
    ``minimal`` and ``partial`` are unknown, and explain names their range, unless a table of your own gives the
    amount of your region. Splits that Amazon chooses cost nothing.

    Args:
        length: one packed side, in any order; scalar or array.
        width: another packed side.
        height: the third packed side.
        weight: packed weight of one unit.
        placement: ``optimised``, ``partial`` or ``minimal`` (blank); for an end of the published range
            ``minimal_lowest``, ``minimal_highest``, ``partial_lowest`` or ``partial_highest``.
        market: marketplace; blank is the US.
        as_of: day the unit is received; blank is today.
        units: ``"cm,g"`` (blank), ``"cm,kg"``, ``"in,lb"`` or ``"in,oz"``.

    Returns:
        Money in the market's currency. Unknown where only a range is published, or nothing.

    Source: Amazon's inbound placement service fee page (programme ``inbound_placement``).
    """
    rows = Rows(trace)
    markets = take_market(rows, market)
    days = rows.days(as_of)
    package = take_package(rows, length, width, height, weight, units)
    options = take_word(rows, "placement", placement, _PLACEMENTS, ("minimal", "最少分仓（minimal）"))
    fee = ask_by_tier(rows, "inbound_placement", package, markets, days, {"option": options})
    if trace is not None and rows.reason[0] == Reason.NOT_PUBLISHED:
        # The range that is published tells more than the bare "unknown".
        for end in ("lowest", "highest"):
            option = rows.library.codes.column(f"{rows.library.codes.name(int(options[0]))}_{end}")
            aside = Trace()
            ask_by_tier(Rows(aside), "inbound_placement", package, markets, days, {"option": option})
            trace.steps += aside.steps[-1:]
    return rows.outcome(fee)


def _chargeable_returns(
    rows: Rows, category: Texts, units_shipped: Floats, units_returned: Floats, market: Ints, as_of: Days
) -> Floats:
    """Return how many returned units lie above the share of the category that is free."""
    shipped = rows.number(units_shipped, Reason.MISSING_UNITS)
    returned = rows.number(units_returned, Reason.MISSING_INPUT)
    codes, _ = rows.names("category", category, missing=Reason.MISSING_CATEGORY)
    few = shipped < _FEW_UNITS
    if few[0]:
        _suppose(rows, f"fewer than {_FEW_UNITS} units shipped: free", f"当月出货不足 {_FEW_UNITS} 件：免费")
    asked = np.where(few, -1, market)
    free = ask_rate(rows, "amazon", "returns_threshold", asked, as_of, shipped, {"category": codes})
    charged = np.where(few, 0.0, np.round(np.maximum(returned - free, 0.0), 6))
    if rows.trace is not None and not few[0] and not rows.reason[0]:
        counts = f"max(0, {returned[0]:g} − {free[0]:g})"
        step = Step(None, "returned units that pay", "计费的退货件数", counts, counts, float(charged[0]))
        rows.trace.steps.append(step)
    return charged


@formula(
    "amazon",
    returns="count",
    zh="退货处理费的计费件数：超出类目退货率门槛的退货件数；当月出货不足 25 件为 0。",
    examples=[
        (
            {
                "category": "Home and Kitchen",
                "units_shipped": 1000,
                "units_returned": 120,
                "market": "US",
                "as_of": "2026-06-01",
            },
            39.0,
        )
    ],
    explains=True,
)
def amz_return_units(
    category: Texts,
    units_shipped: Floats,
    units_returned: Floats,
    market: Texts | None = None,
    as_of: Days | None = None,
    trace: Trace | None = None,
) -> Outcome:
    """How many returned units of a product pay Amazon's returns processing fee for one month of shipments.

    Returns count in the month of shipment and the two months after it. Each category has a share of its shipped units
    that may come back free; apparel and shoes have none. A product that ships fewer than 25 units in the month is
    free. How Amazon rounds a part of a unit is not published, so nothing is rounded.

    Args:
        category: Amazon's category name, its code, or Chinese. Blank gives an unknown number.
        units_shipped: units of the product shipped in the month; scalar or array.
        units_returned: of these, the units that came back.
        market: marketplace; blank is the US.
        as_of: day of the shipments; blank is today.

    Returns:
        Units; unknown (NaN, #N/A) where the share of the category is not published.

    Source: Amazon's returns processing fee page (programme ``returns_threshold``).
    """
    rows = Rows(trace)
    markets, days = take_market(rows, market), rows.days(as_of)
    return rows.outcome(_chargeable_returns(rows, category, units_shipped, units_returned, markets, days))


@formula(
    "amazon",
    returns="money",
    zh="退货处理费（一个月合计）：计费件数 × 每件费用；每件费用未公布时结果为未知，未超门槛为 0。",
    examples=[
        (
            {
                "length": 10,
                "width": 6,
                "height": 4,
                "weight": 1,
                "category": "Home and Kitchen",
                "units_shipped": 1000,
                "units_returned": 81,
                "market": "US",
                "as_of": "2026-06-01",
                "units": "in,lb",
            },
            0.0,
        )
    ],
    explains=True,
)
def amz_return_fee(
    length: Floats,
    width: Floats,
    height: Floats,
    weight: Floats,
    category: Texts,
    units_shipped: Floats,
    units_returned: Floats,
    market: Texts | None = None,
    as_of: Days | None = None,
    units: Texts | None = None,
    trace: Trace | None = None,
) -> Outcome:
    """Amazon's returns processing fee of a product for one month of shipments.

    The fee per unit, times the units above the share that is free (see AMZ_RETURN_UNITS).

    Args:
        length: one packed side, in any order; scalar or array.
        width: another packed side.
        height: the third packed side.
        weight: packed weight of one unit.
        category: Amazon's category name, its code, or Chinese. Blank gives an unknown fee.
        units_shipped: units of the product shipped in the month.
        units_returned: of these, the units that came back.
        market: marketplace; blank is the US.
        as_of: day of the shipments; blank is today.
        units: ``"cm,g"`` (blank), ``"cm,kg"``, ``"in,lb"`` or ``"in,oz"``.

    Returns:
        Money in the market's currency for all returned units of the month. 0 where none is above the free share;
        unknown where the fee per unit is not published, unless a table of your own gives it.

    Source: Amazon's returns processing fee page (programmes ``returns_threshold``, ``returns_processing``).
    """
    rows = Rows(trace)
    markets, days = take_market(rows, market), rows.days(as_of)
    package = take_package(rows, length, width, height, weight, units)
    charged = _chargeable_returns(rows, category, units_shipped, units_returned, markets, days)
    asked = np.where(charged > 0, markets, -1)
    keys = {"category": take_category(rows, category)}
    each = ask_by_tier(rows, "returns_processing", package, asked, days, keys)
    return rows.outcome(np.round(np.where(charged > 0, charged * each, 0.0), 6))


@formula(
    "amazon",
    returns="money",
    zh="FBA 移除或弃置费（每件）：按尺寸分组与重量；超出部分"
    "美国站按磅、加拿大站按千克进位，英国、德国站按实际千克数计（未经证实）。",
    examples=[
        (
            {
                "length": 10,
                "width": 6,
                "height": 4,
                "weight": 3,
                "market": "US",
                "as_of": "2026-02-01",
                "units": "in,lb",
            },
            3.95,
        ),
        (
            {
                "length": 10,
                "width": 6,
                "height": 4,
                "weight": 12.4,
                "market": "US",
                "as_of": "2026-02-01",
                "units": "in,lb",
                "size_tier": "bulky_or_special",
            },
            17.50,
        ),
    ],
    explains=True,
)
def amz_removal_fee(
    length: Floats,
    width: Floats,
    height: Floats,
    weight: Floats,
    market: Texts | None = None,
    as_of: Days | None = None,
    units: Texts | None = None,
    size_tier: Texts | None = None,
    trace: Trace | None = None,
) -> Outcome:
    """What Amazon charges to send back or dispose of one unit; both cost the same.

    The weight above the last step counts in whole pounds in the US and in whole kilograms in Canada; in the UK and
    Germany by the exact kilogram, in rows that no source confirms.

    Args:
        length: one packed side, in any order; scalar or array.
        width: another packed side.
        height: the third packed side.
        weight: packed weight of one unit.
        market: marketplace; blank is the US.
        as_of: day the removal is processed; blank is today.
        units: ``"cm,g"`` (blank), ``"cm,kg"``, ``"in,lb"`` or ``"in,oz"``.
        size_tier: size tier or the table's group, where you know it: ``bulky_or_special`` for items of special
            handling, which may be apparel, shoes, watches, jewelry and dangerous goods. Blank: the sides and the
            weight decide.

    Returns:
        Money in the market's currency.

    Source: Amazon's removal and disposal fee page (programme ``removal``).
    """
    rows = Rows(trace)
    markets, days = take_market(rows, market), rows.days(as_of)
    package = take_package(rows, length, width, height, weight, units)
    given = take_tier(rows, size_tier)
    if given is None:
        rows.assume("size_tier", "worked out, no special handling", "自动判断，无特殊处理")
    return rows.outcome(ask_by_tier(rows, "removal", package, markets, days, {}, given=given))
