"""Campaigns, ratings, delivery times, stock ratios and listing checks: what an operator's guide asks of a store."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import numpy as np

from xlops.catalog import Outcome, Texts, formula
from xlops.errors import Reason
from xlops.fees.charge import Days
from xlops.fees.units import Floats
from xlops.formulas.rows import Rows

_YEAR = 365.0
_BLANK = Texts(np.zeros(1, dtype=np.intp), (None,))
_BETWEEN_KEYWORDS = re.compile(r"[,;，；、|\n\r]+")


@formula(
    "inventory",
    returns="count",
    zh="活动备货：日均销量 × 销量倍数 × 活动天数，减去库存，向上取整；库存足够时为 0。",
    examples=[
        ({"daily_units": 12, "campaign_uplift": 3, "campaign_days": 3}, 108.0),
        ({"daily_units": 12, "campaign_uplift": 3, "campaign_days": 3, "stock": 70}, 38.0),
    ],
)
def ops_campaign_units(
    daily_units: Floats, campaign_uplift: Floats, campaign_days: Floats, stock: Floats | None = None
) -> Outcome:
    """Units that a campaign needs beyond the stock: daily sales x uplift x days, less the stock, rounded up.

    The uplift is your own: no platform publishes one.

    Args:
        daily_units: average units sold per day before the campaign; scalar or array.
        campaign_uplift: how many times the usual sales, such as 3.
        campaign_days: how long the campaign lasts.
        stock: units that are ready; blank is 0, which gives the whole need.

    Returns:
        Whole units; 0 where the stock is enough.
    """
    rows = Rows(None)
    for column in (daily_units, campaign_uplift, campaign_days):
        rows.number(column, Reason.MISSING_INPUT)
    ready = rows.optional("stock", stock, 0.0, "0", "0")
    needed = np.ceil(np.round(daily_units * campaign_uplift * campaign_days, 6))
    return rows.outcome(np.maximum(needed - ready, 0.0))


@formula(
    "inventory",
    returns="count",
    zh="还需多少个五星评价，平均分才能达到目标：n = 评价数 ×（目标 − 现分）÷（5 − 目标），向上取整。",
    examples=[({"rating": 4.62, "review_count": 120, "target_rating": 4.8}, 108.0)],
)
def ops_five_stars_needed(rating: Floats, review_count: Floats, target_rating: Floats) -> Outcome:
    """How many five-star ratings in a row lift an average to the target; for a rating, a DSR or a sub-score.

    A count, not advice to ask for good ratings: platforms forbid rewards for them.

    Args:
        rating: average now, 1 to 5, unrounded; scalar or array.
        review_count: number of ratings behind it.
        target_rating: average that you want, below 5.

    Returns:
        Whole ratings; 0 where the target is reached. A target of 5 cannot be reached from below: outside the table.
    """
    rows = Rows(None)
    for score in (rating, target_rating):
        rows.number(score, Reason.MISSING_INPUT)
        rows.refuse((score < 1) | (score > 5), Reason.SCORE_OUT_OF_RANGE)
    rows.number(review_count, Reason.MISSING_INPUT)
    reached = rating >= target_rating
    rows.refuse((target_rating == 5) & ~reached, Reason.OUTSIDE_TABLE)
    with np.errstate(divide="ignore", invalid="ignore"):
        needed = np.ceil(np.round(review_count * (target_rating - rating) / (5 - target_rating), 6))
    return rows.outcome(np.where(reached, 0.0, needed))


@formula(
    "inventory",
    returns="rate",
    zh="转化率 = 订单数 ÷ 访客数（或会话数）；无访客时为空。",
    examples=[({"orders": 36, "sessions": 1200}, 0.03)],
)
def ops_conversion(orders: Floats, sessions: Floats) -> Outcome:
    """Conversion: orders divided by visitors or sessions of the same period.

    Args:
        orders: orders of the period; scalar or array.
        sessions: visitors (AliExpress) or sessions (Amazon) of the same period.

    Returns:
        A fraction; unknown where nobody came.
    """
    rows = Rows(None)
    rows.number(orders, Reason.MISSING_INPUT)
    rows.number(sessions, Reason.MISSING_INPUT)
    return rows.ratio(orders, sessions, Reason.NO_VISITS)


@formula(
    "inventory",
    returns="rate",
    zh="退货率 = 退货件数 ÷ 出货件数；无出货时为空。",
    examples=[({"units_returned": 9, "units_shipped": 120}, 0.075)],
)
def ops_return_rate(units_returned: Floats, units_shipped: Floats) -> Outcome:
    """Return rate: units that came back divided by units shipped in the same period.

    Args:
        units_returned: units returned; scalar or array.
        units_shipped: units shipped.

    Returns:
        A fraction; unknown where nothing was shipped.
    """
    rows = Rows(None)
    rows.number(units_returned, Reason.MISSING_INPUT)
    rows.number(units_shipped, Reason.NO_UNITS)
    return rows.ratio(units_returned, units_shipped, Reason.NO_UNITS)


@formula(
    "inventory",
    returns="days",
    zh="两个日期之间的天数，例如付款到上网、付款到妥投。",
    examples=[({"from_day": "2026-10-28", "then_day": "2026-11-04"}, 7.0)],
)
def ops_days_between(from_day: Days, then_day: Days) -> Outcome:
    """Days from one day to another, such as from payment to the first scan or to delivery.

    Args:
        from_day: first day; scalar or array. A time of day does not count.
        then_day: second day, not before the first.

    Returns:
        Whole days; unknown where a day is missing.
    """
    rows = Rows(None)
    rows.seen(from_day, then_day)
    rows.refuse(np.isnat(from_day) | np.isnat(then_day), Reason.MISSING_INPUT)
    rows.refuse(then_day < from_day, Reason.DAYS_REVERSED)
    return rows.outcome((then_day - from_day).astype("timedelta64[D]").astype(np.float64))


@formula(
    "inventory",
    returns="count",
    zh="是否在期限内完成：是为 1，否为 0；用 AVERAGE 求达标率。未完成且已过期为 0，未到期为空。",
    examples=[
        ({"from_day": "2026-11-01", "then_day": "2026-11-03", "within_days": 2, "as_of": "2026-11-22"}, 1.0),
        ({"from_day": "2026-11-01", "then_day": None, "within_days": 7, "as_of": "2026-11-22"}, 0.0),
    ],
)
def ops_within_days(from_day: Days, then_day: Days, within_days: Floats, as_of: Days | None = None) -> Outcome:
    """Whether something was done within a number of days: 1 or 0. AVERAGE over a column gives the share.

    Counted in days: a limit of 48 hours is 2 days. What is not done counts as late once the limit has passed.

    Args:
        from_day: day that is counted from, such as the day of payment; scalar or array.
        then_day: day on which it was done; blank = not yet.
        within_days: limit in days.
        as_of: day of the count; blank = today.

    Returns:
        1 or 0; unknown where nothing was done and the limit has not passed.
    """
    rows = Rows(None)
    rows.number(within_days, Reason.MISSING_INPUT)
    day = rows.days(as_of)
    rows.seen(from_day, then_day)
    rows.refuse(np.isnat(from_day), Reason.MISSING_INPUT)
    done = ~np.isnat(then_day)
    rows.refuse(done & (then_day < from_day), Reason.DAYS_REVERSED)
    took = (np.where(done, then_day, day) - from_day).astype("timedelta64[D]").astype(np.float64)
    rows.refuse(~done & (took <= within_days), Reason.MISSING_INPUT)
    return rows.outcome(np.where(done & (took <= within_days), 1.0, 0.0))


@formula(
    "inventory",
    returns="rate",
    zh="订单缺陷率 ODR =（A-to-Z 索赔 + 差评 + 拒付的订单数）÷ 订单数；一个订单只计一次。",
    examples=[({"orders": 800, "a_to_z_claims": 3, "negative_feedback": 2, "chargebacks": 1}, 0.0075)],
)
def ops_odr(
    orders: Floats, a_to_z_claims: Floats, negative_feedback: Floats | None = None, chargebacks: Floats | None = None
) -> Outcome:
    """Order defect rate (ODR): orders with a defect divided by orders, over 60 days on Amazon.

    Count each order once: one with a claim and bad feedback is one defect.

    Args:
        orders: orders of the period; scalar or array.
        a_to_z_claims: orders with an A-to-Z claim.
        negative_feedback: further orders with one or two stars of feedback; blank is 0.
        chargebacks: further orders with a service chargeback; blank is 0.

    Returns:
        A fraction; unknown without orders. Grade it with ``OPS_GRADE("order_defect_rate", ...)``.
    """
    rows = Rows(None)
    rows.number(orders, Reason.MISSING_INPUT)
    rows.number(a_to_z_claims, Reason.MISSING_INPUT)
    bad = rows.optional("negative_feedback", negative_feedback, 0.0, "0", "0")
    charged = rows.optional("chargebacks", chargebacks, 0.0, "0", "0")
    return rows.ratio(a_to_z_claims + bad + charged, orders, Reason.NO_ORDERS)


@formula(
    "inventory",
    returns="ratio",
    zh="FBA 售出率 = 近 90 天出货件数 ÷ 同期平均可售库存（是比值，不是百分比）。",
    examples=[({"units_shipped": 450, "stock": 180}, 2.5)],
)
def ops_sell_through(units_shipped: Floats, stock: Floats) -> Outcome:
    """FBA sell-through: units shipped in 90 days divided by the average units available in that time.

    A ratio, not a per cent. Retail's figure of the same name (sold / received) is another thing.

    Args:
        units_shipped: units shipped in the last 90 days; scalar or array.
        stock: average units available in that time.

    Returns:
        A ratio; unknown where there was no stock.
    """
    rows = Rows(None)
    rows.number(units_shipped, Reason.MISSING_INPUT)
    rows.number(stock, Reason.MISSING_INPUT)
    return rows.ratio(units_shipped, stock, Reason.NO_UNITS)


@formula(
    "inventory",
    returns="ratio",
    zh="库存周转率（年化）= 期间销售成本 ÷ 平均库存金额 × 365 ÷ 期间天数。",
    examples=[({"cost_of_sales": 18000, "stock_value": 20000, "period_days": 90}, 3.65)],
)
def ops_turnover(cost_of_sales: Floats, stock_value: Floats, period_days: Floats | None = None) -> Outcome:
    """Inventory turnover in a year: cost of the goods sold divided by the average stock at cost, x 365 / days.

    Args:
        cost_of_sales: cost of the goods sold in the period; scalar or array.
        stock_value: average stock of the period, at cost.
        period_days: days of the period; blank is 365.

    Returns:
        Turns a year; 365 divided by it are the days that stock lies. Unknown without stock.
    """
    return _a_year(cost_of_sales, stock_value, period_days)


@formula(
    "inventory",
    returns="ratio",
    zh="GMROI（年化）= 期间毛利 ÷ 平均库存金额 × 365 ÷ 期间天数。",
    examples=[({"gross_margin": 560000, "stock_value": 100000}, 5.6)],
)
def ops_gmroi(gross_margin: Floats, stock_value: Floats, period_days: Floats | None = None) -> Outcome:
    """GMROI in a year: gross margin divided by the average stock at cost, x 365 / days.

    Args:
        gross_margin: sales less the cost of the goods sold in the period; scalar or array.
        stock_value: average stock of the period, at cost.
        period_days: days of the period; blank is 365.

    Returns:
        A ratio; unknown without stock. Grade it with ``OPS_GRADE("gmroi", ...)``.
    """
    return _a_year(gross_margin, stock_value, period_days)


def _a_year(over: Floats, stock_value: Floats, period_days: Floats | None) -> Outcome:
    rows = Rows(None)
    rows.number(over, Reason.MISSING_INPUT)
    rows.number(stock_value, Reason.MISSING_INPUT)
    days = rows.optional("period_days", period_days, _YEAR, "365", "365")
    rows.refuse(days <= 0, Reason.NOT_POSITIVE)
    with np.errstate(divide="ignore", invalid="ignore"):
        return rows.ratio(np.round(over * _YEAR / days, 6), stock_value, Reason.NO_UNITS)


@formula(
    "inventory",
    returns="money",
    zh="假设销量提升某个比例，期间利润增加多少：单件利润 × 销量 × 提升幅度（幅度由您自己估计）。",
    examples=[({"profit": 4.2, "units_sold": 300, "lift": 0.05}, 63.0)],
)
def ops_lift_profit(profit: Floats, units_sold: Floats, lift: Floats) -> Outcome:
    """What-if: how much more the period would earn if a listing sold more, for instance with A+ content.

    The lift is your own guess; figures that are quoted for it are not confirmed.

    Args:
        profit: profit per unit; scalar or array.
        units_sold: units sold in the period.
        lift: how much more is sold, as a fraction: 0.05 is 5 %.

    Returns:
        Money; negative where each unit loses.
    """
    rows = Rows(None)
    for column in (profit, units_sold, lift):
        rows.number(column, Reason.MISSING_INPUT)
    return rows.outcome(np.round(profit * units_sold * lift, 6))


@formula(
    "inventory",
    returns="text",
    zh="检查标题：列出缺少的关键词和超出的字数；没有问题时为 ok。关键词与字数上限由您给出。",
    examples=[
        (
            {"product_name": "Acme dog leash 5 ft, reflective", "keywords": "dog leash, reflective, puppy"},
            "missing: puppy",
        ),
        ({"product_name": "反光狗绳 1.5 米", "keywords": "狗绳；反光", "lang": "zh"}, "ok"),
    ],
)
def ops_title_check(
    product_name: Texts, keywords: Texts | None = None, most_letters: Floats | None = None, lang: Texts | None = None
) -> Outcome:
    """Check a listing's title: which of your keywords it lacks, and how far it is over a length.

    Capitals, full-width letters, hyphens and spaces make no difference. The list and the limit are yours: they differ
    by category.

    Args:
        product_name: the title; scalar or array.
        keywords: keywords with commas, semicolons or line breaks between them; blank = none is looked for.
        most_letters: most characters that your category admits; blank = not tested.
        lang: zh or en; blank = en.

    Returns:
        ``ok``, or what is wrong; unknown without a title.
    """
    columns = [product_name, keywords or _BLANK, lang or _BLANK]
    limit = np.array([np.nan]) if most_letters is None else most_letters
    length = max(len(limit), *(len(column.index) for column in columns))
    titles, lists, langs = (
        [column.values[n] for n in np.broadcast_to(column.index, (length,)).tolist()] for column in columns
    )
    most = np.broadcast_to(limit, (length,)).tolist()
    said = [
        None if title is None else _title_faults(title, listed, None if top != top else int(top), spoken)
        for title, listed, top, spoken in zip(titles, lists, most, langs, strict=True)
    ]
    rows = Rows(None)
    rows.refuse(np.array([title is None for title in titles]), Reason.MISSING_INPUT)
    return rows.outcome(np.array([*said, None], dtype=object)[:-1])


def _title_faults(title: str, listed: str | None, most: int | None, lang: str | None) -> str:
    zh = lang is not None and lang.casefold().startswith("zh")
    faults = []
    if lacking := lacking_keywords(title, listed):
        faults.append(f"缺少：{'、'.join(lacking)}" if zh else f"missing: {', '.join(lacking)}")
    if most is not None and len(title) > most:
        faults.append(f"{len(title)} 个字符，上限 {most}" if zh else f"{len(title)} characters, at most {most}")
    return ("；" if zh else "; ").join(faults) or "ok"


def lacking_keywords(title: str, listed: str | None) -> list[str]:
    """Return which keywords of a list with commas or the like between them a title does not hold."""
    within = _loose(title)
    words = [word.strip() for word in _BETWEEN_KEYWORDS.split(listed or "")]
    lacking = [word for word in dict.fromkeys(words) if word and f" {_loose(word)} " not in f" {within} "]
    # Chinese and Japanese are written without spaces between words.
    return [word for word in lacking if not (_unspaced(word) and _loose(word) in within)]


@lru_cache(maxsize=4096)
def _loose(text: str) -> str:
    """Return a text in lower case, with one space for everything that is no letter or digit."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return " ".join("".join(c if c.isalnum() else " " for c in plain).split())


