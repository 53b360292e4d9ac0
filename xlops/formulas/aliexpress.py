"""AliExpress: commission, and freight of the shipping lines. What the platform does not publish stays unknown."""

from __future__ import annotations

import numpy as np

from xlops.catalog import Outcome, Texts, formula
from xlops.errors import Reason
from xlops.fees import describe
from xlops.fees.charge import Days, Part, Step, Trace, parts
from xlops.fees.edition import Edition
from xlops.fees.names import name_list
from xlops.fees.own import own_category, own_line
from xlops.fees.tables import CompiledLookup, CompiledRange, Evaluation, Ints
from xlops.fees.units import Floats
from xlops.formulas.asking import ask_rate
from xlops.formulas.rows import Mask, Rows

_PLATFORM = "aliexpress"
_MARKET = "global"
_DEFAULT_LINE = "standard"
# A rate in a cell that also takes category names.
_NOT_A_RATE = -np.inf


def _as_rate(text: str) -> float:
    """Return the rate that a text holds (0.08 or 8%), or minus infinity where it is a name."""
    try:
        return float(text[:-1]) / 100 if text.endswith(("%", "％")) else float(text)
    except ValueError:
        return _NOT_A_RATE


def _published_band(rows: Rows, days: Days, programme: str, given: bool) -> None:
    """Let explain name the band that is all the platform publishes, and whose rate was used if one was given."""
    if rows.trace is None:
        return
    whose = ("the rate used is yours", "所用费率由您提供")
    if not given:
        whose = ("no rate by category, so yours is needed", "没有分类目费率，需要您提供")
    depth = len(rows.library.timelines(_PLATFORM, _MARKET, programme)) - 1
    for part in parts(rows.library, _PLATFORM, _global(rows), _code(rows, programme), days, 1, max(depth, 0)):
        if isinstance(part.table, CompiledRange) and part.edition is not None:
            low, high = part.table.items[programme]
            rows.trace.steps.append(
                Step(
                    part.edition,
                    part.edition.title_en,
                    part.edition.title_zh,
                    f"published only as a band, {float(low):.0%} to {float(high):.0%}; {whose[0]}",
                    f"官方仅公布区间 {float(low):.0%}–{float(high):.0%}；{whose[1]}",
                )
            )


def _code(rows: Rows, name: str) -> Ints:
    return rows.library.codes.column(name)


def _global(rows: Rows) -> Ints:
    return _code(rows, _MARKET)


@formula(
    "aliexpress",
    returns="money",
    zh="速卖通交易佣金：按您自己的费率，或按您自己的类目费率表；官方未公布分类目费率，没有自己的表时填类目结果为未知。",
    examples=[({"price": 25.0, "rate_or_category": 0.08, "as_of": "2026-11-22"}, 2.00)],
    explains=True,
)
def ali_commission(
    price: Floats,
    rate_or_category: Texts,
    as_of: Days | None = None,
    shipping: Floats | None = None,
    shipping_rate: Floats | None = None,
    trace: Trace | None = None,
) -> Outcome:
    """AliExpress' commission on one item, at your own rate or by your own table of categories.

    The platform publishes a band (5 % to 8 %) and no table by category. A category name is looked up in your own table
    (see ``xlops fees add``); without one, or where it does not list the category, the fee is unknown and says so. Give
    the rate from your order or settlement export then. Shipping has a rate of its own, which may be 0.

    Args:
        price: what the buyer pays for the item after store discounts, without shipping.
        rate_or_category: your rate as a fraction (0.08) or text (8%), or the name of a category in your own table.
        as_of: day of the order; blank is today.
        shipping: shipping that the buyer pays; blank is 0.
        shipping_rate: your commission rate on shipping; needed where there is shipping.

    Returns:
        Money in the currency of the price, not rounded: the platform documents no rounding.

    Source: AliExpress' published band (programme ``commission``) and its order fields for three separate rates.
    """
    rows = Rows(trace)
    days = rows.days(as_of)
    rows.number(price, Reason.MISSING_PRICE)
    distinct = np.array([np.nan if v is None else _as_rate(v) for v in rate_or_category.values])
    rate = distinct[rate_or_category.index]
    rows.seen(rate)
    named = rate == _NOT_A_RATE
    by_category = _own_commission(rows, days, price, rate_or_category, named)
    rows.refuse(np.isnan(rate) | (named & np.isnan(by_category)), Reason.MISSING_RATE)
    rows.refuse(~named & ((rate < 0) | (rate > 1)), Reason.RATE_OUT_OF_RANGE)
    extra = rows.optional("shipping", shipping, 0.0, "0", "0")
    if shipping_rate is None:
        rows.refuse(extra > 0, Reason.MISSING_RATE)
        on_shipping: Floats = np.zeros(1)
    else:
        rows.seen(shipping_rate)
        rows.refuse((extra > 0) & np.isnan(shipping_rate), Reason.MISSING_RATE)
        rows.refuse(shipping_rate > 1, Reason.RATE_OUT_OF_RANGE)
        on_shipping = np.where(extra > 0, extra * shipping_rate, 0.0)
    if np.isnan(by_category[0]):
        _published_band(rows, days, "commission", given=bool(rate[0] >= 0))
    on_item = np.where(named, by_category, price * np.where(named, 0.0, rate))
    return rows.outcome(np.round(on_item + on_shipping, 6))


