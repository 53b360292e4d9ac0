"""Advertising: ACoS and its relatives, break-even and target ACoS, bids.

One rule for every ratio: a denominator of 0 or blank gives no number. Spend without sales is neither 0 nor infinite.
"""

from __future__ import annotations

import numpy as np

from xlops.catalog import Outcome, formula
from xlops.errors import Reason
from xlops.fees.units import Floats
from xlops.formulas.rows import Rows


def _ratio(over: Floats, under: Floats, none: Reason, over_missing: Reason = Reason.MISSING_INPUT) -> Outcome:
    rows = Rows(None)
    rows.number(over, over_missing)
    rows.number(under, none)
    return rows.ratio(over, under, none)


@formula(
    "advertising",
    returns="rate",
    zh="ACoS = 广告花费 ÷ 广告销售额；有花费无销售额时为空，并注明原因。",
    examples=[({"ad_spend": 100, "ad_sales": 500}, 0.2)],
)
def ops_acos(ad_spend: Floats, ad_sales: Floats) -> Outcome:
    """ACoS: ad spend divided by the sales that ads brought.

    Mind the attribution window: the last 7 days (sellers) or 14 days (vendors) are overstated until it closes.

    Args:
        ad_spend: advertising spend of the period; scalar or array.
        ad_sales: sales attributed to ads in the same period.

    Returns:
        A fraction; unknown where there are no ad sales. No spend with sales is a true 0.
    """
    return _ratio(ad_spend, ad_sales, Reason.NO_SALES)


@formula(
    "advertising",
    returns="rate",
    zh="TACoS = 广告花费 ÷ 总销售额（广告 + 自然）。",
    examples=[({"ad_spend": 5000, "total_sales": 50000}, 0.1)],
)
def ops_tacos(ad_spend: Floats, total_sales: Floats) -> Outcome:
    """TACoS: ad spend divided by all sales of the same dates, currency and tax basis.

    Args:
        ad_spend: advertising spend of the period; scalar or array.
        total_sales: ordered product sales of the same period, ads and organic.

    Returns:
        A fraction; unknown where there are no sales.
    """
    return _ratio(ad_spend, total_sales, Reason.NO_SALES)


@formula(
    "advertising",
    returns="ratio",
    zh="ROAS = 广告销售额 ÷ 广告花费（ACoS 的倒数）。",
    examples=[({"ad_sales": 500, "ad_spend": 100}, 5.0)],
)
def ops_roas(ad_sales: Floats, ad_spend: Floats) -> Outcome:
    """ROAS: sales that ads brought per unit of spend; the inverse of ACoS.

    Args:
        ad_sales: sales attributed to ads; scalar or array.
        ad_spend: advertising spend of the same period.

    Returns:
        A ratio; unknown where nothing was spent.
    """
    return _ratio(ad_sales, ad_spend, Reason.NO_SPEND, Reason.NO_SALES)


@formula(
    "advertising",
    returns="money",
    zh="CPC 单次点击成本 = 广告花费 ÷ 点击量。",
    examples=[({"ad_spend": 60, "clicks": 50}, 1.2)],
)
def ops_cpc(ad_spend: Floats, clicks: Floats) -> Outcome:
    """CPC: what one click cost.

    Args:
        ad_spend: advertising spend; scalar or array.
        clicks: ad clicks of the same period.

    Returns:
        Money; unknown where there are no clicks.
    """
    return _ratio(ad_spend, clicks, Reason.NO_CLICKS)


@formula(
    "advertising",
    returns="money",
    zh="单笔订单广告成本 = 广告花费 ÷ 广告订单数（独立站即获客成本 CAC 的广告部分）。",
    examples=[({"ad_spend": 540, "ad_orders": 45}, 12.0)],
)
def ops_cost_per_order(ad_spend: Floats, ad_orders: Floats) -> Outcome:
    """Ad cost per order: ad spend divided by the orders that ads brought.

    For a shop of one's own, with the orders of new customers, this is the advertising part of the CAC.

    Args:
        ad_spend: advertising spend of the period; scalar or array.
        ad_orders: orders attributed to ads in the same period.

    Returns:
        Money in the currency of the spend; unknown where there is no order.
    """
    return _ratio(ad_spend, ad_orders, Reason.NO_ORDERS)


