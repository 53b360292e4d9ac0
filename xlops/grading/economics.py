"""From the columns of a sheet to fees, profit, margin and the ratios of each row.

This is where a row's words become codes, where money in several currencies meets (at the row's own exchange rate, never
silently), and where a missing cost makes an unknown profit instead of a flattering one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlops.catalog import Formula, Outcome, Texts
from xlops.errors import Reason
from xlops.fees.names import name_list
from xlops.fees.units import MONEY_TICKS, Floats, money_ticks, tax_inside
from xlops.formulas import advertising, aliexpress, amazon, inventory, margin, store, tax
from xlops.sheets.cells import missing

Mask = NDArray[np.bool_]
Objects = NDArray[np.object_]

_NONE: Any = None
# Terms whose currency is not the selling currency unless the sheet says so: the factory is paid at home.
_COSTS = ("product_cost", "first_leg", "landed_cost", "freight", "last_mile", "unit_duty", "other_cost", "supply_price")
# Columns that may say that the seller delivers.
_DELIVERY = ("fulfilment", "programme")
_REGISTERED = (
    "VAT: you are registered and owe the market's rate on the price",
    "增值税：视为您已注册税号，按站点税率从含税售价中扣除",
)
_FEES_WITH_VAT = ("VAT on Amazon's fees, where you cannot reclaim it", "亚马逊费用的增值税（无法抵扣时）")
_FULLY_MANAGED = ("全托管", "fully managed", "full managed", "choice全托管")
# A text with a letter in it is the name of a category; 0 or 5 is a placeholder or a number of the shop's own list.
_A_NAME = re.compile(r"[^\W\d_]")
# Vendor Central, where Amazon is the buyer; everything else is Seller Central.
_VENDOR = ("vc", "vendor", "vendor central", "供应商", "供应商账户", "vc账户", "vc账号")
VENDOR_ROWS = (
    "VC rows: Amazon buys at the supply price, which is the revenue; no referral fee, FBA fee or VAT is counted, and "
    "vendor ad reports count sales for 14 days",
    "VC 行：亚马逊按供货价采购，供货价即收入；不计销售佣金、FBA 费与增值税；VC 广告报表的归因窗口为 14 天",
)
_SEMI_MANAGED = ("半托管", "semi managed", "semi-managed", "semi_choice_self")


@dataclass(frozen=True)
class Column:
    """One figure for every row, with the reason where it is unknown. NaN and a reason stand together."""

    value: Floats
    reason: NDArray[np.uint8]

    @staticmethod
    def of(outcome: Outcome) -> Column:
        """Take a formula's outcome."""
        return Column(outcome.value.astype(np.float64), outcome.reason)

    @staticmethod
    def unknown(length: int, reason: Reason) -> Column:
        """Return a column that is unknown in every row."""
        return Column(np.full(length, np.nan), np.full(length, reason, dtype=np.uint8))

    def where(self, rows: Mask, other: Column) -> Column:
        """Return this column with ``other`` in ``rows``."""
        return Column(np.where(rows, other.value, self.value), np.where(rows, other.reason, self.reason))

    def blank(self, rows: Mask, reason: Reason) -> Column:
        """Return this column without a value in ``rows``, which get ``reason`` unless they have one."""
        why = np.where(rows & (self.reason == 0), np.uint8(reason), self.reason)
        return Column(np.where(why == 0, self.value, np.nan), why)


@dataclass(frozen=True)
class Economics:
    """What the rows cost and earn. Money is per unit in each row's selling currency.

    ``parts`` has, for each part of the profit, the reason per row why it is unknown and leaves the profit unknown.
    """

    columns: Mapping[str, Column]
    size_tier: Objects
    facts: Mapping[str, Floats]
    reasons: Mapping[str, NDArray[np.uint8]]
    texts: Mapping[str, Objects]
    currency: Objects
    own: Mapping[str, Mask]
    assumed: tuple[tuple[str, str], ...]
    omitted: tuple[tuple[str, str], ...]
    period: Mapping[str, Floats] = field(default_factory=dict)
    parts: Mapping[str, NDArray[np.uint8]] = field(default_factory=dict)


class _Sheet:
    """The columns of a sheet by term, with blanks for terms that it does not have."""

    def __init__(self, data: Mapping[str, NDArray[Any]], currency: Mapping[str, Objects], length: int) -> None:
        self.data = data
        self.marks = currency
        self.length = length
        self._names: dict[str, Texts] = {}

    def has(self, *terms: str) -> bool:
        return all(term in self.data for term in terms)

    def number(self, term: str) -> Floats:
        return self.data[term] if term in self.data else np.full(self.length, np.nan)

    def text(self, term: str) -> Objects:
        return self.data[term] if term in self.data else np.full(self.length, None, dtype=object)

    def names(self, term: str) -> Texts:
        """Return a text column as names, read once for all who ask it."""
        if term not in self._names:
            none = Texts(np.zeros(self.length, dtype=np.intp), (None,))
            self._names[term] = Texts.of(self.data[term]) if term in self.data else none
        return self._names[term]