def _own_commission(rows: Rows, days: Days, price: Floats, names: Texts, named: Mask) -> Floats:
    """Ask the operator's own table for the rows that name a category; NaN where there is none or it has no answer."""
    if rows.library.depth == 1 or not named.any():
        return np.full(1, np.nan)
    asking = Rows(rows.trace)
    codes = names.map(lambda text: rows.library.codes.id(own_category(text)))
    market = np.where(named, _global(rows), -1)
    fee = ask_rate(asking, _PLATFORM, "commission", market, days, price, {"category": codes})
    return np.where(named & (asking.reason == 0), fee, np.nan)


def _line_programme(rows: Rows, line: Texts | None) -> Ints:
    """Return each row's freight programme; a line that has no table gets NO_TABLE from the library.

    A line that only an operator's own tables know is one of its own name.
    """
    if line is None:
        line = Texts(np.zeros(1, dtype=np.intp), (None,))
    listed = name_list("lines")

    def programme(text: str | None) -> int:
        code = _DEFAULT_LINE if text is None else listed.resolve(text)
        if code is not None:
            name = listed.names[code]
            return rows.library.codes.id(str(name.extra.get("programme", f"freight_{code}")))
        assert text is not None
        own = own_line(text)
        return rows.library.codes.id(own) if rows.library.timeline(_PLATFORM, _MARKET, own) else -1

    programmes = np.array([programme(text) for text in line.values], dtype=np.intp)[line.index]
    rows.seen(programmes)
    rows.refuse(programmes < 0, Reason.UNKNOWN_LINE)
    if len(line.index) == 1 and line.values[line.index[0]] is None:
        default = listed.names[_DEFAULT_LINE]
        rows.assume("line", default.en, default.zh)
    return programmes


@formula(
    "aliexpress",
    returns="money",
    zh="速卖通线路运费（公布价）：重量 × 每公斤价 + 每票处理费；币种随线路（标准为人民币，特惠为美元）。",
    examples=[
        ({"weight": 100, "country": "FR", "line": "standard", "as_of": "2026-11-22"}, 26.194),
        ({"weight": 100, "country": "西班牙", "line": "无忧简易", "as_of": "2026-11-22"}, 2.718),
    ],
    explains=True,
)
def ali_freight(
    weight: Floats,
    country: Texts,
    line: Texts | None = None,
    as_of: Days | None = None,
    units: Texts | None = None,
    trace: Trace | None = None,
) -> Outcome:
    """AliExpress' list-price freight for one parcel: weight times rate per kilogram, plus the fee per parcel.

    Never stretched: a parcel above the line's known weight band, or a country that the line's table does not list, has
    an unknown freight. The currency is the line's (see ALI_FREIGHT_CURRENCY).

    Args:
        weight: packed weight of the parcel; scalar or array, greater than 0.
        country: destination, as code (FR) or in Chinese (法国).
        line: shipping line; blank is ``standard`` (AliExpress Standard Shipping, 无忧标准).
        as_of: day the parcel ships; blank is today.
        units: ``"cm,g"`` (blank), ``"cm,kg"``, ``"in,lb"`` or ``"in,oz"``; only the weight counts here.

    Returns:
        Money in the line's currency, not rounded, before any discount of your contract.

    Source: the line's freight table (programmes ``freight_standard``, ``freight_saver``).
    """
    rows = Rows(trace)
    days = rows.days(as_of)
    _, nanograms = rows.units(units)
    grams = np.rint(rows.number(weight, Reason.MISSING_WEIGHT, positive=True) * nanograms)
    countries, _ = rows.names("country", country, missing=Reason.MISSING_COUNTRY)
    programme = _line_programme(rows, line)

    def evaluate(part: Part) -> Evaluation:
        assert isinstance(part.table, CompiledLookup)
        return part.table.evaluate([part.take(countries)], part.take(grams))

    def say(part: Part, found: Evaluation) -> tuple[str, str]:
        assert isinstance(part.table, CompiledLookup) and part.edition is not None
        en, zh = describe.lookup_row(part.table, int(found.row[0]), float(grams[0]))
        return f"{en} ({part.edition.currency})", f"{zh}（{part.edition.currency}）"

    return rows.outcome(rows.ask(_PLATFORM, programme, _global(rows), days, evaluate, say))


@formula(
    "aliexpress",
    returns="text",
    zh="某条物流线路公布价的币种。",
    examples=[
        ({"line": "standard", "as_of": "2026-11-22"}, "CNY"),
        ({"line": "saver", "as_of": "2026-11-22"}, "USD"),
    ],
)
def ali_freight_currency(line: Texts | None = None, as_of: Days | None = None) -> Outcome:
    """The currency in which a shipping line's freight table is published.

    Args:
        line: shipping line; blank is ``standard``.
        as_of: day the parcel ships; blank is today.

    Returns:
        An ISO currency code.
    """
    rows = Rows(None)
    days = rows.days(as_of)
    programme = _line_programme(rows, line)
    found: dict[int, Edition] = {}
    place = np.full(max(rows.length, len(programme)), -1, dtype=np.intp)
    rows.seen(programme)
    reason = np.zeros(rows.length, dtype=np.uint8)
    for depth in range(rows.library.depth):
        asked = np.where(place < 0, programme, -1)
        for part in parts(rows.library, _PLATFORM, _global(rows), asked, days, rows.length, depth):
            rows_of_part = slice(None) if part.rows is None else part.rows
            reason[rows_of_part] = part.reason
            if part.edition is not None:
                found[len(found)] = part.edition
                place[rows_of_part] = len(found) - 1
    rows.reason = np.where(rows.reason == 0, reason, rows.reason)
    currencies = np.array([e.currency for e in found.values()] + [None], dtype=object)
    return rows.outcome(currencies[place])
