"""AliExpress: commission, affiliate, freight, duty, withdrawal. What the platform does not publish stays unknown."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from xlops.catalog import Outcome, Texts, formula
from xlops.errors import Reason
from xlops.fees import describe
from xlops.fees.charge import Days, Part, Step, Trace, parts
from xlops.fees.edition import Edition
from xlops.fees.library import Library
from xlops.fees.names import fold, name_list
from xlops.fees.own import own_category, own_line
from xlops.fees.tables import CompiledLookup, CompiledRange, CompiledRateBands, Evaluation, Ints
from xlops.fees.units import Floats, money_ticks
from xlops.formulas.asking import ask_amount, ask_rate, key_codes
from xlops.formulas.rows import Mask, Rows

_PLATFORM = "aliexpress"
_MARKET = "global"
_DEFAULT_LINE = "standard"
_FREIGHT = "freight_"
_CNY, _USD = "CNY", "USD"
_ROUTES = {"银行": "bank", "银行卡": "bank", "支付宝": "alipay"}
_PER_ZH = {"tariff_line": "税号", "parcel": "包裹"}
# A rate in a cell that also takes category names.
_NOT_A_RATE = -np.inf


def _as_rate(text: str) -> float:
    """Return the rate that a text holds (0.08 or 8%), or minus infinity where it is a name."""
    try:
        return float(text[:-1]) / 100 if text.endswith(("%", "％")) else float(text)
    except ValueError:
        return _NOT_A_RATE


def _at_rate(amount: Floats, rate: Floats) -> str:
    """Return the product that explain shows; nothing where no rate is given."""
    return f"{describe.money(amount[0])} × {round(rate[0] * 100, 6):g}%" if rate[0] >= 0 and amount[0] >= 0 else ""


def _published_band(rows: Rows, days: Days, programme: str, used: str) -> None:
    """Let explain name the band that is all the platform publishes, and how the rate that was given is used."""
    if rows.trace is None:
        return
    whose = (f"the rate used is yours: {used}", f"所用费率由您提供：{used}")
    if not used:
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
    if trace is not None and np.isnan(by_category[0]):
        used = _at_rate(price, rate)
        if extra[0] > 0 and on_shipping[0] >= 0 and shipping_rate is not None:
            used += f" + {_at_rate(extra, shipping_rate)}"
        _published_band(rows, days, "commission", used)
    on_item = np.where(named, by_category, price * np.where(named, 0.0, rate))
    return rows.outcome(np.round(on_item + on_shipping, 6))


def _own_commission(rows: Rows, days: Days, price: Floats, names: Texts, named: Mask) -> Floats:
    """Ask the operator's own table for the rows that name a category; NaN where there is none or it has no answer."""
    if rows.library.depth == 1 or not named.any():
        return np.full(1, np.nan)
    asking = Rows(Trace() if rows.trace is not None else None)
    codes = names.map(lambda text: rows.library.codes.id(own_category(text)))
    market = np.where(named, _global(rows), -1)
    fee = ask_rate(asking, _PLATFORM, "commission", market, days, price, {"category": codes})
    if rows.trace is not None and asking.trace is not None and asking.reason[0] == 0:
        rows.trace.steps += asking.trace.steps
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
    grams, countries = _take_parcel(rows, weight, country, units)
    return rows.outcome(_ask_freight(rows, _line_programme(rows, line), grams, countries, days))


def _take_parcel(rows: Rows, weight: Floats, country: Texts, units: Texts | None) -> tuple[Floats, Ints]:
    """Return the weight of a parcel in nanograms and its destination."""
    _, nanograms = rows.units(units)
    grams = np.rint(rows.number(weight, Reason.MISSING_WEIGHT, positive=True) * nanograms)
    return grams, rows.names("country", country, missing=Reason.MISSING_COUNTRY)[0]