def economics(
    data: Mapping[str, NDArray[Any]],
    currency: Mapping[str, Objects],
    length: int,
    as_of: date,
    *,
    platform: str | None = None,
    market: str | None = None,
    rates: Mapping[str, float] | None = None,
    commission_rate: float | None = None,
    affiliate_rate: float | None = None,
    selling: str | None = None,
    chinese: bool = False,
    no_ads: Mask | None = None,
) -> Economics:
    """Compute the economics of ``length`` rows.

    Args:
        data: columns by term, as the sheet reader gives them (cm, g, fractions, NaN and None for blanks).
        currency: ISO code per row of each money term; None where the sheet does not say.
        length: number of rows.
        as_of: the day whose fee tables hold.
        platform: platform of rows that do not say; ``amazon`` or ``aliexpress``.
        market: market of rows that do not say; blank = US for Amazon.
        rates: CNY for 1 unit of a currency, used where the row has no exchange rate.
        commission_rate: AliExpress commission of rows that do not have their own.
        affiliate_rate: AliExpress affiliate share of rows that do not have their own.
        selling: currency of AliExpress prices that do not say; blank = USD.
        chinese: whether the sheet is in Chinese, where an unmarked cost is not taken to be in the selling currency.
        no_ads: rows of which no ad spend is told, which leaves advertising out of their profit instead of making it
            unknown; blank = none.
    """
    sheet = _Sheet(data, currency, length)
    notes: list[tuple[str, str]] = []
    platforms = _platforms(sheet, platform, notes)
    on_amazon, on_aliexpress = platforms == "amazon", platforms == "aliexpress"
    markets = _markets(sheet, market, on_amazon, notes)
    sold_in = _selling_currency(sheet, markets, on_amazon, on_aliexpress, selling or "USD", notes)
    money = _Money(sheet, sold_in, rates or {}, chinese, notes)
    model = _business_model(sheet)
    managed = on_aliexpress & (model == "full")
    vendor = on_amazon & vendors(sheet.text("account_type"))
    if vendor.any():
        notes.append(VENDOR_ROWS)

    price = money.column("price", Reason.MISSING_PRICE)
    # A fully managed or vendor row earns its supply price; what the buyer pays is the platform's.
    price = price.where(managed | vendor, money.column("supply_price", Reason.MISSING_SUPPLY_PRICE))
    cost = _landed_cost(sheet, money)
    omitted = _omitted(sheet)

    columns: dict[str, Column] = {}
    own: dict[str, Mask] = {}
    no = Column.unknown(length, Reason.NOT_APPLICABLE)
    zero = Column(np.zeros(length), np.zeros(length, dtype=np.uint8))
    unplaced = ~(on_amazon | on_aliexpress)
    # Amazon orders that the seller delivers: no FBA fee, no Amazon storage, and a freight of one's own.
    fulfilment, programme = (sheet.names(term).each(_is_own_delivery, np.bool_) for term in _DELIVERY)
    own_delivery = on_amazon & ~vendor & (fulfilment | programme)

    asked = _Asked(sheet, price, market, as_of, own_delivery)
    referral, closing, fba, tiers = no, no, no, np.full(length, None, dtype=object)
    difference = no
    storage = packaging = digital = no
    rests_on = np.zeros(length, dtype=np.bool_)  # rows whose digital services fee is unknown because another fee is
    if on_amazon.any():
        found = asked.ask(amazon.amz_size_tier, package=True)
        tiers = np.where(on_amazon, found.value, _NONE)
        least_by = np.where(own_delivery, _NONE, tiers)
        referral = asked.amount(
            amazon.amz_referral_fee, price=True, category=True, programme=True, shipping=money, size_tier=least_by
        )
        referral = _or_own(referral, _own_share(sheet, "referral_rate", price), own, "referral_fee")
        if sheet.has("referral_fee"):
            referral = _or_own(referral, money.column("referral_fee", Reason.MISSING_INPUT), own, "referral_fee")
        closing = asked.amount(amazon.amz_closing_fee, category=True)
        # A fee that only media pays is not missing where the category is: the referral fee already says so.
        # And a referral fee of the sheet's own is taken as the platform's whole share.
        said = np.isin(closing.reason, (Reason.MISSING_CATEGORY, Reason.UNKNOWN_CATEGORY))
        said |= own.get("referral_fee", np.zeros(length, dtype=np.bool_))
        closing = closing.where(said, Column(np.zeros(length), np.zeros(length, dtype=np.uint8)))
        # The tier that the fee is read with: clothing in Germany has tiers of its own.
        own_tiers = asked.ask(amazon.fba_tier, price=True, category=True, package=True, programme=True).value
        tiers = np.where(on_amazon & ~own_delivery & ~missing(own_tiers), own_tiers, tiers)
        fba = asked.amount(amazon.amz_fba_fee, price=True, category=True, package=True, programme=True)
        fba = fba.blank(asked.unclear, Reason.UNCLEAR_DANGEROUS_GOODS)
        if sheet.has("fba_fee"):
            given = money.column("fba_fee", Reason.MISSING_INPUT)
            difference = _less(given, fba).where(own_delivery | vendor, no)
            fba = _or_own(fba, given, own, "fba_fee")
        if sheet.has("last_mile"):
            fba = _or_own(fba, money.column("last_mile", Reason.MISSING_INPUT), own, "fba_fee")
        packaging = asked.amount(amazon.amz_packaging_fee, package=True)
        # Units in their own packaging pay none, a fee of the sheet's own holds it, and not every market has it.
        none = own_delivery | asked.in_own_packaging | (packaging.reason == Reason.NO_TABLE)
        packaging = packaging.where(none | own.get("fba_fee", np.zeros(length, dtype=np.bool_)), zero)
        selling_fees, fba_fees = _total(referral, closing), _total(fba, packaging).where(own_delivery, zero)
        digital = _digital(sheet, asked, selling_fees, fba_fees)
        rests_on = vendor | (selling_fees.reason != 0) | (fba_fees.reason != 0)
        fba = fba.where(own_delivery, no)
        storage = asked.amount(amazon.amz_storage_fee, package=True, stored=True).where(own_delivery, no)
        # A vendor sells to Amazon: none of a seller's fees.
        referral, closing, fba, packaging, digital, storage = (
            fee.where(vendor, no) for fee in (referral, closing, fba, packaging, digital, storage)
        )
        own = {key: rows & ~vendor for key, rows in own.items()}
    commission, affiliate, freight = no, no, no
    if on_aliexpress.any():
        commission = _commission(sheet, price, as_of, commission_rate)
        affiliate = _affiliate(sheet, price, affiliate_rate, omitted)
        freight = _freight(sheet, money, as_of, own)
        if sheet.has("freight_discount"):
            notes.append(("list freight: less your freight discount", "公布运费：已按运费优惠率减免"))
        not_published = Column.unknown(length, Reason.NOT_PUBLISHED)
        freight = freight.where((model == "semi") & ~own["freight_fee"], not_published)
        # In the fully managed model the platform pays a supply price and bears these itself.
        commission, affiliate = commission.where(managed, no), affiliate.where(managed, no)
        freight = freight.where(managed & ~own["freight_fee"], no)
    own_freight = _own_freight(sheet, money)

    columns["referral_fee"] = referral.where(~on_amazon, no)
    # A fee that no row pays has no column, unless it is what leaves a row's profit unknown.
    if ((closing.value > 0) | ((closing.reason != 0) & (referral.reason == 0)))[on_amazon].any():
        columns["closing_fee"] = closing.where(~on_amazon, no)
    columns["fba_fee"] = fba.where(~on_amazon, no)
    for key, column, others in (("packaging_fee", packaging, fba.reason != 0), ("digital_fee", digital, rests_on)):
        if ((column.value > 0) | ((column.reason != 0) & ~others))[on_amazon].any():
            columns[key] = column.where(~on_amazon, no)
    columns["storage_fee"] = storage.where(~on_amazon, no)
    columns["commission"] = commission.where(~on_aliexpress, no)
    columns["affiliate_fee"] = affiliate.where(~on_aliexpress, no)
    columns["freight_fee"] = freight.where(~on_aliexpress, no)

    amazon_fees = _total(referral, closing, fba.where(own_delivery, zero), packaging, digital).where(vendor, zero)
    optional_affiliate = affiliate if affiliate_rate is not None or sheet.has("affiliate_rate") else None
    aliexpress_fees = _total(commission, *([optional_affiliate] if optional_affiliate is not None else []))
    fees = amazon_fees.where(on_aliexpress, aliexpress_fees.where(managed, zero))
    nowhere = Column.unknown(length, Reason.UNKNOWN_PLATFORM).where(
        missing(sheet.text("platform")), Column.unknown(length, Reason.MISSING_PLATFORM)
    )
    fees = fees.where(unplaced, nowhere)
    columns["fees_total"] = fees.where(managed | vendor, no)

    outbound = freight.where(managed & (freight.reason == Reason.NOT_APPLICABLE), zero)
    # Amazon's own delivery is the FBA fee: a blank in a freight column that other rows fill is no freight.
    no_freight = np.isnan(sheet.number("freight"))
    outbound = outbound.where(on_amazon, zero if not sheet.has("freight") else own_freight.where(no_freight, zero))
    outbound = outbound.where(own_delivery, own_freight)
    other = money.column("other_cost", Reason.MISSING_INPUT) if sheet.has("other_cost") else zero
    other = other.where(np.isnan(sheet.number("other_cost")), zero)
    revenue = _revenue(sheet, money, price, on_amazon & ~vendor)
    vat = reclaimed = zero
    if on_amazon.any():
        vat, reclaimed = _vat(sheet, asked, revenue, fba.where(own_delivery | vendor, zero), markets)
        vat, reclaimed = vat.where(vendor, zero), reclaimed.where(vendor, zero)
        if (vat.value[on_amazon] > 0).any():
            columns["vat"] = vat.where(~on_amazon, no)
            notes.append(_REGISTERED)
            omitted.append(_FEES_WITH_VAT)
        if (reclaimed.value[on_amazon] > 0).any():
            columns["reclaimed_vat"] = reclaimed.where(~on_amazon, no)
        revenue = _less(revenue, vat.where(~on_amazon, zero))
    pre_ad = _total(_less(revenue, cost, fees, outbound, other), reclaimed.where(~on_amazon, zero))
    ads = _ads_per_unit(sheet, money, notes)
    if ads is not None and no_ads is not None and no_ads.any():
        ads = ads.where(no_ads, zero)
        omitted.append(("advertising of rows without imported ad spend", "没有导入广告花费的商品的广告费"))
    profit = pre_ad if ads is None else _less(pre_ad, ads)
    pre_ad, profit = pre_ad.where(unplaced, nowhere), profit.where(unplaced, nowhere)
    columns["profit"] = profit
    placed = {
        "platform": (unplaced, nowhere),
        "price": (~unplaced, price),
        "cost": (~unplaced, cost),
        "referral_fee": (on_amazon, referral),
        "closing_fee": (on_amazon, closing),
        "fba_fee": (on_amazon, fba),
        "packaging_fee": (on_amazon, packaging),
        "digital_fee": (on_amazon & ~rests_on, digital),
        "commission": (on_aliexpress, commission),
        "affiliate_fee": (on_aliexpress, optional_affiliate or no),
        "freight_fee": (~unplaced, outbound),
        "other_cost": (~unplaced, other),
        "vat": (on_amazon, vat),
        "ads": (~unplaced, ads or no),
    }
    parts = {
        key: np.where(rows & (column.reason != Reason.NOT_APPLICABLE), column.reason, np.uint8(0))
        for key, (rows, column) in placed.items()
    }
    columns["margin_rate"] = _ask(margin.ops_margin_rate, profit=profit, revenue=revenue)
    break_even = _ask(advertising.ops_breakeven_acos, pre_ad_profit=pre_ad, price=price)
    columns["break_even_acos"] = break_even
    acos = _ratio_or_own(sheet, money, advertising.ops_acos, "acos", "ad_spend", "ad_sales")
    tacos = _ratio_or_own(sheet, money, advertising.ops_tacos, "tacos", "ad_spend", "total_sales")
    if acos is not None:
        columns["acos"] = acos

    facts: dict[str, Column] = {"margin_rate": columns["margin_rate"], "break_even_acos": break_even, "price": price}
    if acos is not None:
        facts["acos"] = acos
        share = _divide(acos, break_even)
        facts["acos_to_break_even"] = share
    if tacos is not None:
        facts["tacos"] = tacos
    if sheet.has("product_cost") or sheet.has("landed_cost"):
        facts["roi"] = _ask(margin.ops_roi, profit=profit, invested=cost)
        product = money.column("product_cost" if sheet.has("product_cost") else "landed_cost", Reason.MISSING_COST)
        facts["price_to_cost"] = _divide(price, product)
    facts["pre_ad_margin_rate"] = _ask(margin.ops_margin_rate, profit=pre_ad, revenue=revenue)
    if on_aliexpress.any():
        facts["freight_share"] = _divide(outbound, price).where(~on_aliexpress | managed, no)
    if sheet.has("fba_fee"):
        columns["fba_fee_difference"] = difference.where(~on_amazon, no)
        facts["fba_fee_difference"] = columns["fba_fee_difference"]
    facts |= _given_facts(sheet)

    texts = {
        "platform": platforms,
        "market": markets,
        "programme": _codes(asked.programme, "programmes", None),
        "category": _codes(sheet.names("category"), "categories", None),
        "country": _codes(sheet.names("country"), "countries", None),
        "stage": sheet.text("stage"),
        "currency": sold_in,
    }
    if sheet.has("early_reviewer"):
        texts["early_reviewer"] = sheet.text("early_reviewer")
    totals = {
        "ad_spend": money.column("ad_spend", Reason.MISSING_INPUT).value,
        "ad_sales": money.column("ad_sales", Reason.MISSING_INPUT).value,
        "total_sales": money.column("total_sales", Reason.MISSING_INPUT).value,
        "units_sold": sheet.number("units_sold" if sheet.has("units_sold") else "orders"),
        "price": revenue.value,
    }
    return Economics(
        columns=columns,
        size_tier=tiers,
        facts={name: column.value for name, column in facts.items()},
        reasons={name: column.reason for name, column in facts.items()},
        texts=texts,
        currency=sold_in,
        own=own,
        assumed=tuple(dict.fromkeys(notes)),
        omitted=tuple(omitted),
        period=totals,
        parts=parts,
    )


