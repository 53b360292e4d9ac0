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
    assert "分段计费：至 250.00 为 20%；超出部分 5%" in explain("AMZ_REFERRAL_FEE", "zh", price=400, category="珠宝首饰")


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