def _ask_freight(rows: Rows, programme: Ints, grams: Floats, countries: Ints, days: Days) -> Floats:
    def evaluate(part: Part) -> Evaluation:
        assert isinstance(part.table, CompiledLookup)
        return part.table.evaluate([part.take(countries)], part.take(grams))

    def say(part: Part, found: Evaluation) -> tuple[str, str]:
        assert isinstance(part.table, CompiledLookup) and part.edition is not None
        return describe.lookup_row(part.table, int(found.row[0]), float(grams[0]))

    return rows.ask(_PLATFORM, programme, _global(rows), days, evaluate, say)


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
    return rows.outcome(_currencies(rows, _line_programme(rows, line), days))


def _currencies(rows: Rows, programme: Ints, days: Days) -> NDArray[np.object_]:
    """Return the currency of each row's freight table; rows without one get their reason."""
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
    return np.array([e.currency for e in found.values()] + [None], dtype=object)[place]


class _Best(NamedTuple):
    """The cheapest line of each parcel: its place among the lines, and its freight in its own currency."""

    rows: Rows
    lines: list[str]
    place: Ints
    freight: Floats


def _freight_lines(library: Library) -> list[tuple[str, str]]:
    """Return (programme, code of the line) of every line that has a freight table, the published ones first."""
    there = {name for platform, _, name in library.programmes() if platform == _PLATFORM and name.startswith(_FREIGHT)}
    listed = {str(n.extra.get("programme", _FREIGHT + n.code)): n.code for n in name_list("lines").names.values()}
    known = [(programme, code) for programme, code in listed.items() if programme in there]
    return known + [(own, own.removeprefix(_FREIGHT)) for own in sorted(there - set(listed))]


def _best_line(
    trace: Trace | None,
    weight: Floats,
    country: Texts,
    as_of: Days | None,
    units: Texts | None,
    exchange_rate: Floats | None,
) -> _Best:
    rows = Rows(trace)
    days = rows.days(as_of)
    grams, countries = _take_parcel(rows, weight, country, units)
    rate = np.array([np.nan]) if exchange_rate is None else exchange_rate
    rows.seen(rate)
    rows.refuse(rate <= 0, Reason.NOT_POSITIVE)
    lines = _freight_lines(rows.library)
    shape = (len(lines), rows.length)
    price, reason = np.full(shape, np.nan), np.zeros(shape, dtype=np.uint8)
    currency = np.full(shape, None, dtype=object)
    for n, (programme, _) in enumerate(lines):
        of_line, of_money = Rows(trace), Rows(None)
        for column in (grams, countries, days):
            of_line.seen(column)
            of_money.seen(column)
        code = _code(rows, programme)
        price[n] = of_line.outcome(_ask_freight(of_line, code, grams, countries, days)).value
        reason[n] = of_line.reason
        currency[n] = _currencies(of_money, code, days)
    covered = ~np.isnan(price)
    for why in (Reason.NOT_PUBLISHED, Reason.OUTSIDE_TABLE, Reason.NOT_IN_TABLE, Reason.NO_EDITION):
        rows.refuse(~covered.any(axis=0) & (reason == why).any(axis=0), why)
    # Freights are compared in one currency, or in CNY at the rate given for the US dollar.
    in_cny = np.where(currency == _CNY, price, np.where(currency == _USD, price * rate, np.nan))
    first = currency[covered.argmax(axis=0), np.arange(rows.length)]
    one_currency = (~covered | (currency == first)).all(axis=0)
    rows.refuse(~one_currency & np.isnan(np.where(covered, in_cny, 0.0)).any(axis=0), Reason.MISSING_EXCHANGE_RATE)
    compared = np.where(one_currency, price, in_cny)
    place = np.where(np.isnan(compared), np.inf, compared).argmin(axis=0)
    freight = price[place, np.arange(rows.length)]
    if trace is not None and not rows.reason[0]:
        at_rate = ["" if one_currency[0] or unit == _CNY else f" × {rate[0]:g}" for unit in currency[:, 0]]
        trace.steps.append(_comparison([code for _, code in lines], price[:, 0], currency[:, 0], at_rate))
    return _Best(rows, [code for _, code in lines], place, freight)