def selling_places(
    data: Mapping[str, NDArray[Any]],
    currency: Mapping[str, Objects],
    length: int,
    *,
    platform: str | None = None,
    market: str | None = None,
    selling: str | None = None,
) -> tuple[Objects, Objects, Objects]:
    """Return each row's platform, market and selling currency, as :func:`economics` takes them."""
    sheet = _Sheet(data, currency, length)
    notes: list[tuple[str, str]] = []
    platforms = _platforms(sheet, platform, notes)
    on_amazon, on_aliexpress = platforms == "amazon", platforms == "aliexpress"
    markets = _markets(sheet, market, on_amazon, notes)
    return platforms, markets, _selling_currency(sheet, markets, on_amazon, on_aliexpress, selling or "USD", notes)


def unit_costs(
    data: Mapping[str, NDArray[Any]],
    currency: Mapping[str, Objects],
    length: int,
    *,
    platform: str | None = None,
    market: str | None = None,
    rates: Mapping[str, float] | None = None,
    selling: str | None = None,
    chinese: bool = False,
) -> dict[str, Column]:
    """Return what the seller pays for a unit besides the platform's fees, in each row's selling currency.

    Args:
        data: as for :func:`economics`, like the other arguments.

    Returns:
        ``landed_cost`` (goods and the way to the warehouse, the whole), ``product_cost`` and ``first_leg`` (its parts,
        unknown where the sheet tells the whole alone), ``freight`` (delivery that the seller pays; unknown where it is
        not told) and ``other_cost`` (0 where there is none).
    """
    sheet = _Sheet(data, currency, length)
    notes: list[tuple[str, str]] = []
    places = selling_places(data, currency, length, platform=platform, market=market, selling=selling)
    money = _Money(sheet, places[2], rates or {}, chinese, notes)
    other = money.column("other_cost", Reason.MISSING_INPUT)
    none = np.isnan(sheet.number("other_cost"))
    return {
        "landed_cost": _landed_cost(sheet, money),
        "product_cost": money.column("product_cost", Reason.MISSING_COST),
        "first_leg": money.column("first_leg", Reason.MISSING_FIRST_LEG),
        "freight": _own_freight(sheet, money),
        "other_cost": other.where(none, Column(np.zeros(length), np.zeros(length, dtype=np.uint8))),
    }


