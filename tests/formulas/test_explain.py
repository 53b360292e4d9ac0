"""The explain twins: the same number, its edition, row and source, what was assumed, how sure it is, or why not."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from xlops.catalog import catalogue
from xlops.errors import REASONS, Reason
from xlops.formulas.explain_words import FEES

BASE = [f for f in catalogue().values() if f.explains]
BOX = {"length": 10, "width": 6, "height": 4, "weight": 2, "units": "in,lb"}


def explain(name: str, lang: str | None = None, **arguments: Any) -> str:
    text = catalogue()[f"{name}_EXPLAIN"](**{"as_of": "2026-06-01", **arguments}, lang=lang)
    assert isinstance(text, str)
    return text


@pytest.mark.parametrize("formula", BASE, ids=lambda f: f.name)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_twin_tells_number_edition_and_source(formula: Any, lang: str) -> None:
    for example in formula.examples:
        text = catalogue()[f"{formula.name}_EXPLAIN"](**example.arguments, lang=lang)
        first = text.splitlines()[0]
        called = FEES[formula.name][0][lang == "zh"]
        assert first.startswith(called) and first.endswith("。" if lang == "zh" else ".")
        if not isinstance(example.result, str):
            told = re.search(r" = (-?[\d.]+)", first)
            assert told and float(told.group(1)) == example.result
        assert re.search(r"\[(amazon|aliexpress)/\w+/\w+/\d{4}-\d\d-\d\d\]", text), "no edition"
        assert ("来源: " if lang == "zh" else "source: ") in text
        assert ("可信度：" if lang == "zh" else "confidence: ") in text
        assert "checked 2026-11-22" in text or "核对于 2026-11-22" in text
        assert bool(re.search(r"[一-鿿]", text.splitlines()[1])) == (lang == "zh")


def test_the_row_the_rate_and_the_address() -> None:
    text = explain("AMZ_REFERRAL_FEE", price=19.99, category="Clothing")
    assert "amazon/us/referral/2024-01-15" in text
    assert "10% of 19.99 (band: over 15.00, up to 20.00), at least 0.30" in text
    assert "https://sell.amazon.com/pricing" in text
    assert "two independent sources agree" in text


def test_portions_are_told_slice_by_slice() -> None:
    text = explain("AMZ_REFERRAL_FEE", price=400, category="Jewelry")
    assert "20% up to 250.00, 5% of the portion above" in text
    zh = explain("AMZ_REFERRAL_FEE", "zh", price=400, category="珠宝首饰")
    assert "分段计费：至 250.00 为 20%；超出部分 5%" in zh


def test_every_step_of_a_fulfilment_fee() -> None:
    text = explain("AMZ_FBA_FEE", **{**BOX, "weight": 3.3}, price=25)
    weights = "unit weight 3.3 lb, dimensional weight 1.7266 lb (volume / 139); billed 3.3 lb"
    assert f"Large standard-size: 10 × 6 × 4 in, {weights}" in text
    row = "Large standard-size 48–320 oz (billed weight 52.8 oz), price 25.00 (column from 10.00, up to 50.00)"
    assert f"{row}: 6.97 + 2 × 0.08 (per 4 oz) = 7.13" in text
    assert "3.5% of 7.13 = 0.25" in text
    assert text.startswith("FBA fulfilment fee with surcharges on 2026-06-01 = 7.38 USD: 7.13 by Amazon US FBA")


def test_assumed_inputs_are_named() -> None:
    text = explain("AMZ_FBA_BASE_FEE", length=10, width=6, height=4, weight=200, price=25)
    assumed = next(line for line in text.splitlines() if line.startswith("Assumed because left out"))
    assert "Amazon.com" in assumed
    assert "cm,g" in assumed
    assert "neither apparel nor dangerous goods" in assumed
    text = explain("AMZ_FBA_BASE_FEE", "zh", length=10, width=6, height=4, weight=200, price=25)
    assumed = next(line for line in text.splitlines() if line.startswith("未填，按默认"))
    assert "美国" in assumed and "非服装" in assumed
    full = explain("AMZ_REFERRAL_FEE", price=25, category="Toys", market="US", shipping=0)
    assert "Assumed" not in full


def test_a_single_source_is_marked_in_both_languages() -> None:
    shirt = {**BOX, "price": 25, "category": "apparel", "as_of": "2025-06-01"}
    text = explain("AMZ_FBA_BASE_FEE", **shirt)
    assert "a single source only (verify before you rely on it)" in text
    assert "仅单一来源（请自行核实）" in explain("AMZ_FBA_BASE_FEE", "zh", **shirt)
    assert "half lb" in next(line for line in text.splitlines() if line.strip().startswith("conflict: 0.16"))


def test_rows_that_sources_dispute_or_nobody_confirms_are_marked() -> None:
    assert "[sources disagree]" in explain("ALI_FREIGHT", weight=100, country="AU")
    assert "〔来源有冲突〕" in explain("ALI_FREIGHT", "zh", weight=100, country="AU")
    assert "[not confirmed]" in explain("AMZ_REFERRAL_FEE", price=25, category="Merchant Fulfilled Services")
    assert "〔未经证实〕" in explain("ALI_FREIGHT", "zh", weight=100, country="SA")
    assert "[" not in explain("ALI_FREIGHT", weight=100, country="FR").splitlines()[1].split("]: ", 1)[1]
    freight = explain("ALI_FREIGHT", weight=100, country="FR")
    assert "medium to low (verify before you rely on it)" in freight
    assert " CNY: " in freight
    assert "来源冲突（资料原文）: " in explain("ALI_FREIGHT", "zh", weight=100, country="FR")


@pytest.mark.parametrize(
    ("name", "arguments", "reason"),
    [
        ("AMZ_FBA_BASE_FEE", {**BOX, "price": 25, "as_of": "2023-06-30"}, Reason.NO_EDITION),
        ("AMZ_FBA_BASE_FEE", {**BOX, "price": None}, Reason.MISSING_PRICE),
        ("AMZ_REFERRAL_FEE", {"price": 25, "category": "Toys", "market": "NL"}, Reason.NO_TABLE),
        (
            "AMZ_FBA_BASE_FEE",
            {**BOX, "weight": 2.5, "price": 25, "category": "apparel", "as_of": "2025-06-01"},
            Reason.OUTSIDE_TABLE,
        ),
        ("ALI_FREIGHT", {"weight": 151, "country": "FR"}, Reason.OUTSIDE_TABLE),
        ("ALI_FREIGHT", {"weight": 100, "country": "FR", "line": "saver"}, Reason.NOT_IN_TABLE),
        ("ALI_COMMISSION", {"price": 25, "rate_or_category": "Toys"}, Reason.MISSING_RATE),
        ("AMZ_REFERRAL_FEE", {"price": 25, "category": "no such category"}, Reason.UNKNOWN_CATEGORY),
    ],
)
def test_an_unknown_number_says_why(name: str, arguments: dict[str, Any], reason: Reason) -> None:
    called = FEES[name][0]
    en = explain(name, **arguments).splitlines()[0]
    assert en.startswith(f"{called[0]} is not known: {REASONS[reason].en}") and "What to do: " in en
    zh = explain(name, "zh", **arguments).splitlines()[0]
    assert zh.startswith(f"{called[1]}未知：") and "怎么办：" in zh
    assert REASONS[reason].zh in zh


def test_what_is_not_published_is_told() -> None:
    shirt = explain("AMZ_FBA_BASE_FEE", **{**BOX, "weight": 2.5}, price=25, category="apparel", as_of="2025-06-01")
    assert "not published: large standard over 32 to 48 oz" in shirt
    parcel = explain("ALI_FREIGHT", weight=151, country="FR")
    assert "not published: rates of the 150-300 g" in parcel
    assert "官方未公布（资料原文）: " in explain("ALI_FREIGHT", "zh", weight=151, country="FR")
    commission = explain("ALI_COMMISSION", price=25, rate_or_category="Toys")
    assert "the rate is not published" in commission
    assert "5% to 8%" in commission
    assert "官方未公布" in explain("ALI_COMMISSION", "zh", price=25, rate_or_category="Toys")


def test_a_column_of_explanations() -> None:
    found = catalogue()["AMZ_REFERRAL_FEE_EXPLAIN"](
        [25, None], ["Toys", "玩具"], as_of="2026-06-01", lang=np.array(["en", "zh"], dtype=object)
    )
    assert found[0].startswith("Referral fee on 2026-06-01 = 3.75 USD: ")
    assert found[1].startswith("销售佣金未知：")
    assert "缺少售价" in found[1]


def test_a_stay_over_october_tells_each_rate() -> None:
    text = explain("AMZ_STORAGE_FEE", length=12, width=12, height=6, months=2, units="in,lb", as_of="2026-09-10")
    assert "0.78 × 0.5 ft3 = 0.39" in text
    assert "2.40 × 0.5 ft3 = 1.20" in text
    assert text.startswith("Storage fee on 2026-09-10 = 1.59 USD: 0.39 by ")


# What a boss reads: the first line, in both languages.
SENTENCES: list[tuple[str, dict[str, Any], str, str]] = [
    (
        "AMZ_REFERRAL_FEE",
        {"price": 19.99, "category": "Clothing"},
        (
            "Referral fee on 2026-06-01 = 2.00 USD: by Amazon US referral fees (in force since 2024-01-15), C"
            "lothing and Accessories: 10% of 19.99 (band: over 15.00, up to 20.00), at least 0.30; rounded ha"
            "lf up to 0.01."
        ),
        (
            "销售佣金 = 2.00 美元（2026-06-01）：按《亚马逊美国站销售佣金》（自 2024-01-15 起），服装和配饰："
            "19.99 的 10%（区间：15.00 以上，至 20.00），最低 0.30；四舍五入到 0.01。"
        ),
    ),
    (
        "AMZ_FBA_FEE",
        {"length": 18, "width": 12, "height": 2.5, "weight": 150, "price": 15, "market": "UK"},
        (
            "FBA fulfilment fee with surcharges on 2026-06-01 = 1.76 GBP: 1.73 by Amazon UK Low-Price FBA fee"
            "s (in force since 2026-01-05), Standard envelope 0–0.21 kg (unit weight 0.15 kg): 1.73; Low-Pri"
            "ce FBA applies because price 15.00 <= 20.00; plus 0.03 by Amazon UK fuel and logistics surcharge"
            " on FBA (in force since 2026-04-17), 1.5% of 1.73; size: Standard envelope: 18 × 12 × 2.5 cm, "
            "unit weight 0.15 kg, dimensional weight 0.108 kg (volume / 5000); billed 0.15 kg (unit weight); "
            "rounded half up to 0.01."
        ),
        (
            "FBA 配送费（含附加费） = 1.76 英镑（2026-06-01）：1.73，按《亚马逊英国站低价 FBA 配送费》（自 20"
            "26-01-05 起），标准信封 0–0.21 千克（实重 0.15 千克）：1.73；因售价 15.00 ≤ 20.00，适用低价商"
            "品 FBA；加 0.03，按《亚马逊英国站燃油和物流附加费》（自 2026-04-17 起），1.73 的 1.5%；尺寸：标"
            "准信封：18 × 12 × 2.5 厘米，实重 0.15 千克，体积重 0.108 千克（体积 ÷ 5000）；计费 0.15 千克"
            "（实重）；四舍五入到 0.01。"
        ),
    ),
    (
        "AMZ_FBA_BASE_FEE",
        {"length": 18, "width": 12, "height": 2.5, "weight": 150, "price": 15, "market": "DE"},
        (
            "FBA fulfilment fee before surcharges on 2026-06-01 = 1.86 EUR: by Amazon Germany Low-Price FBA f"
            "ees (in force since 2026-01-05), Standard envelope 0–0.21 kg (unit weight 0.15 kg): 1.86; Low-P"
            "rice FBA applies because price 15.00 <= 20.00; size: Standard envelope: 18 × 12 × 2.5 cm, unit"
            " weight 0.15 kg, dimensional weight 0.108 kg (volume / 5000); billed 0.15 kg (unit weight); roun"
            "ded half up to 0.01."
        ),
        (
            "FBA 配送费（未含附加费） = 1.86 欧元（2026-06-01）：按《亚马逊德国站低价 FBA 配送费》（自 2026-0"
            "1-05 起），标准信封 0–0.21 千克（实重 0.15 千克）：1.86；因售价 15.00 ≤ 20.00，适用低价商品 FB"
            "A；尺寸：标准信封：18 × 12 × 2.5 厘米，实重 0.15 千克，体积重 0.108 千克（体积 ÷ 5000）；计费"
            " 0.15 千克（实重）；四舍五入到 0.01。"
        ),
    ),
    (
        "AMZ_FBA_BASE_FEE",
        {"length": 25, "width": 18, "height": 6, "weight": 700, "price": 35, "market": "DE", "programme": "local"},
        (
            "FBA fulfilment fee before surcharges on 2026-06-01 = 3.42 EUR: by Amazon Germany FBA fulfilment "
            "fees outside the Central Europe Programme (in force 2026-02-01 to 2026-10-14), Extra-large envel"
            "ope 0–0.96 kg (billed weight 0.7 kg): 3.42; size: Extra-large envelope: 25 × 18 × 6 cm, unit "
            "weight 0.7 kg, dimensional weight 0.54 kg (volume / 5000); billed 0.7 kg (unit weight); rounded "
            "half up to 0.01."
        ),
        (
            "FBA 配送费（未含附加费） = 3.42 欧元（2026-06-01）：按《亚马逊德国站 FBA 配送费（未加入中欧计划"
            "）》（2026-02-01 至 2026-10-14），超大号信封 0–0.96 千克（计费重量 0.7 千克）：3.42；尺寸：超大"
            "号信封：25 × 18 × 6 厘米，实重 0.7 千克，体积重 0.54 千克（体积 ÷ 5000）；计费 0.7 千克（实重"
            "）；四舍五入到 0.01。"
        ),
    ),
    (
        "AMZ_FBA_BASE_FEE",
        {"length": 25, "width": 18, "height": 6, "weight": 700, "price": 35, "market": "FR", "programme": "efn"},
        (
            "FBA fulfilment fee before surcharges on 2026-06-01 = 6.72 EUR: by Amazon France European Fulfilm"
            "ent Network fees (in force 2026-02-01 to 2026-10-14), Extra-large envelope 0–0.96 kg (billed we"
            "ight 0.7 kg): 6.72; size: Extra-large envelope: 25 × 18 × 6 cm, unit weight 0.7 kg, dimensiona"
            "l weight 0.54 kg (volume / 5000); billed 0.7 kg (unit weight); rounded half up to 0.01."
        ),
        (
            "FBA 配送费（未含附加费） = 6.72 欧元（2026-06-01）：按《亚马逊法国站欧洲配送网络（EFN）配送费》"
            "（2026-02-01 至 2026-10-14），超大号信封 0–0.96 千克（计费重量 0.7 千克）：6.72；尺寸：超大号信"
            "封：25 × 18 × 6 厘米，实重 0.7 千克，体积重 0.54 千克（体积 ÷ 5000）；计费 0.7 千克（实重）；"
            "四舍五入到 0.01。"
        ),
    ),
    (
        "AMZ_FBA_BASE_FEE",
        {"length": 25, "width": 18, "height": 6, "weight": 700, "price": 35, "market": "IE"},
        (
            "FBA fulfilment fee before surcharges on 2026-06-01 = 1.53 EUR: by Amazon Ireland FBA fulfilment "
            "fees (in force since 2026-02-01), Extra-large envelope 0–0.96 kg (billed weight 0.7 kg): 1.53; "
            "size: Extra-large envelope: 25 × 18 × 6 cm, unit weight 0.7 kg, dimensional weight 0.54 kg (vo"
            "lume / 5000); billed 0.7 kg (unit weight); rounded half up to 0.01."
        ),
        (
            "FBA 配送费（未含附加费） = 1.53 欧元（2026-06-01）：按《亚马逊爱尔兰站 FBA 配送费》（自 2026-02-"
            "01 起），超大号信封 0–0.96 千克（计费重量 0.7 千克）：1.53；尺寸：超大号信封：25 × 18 × 6 厘"
            "米，实重 0.7 千克，体积重 0.54 千克（体积 ÷ 5000）；计费 0.7 千克（实重）；四舍五入到 0.01。"
        ),
    ),
    (
        "AMZ_FBA_FEE",
        {"length": 25, "width": 18, "height": 6, "weight": 700, "price": 3500, "market": "JP"},
        (
            "FBA fulfilment fee with surcharges on 2026-06-01 = 425 JPY: by Amazon Japan FBA fulfilment fees "
            "(in force since 2026-01-01), Standard 5 price 3500 (column over 1000): 425; size: Standard 5: 25"
            " × 18 × 6 cm, unit weight 0.7 kg; billed 0.7 kg (unit weight); rounded half up to 1."
        ),
        (
            "FBA 配送费（含附加费） = 425 日元（2026-06-01）：按《亚马逊日本站 FBA 配送费》（自 2026-01-01 起"
            "），标准 5 售价 3500（价格栏 1000 以上）：425；尺寸：标准 5：25 × 18 × 6 厘米，实重 0.7 千克；"
            "计费 0.7 千克（实重）；四舍五入到 1。"
        ),
    ),
    (
        "AMZ_FBA_FEE",
        {"length": 18, "width": 12, "height": 2.5, "weight": 150, "price": 12, "market": "AU", "as_of": "2026-06-15"},
        (
            "FBA fulfilment fee with surcharges on 2026-06-15 = 4.35 AUD: by Amazon Australia FBA fulfilment "
            "fees of low-priced goods (in force since 2026-06-10), Standard envelope 0.075–0.225 kg (billed "
            "weight 0.15 kg): 4.35; Low-Price FBA applies because price 12.00 < 13.00; size: Standard envelop"
            "e: 18 × 12 × 2.5 cm, unit weight 0.15 kg, dimensional weight 0.135 kg (volume / 4000); billed "
            "0.15 kg (unit weight); rounded half up to 0.01."
        ),
        (
            "FBA 配送费（含附加费） = 4.35 澳元（2026-06-15）：按《亚马逊澳大利亚站低价商品 FBA 配送费》（自 "
            "2026-06-10 起），标准信封 0.075–0.225 千克（计费重量 0.15 千克）：4.35；因售价 12.00 < 13.00，"
            "适用低价商品 FBA；尺寸：标准信封：18 × 12 × 2.5 厘米，实重 0.15 千克，体积重 0.135 千克（体积 "
            "÷ 4000）；计费 0.15 千克（实重）；四舍五入到 0.01。"
        ),
    ),
    (
        "AMZ_FBA_FEE",
        {"length": 25, "width": 18, "height": 6, "weight": 700, "price": 120, "market": "AE"},
        (
            "FBA fulfilment fee with surcharges is not known: this figure is not published (Amazon Emirates F"
            "BA fulfilment fees, in force since 2025-08-01; Envelope or parcel (not settled) from 0 kg (bille"
            "d weight 0.7 kg), price 120.00 (column over 25.00): charged, amount not known). What to do: take"
            " the figure from your Seller Central or settlement export, or add it as your own table (xlops fe"
            "es add FILE)."
        ),
        (
            "FBA 配送费（含附加费）未知：该数字官方未公布（《亚马逊阿联酋站 FBA 配送费》，自 2025-08-01 起；"
            "信封或包裹（未定） 0 千克起（计费重量 0.7 千克），售价 120.00（价格栏 25.00 以上）：收取，金额未"
            "知）。怎么办：请从卖家后台或结算导出查到该数字，或用自己的表补上（xlops fees add 文件）。"
        ),
    ),
    (
        "ALI_FREIGHT",
        {"weight": 100, "country": "FR"},
        (
            "Freight at the list price on 2026-06-01 = 26.194 CNY: by AliExpress Standard Shipping, general c"
            "argo up to 150 g (in force 2026-01-01 to 2026-12-31), France 0–150 g (billed weight 100 g): 17."
            "02 + 91.74 × 0.1 kg; not rounded."
        ),
        (
            "公布价运费 = 26.194 元人民币（2026-06-01）：按《速卖通无忧物流-标准，普货 150 克以内》（2026-01-"
            "01 至 2026-12-31），法国 0–150 克（计费重量 100 克）：17.02 + 91.74 × 0.1 千克；不取整。"
        ),
    ),
    (
        "ALI_FREIGHT",
        {"weight": 151, "country": "FR"},
        (
            "Freight at the list price is not known: outside the published table (AliExpress Standard Shippin"
            "g, general cargo up to 150 g, in force 2026-01-01 to 2026-12-31; weight 151, country France, dat"
            "e 2026-06-01). What to do: check size, weight and price; if they are right, take the figure from"
            " your Seller Central or settlement export, or add it as your own table (xlops fees add FILE)."
        ),
        (
            "公布价运费未知：超出官方费用表的范围（《速卖通无忧物流-标准，普货 150 克以内》，2026-01-01 至 20"
            "26-12-31；重量 151，收货国家 法国，日期 2026-06-01）。怎么办：请先核对尺寸、重量与价格；如无误，"
            "请从卖家后台或结算导出查到该数字，或用自己的表补上（xlops fees add 文件）。"
        ),
    ),
    (
        "AMZ_VAT",
        {"price": 120, "market": "UK"},
        (
            "Tax in the price on 2026-06-01 = 20.00 GBP: by Amazon UK VAT (in force since 2024-01-01), 20% in"
            "side 120.00: 120.00 - 120.00 / 1.2; rounded half up to 0.01."
        ),
        (
            "售价中的税 = 20.00 英镑（2026-06-01）：按《亚马逊英国站增值税》（自 2024-01-01 起），120.00 含税"
            " 20%：120.00 − 120.00 ÷ 1.2；四舍五入到 0.01。"
        ),
    ),
    (
        "AMZ_REFERRAL_FEE",
        {"price": 25, "category": "Toys", "as_of": "2019-01-01"},
        (
            "Referral fee is not known: no published table covers this date (Amazon US referral fees: 2024-01"
            "-15 to today and later). What to do: choose a day that a table covers, or add your own table for"
            " that day (xlops fees add FILE)."
        ),
        (
            "销售佣金未知：没有覆盖该日期的官方费用表（《亚马逊美国站销售佣金》收录 2024-01-15 至今）。怎么办"
            "：请改用有费用表覆盖的日期，或为该日期补上自己的表（xlops fees add 文件）。"
        ),
    ),
    (
        "AMZ_REFERRAL_FEE",
        {"price": 0.3, "category": "Toys", "market": "CA"},
        (
            "Referral fee on 2026-06-01 = 0.40 CAD: by Amazon Canada referral fees (in force since 2026-01-01"
            "), Toys and Games: 15% of 0.30, at least 0.40; rounded half up to 0.01."
        ),
        (
            "销售佣金 = 0.40 加元（2026-06-01）：按《亚马逊加拿大站销售佣金》（自 2026-01-01 起），玩具和游戏"
            "：0.30 的 15%，最低 0.40；四舍五入到 0.01。"
        ),
    ),
]


@pytest.mark.parametrize(
    ("name", "arguments", "en", "zh"),
    SENTENCES,
    ids=lambda given: given if isinstance(given, str) and given.isupper() else "",
)
def test_the_sentence_that_comes_first(name: str, arguments: dict[str, Any], en: str, zh: str) -> None:
    assert explain(name, **arguments).splitlines()[0] == en
    assert explain(name, "zh", **arguments).splitlines()[0] == zh


def test_a_long_stay_names_the_first_months_and_the_table_once() -> None:
    first = explain("AMZ_STORAGE_FEE", length=40, width=30, height=6, weight=900, market="DE", months=6).splitlines()[0]
    assert first.count("Amazon Germany monthly storage fees") == 1 and "; plus 2 more, see the steps below; " in first


def test_long_lists_are_cut_and_say_how_many_are_left() -> None:
    text = explain("AMZ_FBA_FEE", **BOX, price=25)
    assert sum(line.startswith("  conflict: ") for line in text.splitlines()) == 3
    assert "  2 more in amazon/us/size_tiers/2026-01-15" in text.splitlines()
    assert "  sources: 5 more in amazon/us/fba/2026-01-15" in text


def test_an_amount_that_is_not_for_the_unit_is_not_told() -> None:
    letter = {"length": 25, "width": 18, "height": 3, "weight": 400, "market": "UK", "category": "home_and_kitchen"}
    text = explain("AMZ_FBA_FEE", **letter, price=15)
    assert "groups of this category have different fees here" in text.splitlines()[0] and "2.42" not in text


def test_a_missing_price_tells_no_amount() -> None:
    text = explain("AMZ_FBA_FEE", **BOX, price=None)
    assert "nan" not in text.lower() and "by Amazon US FBA" not in text
    assert "What to do: fill in what is missing and ask again." in text.splitlines()[0]


def test_chinese_names_what_the_fee_is_taken_on() -> None:
    text = explain("AMZ_REFERRAL_FEE", "zh", price=25, category="玩具")
    assert "计费基础：每件销售总价：售价 + 运费 + 礼品包装，不含亚马逊代收的销售税；四舍五入到 0.01" in text


def test_a_broad_category_names_its_parts() -> None:
    asked = {"price": 20, "market": "UK", "category": "家居厨房"}
    assert explain("AMZ_REFERRAL_FEE", **asked).splitlines()[0].endswith("a finer category: Home Products / Kitchen.")
    zh = explain("AMZ_REFERRAL_FEE", "zh", **asked).splitlines()[0]
    assert zh.startswith("销售佣金未知：该类目下各子类费用不同（")
    assert zh.endswith("请填写更细的类目：家居用品 / 厨房用品。")
    letter = {"length": 25, "width": 18, "height": 3, "weight": 400, "market": "UK", "category": "home_and_kitchen"}
    assert "a finer category: Home Products / Kitchen." in explain("AMZ_FBA_FEE", **letter, price=15).splitlines()[0]


def test_a_broad_category_has_a_reason_of_its_own() -> None:
    def reasons(market: str, *categories: str) -> list[int]:
        column = np.array(categories, dtype=object)
        given = {"price": 20.0, "category": column, "market": market, "as_of": "2026-11-22"}
        return list(catalogue()["AMZ_REFERRAL_FEE"].outcome(**given).reason)

    assert reasons("UK", "Home and Kitchen", "Kitchen") == [Reason.MIXED_CATEGORY, Reason.OK]
    assert reasons("UK", "Home and Kitchen") == [Reason.MIXED_CATEGORY]
    # The US charges both parts the same; toys have no parts.
    assert reasons("US", "Home and Kitchen") == [Reason.OK]
    assert reasons("AU", "Toys") == [Reason.NOT_IN_TABLE]


def test_a_surcharge_on_an_unknown_fee_is_not_told() -> None:
    toy = {"length": 6, "width": 4, "height": 0.7, "weight": 8, "units": "in,oz", "price": 20, "category": "toys"}
    text = explain("AMZ_FBA_FEE", **toy, as_of="2027-02-01")
    assert "no published table covers this date" in text.splitlines()[0]
    assert "nothing is charged" not in text and "fuel" not in text


def test_tax_in_a_price_is_rounded_to_the_coin() -> None:
    assert explain("AMZ_VAT", price=20, market="UK").splitlines()[0].endswith("; rounded half up to 0.01.")
    assert explain("AMZ_VAT", price=1999, market="JP").splitlines()[0].endswith("; rounded half up to 1.")


def test_who_alone_pays_a_fee_is_told() -> None:
    stock = {"length": 20, "width": 10, "height": 5, "weight": 300, "days_of_supply_30": 15, "days_of_supply_90": 12}
    text = explain("AMZ_LOW_INVENTORY_FEE", **stock, market="DE")
    assert "only Pan-European FBA pays this fee: 0.00" in text.splitlines()[0] and "(from 0)" not in text
    zh = explain("AMZ_LOW_INVENTORY_FEE", "zh", **stock, market="DE")
    assert "仅泛欧计划（Pan-EU）收取此费：0.00" in zh.splitlines()[0]
    pays = explain("AMZ_LOW_INVENTORY_FEE", **stock, market="DE", programme="pan_eu", price=30)
    assert "days 15" in pays.splitlines()[0] and "only Pan-European" not in pays


def test_a_weight_that_was_not_given_is_not_told() -> None:
    text = explain("AMZ_STORAGE_FEE", length=20, width=10, height=5, market="DE")
    assert "Extra-large envelope: 20 × 10 × 5 cm\n" in text and "weight 0" not in text and "billed" not in text
    assert "实重" not in explain("AMZ_STORAGE_FEE", "zh", length=20, width=10, height=5, market="DE").splitlines()[1]


def test_numbers_side_by_side_are_kept_apart() -> None:
    parcel = {"length": 34, "width": 24, "height": 8, "weight": 900, "market": "UK", "category": "footwear"}
    zh = explain("AMZ_FBA_BASE_FEE", "zh", **parcel, price=30)
    assert "小包裹 2，0 千克起" in zh


def test_conflicts_are_readable() -> None:
    heavy = {"price": 50, "category": "furniture", "market": "UK", "size_tier": "heavy_oversize"}
    zh = explain("AMZ_REFERRAL_FEE", "zh", **heavy)
    assert "heavy oversize minimum: 20; 25；采用：重型超大件自 2025 年 2 月起为 20，特殊超大件为 25" in zh
    assert "《亚马逊英国站 FBA 大件最低销售佣金》" in zh
    assert "heavy oversize minimum: 20; 25 -> 20 for heavy" in explain("AMZ_REFERRAL_FEE", **heavy)


def test_media_have_one_name_in_chinese() -> None:
    zh = explain("AMZ_CLOSING_FEE", "zh", category="媒介类", market="UK")
    assert "媒介" not in zh and "每件售出的媒体类商品" in zh


def test_every_fee_has_a_name_and_says_what_it_leaves_out() -> None:
    assert set(FEES) == {formula.name for formula in BASE}


def test_chinese_has_no_codes_and_no_english_units() -> None:
    for formula in BASE:
        for example in formula.examples:
            text = catalogue()[f"{formula.name}_EXPLAIN"](**example.arguments, lang="zh")
            told = [line for line in text.splitlines() if re.match(r"\d+\. ", line)]
            for line in told:
                bare = re.sub(r"\[[a-z_/]+/[\d-]+\]", "", line)
                assert not re.search(r"\b(in|cm|lb|oz|kg|g|ft3|m3)\b|[a-z]_[a-z]", bare) or "→" in bare, line


def test_summaries_say_how_a_fee_is_rounded_and_counted() -> None:
    yen = catalogue()["AMZ_REFERRAL_FEE"](price=771.03, category="Toys", market="JP", as_of="2026-06-01")
    assert round(yen, 2) != yen and "日本站不取整" in catalogue()["AMZ_REFERRAL_FEE"].summary_zh
    assert "按实际千克数计" in catalogue()["AMZ_REMOVAL_FEE"].summary_zh
    box = {"length": 20, "width": 15, "height": 10, "market": "UK", "as_of": "2026-06-01"}
    fees = [catalogue()["AMZ_REMOVAL_FEE"](**box, weight=weight) for weight in (2000, 2300)]
    assert round(fees[1] - fees[0], 2) not in (0.0, 0.8)