def _comparison(
    lines: list[str], price: Floats, currency: NDArray[np.object_], at_rate: list[str]
) -> Step:
    """Return what explain tells of the lines: the freight of those that were compared, and which were not."""
    listed = name_list("lines").names
    known = [n for n in range(len(lines)) if price[n] == price[n]]

    def told(n: int, lang: str) -> str:
        name = listed[lines[n]].label(lang) if lines[n] in listed else lines[n]
        amount = f"{describe.money(price[n])} {describe.currency_name(currency[n], lang)}"
        return f"{name} {amount}{at_rate[n]}"

    shown = ["; ".join(told(n, "en") for n in known), "；".join(told(n, "zh") for n in known)]
    others = [name for code, name in listed.items() if code not in lines]
    return Step(
        None,
        "cheapest line",
        "最便宜的线路",
        f"{shown[0]}. Not compared, no freight table: {', '.join(name.en for name in others)}",
        f"{shown[1]}。未参与比较（没有运费表）：{'、'.join(name.zh for name in others)}",
    )


@formula(
    "aliexpress",
    returns="text",
    zh="能寄到该国家、且覆盖该重量的最便宜线路（按公布价）；不同币种的线路需给出汇率才比较。",
    examples=[
        ({"weight": 120, "country": "RU", "as_of": "2026-11-22", "exchange_rate": 7.1}, "super_economy"),
        ({"weight": 100, "country": "BR", "as_of": "2026-11-22"}, "standard"),
    ],
    explains=True,
)
def ali_best_line(
    weight: Floats,
    country: Texts,
    as_of: Days | None = None,
    units: Texts | None = None,
    exchange_rate: Floats | None = None,
    trace: Trace | None = None,
) -> Outcome:
    """The shipping line with the lowest list-price freight among those whose table covers the parcel.

    Lines in one currency are compared as they are. Where lines in CNY and in USD cover the parcel, the exchange rate is
    needed. A line whose freight for this weight or country is not published is not compared; explain names it.

    Args:
        weight: packed weight of the parcel; scalar or array, greater than 0.
        country: destination, as code (FR) or in Chinese (法国).
        as_of: day the parcel ships; blank is today.
        units: ``"cm,g"`` (blank), ``"cm,kg"``, ``"in,lb"`` or ``"in,oz"``; only the weight counts here.
        exchange_rate: CNY for 1 USD; needed only where lines of both currencies cover the parcel.

    Returns:
        The line, as ALI_FREIGHT takes it; unknown (None, #N/A) where no line covers the parcel.

    Source: the freight tables of the lines (programmes ``freight_...``). Economy lines may track less, take no
    batteries, or cap the order value.
    """
    best = _best_line(trace, weight, country, as_of, units, exchange_rate)
    return best.rows.outcome(np.array(best.lines, dtype=object)[best.place])


@formula(
    "aliexpress",
    returns="money",
    zh="最便宜线路（见 ALI_BEST_LINE）的公布运费，按该线路自己的币种。",
    examples=[({"weight": 100, "country": "BR", "as_of": "2026-11-22"}, 35.836)],
    explains=True,
)
def ali_best_freight(
    weight: Floats,
    country: Texts,
    as_of: Days | None = None,
    units: Texts | None = None,
    exchange_rate: Floats | None = None,
    trace: Trace | None = None,
) -> Outcome:
    """The freight of the cheapest line, which ALI_BEST_LINE names.

    Args:
        weight: packed weight of the parcel; scalar or array, greater than 0.
        country: destination, as code (FR) or in Chinese (法国).
        as_of: day the parcel ships; blank is today.
        units: ``"cm,g"`` (blank), ``"cm,kg"``, ``"in,lb"`` or ``"in,oz"``; only the weight counts here.
        exchange_rate: CNY for 1 USD; needed only where lines of both currencies cover the parcel.

    Returns:
        Money in the currency of the line that was found (see ALI_FREIGHT_CURRENCY), not converted and not rounded.

    Source: as ALI_BEST_LINE.
    """
    best = _best_line(trace, weight, country, as_of, units, exchange_rate)
    return best.rows.outcome(best.freight)