def _codes(names: Texts, kind: str, default: str | None) -> Objects:
    """Return the code of each name; blank is ``default``, a name that is not known is None."""
    listed = name_list(kind)
    return names.each(lambda name: default if name is None else listed.resolve(name))


def _is_own_delivery(text: str | None) -> bool:
    plain = (text or "").casefold().replace(" ", "")
    return plain in ("fbm", "mfn", "自发货", "自配送", "卖家自配送", "卖家配送", "merchant", "seller", "sfp")


def _own_freight(sheet: _Sheet, money: _Money) -> Column:
    """Return the delivery that the seller pays, from the freight or the last-mile column."""
    found = money.column("freight", Reason.MISSING_FREIGHT)
    last_mile = money.column("last_mile", Reason.MISSING_FREIGHT)
    return found.where((found.reason != 0) & (last_mile.reason == 0), last_mile)


def _revenue(sheet: _Sheet, money: _Money, price: Column, on_amazon: Mask) -> Column:
    """Return what the buyer pays: on Amazon with the shipping, which the referral fee is taken on too."""
    if not sheet.has("shipping"):
        return price
    shipping = money.column("shipping", Reason.OK)
    return price.where(on_amazon & ~np.isnan(shipping.value), _total(price, shipping))


def _digital(sheet: _Sheet, asked: _Asked, selling: Column, fulfilment: Column) -> Column:
    """Return Amazon's digital services fee on the selling fees and on the FBA fees."""
    given = {**asked.common, "seller_country": sheet.text("seller_country")}
    # A seller who pays none pays none on an unknown fee too: any amount may stand in for it.
    amounts = [np.where(fee.reason != 0, 100.0, fee.value) for fee in (selling, fulfilment)]
    found = Column.of(tax.amz_digital_fee.outcome(referral_fee=amounts[0], fba_fee=amounts[1], **given))
    some = found.value != 0
    for fee in (fulfilment, selling):
        found = found.where(some & (fee.reason != 0), fee)
    return found


