"""Taxes in prices and fees: the VAT that a price holds, and Amazon's digital services fee."""

from __future__ import annotations

import numpy as np

from xlops.catalog import Outcome, Texts, formula
from xlops.errors import Reason
from xlops.fees import describe
from xlops.fees.charge import Days, Part, Trace
from xlops.fees.names import name_list
from xlops.fees.tables import CompiledRateBands, Evaluation, Ints
from xlops.fees.units import MONEY_TICKS, Floats, money_ticks
from xlops.formulas.amazon import take_market
from xlops.formulas.asking import key_codes, plus
from xlops.formulas.rows import Rows
from xlops.formulas.words import take_word

# Rates as whole numbers, so that a half cent is met exactly.
_RATE_SCALE = 10_000
# The smallest coin where it is not a hundredth.
_COINS = {"JPY": 1.0}
_CENT = 0.01
_TAX_KINDS = {
    "标准": "standard",
    "标准税率": "standard",
    "reducedfood": "reduced_food",
    "food": "reduced_food",
    "食品": "reduced_food",
    "食品减税": "reduced_food",
}
_ESTABLISHED = "CN"


def _included(table: CompiledRateBands, row: Ints, gross: Floats, coin: float) -> Floats:
    """Return the tax inside a gross price (money ticks): gross - gross / (1 + rate), half up to the coin."""
    rates = np.array([round(float(band.rate) * _RATE_SCALE) for band in table.bands], dtype=np.float64)[row]
    # Whole numbers on both sides of the division, so that the half coin is met exactly.
    twice, whole = 2 * gross * rates, coin * MONEY_TICKS * (_RATE_SCALE + rates)
    return np.floor((twice + whole) / (2 * whole)) * coin


@formula(
    "amazon",
    returns="money",
    zh="售价中所含的增值税（VAT、消费税、GST）：售价 − 售价 ÷ (1 + 税率)；标价不含税的站点为 0。",
    examples=[
        ({"price": 120.0, "market": "UK", "as_of": "2026-11-22"}, 20.00),
        ({"price": 1080, "market": "JP", "as_of": "2026-11-22", "tax_kind": "reduced_food"}, 80.0),
        ({"price": 100.0, "market": "CA", "as_of": "2026-11-22"}, 0.0),
    ],
    explains=True,
)
def amz_vat(
    price: Floats,
    market: Texts | None = None,
    as_of: Days | None = None,
    tax_kind: Texts | None = None,
    trace: Trace | None = None,
) -> Outcome:
    """The VAT, GST or consumption tax inside a price, half up to the cent (whole yen in Japan).

    It is a part of the price, not a percentage on top: 20.00 of 120.00 at 20 %. Where list prices are shown without
    tax (the US, Canada), nothing of the price is tax and the result is 0.

    Args:
        price: price as the buyer sees it, in the market's currency; scalar or array. Blank gives an unknown tax.
        market: marketplace; blank is the US.
        as_of: day of the sale; blank is today.
        tax_kind: ``standard`` (blank), or a reduced rate by its name: ``reduced_food`` in Japan.

    Returns:
        Money in the market's currency. Unknown (NaN, #N/A) where no table has the market, the day or the rate.

    Source: the rates in force by law (programme ``vat``).
    """
    rows = Rows(trace)
    markets, days = take_market(rows, market), rows.days(as_of)
    ticks = money_ticks(rows.number(price, Reason.MISSING_PRICE))
    keys = {"item": take_word(rows, "tax_kind", tax_kind, _TAX_KINDS, ("standard", "标准税率"))}

    def evaluate(part: Part) -> Evaluation:
        table = part.table
        assert isinstance(table, CompiledRateBands) and part.edition is not None
        found = table.evaluate(part.take(ticks), key_codes(part, keys))
        coin = _COINS.get(part.edition.currency, _CENT)
        tax = np.zeros(1)
        if part.edition.tax_in_base:
            tax = np.round(_included(table, found.row, part.take(ticks), coin), 6)
        return Evaluation(np.where(found.reason == Reason.OK, tax, np.nan), found.reason, found.row)

    def say(part: Part, found: Evaluation) -> tuple[str, str]:
        assert isinstance(part.table, CompiledRateBands) and part.edition is not None
        rate = part.table.bands[int(found.row[0])].rate
        return describe.tax_row(rate, float(ticks[0]), part.edition.tax_in_base, part.edition.currency)

    return rows.outcome(rows.ask("amazon", "vat", markets, days, evaluate, say))