@formula(
    "aliexpress",
    returns="money",
    zh="速卖通联盟佣金：按您自己设置的比例，对买家实付（不含运费）收取；官方仅公布可设区间。",
    examples=[({"price": 25.0, "affiliate_rate": 0.05, "as_of": "2026-11-22"}, 1.25)],
    explains=True,
)
def ali_affiliate(
    price: Floats,
    affiliate_rate: Floats | None = None,
    as_of: Days | None = None,
    trace: Trace | None = None,
) -> Outcome:
    """AliExpress' affiliate commission on one item that was sold through affiliate traffic, at your own rate.

    The seller chooses the rate inside a published range (3 % to 50 %); the minimum of each category and today's
    default are not published. An order that came through paid search can be charged too.

    Args:
        price: what the buyer paid for the item, without shipping.
        affiliate_rate: your rate as a fraction (0.05). Blank gives an unknown fee.
        as_of: day of the order; blank is today.

    Returns:
        Money in the currency of the price, not rounded: the platform documents no rounding.

    Source: guides to the affiliate programme (programme ``affiliate``).
    """
    rows = Rows(trace)
    days = rows.days(as_of)
    rows.number(price, Reason.MISSING_PRICE)
    rate = np.array([np.nan]) if affiliate_rate is None else affiliate_rate
    rows.seen(rate)
    rows.refuse(np.isnan(rate), Reason.MISSING_RATE)
    rows.refuse(rate > 1, Reason.RATE_OUT_OF_RANGE)
    if trace is not None:
        _published_band(rows, days, "affiliate", _at_rate(price, rate))
    return rows.outcome(np.round(price * rate, 6))


def _national_fee(rows: Rows, country: str, days: Days) -> None:
    """Let explain name a handling fee of the country itself, which is no duty and stays out of the sum."""
    if rows.trace is None:
        return
    for part in parts(rows.library, _PLATFORM, _global(rows), _code(rows, f"import_fee_{country.lower()}"), days, 1):
        if isinstance(part.table, CompiledLookup) and part.edition is not None:
            row = part.table.rows[0]
            amount = describe.money(row.fees[0] or 0, part.edition.currency)
            unit = part.edition.currency
            amount_en, amount_zh = (f"{amount} {describe.currency_name(unit, lang)}" for lang in ("en", "zh"))
            rows.trace.steps.append(
                Step(
                    part.edition,
                    part.edition.title_en,
                    part.edition.title_zh,
                    f"not in this sum: {amount_en} for each {row.keys[0].replace('_', ' ')}",
                    f"未计入：每个{_PER_ZH.get(row.keys[0], row.keys[0])} {amount_zh}",
                )
            )