def _vat(sheet: _Sheet, asked: _Asked, gross: Column, fba: Column, markets: Objects) -> tuple[Column, Column]:
    """Return the tax inside what the buyer pays, and what comes back of FBA fees that are published with tax inside.

    The sheet's own rate goes before the market's standard rate; 0 is a seller who pays none, and gets none back.
    """
    listed = name_list("markets").names
    codes = Texts.of(markets)

    def extra(code: str | None, key: str) -> object:
        return listed[code].extra.get(key) if code in listed else None

    coin = codes.each(lambda code: 1.0 if extra(code, "currency") == "JPY" else 0.01, np.float64) * MONEY_TICKS
    rate = sheet.number("vat_rate")

    def inside(amount: Column) -> Column:
        found = Column.of(tax.amz_vat.outcome(price=amount.value, **asked.common))
        own = tax_inside(money_ticks(amount.value), rate, coin) / MONEY_TICKS
        found = found.where(~np.isnan(rate), Column(own, amount.reason))
        return found.where(amount.reason != 0, amount)

    due = inside(gross)
    comes_back = codes.each(lambda code: bool(extra(code, "fba_holds_tax")), np.bool_) & (due.value > 0)
    nothing = Column(np.zeros(sheet.length), np.zeros(sheet.length, dtype=np.uint8))
    return due, nothing.where(comes_back, inside(fba)) if comes_back.any() else nothing


def _platforms(sheet: _Sheet, platform: str | None, notes: list[tuple[str, str]]) -> Objects:
    """Return each row's platform: its own, the given one, or Amazon where it names one of Amazon's markets.

    A platform that is not known stays unknown: a row of another platform's American shop is no row of Amazon's.
    """
    found = _codes(sheet.names("platform"), "platforms", platform)
    homeless = missing(sheet.text("platform")) & missing(found)
    listed = name_list("markets")

    def of_amazon(name: str | None) -> bool:
        code = None if name is None else listed.resolve(name)
        return code is not None and listed.names[code].extra.get("platform") == "amazon"

    amazons = sheet.names("market").each(of_amazon, np.bool_)
    if (homeless & amazons).any():
        notes.append(("platform: Amazon (from the market)", "平台：亚马逊（由站点推断）"))
    return np.where(homeless & amazons, "amazon", found)


def _markets(sheet: _Sheet, market: str | None, on_amazon: Mask, notes: list[tuple[str, str]]) -> Objects:
    codes = _codes(sheet.names("market"), "markets", name_list("markets").resolve(market) if market else "us")
    if not market and (on_amazon & missing(sheet.text("market"))).any():
        notes.append(("market: US (no market column)", "站点：美国（表中没有站点列）"))
    return np.where(on_amazon, codes, "global")


def _selling_currency(
    sheet: _Sheet,
    markets: Objects,
    on_amazon: Mask,
    on_aliexpress: Mask,
    default: str,
    notes: list[tuple[str, str]],
) -> Objects:
    """Return the currency in which each row sells: the market's, or on AliExpress the price's own."""
    listed = name_list("markets").names
    home: dict[str | None, str | None] = {
        code: str(name.extra.get("currency", "")) or None for code, name in listed.items()
    }
    marked = sheet.marks.get("price", np.full(sheet.length, None, dtype=object))
    unmarked = missing(marked)
    if (on_aliexpress & unmarked & ~np.isnan(sheet.number("price"))).any():
        notes.append((f"price currency: {default} (not marked)", f"售价币种：{default}（表中未注明）"))
    # A market that is not known has no currency; its unknown fees say so, not a missing exchange rate.
    codes = Texts.of(markets)
    by_market = np.where(codes.each(lambda code: code in home, np.bool_), codes.each(home.get), marked)
    on_ali = np.where(unmarked, default, marked)
    return np.where(on_amazon, by_market, np.where(on_aliexpress, on_ali, marked))


