"""Margin, return and landed cost: neutral arithmetic, with unknown where a needed number is missing."""

from __future__ import annotations

import numpy as np

from xlops.catalog import Outcome, formula
from xlops.errors import Reason
from xlops.fees.units import Floats
from xlops.formulas.rows import Rows


def _clean(amount: Floats) -> Floats:
    """Drop the dust of binary fractions; a millionth of a money unit is none."""
    return np.round(amount, 6)


@formula(
    "margin",
    returns="money",
    zh="单件利润 = 售价 − 到岸成本 − 费用 − 运费 − 广告费 − 其他成本。",
    examples=[({"price": 25, "landed_cost": 6, "fees": 8.35}, 10.65)],
)
def ops_profit(
    price: Floats,
    landed_cost: Floats,
    fees: Floats,
    freight: Floats | None = None,
    ad_spend: Floats | None = None,
    other_cost: Floats | None = None,
) -> Outcome:
    """Profit per unit: price less landed cost, platform fees, freight, advertising and other cost.

    Args:
        price: net revenue per unit (without tax that is passed on); scalar or array.
        landed_cost: landed cost per unit, in the same currency.
        fees: all platform fees per unit.
        freight: freight per unit that you pay; blank is 0.
        ad_spend: advertising per unit sold; blank is 0.
        other_cost: any other cost per unit; blank is 0.

    Returns:
        Money, negative where the unit loses. Unknown where price, cost or fees are missing: a missing cost is not 0.
    """
    rows = Rows(None)
    rows.number(price, Reason.MISSING_PRICE)
    rows.number(landed_cost, Reason.MISSING_COST)
    rows.number(fees, Reason.MISSING_INPUT)
    rest = [
        rows.optional(name, column, 0.0, "0", "0")
        for name, column in (("freight", freight), ("ad_spend", ad_spend), ("other_cost", other_cost))
    ]
    return rows.outcome(_clean(price - landed_cost - fees - rest[0] - rest[1] - rest[2]))


@formula(
    "margin",
    returns="money",
    zh="毛利（金额）= 收入 − 成本。",
    examples=[({"revenue": 25, "landed_cost": 6}, 19.0)],
)
def ops_margin(revenue: Floats, landed_cost: Floats) -> Outcome:
    """Gross margin as money: net revenue less landed cost, before fees.

    Args:
        revenue: net revenue per unit; scalar or array.
        landed_cost: landed cost per unit, in the same currency.

    Returns:
        Money; divide by revenue, or use OPS_MARGIN_RATE, for the rate.
    """
    rows = Rows(None)
    rows.number(revenue, Reason.MISSING_PRICE)
    rows.number(landed_cost, Reason.MISSING_COST)
    return rows.outcome(_clean(revenue - landed_cost))


@formula(
    "margin",
    returns="rate",
    zh="利润率 = 利润 ÷ 净收入。",
    examples=[({"profit": 5, "revenue": 25}, 0.2)],
)
def ops_margin_rate(profit: Floats, revenue: Floats) -> Outcome:
    """Margin rate: profit divided by net revenue.

    State the base: in countries where the price holds VAT, net revenue is the price without it.

    Args:
        profit: profit of the unit or the period; may be negative.
        revenue: net revenue of the same unit or period.

    Returns:
        A fraction; unknown (no sales) where revenue is 0.
    """
    rows = Rows(None)
    rows.number(profit, Reason.MISSING_INPUT)
    rows.number(revenue, Reason.MISSING_PRICE)
    return rows.ratio(profit, revenue, Reason.NO_SALES)


@formula(
    "margin",
    returns="rate",
    zh="投资回报率 ROI = 利润 ÷ 投入资金。",
    examples=[({"profit": 3, "invested": 6}, 0.5)],
)
def ops_roi(profit: Floats, invested: Floats) -> Outcome:
    """Return on investment: profit divided by the money put into the unit.

    Args:
        profit: profit per unit; may be negative.
        invested: landed cost (with prep, if you like) per unit.

    Returns:
        A fraction (1 doubles the money); unknown where nothing was invested.
    """
    rows = Rows(None)
    rows.number(profit, Reason.MISSING_INPUT)
    rows.number(invested, Reason.MISSING_COST)
    return rows.ratio(profit, invested, Reason.MISSING_COST)


@formula(
    "margin",
    returns="money",
    zh="每件到岸成本 =（货值 + 头程 + 关税 + 处理费）÷ 实收件数。",
    examples=[({"goods": 1000, "first_leg": 300, "units_received": 200, "duty": 60, "prep": 40}, 7.0)],
)
def ops_landed_cost(
    goods: Floats,
    first_leg: Floats,
    units_received: Floats,
    duty: Floats | None = None,
    prep: Floats | None = None,
) -> Outcome:
    """Landed cost per unit of a shipment: goods, freight, duty and charges, divided by the units received.

    A DDP quote already holds duty: leave it blank then. Reclaimable import VAT is no cost.

    Args:
        goods: cost of all goods of the shipment.
        first_leg: freight of the shipment.
        units_received: units that arrived (not ordered), greater than 0.
        duty: duty and import charges of the shipment; blank is 0.
        prep: insurance, broker, last mile, prep of the shipment; blank is 0.

    Returns:
        Money per unit, in the one currency of the inputs.
    """
    rows = Rows(None)
    rows.number(goods, Reason.MISSING_COST)
    rows.number(first_leg, Reason.MISSING_INPUT)
    rows.number(units_received, Reason.NO_UNITS)
    paid = rows.optional("duty", duty, 0.0, "0", "0") + rows.optional("prep", prep, 0.0, "0", "0")
    found = rows.ratio(goods + first_leg + paid, units_received, Reason.NO_UNITS)
    return Outcome(_clean(found.value), found.reason)