@formula(
    "advertising",
    returns="rate",
    zh="CTR 点击率 = 点击量 ÷ 展示量。",
    examples=[({"clicks": 40, "impressions": 10000}, 0.004)],
)
def ops_ctr(clicks: Floats, impressions: Floats) -> Outcome:
    """CTR: clicks per impression.

    Args:
        clicks: ad clicks; scalar or array.
        impressions: ad impressions of the same period.

    Returns:
        A fraction; unknown where there are no impressions.
    """
    return _ratio(clicks, impressions, Reason.NO_IMPRESSIONS)


@formula(
    "advertising",
    returns="rate",
    zh="广告转化率 CVR = 订单 ÷ 点击量（订单数，不是件数）。",
    examples=[({"ad_orders": 5, "clicks": 50}, 0.1)],
)
def ops_cvr(ad_orders: Floats, clicks: Floats) -> Outcome:
    """Ad conversion rate: orders (not units) per click.

    Args:
        ad_orders: orders attributed to ads; scalar or array.
        clicks: ad clicks of the same period.

    Returns:
        A fraction; unknown where there are no clicks.
    """
    return _ratio(ad_orders, clicks, Reason.NO_CLICKS)


@formula(
    "advertising",
    returns="rate",
    zh="盈亏平衡 ACoS = 广告前单件利润 ÷ 售价。",
    examples=[({"pre_ad_profit": 10.65, "price": 25}, 0.426)],
)
def ops_breakeven_acos(pre_ad_profit: Floats, price: Floats) -> Outcome:
    """Break-even ACoS: the ACoS at which a unit sold through ads earns nothing.

    Args:
        pre_ad_profit: price less every cost except advertising, per unit; may be negative.
        price: price per unit, on the same basis as the ad report's sales.

    Returns:
        A fraction. Unknown with the reason "loses money before any advertising" where the profit before ads is not
        above 0: no ACoS breaks even then.
    """
    rows = Rows(None)
    rows.number(pre_ad_profit, Reason.MISSING_INPUT)
    rows.number(price, Reason.MISSING_PRICE)
    rows.refuse(price == 0, Reason.NO_SALES)
    rows.refuse(pre_ad_profit <= 0, Reason.LOSES_BEFORE_ADS)
    with np.errstate(divide="ignore", invalid="ignore"):
        return rows.outcome(pre_ad_profit / price)


@formula(
    "advertising",
    returns="rate",
    zh="目标 ACoS = 盈亏平衡 ACoS − 期望净利润率。",
    examples=[({"break_even_acos": 0.426, "target_margin_rate": 0.1}, 0.326)],
)
def ops_target_acos(break_even_acos: Floats, target_margin_rate: Floats) -> Outcome:
    """Target ACoS: break-even ACoS less the net margin you want, both on the same base.

    Args:
        break_even_acos: break-even ACoS as a fraction; scalar or array.
        target_margin_rate: wanted net margin as a fraction of the price.

    Returns:
        A fraction; unknown where the wanted margin leaves nothing for ads.
    """
    rows = Rows(None)
    rows.number(break_even_acos, Reason.MISSING_INPUT)
    rows.number(target_margin_rate, Reason.MISSING_INPUT)
    target = np.round(break_even_acos - target_margin_rate, 12)
    rows.refuse(target <= 0, Reason.NOTHING_FOR_ADS)
    return rows.outcome(target)


@formula(
    "advertising",
    returns="money",
    zh="最高点击出价 = 售价 × 广告转化率 × 目标 ACoS。",
    examples=[({"price": 25, "cvr": 0.1, "acos": 0.326}, 0.815)],
)
def ops_max_bid(price: Floats, cvr: Floats, acos: Floats) -> Outcome:
    """Highest bid per click that keeps a given ACoS (the target, or break-even).

    Args:
        price: price, or average order value where buyers take several units; scalar or array.
        cvr: ad conversion rate (orders per click) as a fraction.
        acos: ACoS to keep, as a fraction.

    Returns:
        Money, not rounded.
    """
    rows = Rows(None)
    rows.number(price, Reason.MISSING_PRICE)
    rows.number(cvr, Reason.NO_CLICKS)
    rows.number(acos, Reason.MISSING_INPUT)
    return rows.outcome(np.round(price * cvr * acos, 6))
