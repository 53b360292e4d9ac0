"""Stock cover and store scores."""

from __future__ import annotations

import numpy as np

from xlops.catalog import Outcome, formula
from xlops.errors import Reason
from xlops.fees.units import Floats
from xlops.formulas.rows import Rows


@formula(
    "inventory",
    returns="days",
    zh="可售天数 =（在库 + 选计的在途）÷ 日均销量；无销量时为空。",
    examples=[({"stock": 300, "daily_units": 10}, 30.0)],
)
def ops_days_of_cover(stock: Floats, daily_units: Floats, inbound_stock: Floats | None = None) -> Outcome:
    """Days of cover: how long the stock lasts at the present rate of sale.

    Say which window the daily sales come from (7, 30, 60 or 90 days).

    Args:
        stock: units on hand; scalar or array.
        daily_units: average units sold per day.
        inbound_stock: units on the way, where you count them; blank is 0.

    Returns:
        Days; unknown (no units) where nothing sells: that is not an endless cover.
    """
    rows = Rows(None)
    rows.number(stock, Reason.MISSING_INPUT)
    rows.number(daily_units, Reason.NO_UNITS)
    coming = rows.optional("inbound_stock", inbound_stock, 0.0, "0", "0")
    return rows.ratio(stock + coming, daily_units, Reason.NO_UNITS)


@formula(
    "inventory",
    returns="stars",
    zh="店铺 DSR = 描述相符、沟通服务、物流速度三项的平均分（不四舍五入，4.75 不等于 4.8）。",
    examples=[({"dsr_described": 4.8, "dsr_service": 4.9, "dsr_logistics": 4.7}, 4.8)],
)
def ops_dsr(dsr_described: Floats, dsr_service: Floats, dsr_logistics: Floats) -> Outcome:
    """Store DSR: the plain mean of its three sub-scores, unrounded.

    Grade the unrounded number: 4.75 is shown as 4.8 and is not 4.8.

    Args:
        dsr_described: item as described, 1 to 5; scalar or array.
        dsr_service: communication, 1 to 5.
        dsr_logistics: shipping speed, 1 to 5.

    Returns:
        Stars; unknown where a sub-score is missing. A score outside 1 to 5 is invalid.
    """
    rows = Rows(None)
    for score in (dsr_described, dsr_service, dsr_logistics):
        rows.number(score, Reason.MISSING_INPUT)
        rows.refuse((score < 1) | (score > 5), Reason.SCORE_OUT_OF_RANGE)
    return rows.outcome(np.round((dsr_described + dsr_service + dsr_logistics) / 3, 9))