def _unspaced(text: str) -> bool:
    return any("\u3040" <= letter <= "\u30ff" or "\u4e00" <= letter <= "\u9fff" for letter in text)


@formula(
    "inventory",
    returns="text",
    zh="生成商标查询用的检索词（如在 Trademarkia 或商标局网站粘贴）；不联网。",
    examples=[({"brand": "Acme Home"}, '"ACME HOME" OR "ACMEHOME"'), ({"brand": "AcmePet"}, '"ACMEPET"')],
)
def ops_trademark_search(brand: Texts) -> Outcome:
    """The words to paste into a trademark search: the brand as one phrase, and written together.

    Nothing is looked up. A search that finds nothing is no clearance: similar names and pictures count too.

    Args:
        brand: name of the brand; scalar or array.

    Returns:
        Text; unknown without a brand.
    """
    rows = Rows(None)
    rows.seen(brand.index)
    words = [None if value is None else _loose(value).upper() for value in brand.values]
    told = [
        None
        if not phrase
        else " OR ".join(f'"{form}"' for form in dict.fromkeys((phrase, phrase.replace(" ", ""))))
        for phrase in words
    ]
    found = np.array([*told, None], dtype=object)[:-1][brand.index]
    rows.refuse(np.array([text is None for text in found]), Reason.MISSING_INPUT)
    return rows.outcome(found)