class _Money:
    """Money of a sheet in each row's selling currency."""

    def __init__(
        self,
        sheet: _Sheet,
        selling: Objects,
        rates: Mapping[str, float],
        chinese: bool,
        notes: list[tuple[str, str]],
    ) -> None:
        self._sheet = sheet
        self._selling = selling
        self._rates = {code.upper(): rate for code, rate in rates.items()}
        self._row_rate = sheet.number("exchange_rate")
        self._chinese = chinese
        self._notes = notes
        self._made: dict[str, Column] = {}

    def column(self, term: str, missing: Reason) -> Column:
        """Return a money term; blank cells get ``missing``."""
        if term not in self._made:
            self._made[term] = self._convert(term)
        made = self._made[term]
        return made.blank(np.isnan(made.value), missing)

    def _convert(self, term: str) -> Column:
        amount = self._sheet.number(term)
        present = ~np.isnan(amount)
        reason = np.zeros(self._sheet.length, dtype=np.uint8)
        if not present.any():
            return Column(amount, reason)
        marks = self._sheet.marks.get(term, np.full(self._sheet.length, None, dtype=object))
        unmarked = missing(marks)
        if (unmarked & present).any():
            if term in _COSTS and self._chinese:
                reason[unmarked & present] = Reason.MISSING_CURRENCY
            elif term in _COSTS:
                self._notes.append(
                    (f"{term} is in the selling currency (not marked)", f"{term} 按售卖币种计（表中未注明）")
                )
        source = np.where(unmarked, self._selling, marks)
        foreign = present & (source != self._selling) & (reason == 0)
        value = amount
        if foreign.any():
            factor = self._factors(source, foreign)
            reason[foreign & np.isnan(factor)] = Reason.MISSING_EXCHANGE_RATE
            value = np.where(foreign, np.round(amount * factor, 6), amount)
        return Column(np.where(reason == 0, value, np.nan), reason)

    def _factors(self, source: Objects, rows: Mask) -> Floats:
        """Return what 1 unit of ``source`` is in the selling currency, in some rows; NaN where no rate is given."""
        factor = np.full(self._sheet.length, np.nan)
        written, sold = Texts.of(source), Texts.of(self._selling)
        for n, code in enumerate(written.values):
            for m, selling in enumerate(sold.values):
                here = rows & (written.index == n) & (sold.index == m)
                if here.any():
                    factor[here] = self._factor(code, selling, self._row_rate[here])
        return factor

    def _factor(self, source: str | None, selling: str | None, row_rate: Floats) -> Floats:
        """Return what 1 unit of ``source`` is in ``selling`` at the exchange rate of each row, else of the run."""
        if source is None or selling is None:
            return np.full(len(row_rate), np.nan)
        own = np.where(row_rate > 0, row_rate, np.nan)
        if selling == "CNY":
            return np.full(len(own), self._rates[source]) if source in self._rates else own
        given = np.where(np.isnan(own), self._rates.get(selling, np.nan), own)
        return (1.0 if source == "CNY" else self._rates.get(source, np.nan)) / given

    def from_currency(self, amount: Floats, source: Objects) -> Column:
        """Convert amounts that are not a term of the sheet, such as freight in the line's currency."""
        foreign = (source != self._selling) & ~np.isnan(amount)
        factor = np.where(foreign, self._factors(source, foreign), 1.0)
        reason = np.where(np.isnan(factor), np.uint8(Reason.MISSING_EXCHANGE_RATE), np.uint8(0))
        return Column(np.round(amount * factor, 6), reason)


class _Asked:
    """Asks an Amazon formula about the rows of a sheet."""

    def __init__(self, sheet: _Sheet, price: Column, market: str | None, as_of: date, own_delivery: Mask) -> None:
        self._sheet = sheet
        self._price = price
        dangerous, self.unclear = _dangerous(sheet)
        self.programme = Texts.of(np.where(own_delivery, np.array("fbm", dtype=object), sheet.text("programme")))
        self.in_own_packaging = _codes(sheet.names("programme"), "programmes", None) == "sipp"
        # Being dangerous goods changes the fulfilment table and not the referral fee.
        self._fba_category = Texts.of(np.where(dangerous, "dangerous_goods", sheet.text("category")))
        given = sheet.text("market")
        # As written: a formula refuses a market that it does not know, and takes a blank one for the US.
        self.common = {
            "market": Texts.of(np.where(missing(given), np.array(market, dtype=object), given)),
            "as_of": as_of,
        }

    def ask(
        self,
        formula: Formula,
        price: bool = False,
        category: bool = False,
        package: bool = False,
        programme: bool = False,
        stored: bool = False,
        shipping: _Money | None = None,
        size_tier: Objects | None = None,
    ) -> Outcome:
        """Ask with the inputs that the formula has.

        ``stored`` gives the category where its name is known: without it storage is that of ordinary goods.
        """
        given: dict[str, object] = dict(self.common)
        wanted = {argument.name for argument in formula.arguments}
        if price:
            given["price"] = self._price.value
        if category:
            fba = formula.name.startswith("AMZ_FBA")
            given["category"] = self._fba_category if fba else self._sheet.names("category")
        if stored:
            given["category"] = _codes(self._fba_category, "categories", None)
        if programme:
            given["programme"] = self.programme
        if size_tier is not None:
            given["size_tier"] = size_tier
        if package:
            for side in ("length", "width", "height", "weight"):
                if side in wanted:
                    given[side] = self._sheet.number(side)
        if shipping is not None and self._sheet.has("shipping"):
            given["shipping"] = shipping.column("shipping", Reason.MISSING_INPUT).value
        return formula.outcome(**given)

    def amount(self, formula: Formula, **kwargs: Any) -> Column:
        """Ask for money."""
        found = Column.of(self.ask(formula, **kwargs))
        # What made the price unknown says more than "the price is missing".
        why = (found.reason == Reason.MISSING_PRICE) & (self._price.reason != 0)
        return Column(found.value, np.where(why, self._price.reason, found.reason))


def _or_own(found: Column, own_value: Column | None, own: dict[str, Mask], key: str) -> Column:
    """Use the sheet's own figure where ours is unknown, and remember where."""
    if own_value is None:
        return found
    rows = (found.reason != 0) & (own_value.reason == 0)
    own[key] = own.get(key, np.zeros(len(rows), dtype=np.bool_)) | rows
    return found.where(rows, own_value)


