"""Facts of a row beside its economics: campaigns, delivery, stores, listings and checks.

Each is held against a record under ``data/benchmarks``, which says when it is a warning; here is only what a row says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlops.catalog import Texts
from xlops.errors import Reason
from xlops.fees.units import Floats
from xlops.formulas import store
from xlops.grading.economics import Column, Economics, vendors
from xlops.sheets.cells import missing

Data = Mapping[str, NDArray[Any]]
Mask = NDArray[np.bool_]
Objects = NDArray[np.object_]

_YES = ("y", "yes", "true", "1", "是", "有", "已备案", "√", "✓", "done", "registered")
# What a cell of an infringement check says when nothing was found.
_CLEAR = (
    *("", "n", "no", "none", "ok", "0", "clear", "pass", "passed"),
    *("无", "否", "未发现", "无侵权", "不侵权", "安全", "通过"),
)
# Goods with batteries, by words in their name: parcels with batteries have freight prices of their own.
_BATTERY = (
    *("tws", "earbud", "power bank", "powerbank", "lithium", "battery", "bluetooth speaker"),
    *("smart watch", "smartwatch"),
    *("耳机", "充电宝", "移动电源", "锂电", "带电", "电池", "蓝牙音箱", "智能手表"),
)
_NO_BATTERY = (
    *("without battery", "no battery", "battery not included", "wired ear"),
    *("不含电池", "无电池", "不带电", "有线耳机"),
)
_AGED = ("aged_181_270", "aged_271_365", "aged_366_455", "aged_456_plus")
BOTH_CHARGED = (
    "ads and affiliate commission: both can be charged on one order, and both are in the profit",
    "广告费与联盟佣金：同一订单可能两者都收取，利润中均已扣除",
)
_LEAST_FOR_MEDIAN = 5  # a median of fewer rows says nothing


def with_row_facts(
    found: Economics,
    at_campaign: Economics | None,
    data: Data,
    currency: Mapping[str, Objects],
    rows: int,
    as_of: date,
) -> Economics:
    """Return the economics of a sheet with the facts of its other columns.

    Args:
        found: the economics of the sheet.
        at_campaign: its economics at the campaign price (see :func:`campaign_data`); blank = it has none.
        data: its columns by term.
        currency: ISO code per row of each money term.
        rows: how many rows it has.
        as_of: the day to which checks grow old.
    """
    facts: dict[str, Column] = {}
    texts: dict[str, Objects] = {}
    columns: dict[str, Column] = {}
    on_amazon, on_aliexpress = (found.texts["platform"] == name for name in ("amazon", "aliexpress"))

    def number(term: str) -> Floats:
        return data[term] if term in data else np.full(rows, np.nan)

    def text(term: str) -> Objects:
        return data[term] if term in data else np.full(rows, None, dtype=object)

    def compared(first: str, second: str) -> Column:
        if first in currency and second in currency:  # amounts in two currencies are not compared
            one, other = currency[first], currency[second]
            apart = ~missing(one) & ~missing(other) & (one != other)
            return _share(np.where(apart, np.nan, number(first)), number(second))
        return _share(number(first), number(second))

    def tell(name: str, where: Mask) -> None:
        texts[name] = np.where(where, np.array("yes", dtype=object), np.array(None, dtype=object))

    if at_campaign is not None:
        # Rows that earn a supply price have no campaign price of their own: the platform sets what buyers pay.
        supplied = _not_charged(found, "commission", on_aliexpress) | _not_charged(found, "referral_fee", on_amazon)
        blank = np.isnan(number("campaign_price")) | (number("campaign_price") == 0)
        none = blank | supplied
        for key, source in (("campaign_profit", "profit"), ("campaign_margin_rate", "margin_rate")):
            of = at_campaign.columns[source]
            columns[key] = of.where(none, Column.unknown(rows, Reason.NOT_APPLICABLE))
        loses = found.columns["margin_rate"].value < 0  # of a row that loses anyway nothing more is told
        margin = columns["campaign_margin_rate"]
        facts["campaign_margin_rate"] = margin.where(loses, Column.unknown(rows, Reason.NOT_APPLICABLE))
        tell("no_campaign_price", on_aliexpress & blank & ~supplied)
        facts["campaign_price_to_limit"] = compared("campaign_price", "campaign_price_limit")
    have = np.where(np.isnan(number("campaign_stock")), number("stock"), number("campaign_stock"))
    if {"daily_units", "campaign_uplift", "campaign_days"} <= set(data):
        needed = store.ops_campaign_units.outcome(
            daily_units=number("daily_units"),
            campaign_uplift=number("campaign_uplift"),
            campaign_days=number("campaign_days"),
        )
        facts["campaign_cover"] = _share(have, needed.value.astype(np.float64))
    if "campaign_least_stock" in data:
        facts["campaign_stock_to_least"] = _share(have, number("campaign_least_stock"))
    if "campaign_least_rating" in data:
        facts["campaign_rating_to_least"] = _share(number("rating"), number("campaign_least_rating"))

    took = number("fulfilment_days")
    if {"paid_on", "delivered_on"} <= set(data):
        days = store.ops_days_between.outcome(from_day=data["paid_on"], then_day=data["delivered_on"]).value
        took = np.where(np.isnan(took), days.astype(np.float64), took)
    facts["days_over_transit"] = _known(took - number("transit_days"))

    if "store" in data:
        facts["stores_of_item"] = _known(_stores(data, rows))
    twice = on_aliexpress & (number("ad_spend") > 0) & (number("affiliate_rate") > 0)
    notes = (*found.assumed, BOTH_CHARGED) if twice.any() else found.assumed
    tell("battery_goods", _any_word(_BATTERY, on_aliexpress, text("product_name"), text("category")))
    if "conversion_rate" in found.facts and on_aliexpress.any():
        facts["conversion_to_median"] = _to_median(found, on_aliexpress)

    if {"product_name", "keywords"} <= set(data):
        pairs = zip(text("product_name").tolist(), text("keywords").tolist(), strict=True)
        lacking = [
            np.nan if title is None or words is None else float(len(store.lacking_keywords(str(title), str(words))))
            for title, words in pairs
        ]
        facts["missing_keywords"] = _known(np.array(lacking))
    if any(term in data for term in _AGED):
        bands = np.array([number(term) for term in _AGED])
        some = ~np.isnan(bands).all(axis=0)
        facts["aged_units"] = _known(np.where(some, np.nansum(bands, axis=0), np.nan))
    if "aplus" in data:
        lacks = on_amazon & _is(_YES, text("brand_registry")) & Texts.of(text("aplus")).blank
        tell("aplus_missing", lacks)
    vendor = on_amazon & vendors(text("account_type"))
    tell("vc_sc_mixed", vendor & bool((on_amazon & ~vendor).any()))
    for term, fact in (
        ("infringement_checked_on", "infringement_check_age"),
        ("trademark_checked_on", "trademark_check_age"),
    ):
        if term in data:
            facts[fact] = _known(_age(data[term], as_of))
    if "infringement_result" in data:
        tell("infringement_found", ~_is(_CLEAR, text("infringement_result")))
    if "buy_box_price_90_days" in data:
        facts["price_to_90_days"] = compared("price", "buy_box_price_90_days")

    return replace(
        found,
        columns={**found.columns, **columns},
        facts={**found.facts, **{name: column.value for name, column in facts.items()}},
        reasons={**found.reasons, **{name: column.reason for name, column in facts.items()}},
        texts={**found.texts, **texts},
        assumed=notes,
    )


def campaign_data(
    data: Data, currency: Mapping[str, Objects]
) -> tuple[dict[str, NDArray[Any]], dict[str, Objects]] | None:
    """Return a sheet's columns and currencies with the campaign price as the price; None where it has none.

    Fees that the sheet states in money belong to the usual price and are left out.
    """
    if "campaign_price" not in data or "price" not in data:
        return None
    own = {"referral_fee", "campaign_price"}
    columns = {term: column for term, column in data.items() if term not in own}
    columns["price"] = np.where(data["campaign_price"] == 0, np.nan, data["campaign_price"])
    marks = {term: column for term, column in currency.items() if term not in own}
    if "campaign_price" in currency:
        # A campaign price without a currency of its own is in that of the price.
        given, usual = currency["campaign_price"], currency.get("price")
        marks["price"] = given if usual is None else np.where(missing(given), usual, given)
    return columns, marks


def _not_charged(found: Economics, fee: str, rows: Mask) -> Mask:
    """Return which of some rows are of a kind that does not pay a fee."""
    return rows & (found.columns[fee].reason == Reason.NOT_APPLICABLE)


def _known(value: Floats) -> Column:
    return Column(value, np.where(np.isnan(value), np.uint8(Reason.MISSING_INPUT), np.uint8(0)))


def _share(over: Floats, under: Floats) -> Column:
    with np.errstate(divide="ignore", invalid="ignore"):
        share = over / under
    return _known(np.where(under > 0, share, np.nan))


def _is(words: tuple[str, ...], texts: Objects) -> Mask:
    return Texts.of(texts).each(lambda text: (text or "").casefold() in words, np.bool_)


def _any_word(words: tuple[str, ...], rows: Mask, names: Objects, categories: Objects) -> Mask:
    """Which of some rows hold one of the words in their name or category, and none that says the contrary."""
    pairs = zip(names[rows].tolist(), categories[rows].tolist(), strict=True)
    texts = [f"{name or ''} {category or ''}".casefold() for name, category in pairs]
    whole = "\0".join(texts)  # searched as one: few texts of many hold such a word
    ends = np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)) + 1)
    places = [found.start() for word in words if word in whole for found in re.finditer(re.escape(word), whole)]
    searched = np.flatnonzero(rows)
    holds = np.zeros(len(rows), dtype=np.bool_)
    for place in np.unique(np.searchsorted(ends, places, side="right")).tolist() if places else ():
        text = texts[place]
        for no in _NO_BATTERY:
            text = text.replace(no, " ")
        holds[searched[place]] = any(word in text for word in words)
    return holds


def _stores(data: Data, rows: int) -> Floats:
    """Return in how many stores of the sheet the item of each row stands; NaN where item or store is not named."""
    items = [data[term].tolist() for term in ("sku", "asin", "product_id") if term in data]
    names = [next((str(item).strip() for item in row if item is not None), None) for row in zip(*items, strict=True)]
    names = names or [None] * rows
    markets = data["market"].tolist() if "market" in data else [None] * rows
    shops: dict[tuple[str, object], set[str]] = {}
    keys: list[tuple[str, object] | None] = []
    for name, market, shop in zip(names, markets, data["store"].tolist(), strict=True):
        key = None if name is None or shop is None else (name.casefold(), market)
        keys.append(key)
        if key is not None:
            shops.setdefault(key, set()).add(str(shop).strip().casefold())
    return np.array([np.nan if key is None else float(len(shops[key])) for key in keys])


def _to_median(found: Economics, rows: Mask) -> Column:
    """Return each row's conversion against the median of the sheet's AliExpress rows."""
    rate = np.where(rows, found.facts["conversion_rate"], np.nan)
    known = rate[np.isfinite(rate)]
    if len(known) < _LEAST_FOR_MEDIAN:
        return Column.unknown(len(rate), Reason.NOT_ENOUGH_DATA)
    why = np.where(np.isnan(rate), np.maximum(found.reasons["conversion_rate"], np.uint8(1)), np.uint8(0))
    median = float(np.median(known))
    return Column(rate / median, why) if median > 0 else Column.unknown(len(rate), Reason.NO_ORDERS)


def _age(days: NDArray[Any], as_of: date) -> Floats:
    age = (np.datetime64(as_of) - days.astype("datetime64[D]")).astype("timedelta64[D]").astype(np.float64)
    return np.where(np.isnat(days) | (age < 0), np.nan, age)