def take_seller_country(rows: Rows, seller_country: Texts | None) -> Ints:
    """Take the country where the seller is established; blank is China."""
    codes, _ = rows.names("country", seller_country)
    china = rows.library.codes.id(_ESTABLISHED)
    if len(codes) == 1 and codes[0] < 0 and not rows.reason[0]:
        name = name_list("countries").names[_ESTABLISHED]
        rows.assume("seller_country", name.en, name.zh)
    return np.where(codes < 0, china, codes)


def _digital(rows: Rows, fee: str, base: Floats, seller: Ints, store: Ints, as_of: Days) -> Floats:
    """Ask for the digital services fee on one kind of fee, and let explain say which rule it was."""
    ticks = money_ticks(base)
    rows.seen(ticks)
    keys = {"seller_country": seller, "store": store, "fee": rows.library.codes.column(fee)}
    one_scheme = rows.library.codes.column("global")
    asked = np.where(store < 0, -1, one_scheme)

    def evaluate(part: Part) -> Evaluation:
        assert isinstance(part.table, CompiledRateBands)
        return part.table.evaluate(part.take(ticks), key_codes(part, keys))

    def say(part: Part, found: Evaluation) -> tuple[str, str]:
        assert isinstance(part.table, CompiledRateBands)
        row = int(found.row[0])
        en, zh = describe.rate_row(part.table, row, float(ticks[0]))
        country, shop, _ = part.table.bands[row].keys
        name = rows.library.codes.name
        of = {"seller_country": name(int(seller[0])), "store": name(int(store[0]))}
        seller_en, store_en = (describe.key_name(key, code, "en") for key, code in of.items())
        seller_zh, store_zh = (describe.key_name(key, code, "zh") for key, code in of.items())
        if country != "*":
            by = (f"by the seller's country of establishment ({seller_en})", f"按卖家所在国（{seller_zh}）")
        elif shop != "*":
            by = (f"by the store ({store_en})", f"按站点（{store_zh}）")
        else:
            by = (
                f"neither the seller's country {seller_en} nor the store {store_en} charges it",
                f"卖家所在国{seller_zh}与站点{store_zh}均不收取",
            )
        return f"{by[0]}: {en}", f"{by[1]}：{zh}"

    return rows.ask("amazon", "digital_services", asked, as_of, evaluate, say)


@formula(
    "amazon",
    returns="money",
    zh="亚马逊数字服务费：按卖家所在国，否则按站点，对销售费用（及部分站点的 FBA 费用）按百分比收取；默认卖家在中国。",
    examples=[
        ({"referral_fee": 2.25, "market": "CA", "as_of": "2024-10-01", "seller_country": "CA"}, 0.07),
        ({"referral_fee": 3.00, "fba_fee": 3.04, "market": "UK", "as_of": "2026-11-22"}, 0.12),
    ],
    explains=True,
)
def amz_digital_fee(
    referral_fee: Floats,
    fba_fee: Floats | None = None,
    market: Texts | None = None,
    as_of: Days | None = None,
    seller_country: Texts | None = None,
    trace: Trace | None = None,
) -> Outcome:
    """Amazon's digital services fee on one unit's fees.

    The country where the seller is established decides; a seller of any other country pays by the store. Until
    2024-09-30 the store alone decided. It is rounded to the cent on the selling fees and on the FBA fees apart.

    Args:
        referral_fee: selling fees of the unit without tax: the referral fee, with the closing fee where there is one.
        fba_fee: FBA fees of the unit without tax, on which some countries charge it too; blank is 0.
        market: marketplace of the sale; blank is the US.
        as_of: day of the sale; blank is today.
        seller_country: country where the seller's company is established; blank is China.

    Returns:
        Money in the market's currency; 0 where neither the seller's country nor the store has the fee.

    Source: notices on the digital services fee (programme ``digital_services`` of the market ``global``).
    """
    rows = Rows(trace)
    markets, days = take_market(rows, market), rows.days(as_of)
    seller = take_seller_country(rows, seller_country)
    rows.number(referral_fee, Reason.MISSING_INPUT)
    fulfilment = rows.optional("fba_fee", fba_fee, 0.0, "0", "0")
    selling = _digital(rows, "selling", referral_fee, seller, markets, days)
    if not fulfilment.any():
        return rows.outcome(selling)
    # A unit without FBA fees is not asked about them: in some stores the rule for them is not known.
    asked = np.where(fulfilment > 0, markets, -1)
    on_fba = _digital(rows, "fba", fulfilment, seller, asked, days)
    return rows.outcome(plus(selling, np.where(fulfilment > 0, on_fba, 0.0)))