def _own_share(sheet: _Sheet, term: str, price: Column) -> Column | None:
    if not sheet.has(term):
        return None
    share = sheet.number(term)
    missing = np.where(np.isnan(share), np.uint8(Reason.MISSING_RATE), price.reason)
    return Column(np.where(missing == 0, np.round(price.value * share, 2), np.nan), missing)


def _landed_cost(sheet: _Sheet, money: _Money) -> Column:
    """Return the cost per unit: the landed cost, or product cost and first leg.

    A first-leg column with a blank cell makes the cost unknown: freight is booked late, and 0 would flatter.
    """
    if not sheet.has("product_cost"):
        return money.column("landed_cost", Reason.MISSING_COST)
    cost = money.column("product_cost", Reason.MISSING_COST)
    if sheet.has("first_leg"):
        cost = _total(cost, money.column("first_leg", Reason.MISSING_FIRST_LEG))
    if sheet.has("landed_cost"):
        landed = money.column("landed_cost", Reason.MISSING_COST)
        # Where only the landed cost tells what the way costs, a blank one leaves that unknown.
        blank = landed.reason == Reason.MISSING_COST
        if not sheet.has("first_leg"):
            cost = cost.blank(blank, Reason.MISSING_FIRST_LEG)
        cost = landed.where(blank, cost)
    if sheet.has("unit_duty"):
        due = _total(cost, money.column("unit_duty", Reason.MISSING_DUTY))
        # A landed cost holds the duty already.
        cost = due.where(~np.isnan(sheet.number("landed_cost")), cost)
    return cost


_YES = ("y", "yes", "true", "1", "是", "有", "危险品", "√", "✓", "hazmat", "dangerous")
_NO = ("", "n", "no", "false", "0", "否", "无", "非危险品", "普货", "普通", "×", "-", "none")


def _dangerous(sheet: _Sheet) -> tuple[Mask, Mask]:
    """Return which rows are dangerous goods, and which do not say it clearly (含电池 may or may not be)."""
    words = sheet.names("dangerous_goods")
    yes = words.each(lambda text: (text or "").casefold() in _YES, np.bool_)
    no = words.each(lambda text: (text or "").casefold() in _NO, np.bool_)
    return yes, ~(yes | no)


def vendors(account_types: Objects) -> Mask:
    """Return which rows are of a Vendor Central account."""
    return Texts.of(account_types).each(lambda text: (text or "").casefold() in _VENDOR, np.bool_)


def _business_model(sheet: _Sheet) -> Objects:
    """Return "full", "semi" or "pop" for each row."""

    def model(text: str | None) -> str:
        plain = (text or "").casefold()
        if any(word in plain for word in _FULLY_MANAGED):
            return "full"
        return "semi" if any(word in plain for word in _SEMI_MANAGED) else "pop"

    return sheet.names("business_model").each(model)


def _commission(sheet: _Sheet, price: Column, as_of: date, default: float | None) -> Column:
    rate = sheet.number("commission_rate")
    if sheet.has("platform_rate"):
        rate = np.where(np.isnan(rate), sheet.number("platform_rate"), rate)
    # The operator's own table of categories comes before the rate that the run gives for all rows.
    named = sheet.names("category").each(lambda text: text if text and _A_NAME.search(text) else None)
    asked = np.where(np.isnan(rate), named, rate)
    found = Column.of(aliexpress.ali_commission.outcome(price=price.value, rate_or_category=asked, as_of=as_of))
    if default is not None:
        given = Column.of(aliexpress.ali_commission.outcome(price=price.value, rate_or_category=default, as_of=as_of))
        found = found.where(found.reason == Reason.MISSING_RATE, given)
    why = (found.reason == Reason.MISSING_PRICE) & (price.reason != 0)
    return Column(found.value, np.where(why, price.reason, found.reason))


def _affiliate(sheet: _Sheet, price: Column, default: float | None, omitted: list[tuple[str, str]]) -> Column:
    rate = sheet.number("affiliate_rate")
    if default is not None:
        rate = np.where(np.isnan(rate), default, rate)
    elif not sheet.has("affiliate_rate"):
        omitted.append(("affiliate commission", "联盟佣金"))
    reason = np.where(np.isnan(rate), np.uint8(Reason.MISSING_RATE), price.reason)
    return Column(np.where(reason == 0, np.round(price.value * rate, 6), np.nan), reason)


def _freight(sheet: _Sheet, money: _Money, as_of: date, own: dict[str, Mask]) -> Column:
    """Return the sheet's own freight where it has one, else the line's list price."""
    line = sheet.text("line")
    listed = aliexpress.ali_freight.outcome(
        weight=sheet.number("weight"), country=sheet.text("country"), line=line, as_of=as_of
    )
    currency = aliexpress.ali_freight_currency.outcome(line=line, as_of=as_of)
    found = money.from_currency(listed.value.astype(np.float64), currency.value)
    found = Column(found.value, np.where(listed.reason != 0, listed.reason, found.reason))
    found = found.blank(found.reason != 0, Reason.OUTSIDE_TABLE)
    if sheet.has("freight_discount"):
        off = np.where(np.isnan(sheet.number("freight_discount")), 0.0, sheet.number("freight_discount"))
        found = Column(np.round(found.value * (1 - off), 6), found.reason)
    own["freight_fee"] = np.zeros(sheet.length, dtype=np.bool_)
    given = _own_freight(sheet, money)
    own["freight_fee"] = given.reason == 0
    return found.where(own["freight_fee"], given)


def _total(*columns: Column) -> Column:
    """Add columns; one unknown part makes the sum unknown."""
    value: Floats = np.zeros(1)
    reason: NDArray[np.uint8] = np.zeros(1, dtype=np.uint8)
    for column in columns:
        value = value + column.value
        reason = np.where(reason == 0, column.reason, reason)
    return Column(np.where(reason == 0, np.round(value, 6), np.nan), reason)


