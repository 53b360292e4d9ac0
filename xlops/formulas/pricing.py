"""Prices: break-even, the price for a wanted margin, all ranges that reach it, and where a higher price earns less.

What fees do at their steps is in ``unit_economics``, how prices are found in ``solver``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from xlops.catalog import Outcome, Table, Texts, formula
from xlops.errors import Reason
from xlops.fees.charge import Days, Step, Trace
from xlops.fees.tables import Reasons
from xlops.fees.units import MONEY_TICKS, Floats, money_ticks, tax_inside
from xlops.formulas import solver
from xlops.formulas.rows import Rows
from xlops.formulas.unit_economics import (
    Columns,
    Lines,
    Parcel,
    ProfitCurve,
    Unit,
    amazon_curve,
    filled,
    parcel_curve,
    share_of,
)

_Search = Callable[[ProfitCurve, Floats], tuple[Floats, Reasons]]
_CENT = 0.01
# Where explain shows the lines although no price is good, in price steps.
_SAMPLE = 10_000
_NO_DAY = np.array(["NaT"], dtype="datetime64[D]")


def _solved(
    curve: ProfitCurve,
    margin: Floats,
    trace: Trace | None,
    as_of: Days | None = None,
    last_day: Days | None = None,
    search: _Search = solver.lowest,
) -> Outcome:
    """Return the price of each product that a search finds; a trace takes the steps of a single one."""
    rows = Rows(trace)
    count = max(len(curve.step), len(margin))
    if as_of is not None and last_day is not None:
        rows.refuse(last_day < as_of, Reason.DAYS_REVERSED)
    if count > len(curve.step):
        curve = curve.repeated(count)
    rows.refuse(margin > 1, Reason.RATE_OUT_OF_RANGE)
    wanted = np.broadcast_to(np.where(np.isnan(margin), 0.0, margin), count)
    given = curve.inputs()
    rows.seen(given)
    rows.reason = np.where(rows.reason == 0, given, rows.reason)
    # Products that are not told well enough have no price to look for.
    told = np.flatnonzero(np.broadcast_to(rows.reason, count) == 0)
    price = np.full(count, np.nan)
    if len(told):
        price[told], why = search(curve.only(told), wanted[told])
        rows.refuse_at(told, why)
    if trace is not None and not given.any():
        _tell(curve, wanted, float(price[0]), trace)
    return rows.outcome(price / MONEY_TICKS)


def _tell(curve: ProfitCurve, wanted: Floats, price: float, trace: Trace) -> None:
    """Let explain show the lines at the price found, and what the prices around it earn."""
    step = float(curve.step[0])
    found = price == price
    at = price if found else _SAMPLE * step
    points = curve.at(np.zeros(1, dtype=np.intp), np.array([at]))
    # Out of several days the one to show is the one that is not known, else the worst.
    unknown = np.flatnonzero(points.reason[:, 0])
    day = curve.days[int(unknown[0]) if len(unknown) else int(np.argmin(points.surplus(wanted)[:, 0]))]
    lines = curve.lines(Rows(trace), curve.columns, np.array([at / MONEY_TICKS]), day)
    if len(unknown):
        if len(curve.days) > 1:
            trace.steps.append(Step(None, "unknown on", "无法计算的日期", str(day[0]), str(day[0])))
        return
    shown = [(n, a.item()) for n, a in zip(lines.names, lines.amounts, strict=True) if a.item()]
    profit, revenue = lines.profit.item(), lines.revenue.item()
    title = ("per unit at this price", "此售价下的单件账")
    if not found:
        title = (f"per unit, for example at {_money(at)}", f"单件账（以 {_money(at)} 为例）")
    elif len(curve.days) > 1:
        title = (f"per unit at this price on {day[0]}, the worst day", f"此售价下的单件账（最不利日期 {day[0]}）")
    trace.steps.append(
        Step(
            None,
            *title,
            ", ".join(f"{en} {_money(amount)}" for (en, _), amount in shown)
            + f"; profit {_money(profit)}, margin {profit / revenue:.2%}",
            "，".join(f"{zh} {_money(amount)}" for (_, zh), amount in shown)
            + f"；利润 {_money(profit)}，利润率 {profit / revenue:.2%}",
        )
    )
    if not found:
        return
    if price > step:
        below = curve.at(np.zeros(1, dtype=np.intp), np.array([price - step]))
        short = -float((below.surplus(wanted)).min())
        text = (
            f"at {_money(price - step)} the profit misses the target by {_money(short, 4)}",
            f"{_money(price - step)} 时利润比目标少 {_money(short, 4)}",
        )
        if (np.abs(curve.breaks - price) <= step).any():
            text = (text[0] + "; a fee changes at this price", text[1] + "；费用在此价位变化")
        trace.steps.append(Step(None, "one price step lower", "低一个价格单位", *text))
    spans, _ = solver.ranges(curve, float(wanted[0]))
    if len(spans) > 1:
        told = "; ".join(_span(span, "and every price above", " to ") for span in spans)
        told_zh = "；".join(_span(span, "及以上", " 至 ") for span in spans)
        trace.steps.append(Step(None, "all prices that reach it", "所有达标的价格区间", told, told_zh))


def _money(ticks: float, digits: int = 2) -> str:
    amount = round(ticks / MONEY_TICKS, 4)
    return f"{amount:.{digits}f}" if round(amount, 2) == amount else f"{amount:.4f}"


def _span(found: solver.Range, above: str, to: str) -> str:
    if found.end == np.inf:
        return f"{_money(found.start)} {above}"
    return f"{_money(found.start)}{to}{_money(found.end)}"


def _with(rows: Rows, found: Outcome) -> Outcome:
    """Put what is missing from the target before what is found."""
    rows.seen(found.reason)
    rows.reason = np.where(rows.reason == 0, found.reason, rows.reason)
    return rows.outcome(found.value)


def _single(curve: ProfitCurve) -> Reason:
    """Return why a table of one product cannot be made."""
    if len(curve.step) != 1:
        return Reason.ONE_PRODUCT_ONLY
    return Reason(int(curve.inputs()[0]))


def _table(heads: Sequence[tuple[str, str]], rows: Sequence[Sequence[object]], none: tuple[str, str]) -> Table:
    """Return a heading row and the rows; where there are none, a row that says so."""
    head = [f"{en} {zh}" for en, zh in heads]
    body = [list(row) for row in rows] or [[f"{none[0]} {none[1]}"] + [None] * (len(head) - 1)]
    return Table(np.array([head, *body], dtype=object))


def _unknown(reason: Reason) -> Table:
    return Table(np.empty((0, 0), dtype=object), reason)


def _ranges(curve: ProfitCurve, margin: Floats | None) -> Table:
    reason = _single(curve)
    if reason:
        return _unknown(reason)
    found, reason = solver.ranges(curve, 0.0 if margin is None else float(filled(margin)[0]))
    if reason and reason != Reason.NO_VALID_PRICE:
        return _unknown(reason)
    body = []
    for span in found:
        points = curve.at(np.zeros(1, dtype=np.intp), np.array([span.start]))
        profit = float(points.profit.min())
        until = None if span.end == np.inf else span.end / MONEY_TICKS
        body.append((span.start / MONEY_TICKS, until, profit / MONEY_TICKS, profit / float(points.revenue.min())))
    heads = [
        ("from", "起"),
        ("to (blank: no end)", "止（留空：无上限）"),
        ("profit at the lowest", "最低价时利润"),
        ("margin at the lowest", "最低价时利润率"),
    ]
    return _table(heads, body, ("no price reaches this margin", "没有任何售价能达到该利润率"))


@dataclass(frozen=True)
class _Plain(Columns):
    """Products with a flat commission; see OPS_BREAKEVEN_PRICE for the columns."""

    landed_cost: Floats
    platform_rate: Floats
    fees: Floats | None
    freight: Floats | None
    minimum_fee: Floats | None
    tacos: Floats | None
    affiliate_rate: Floats | None
    other_cost: Floats | None
    vat_rate: Floats | None
    price_step: Floats | None


def _plain_lines(rows: Rows, plain: _Plain, price: Floats, _: Days) -> Lines:
    ticks = money_ticks(price)
    rate = rows.number(plain.platform_rate, Reason.MISSING_RATE)
    rows.refuse(rate > 1, Reason.RATE_OUT_OF_RANGE)
    least = money_ticks(rows.optional("minimum_fee", plain.minimum_fee, 0.0, "0", "0"))
    vat = share_of(rows, "vat_rate", plain.vat_rate, 0.0)
    lines = Lines(2)
    lines.add("price", "售价", ticks)
    lines.add("VAT in it", "其中的增值税", -tax_inside(ticks, vat, _plain_step(plain)))
    lines.add("commission", "平台佣金", -np.maximum(np.rint(rate * ticks), least))
    for name, en, zh in (("tacos", "advertising", "广告费"), ("affiliate_rate", "affiliate commission", "联盟佣金")):
        lines.add(en, zh, -np.rint(share_of(rows, name, getattr(plain, name), 0.0) * ticks))
    lines.add("landed cost", "到岸成本", -money_ticks(rows.number(plain.landed_cost, Reason.MISSING_COST)))
    fixed = (("fees", "fees", "费用"), ("freight", "freight", "运费"), ("other_cost", "other cost", "其他成本"))
    for name, en, zh in fixed:
        lines.add(en, zh, -money_ticks(rows.optional(name, getattr(plain, name), 0.0, "0", "0")))
    return lines


def _plain_step(plain: _Plain) -> Floats:
    step = filled(plain.price_step)
    return money_ticks(np.where(step > 0, step, _CENT))


def _plain_curve(plain: _Plain) -> ProfitCurve:
    count = plain.count
    step = np.broadcast_to(_plain_step(plain), count)
    least, rate = (np.broadcast_to(filled(column), count) for column in (plain.minimum_fee, plain.platform_rate))
    some = np.flatnonzero((least > 0) & (rate > 0))
    # The tax is rounded to the step, in the profit and in the revenue of which a share is wanted; the rest to ticks.
    noise = np.where(np.broadcast_to(filled(plain.vat_rate), count) > 0, step, 0.0) + 4
    return ProfitCurve(
        plain, _plain_lines, step, noise, least[some] / rate[some] * MONEY_TICKS, some, [np.repeat(_NO_DAY, count)]
    )


@formula(
    "margin",
    returns="money",
    zh="保本价：一般形式（固定成本 + 统一佣金率、最低佣金、广告与联盟占比、含税价），精确到分。",
    examples=[
        ({"landed_cost": 6.0, "platform_rate": 0.15, "fees": 4.6}, 12.48),
        ({"landed_cost": 1.0, "platform_rate": 0.15, "minimum_fee": 0.3}, 1.30),
    ],
)
def ops_breakeven_price(
    landed_cost: Floats,
    platform_rate: Floats,
    fees: Floats | None = None,
    freight: Floats | None = None,
    minimum_fee: Floats | None = None,
    tacos: Floats | None = None,
    affiliate_rate: Floats | None = None,
    other_cost: Floats | None = None,
    vat_rate: Floats | None = None,
    price_step: Floats | None = None,
) -> Outcome:
    """The lowest price at which a unit loses nothing, for a flat commission: exact to the cent.

    The fees of Amazon and AliExpress are known to AMZ_BREAKEVEN_PRICE and ALI_BREAKEVEN_PRICE.

    Args:
        landed_cost: landed cost per unit; scalar or array.
        platform_rate: commission as a share of the price, as a fraction.
        fees: platform fees per unit that do not depend on the price, such as a fulfilment fee; blank is 0.
        freight: freight per unit that you pay; blank is 0.
        minimum_fee: least commission per unit; blank is 0.
        tacos: advertising as a share of the price; blank is 0.
        affiliate_rate: affiliate commission as a share of the price; blank is 0.
        other_cost: any other cost per unit; blank is 0.
        vat_rate: tax inside the price, as a fraction; blank is 0.
        price_step: smallest step of a price: 0.01 (blank), or 1 for yen.

    Returns:
        Money, a whole number of price steps. Unknown (NaN, #N/A) where no price breaks even: the shares take it all.
    """
    plain = _Plain(
        landed_cost,
        platform_rate,
        fees,
        freight,
        minimum_fee,
        tacos,
        affiliate_rate,
        other_cost,
        vat_rate,
        price_step,
    )
    return _solved(_plain_curve(plain), np.zeros(1), None)


@formula(
    "margin",
    returns="money",
    zh="目标价：达到期望利润率的最低售价（一般形式），精确到分。",
    examples=[
        ({"landed_cost": 1.0, "platform_rate": 0.15, "target_margin_rate": 0.2, "minimum_fee": 0.3}, 1.63),
        ({"landed_cost": 1.862, "platform_rate": 0.13, "target_margin_rate": 0.2, "freight": 3.613}, 8.18),
    ],
)
def ops_target_price(
    landed_cost: Floats,
    platform_rate: Floats,
    target_margin_rate: Floats,
    fees: Floats | None = None,
    freight: Floats | None = None,
    minimum_fee: Floats | None = None,
    tacos: Floats | None = None,
    affiliate_rate: Floats | None = None,
    other_cost: Floats | None = None,
    vat_rate: Floats | None = None,
    price_step: Floats | None = None,
) -> Outcome:
    """The lowest price that reaches a wanted margin, for a flat commission: exact to the cent.

    Args:
        landed_cost: landed cost per unit; scalar or array.
        platform_rate: commission as a share of the price, as a fraction.
        target_margin_rate: wanted margin: profit as a fraction of the net revenue (the price without VAT).
        fees: platform fees per unit that do not depend on the price, such as a fulfilment fee; blank is 0.
        freight: freight per unit that you pay; blank is 0.
        minimum_fee: least commission per unit; blank is 0.
        tacos: advertising as a share of the price; blank is 0.
        affiliate_rate: affiliate commission as a share of the price; blank is 0.
        other_cost: any other cost per unit; blank is 0.
        vat_rate: tax inside the price, as a fraction; blank is 0.
        price_step: smallest step of a price: 0.01 (blank), or 1 for yen.

    Returns:
        Money, a whole number of price steps. Unknown (NaN, #N/A) where no price reaches the margin.
    """
    plain = _Plain(
        landed_cost,
        platform_rate,
        fees,
        freight,
        minimum_fee,
        tacos,
        affiliate_rate,
        other_cost,
        vat_rate,
        price_step,
    )
    rows = Rows(None)
    rows.number(target_margin_rate, Reason.MISSING_INPUT)
    return _with(rows, _solved(_plain_curve(plain), target_margin_rate, None))


@formula(
    "amazon",
    returns="money",
    zh="亚马逊保本价：计入各项费用的台阶、最低佣金与含税价，返回最低的保本售价，精确到分。",
    examples=[
        (
            {
                "length": 6,
                "width": 4,
                "height": 0.7,
                "weight": 8,
                "units": "in,oz",
                "category": "Toys and Games",
                "landed_cost": 5.20,
                "market": "US",
                "as_of": "2026-10-01",
            },
            9.35,
        )
    ],
    explains=True,
)
def amz_breakeven_price(
    length: Floats,
    width: Floats,
    height: Floats,
    weight: Floats,
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
    last_day: Days | None = None,
    trace: Trace | None = None,
) -> Outcome:
    """The lowest price at which a unit on Amazon loses nothing, exact to the cent across all steps of the fees.

    It is not always safe to ask more: where a fee steps up, a somewhat higher price loses again. AMZ_PRICE_RANGES
    lists every range that breaks even, AMZ_DEAD_ZONES the prices that earn less than a lower one.

    Args:
        length: one packed side, in any order; scalar or array. Not needed where the seller delivers.
        width: another packed side.
        height: the third packed side.
        weight: packed weight of one unit.
        category: Amazon's category name, its code, or Chinese.
        landed_cost: what one unit costs up to Amazon's door, in the market's currency, without reclaimable tax.
        market: marketplace; blank is the US.
        as_of: day of the sale; blank is today.
        units: ``"cm,g"`` (blank), ``"cm,kg"``, ``"in,lb"`` or ``"in,oz"``.
        programme: fulfilment programme (see OPS_PROGRAMMES); blank is what most sellers of the market use.
        seller_country: country where your company is established, for the digital services fee; blank is China.
        tacos: advertising as a share of the price the buyer pays; blank is 0.
        return_rate: share of the units sold that come back (see AMZ_UNIT_ECONOMICS); blank is 0.
        resale_share: share of the returned units that can be sold again; blank is 0.
        other_cost: any other cost per unit, such as storage; blank is 0.
        freight: delivery that you pay; needed where the seller delivers (``fbm``), else blank is 0.
        shipping: shipping that the buyer pays; blank is 0.
        vat_rate: tax inside the price; 0 where you pay none; blank is the market's standard rate.
        last_day: last day of the period that the price must hold for: good on each of its days, whatever fee rises, and
            unknown where a day has no published table; blank is the one day.

    Returns:
        Money, a price that can be typed in (whole cents, whole yen). Unknown (NaN, #N/A) where no price breaks even,
        or where a fee that matters at the lowest possible price is not published.

    Source: the fees of AMZ_UNIT_ECONOMICS.
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
    return _solved(amazon_curve(unit, as_of, last_day), np.zeros(1), trace, as_of, last_day)


@formula(
    "amazon",
    returns="money",
    zh="亚马逊目标价：达到期望利润率的最低售价，计入各项费用的台阶，精确到分。",
    examples=[
        (
            {
                "length": None,
                "width": None,
                "height": None,
                "weight": None,
                "category": "Beauty, Health and Personal Care",
                "landed_cost": 6.50,
                "target_margin_rate": 0.25,
                "market": "US",
                "as_of": "2026-06-01",
                "programme": "fbm",
                "freight": 0,
            },
            9.71,
        )
    ],
    explains=True,
)
def amz_target_price(
    length: Floats,
    width: Floats,
    height: Floats,
    weight: Floats,
    category: Texts,
    landed_cost: Floats,
    target_margin_rate: Floats,
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
    last_day: Days | None = None,
    trace: Trace | None = None,
) -> Outcome:
    """The lowest price that reaches a wanted net margin on Amazon, exact to the cent across all steps of the fees.

    Every price is judged by the fee functions themselves: the one returned reaches the margin, the next lower one
    does not. AMZ_PRICE_RANGES lists further ranges that reach it.

    Args:
        length: one packed side, in any order; scalar or array. Not needed where the seller delivers.
        width: another packed side.
        height: the third packed side.
        weight: packed weight of one unit.
        category: Amazon's category name, its code, or Chinese.
        landed_cost: what one unit costs up to Amazon's door, in the market's currency, without reclaimable tax.
        target_margin_rate: wanted margin: profit as a fraction of the net revenue (the price without VAT).
        market: marketplace; blank is the US.
        as_of: day of the sale; blank is today.
        units: ``"cm,g"`` (blank), ``"cm,kg"``, ``"in,lb"`` or ``"in,oz"``.
        programme: fulfilment programme (see OPS_PROGRAMMES); blank is what most sellers of the market use.
        seller_country: country where your company is established, for the digital services fee; blank is China.
        tacos: advertising as a share of the price the buyer pays; blank is 0.
        return_rate: share of the units sold that come back (see AMZ_UNIT_ECONOMICS); blank is 0.
        resale_share: share of the returned units that can be sold again; blank is 0.
        other_cost: any other cost per unit, such as storage; blank is 0.
        freight: delivery that you pay; needed where the seller delivers (``fbm``), else blank is 0.
        shipping: shipping that the buyer pays; blank is 0.
        vat_rate: tax inside the price; 0 where you pay none; blank is the market's standard rate.
        last_day: last day of the period that the price must hold for: good on each of its days, whatever fee rises, and
            unknown where a day has no published table; blank is the one day.

    Returns:
        Money, a price that can be typed in (whole cents, whole yen). Unknown (NaN, #N/A) where no price reaches the
        margin, or where a fee that matters at the lowest possible price is not published.

    Source: the fees of AMZ_UNIT_ECONOMICS.
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
    rows = Rows(None)
    rows.number(target_margin_rate, Reason.MISSING_INPUT)
    return _with(rows, _solved(amazon_curve(unit, as_of, last_day), target_margin_rate, trace, as_of, last_day))


@formula(
    "amazon",
    returns="money",
    zh="亚马逊安全价：从此价起，所有更高的售价都达到期望利润率（留空为保本）；与保本价不同时，中间有费用台阶。",
    examples=[
        (
            {
                "length": 6,
                "width": 4,
                "height": 0.7,
                "weight": 8,
                "units": "in,oz",
                "category": "Toys and Games",
                "landed_cost": 5.20,
                "market": "US",
                "as_of": "2026-10-01",
            },
            10.42,
        )
    ],
    explains=True,
)
def amz_safe_price(
    length: Floats,
    width: Floats,
    height: Floats,
    weight: Floats,
    category: Texts,
    landed_cost: Floats,
    target_margin_rate: Floats | None = None,
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
    last_day: Days | None = None,
    trace: Trace | None = None,
) -> Outcome:
    """The price from which on every higher price reaches a wanted margin on Amazon: the start of the last range.

    It equals AMZ_TARGET_PRICE (AMZ_BREAKEVEN_PRICE) where the fees leave no hole above that price.

    Args:
        length: one packed side, in any order; scalar or array. Not needed where the seller delivers.
        width: another packed side.
        height: the third packed side.
        weight: packed weight of one unit.
        category: Amazon's category name, its code, or Chinese.
        landed_cost: what one unit costs up to Amazon's door, in the market's currency, without reclaimable tax.
        target_margin_rate: wanted margin: profit as a fraction of the net revenue (the price without VAT); blank is 0.
        market: marketplace; blank is the US.
        as_of: day of the sale; blank is today.
        units: ``"cm,g"`` (blank), ``"cm,kg"``, ``"in,lb"`` or ``"in,oz"``.
        programme: fulfilment programme (see OPS_PROGRAMMES); blank is what most sellers of the market use.
        seller_country: country where your company is established, for the digital services fee; blank is China.
        tacos: advertising as a share of the price the buyer pays; blank is 0.
        return_rate: share of the units sold that come back (see AMZ_UNIT_ECONOMICS); blank is 0.
        resale_share: share of the returned units that can be sold again; blank is 0.
        other_cost: any other cost per unit, such as storage; blank is 0.
        freight: delivery that you pay; needed where the seller delivers (``fbm``), else blank is 0.
        shipping: shipping that the buyer pays; blank is 0.
        vat_rate: tax inside the price; 0 where you pay none; blank is the market's standard rate.
        last_day: last day of the period that the price must hold for: good on each of its days, whatever fee rises, and
            unknown where a day has no published table; blank is the one day.

    Returns:
        Money, a price that can be typed in. Holes of a cent that rounding alone makes do not count. Unknown (NaN, #N/A)
        where the highest prices do not reach the margin, or where a fee of a higher price is not published.

    Source: the fees of AMZ_UNIT_ECONOMICS.
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
    margin = np.zeros(1) if target_margin_rate is None else target_margin_rate
    return _solved(amazon_curve(unit, as_of, last_day), margin, trace, as_of, last_day, solver.safe)


@formula(
    "amazon",
    returns="money",
    zh="亚马逊达标价格区间：达到期望利润率的所有售价区间，留空利润率即保本（溢出为表格，单个商品）。",
    spills=True,
)
def amz_price_ranges(
    length: Floats,
    width: Floats,
    height: Floats,
    weight: Floats,
    category: Texts,
    landed_cost: Floats,
    target_margin_rate: Floats | None = None,
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
    last_day: Days | None = None,
) -> Table:
    """All prices of one product that reach a margin, as ranges: where the first ends, a fee steps up.

    The first range begins at AMZ_TARGET_PRICE. Between two ranges the margin is missed.

    Args:
        length: one packed side, in any order; scalar or array. Not needed where the seller delivers.
        width: another packed side.
        height: the third packed side.
        weight: packed weight of one unit.
        category: Amazon's category name, its code, or Chinese.
        landed_cost: what one unit costs up to Amazon's door, in the market's currency, without reclaimable tax.
        target_margin_rate: wanted margin: profit as a fraction of the net revenue (the price without VAT); blank is 0.
        market: marketplace; blank is the US.
        as_of: day of the sale; blank is today.
        units: ``"cm,g"`` (blank), ``"cm,kg"``, ``"in,lb"`` or ``"in,oz"``.
        programme: fulfilment programme (see OPS_PROGRAMMES); blank is what most sellers of the market use.
        seller_country: country where your company is established, for the digital services fee; blank is China.
        tacos: advertising as a share of the price the buyer pays; blank is 0.
        return_rate: share of the units sold that come back (see AMZ_UNIT_ECONOMICS); blank is 0.
        resale_share: share of the returned units that can be sold again; blank is 0.
        other_cost: any other cost per unit, such as storage; blank is 0.
        freight: delivery that you pay; needed where the seller delivers (``fbm``), else blank is 0.
        shipping: shipping that the buyer pays; blank is 0.
        vat_rate: tax inside the price; 0 where you pay none; blank is the market's standard rate.
        last_day: last day of the period that the price must hold for: good on each of its days, whatever fee rises, and
            unknown where a day has no published table; blank is the one day.

    Returns:
        A heading row, then for each range its lowest and highest price (blank: no end), profit and margin at the
        lowest.

    Source: the fees of AMZ_UNIT_ECONOMICS.
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
    return _ranges(amazon_curve(unit, as_of, last_day), target_margin_rate)


@formula(
    "amazon",
    returns="money",
    zh="亚马逊死区：提价反而少赚的售价区间、最多少赚的金额、应改用的价格（溢出为表格，单个商品）。",
    spills=True,
)
def amz_dead_zones(
    length: Floats,
    width: Floats,
    height: Floats,
    weight: Floats,
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
) -> Table:
    """The prices of one product that earn less than a lower price does, because a fee steps up.

    Losses of a cent or so that rounding alone makes are not listed.

    Args:
        length: one packed side, in any order; scalar or array. Not needed where the seller delivers.
        width: another packed side.
        height: the third packed side.
        weight: packed weight of one unit.
        category: Amazon's category name, its code, or Chinese.
        landed_cost: what one unit costs up to Amazon's door, in the market's currency, without reclaimable tax.
        market: marketplace; blank is the US.
        as_of: day of the sale; blank is today.
        units: ``"cm,g"`` (blank), ``"cm,kg"``, ``"in,lb"`` or ``"in,oz"``.
        programme: fulfilment programme (see OPS_PROGRAMMES); blank is what most sellers of the market use.
        seller_country: country where your company is established, for the digital services fee; blank is China.
        tacos: advertising as a share of the price the buyer pays; blank is 0.
        return_rate: share of the units sold that come back (see AMZ_UNIT_ECONOMICS); blank is 0.
        resale_share: share of the returned units that can be sold again; blank is 0.
        other_cost: any other cost per unit, such as storage; blank is 0.
        freight: delivery that you pay; needed where the seller delivers (``fbm``), else blank is 0.
        shipping: shipping that the buyer pays; blank is 0.
        vat_rate: tax inside the price; 0 where you pay none; blank is the market's standard rate.

    Returns:
        A heading row, then for each zone its first and last price (blank: no end), the money per unit lost at worst,
        the lower price to use instead, and the first higher price that earns as much again.

    Source: the fees of AMZ_UNIT_ECONOMICS.
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
    curve = amazon_curve(unit, as_of)
    reason = _single(curve)
    if reason:
        return _unknown(reason)
    zones, reason = solver.dead_zones(curve)
    if reason:
        return _unknown(reason)
    step = float(curve.step[0])
    body = [
        (
            zone.start / MONEY_TICKS,
            *((None, None) if zone.end == np.inf else (zone.end / MONEY_TICKS, round(zone.loss / MONEY_TICKS, 4))),
            zone.instead / MONEY_TICKS,
            None if zone.end == np.inf else (zone.end + step) / MONEY_TICKS,
        )
        for zone in zones
    ]
    heads = [
        ("from", "起"),
        ("to", "止"),
        ("lost per unit at worst", "每件最多少赚"),
        ("use instead", "改用价格"),
        ("or from", "或不低于"),
    ]
    return _table(heads, body, ("no price earns less than a lower one", "没有提价反而少赚的区间"))


@formula(
    "aliexpress",
    returns="money",
    zh="速卖通保本价：佣金、联盟、运费、关税与广告占比之后不亏的最低售价，精确到分。",
    examples=[
        (
            {
                "rate_or_category": 0.08,
                "landed_cost": 1.862,
                "weight": 100,
                "country": "FR",
                "as_of": "2026-11-22",
                "exchange_rate": 7.25,
                "affiliate_rate": 0.05,
            },
            6.30,
        )
    ],
    explains=True,
)
def ali_breakeven_price(
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
    last_day: Days | None = None,
    trace: Trace | None = None,
) -> Outcome:
    """The lowest price at which a parcel on AliExpress loses nothing, exact to the cent.

    Args:
        rate_or_category: your commission rate as a fraction or text (8%), or a category of your own table.
        landed_cost: what one unit costs you ready to ship, in the currency of the price; scalar or array.
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
        unit_duty: duty per unit that you bear, in the currency of the price; blank is 0.
        other_cost: any other cost per unit; blank is 0.
        last_day: last day of the period that the price must hold for; blank is the one day.

    Returns:
        Money in the currency of the price, after store discounts. Unknown (NaN, #N/A) where no price breaks even.

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
    return _solved(parcel_curve(parcel, as_of, last_day), np.zeros(1), trace, as_of, last_day)


@formula(
    "aliexpress",
    returns="money",
    zh="速卖通目标价：达到期望利润率的最低售价（折后价），精确到分。",
    examples=[
        (
            {
                "rate_or_category": 0.08,
                "landed_cost": 1.862,
                "target_margin_rate": 0.2,
                "weight": 100,
                "country": "FR",
                "as_of": "2026-11-22",
                "exchange_rate": 7.25,
                "affiliate_rate": 0.05,
            },
            8.18,
        )
    ],
    explains=True,
)
def ali_target_price(
    rate_or_category: Texts,
    landed_cost: Floats,
    target_margin_rate: Floats,
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
    last_day: Days | None = None,
    trace: Trace | None = None,
) -> Outcome:
    """The lowest price that reaches a wanted net margin on AliExpress, exact to the cent.

    Args:
        rate_or_category: your commission rate as a fraction or text (8%), or a category of your own table.
        landed_cost: what one unit costs you ready to ship, in the currency of the price; scalar or array.
        target_margin_rate: wanted margin: profit as a fraction of the price.
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
        unit_duty: duty per unit that you bear, in the currency of the price; blank is 0.
        other_cost: any other cost per unit; blank is 0.
        last_day: last day of the period that the price must hold for; blank is the one day.

    Returns:
        Money in the currency of the price, after store discounts. Unknown (NaN, #N/A) where no price reaches it.

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
    rows = Rows(None)
    rows.number(target_margin_rate, Reason.MISSING_INPUT)
    return _with(rows, _solved(parcel_curve(parcel, as_of, last_day), target_margin_rate, trace, as_of, last_day))