@formula(
    "aliexpress",
    returns="money",
    zh="欧盟低价值包裹固定关税（欧元）：包裹内在价值不超过 150 欧元时，每个税号 3 欧元。",
    examples=[
        ({"consignment_value": 20, "country": "DE", "as_of": "2026-11-22"}, 3.0),
        ({"consignment_value": 120, "country": "西班牙", "tariff_lines": 2, "as_of": "2026-11-22"}, 6.0),
    ],
    explains=True,
)
def ali_duty(
    consignment_value: Floats,
    country: Texts,
    tariff_lines: Floats | None = None,
    as_of: Days | None = None,
    trace: Trace | None = None,
) -> Outcome:
    """The customs duty on one parcel that is sent from outside the EU to a member state, in EUR.

    A fixed amount for each distinct tariff classification in the parcel, up to a value of the whole parcel. VAT, and
    the handling fees of single countries, are not in it; explain names those of the country. Who bears the duty on
    AliExpress orders is not published.

    Args:
        consignment_value: intrinsic value of all goods in the parcel, in EUR, without freight and tax.
        country: destination, as code (FR) or in Chinese (法国).
        tariff_lines: distinct tariff classifications in the parcel; blank is 1.
        as_of: day of the import; blank is today.

    Returns:
        Money in EUR. Unknown (NaN, #N/A) above the value where the ordinary tariff applies, before the duty began, and
        for every other country.

    Source: Council Regulation (EU) 2026/382 (programme ``eu_low_value_duty``).
    """
    rows = Rows(trace)
    days = rows.days(as_of)
    value = money_ticks(rows.number(consignment_value, Reason.MISSING_INPUT))
    lines = rows.optional("tariff_lines", tariff_lines, 1.0, "1", "1")
    rows.refuse(lines <= 0, Reason.NOT_POSITIVE)
    countries, met = rows.names("country", country, missing=Reason.MISSING_COUNTRY)
    members = [rows.library.codes.id(name.code) for name in met if name.extra.get("eu")]
    inside = np.isin(countries, members)
    rows.refuse(~inside & (countries >= 0), Reason.NOT_IN_TABLE)
    market = np.where(inside, _global(rows), -1)
    keys = {"item": _code(rows, "tariff_line")}
    each = ask_amount(rows, _PLATFORM, "eu_low_value_duty", market, days, keys, value)
    if trace is not None and not rows.reason[0]:
        sum_ = f"{describe.money(each[0])} × {lines[0]:g}"
        trace.steps.append(Step(None, "all tariff lines", "全部税号", sum_, sum_, float(each[0] * lines[0])))
    if inside[0]:
        _national_fee(rows, rows.library.codes.name(int(countries[0])), days)
    return rows.outcome(np.round(each * lines, 6))


@formula(
    "aliexpress",
    returns="money",
    zh="速卖通单次提现手续费（美元）：提现至银行按次收取；结汇至支付宝按比例并有最低收费。",
    examples=[
        ({"withdrawal_amount": 5000, "withdrawal_route": "bank", "as_of": "2026-11-22"}, 15.0),
        ({"withdrawal_amount": 5000, "withdrawal_route": "支付宝", "as_of": "2026-11-22"}, 15.0),
        ({"withdrawal_amount": 1000, "withdrawal_route": "alipay", "as_of": "2026-11-22"}, 8.0),
    ],
    explains=True,
)
def ali_withdrawal_fee(
    withdrawal_amount: Floats, withdrawal_route: Texts, as_of: Days | None = None, trace: Trace | None = None
) -> Outcome:
    """What AliExpress charges for one withdrawal of US dollars.

    Args:
        withdrawal_amount: amount of the withdrawal in USD; scalar or array, greater than 0.
        withdrawal_route: ``bank`` (US dollars to a bank account) or ``alipay`` (RMB to mainland Alipay).
        as_of: day of the withdrawal; blank is today.

    Returns:
        Money in USD. Not in it: the spread of the exchange rate, which is not published.

    Source: guides that quote the platform's notices (programmes ``withdrawal_bank``, ``withdrawal_alipay``).
    """
    rows = Rows(trace)
    days = rows.days(as_of)
    ticks = money_ticks(rows.number(withdrawal_amount, Reason.MISSING_INPUT, positive=True))

    def programme(text: str) -> int:
        word = fold(text)
        return rows.library.codes.id(f"withdrawal_{_ROUTES.get(word, word)}")

    programmes = withdrawal_route.map(programme)
    rows.seen(programmes)
    rows.refuse(programmes < 0, Reason.MISSING_INPUT)
    keys = {"item": _code(rows, "withdrawal")}

    def evaluate(part: Part) -> Evaluation:
        if isinstance(part.table, CompiledRateBands):
            return part.table.evaluate(part.take(ticks), key_codes(part, keys))
        assert isinstance(part.table, CompiledLookup)
        return part.table.evaluate(key_codes(part, keys), part.take(ticks))

    def say(part: Part, found: Evaluation) -> tuple[str, str]:
        row = int(found.row[0])
        if isinstance(part.table, CompiledRateBands):
            return describe.rate_row(part.table, row, float(ticks[0]))
        assert isinstance(part.table, CompiledLookup)
        return describe.lookup_row(part.table, row, float(ticks[0]))

    return rows.outcome(rows.ask(_PLATFORM, programmes, _global(rows), days, evaluate, say))