def _less(first: Column, *rest: Column) -> Column:
    """Subtract columns; one unknown part makes the result unknown."""
    spent = _total(*rest)
    reason = np.where(first.reason == 0, spent.reason, first.reason)
    return Column(np.where(reason == 0, np.round(first.value - spent.value, 6), np.nan), reason)


def _ads_per_unit(sheet: _Sheet, money: _Money, notes: list[tuple[str, str]]) -> Column | None:
    """Return ad spend per unit sold; None where the sheet holds no ad spend.

    A sheet with orders and no units counts one unit per order, which can only overstate what ads cost a unit.
    """
    if not sheet.has("ad_spend"):
        return None
    spend = money.column("ad_spend", Reason.MISSING_AD_SPEND)
    units = sheet.number("units_sold")
    if sheet.has("orders") and not sheet.has("units_sold"):
        units = sheet.number("orders")
        notes.append(
            ("ads per unit: one unit per order (no column of units)", "单件广告费：按每单一件计（表中没有销量列）")
        )
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.round(spend.value / units, 6)
    nothing = spend.value == 0
    none = np.where(np.isnan(units), np.uint8(Reason.MISSING_UNITS), np.uint8(Reason.NO_UNITS))
    reason = np.where((spend.reason == 0) & ~nothing & ~(units > 0), none, spend.reason)
    return Column(np.where(nothing, 0.0, np.where(reason == 0, share, np.nan)), reason)


def _ask(formula: Formula, **columns: Column) -> Column:
    """Ask a formula with columns; what made an input unknown is the reason of the result."""
    found = Column.of(formula.outcome(**{name: column.value for name, column in columns.items()}))
    reason = found.reason
    for column in reversed(columns.values()):
        reason = np.where(column.reason != 0, column.reason, reason)
    return Column(np.where(reason == 0, found.value, np.nan), reason)


def _divide(over: Column, under: Column) -> Column:
    reason = np.where(over.reason != 0, over.reason, under.reason)
    # A row that loses before ads is above its break-even at any ACoS: that reason wins.
    reason = np.where(under.reason == Reason.LOSES_BEFORE_ADS, under.reason, reason)
    reason = np.where((reason == 0) & ~(under.value > 0), np.uint8(Reason.MISSING_INPUT), reason)
    with np.errstate(divide="ignore", invalid="ignore"):
        return Column(np.where(reason == 0, over.value / under.value, np.nan), reason)


def _ratio_or_own(sheet: _Sheet, money: _Money, formula: Formula, term: str, over: str, under: str) -> Column | None:
    """Return a ratio from its two sums, else as the sheet has it; None where it has neither."""
    computed = None
    if sheet.has(over, under):
        top, bottom = money.column(over, Reason.MISSING_AD_SPEND), money.column(under, Reason.NO_SALES)
        found = Column.of(formula.outcome(**{over: top.value, under: bottom.value}))
        currency = np.where(top.reason > 0, top.reason, bottom.reason)
        computed = Column(
            found.value, np.where(found.reason == 0, found.reason, np.where(currency > 0, currency, found.reason))
        )
    if not sheet.has(term):
        return computed
    given = sheet.number(term)
    stated = Column(given, np.where(np.isnan(given), np.uint8(Reason.MISSING_INPUT), np.uint8(0)))
    return stated if computed is None else computed.where((computed.reason != 0) & (stated.reason == 0), stated)


def _given_facts(sheet: _Sheet) -> dict[str, Column]:
    """Return the figures that the sheet states, or that two of its columns make."""
    facts: dict[str, Column] = {}
    for term in (
        "return_rate",
        "rating",
        "buy_box",
        "stock_age",
        "sell_through",
        "delivered_rate",
        "conversion_rate",
        "days_of_supply",
        "dsr",
        "commission_rate",
        "ctr",
        "cvr",
    ):
        if sheet.has(term):
            value = sheet.number(term)
            facts[term] = Column(value, np.where(np.isnan(value), np.uint8(Reason.MISSING_INPUT), np.uint8(0)))
    made: tuple[tuple[str, Formula, tuple[str, ...]], ...] = (
        ("ctr", advertising.ops_ctr, ("clicks", "impressions")),
        ("cvr", advertising.ops_cvr, ("ad_orders", "clicks")),
        ("dsr", inventory.ops_dsr, ("dsr_described", "dsr_service", "dsr_logistics")),
        ("conversion_rate", store.ops_conversion, ("orders", "sessions")),
        ("return_rate", store.ops_return_rate, ("units_returned", "units_shipped")),
        ("days_of_supply", inventory.ops_days_of_cover, ("stock", "daily_units")),
    )
    for name, formula, inputs in made:
        if name not in facts and sheet.has(*inputs):
            facts[name] = Column.of(formula.outcome(**{term: sheet.number(term) for term in inputs}))
    return facts


def _omitted(sheet: _Sheet) -> list[tuple[str, str]]:
    """Return the costs that the profit does not hold, because the sheet has no column for them."""
    omitted = []
    if not sheet.has("first_leg") and not sheet.has("landed_cost"):
        omitted.append(("first-leg freight", "头程运费"))
    if not sheet.has("unit_duty") and not sheet.has("landed_cost"):
        omitted.append(("duty", "关税"))
    if not sheet.has("ad_spend"):
        omitted.append(("advertising", "广告费"))
    return [
        *omitted,
        ("returns and refunds", "退货退款损失"),
        ("storage (shown per month, not in the profit)", "仓储费（按月列出，未计入利润）"),
        ("inbound placement, aged inventory and low-inventory fees", "入库配置费、库龄附加费与低库存费"),
        ("subscription, staff and other overhead", "月租、人工等固定费用"),
    ]
