"""Facts against benchmarks: which line is asked, what counts, what is only shown, and what people read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from xlops.errors import Reason
from xlops.grading.benchmarks import apply_overrides, benchmarks
from xlops.grading.findings import find


def one(facts, reasons=None, records=None, as_of=None, **texts):
    """The findings of a single Amazon US row (or what the texts say), by benchmark."""
    texts = {"platform": "amazon", "market": "us", "currency": "USD", **texts}
    rows = find(
        {name: np.array([np.nan if value is None else value], dtype=float) for name, value in facts.items()},
        {name: np.array([value], dtype=object) for name, value in texts.items()},
        1,
        None
        if reasons is None
        else {name: np.array([code], dtype=np.uint8) for name, code in reasons.items()},
        records,
        as_of,
    )
    assert len({f.benchmark for f in rows[0]}) == len(rows[0])
    return {f.benchmark: f for f in rows[0]}


def test_a_value_meets_its_line_or_not():
    finding = one({"margin_rate": 0.121})["amz_net_margin_zonguru_2024"]
    assert (finding.outcome, finding.band, finding.value, finding.role) == ("no", "watch", 0.121, "grade")
    assert finding.en == "Margin 12.1 % is below 15 % (ZonGuru 2024)"
    assert finding.zh == "利润率 12.1% 低于 15%（ZonGuru 2024）"
    assert one({"margin_rate": 0.15})["amz_net_margin_zonguru_2024"].outcome == "yes"


def test_the_guide_s_own_margin_band_is_a_second_opinion_and_says_so():
    finding = one({"margin_rate": 0.2})["guide_amz_sku_margin"]
    assert finding.role == "second"
    assert "the guide 2024; only quoted by the guide, not confirmed; not counted" in finding.en
    assert "仅为指南引用，未经证实；不计分" in finding.zh


def test_where_only_the_guide_speaks_its_line_counts_and_says_so():
    finding = one({"dsr": 4.8}, platform="aliexpress")["guide_ae_dsr_exposure"]
    assert (finding.role, finding.outcome) == ("grade", "yes")
    assert "only quoted by the guide, not confirmed" in finding.en


def test_the_unrounded_score_is_graded_and_shown_as_far_as_it_matters():
    finding = one({"dsr": 4.796}, platform="aliexpress")["guide_ae_dsr_exposure"]
    assert finding.outcome == "no"
    assert finding.en.startswith("DSR 4.796 stars is below 4.8 stars")
    assert one({"dsr": 4.123456}, platform="aliexpress")["guide_ae_dsr_exposure"].en.startswith(
        "DSR 4.12 stars"
    )


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"tacos": 0.05}, "TACoS 5.0 % is below 10 %"),
        ({"tacos": 0.10}, "TACoS 10.0 % is within 10–20 %"),
        ({"tacos": 0.25}, "TACoS 25.0 % is at or above 20 %"),
        ({"tacos": 0.35}, "TACoS 35.0 % is at or above 30 %"),
        ({"historical_days_of_supply": 27}, "Historical days of supply 27 days is below 28 days"),
        ({"historical_days_of_supply": 60}, "is within 28–60 days"),
        ({"historical_days_of_supply": 61}, "is above 60 days"),
        ({"historical_days_of_supply": 90}, "is at or above 90 days"),
        ({"price": 25}, "Price USD 25.00 reaches USD 25"),
        ({"stock_age": 181}, "Stock age 181 days is at or above 181 days"),
    ],
)
def test_the_sentence_names_the_line_that_matters(facts, words):
    assert any(words in f.en for f in one(facts).values())


def test_acos_is_held_against_the_row_s_own_break_even_with_both_numbers():
    facts = {"acos": 0.35, "break_even_acos": 0.284, "acos_to_break_even": 0.35 / 0.284}
    finding = one(facts)["amz_acos_break_even"]
    assert (finding.role, finding.band) == ("grade", "bad")
    assert finding.en == "ACoS 35.0 % is above the row's break-even 28.4 % (own break-even)"
    assert finding.zh == "ACoS 35.0% 高于本行盈亏平衡 28.4%（自身盈亏平衡）"
    near = {"acos": 0.28404, "break_even_acos": 0.284, "acos_to_break_even": 0.28404 / 0.284}
    assert "ACoS 28.404 % is above the row's break-even 28.400 %" in one(near)["amz_acos_break_even"].en


def test_published_acos_lines_count_only_where_the_own_break_even_is_unknown():
    known = one({"acos": 0.22, "acos_to_break_even": 0.5}, stage="成熟期")
    assert known["amz_acos_mature"].role == "second"
    unknown = one({"acos": 0.22, "acos_to_break_even": None}, stage="成熟期")
    assert unknown["amz_acos_mature"].role == "grade"
    assert unknown["amz_acos_break_even"].outcome == "unknown"
    assert "amz_acos_launch" not in unknown


def test_without_a_stage_only_the_disputed_line_is_shown_and_it_never_counts():
    found = one({"acos": 0.2, "acos_to_break_even": None})
    assert found["guide_amz_acos_top20"].role == "second"
    assert [f.benchmark for f in found.values() if f.role == "grade"] == ["amz_acos_break_even"]


def test_unknown_acos_is_asked_once_not_twice():
    found = one({"acos": None, "acos_to_break_even": None}, stage="launch")
    assert list(found) == ["amz_acos_break_even"]


def test_a_row_that_loses_before_ads_fails_its_break_even():
    found = one({"acos_to_break_even": None}, {"acos_to_break_even": Reason.LOSES_BEFORE_ADS})
    finding = found["amz_acos_break_even"]
    assert (finding.outcome, finding.band, finding.reason) == ("no", "bad", Reason.LOSES_BEFORE_ADS)
    assert "loses money before any advertising" in finding.en and "未投广告已亏损" in finding.zh


def test_unknown_carries_the_reason_handed_in_or_missing_input():
    assert one({"tacos": None})["amz_tacos_bands"].reason == Reason.MISSING_INPUT
    finding = one({"tacos": None}, {"tacos": Reason.NO_SALES})["amz_tacos_bands"]
    assert (finding.outcome, finding.band, finding.value, finding.reason) == (
        "unknown",
        None,
        None,
        Reason.NO_SALES,
    )
    assert finding.zh == "TACoS：未知，没有销售额（有花费无销售额或尚未出单）"


def test_an_impossible_value_is_unknown_not_bad():
    finding = one({"tacos": -0.1})["amz_tacos_bands"]
    assert (finding.outcome, finding.reason) == ("unknown", Reason.NEGATIVE)


def test_a_metric_that_is_not_handed_in_is_not_asked():
    assert set(one({"tacos": 0.1})) == {"amz_tacos_bands"}


def test_return_rate_goes_by_category():
    assert (
        one({"return_rate": 0.09}, category="home_and_kitchen")["amz_return_threshold_home_kitchen"].band
        == "bad"
    )
    assert (
        one({"return_rate": 0.09}, category="consumer_electronics")[
            "amz_return_threshold_consumer_electronics"
        ].band
        == "good"
    )
    assert list(one({"return_rate": 0.09}, category="home_and_kitchen")) == [
        "amz_return_threshold_home_kitchen"
    ]
    assert list(one({"return_rate": 0.09}, category="furniture")) == ["amz_return_general_range"]
    assert list(one({"return_rate": 0.09}, category=None)) == ["amz_return_general_range"]


@pytest.mark.parametrize("category", ["clothing_and_accessories", "footwear"])
def test_apparel_and_shoes_are_warned_and_not_graded_on_returns(category):
    found = one({"return_rate": 0.3}, category=category)
    assert [(f.benchmark, f.role) for f in found.values()] == [("amz_return_apparel_shoes", "flag")]
    assert "every return" in found["amz_return_apparel_shoes"].en


def test_us_lines_are_for_the_us():
    assert "amz_return_threshold_toys" in one({"return_rate": 0.04}, category="toys_and_games")
    assert list(one({"return_rate": 0.04}, category="toys_and_games", market="de")) == [
        "amz_return_general_range"
    ]


def test_each_platform_has_its_own_lines():
    assert list(one({"margin_rate": 0.16}, platform="aliexpress")) == ["ae_margin_sheet_colours"]
    assert one({"margin_rate": 0.16}, platform="aliexpress")["ae_margin_sheet_colours"].band == "good"
    assert one({"margin_rate": 0.16, "acos_to_break_even": 0.5}, platform=None) == {}


def test_dollar_lines_are_for_dollars():
    assert one({"price": 20.0})["guide_amz_us_price_floor"].band == "watch"
    assert one({"price": 20.0}, currency=None)["guide_amz_us_price_floor"].reason == Reason.MISSING_CURRENCY
    assert one({"price": 20.0}, currency="EUR") == {}


def test_outdated_and_ended_lines_never_grade():
    for status in ("outdated", "ended"):
        records = {"x": replace(benchmarks()["amz_tacos_bands"], id="x", status=status)}
        assert one({"tacos": 0.5}, records=records) == {}
    everything = {b.metric: 0.5 for b in benchmarks().values()}
    for platform in ("amazon", "aliexpress"):
        for finding in one(everything, platform=platform, stage="launch", category="toys_and_games").values():
            record = benchmarks()[finding.benchmark]
            assert record.level == "row"
            if finding.role == "grade":
                assert record.status in ("current", "unverified") and record.role == "grade"
            elif finding.role == "second":
                assert record.status in ("current", "unverified", "disputed") and record.role == "grade"


def test_a_current_line_goes_before_an_unverified_one_whatever_their_names():
    tacos = benchmarks()["amz_tacos_bands"]
    records = {"a": replace(tacos, id="a", status="unverified"), "b": replace(tacos, id="b")}
    found = one({"tacos": 0.1}, records=records)
    assert (found["b"].role, found["a"].role) == ("grade", "second")


def test_ignoring_the_first_line_lets_the_next_one_count():
    records = apply_overrides(benchmarks(), {"amz_buy_box_private_label": {"ignore": True}})
    found = one({"buy_box": 0.7}, records=records)
    assert (found["amz_buy_box_reseller"].role, found["amz_buy_box_reseller"].band) == ("grade", "ok")
    assert one({"buy_box": 0.7})["amz_buy_box_private_label"].band == "bad"


def test_an_own_line_counts_even_beside_the_break_even():
    own = {
        "amz_acos_average_2026": {"thresholds": [{"grade": "good", "max": 0.2}, {"grade": "bad", "min": 0.2}]}
    }
    found = one({"acos": 0.3, "acos_to_break_even": 0.5}, records=apply_overrides(benchmarks(), own))
    assert (found["amz_acos_average_2026"].role, found["amz_acos_average_2026"].band) == ("grade", "bad")
    assert found["amz_acos_average_2026"].zh == "ACoS 30.0% 达到或超过 20%（您自己的标准）"


@pytest.mark.parametrize(
    ("rate", "warned"), [(0.5, True), (0.04, True), (0.05, False), (0.08, False), (0.0801, True)]
)
def test_a_commission_outside_the_band_is_warned(rate, warned):
    found = one({"commission_rate": rate}, platform="aliexpress")
    assert [f.role for f in found.values()] == (["flag"] if warned else [])


def test_the_ended_programme_is_named_where_a_sheet_has_its_column():
    found = one({}, early_reviewer=None)
    assert found == {}
    finding = one({"early_reviewer": None}, early_reviewer="Y")["guide_amz_early_reviewer"]
    assert finding.role == "flag" and "2021-04-25" in finding.en and "Vine" in finding.zh


def test_eu_duty_is_warned_for_eu_parcels_while_it_is_in_force():
    asked = {"platform": "aliexpress", "country": "DE"}
    assert "eu_low_value_duty_2026" in one({}, as_of=date(2026, 7, 1), **asked)
    assert "eu_low_value_duty_2026" not in one({}, as_of=date(2026, 6, 30), **asked)
    assert "eu_low_value_duty_2026" not in one({}, as_of=date(2028, 7, 2), **asked)
    assert one({}, platform="aliexpress", country="BR", as_of=date(2026, 7, 1)) == {}
    assert one({}, platform="amazon", country="DE", as_of=date(2026, 7, 1)) == {}


def test_rows_do_not_disturb_each_other():
    rng = np.random.default_rng(7)
    n = 60
    facts = {
        m: rng.uniform(-0.2, 1.2, n)
        for m in ("margin_rate", "tacos", "return_rate", "acos_to_break_even", "price", "ctr")
    }
    for column in facts.values():
        column[rng.random(n) < 0.2] = np.nan
    texts = {
        "platform": rng.choice(np.array(["amazon", "aliexpress", None], dtype=object), n),
        "market": np.array(["us"] * n, dtype=object),
        "category": rng.choice(np.array(["toys_and_games", "footwear", "furniture", None], dtype=object), n),
        "currency": rng.choice(np.array(["USD", "EUR", None], dtype=object), n),
    }
    together = find(facts, texts, n)
    order = rng.permutation(n)
    shuffled = find({k: v[order] for k, v in facts.items()}, {k: v[order] for k, v in texts.items()}, n)
    assert [together[i] for i in order] == shuffled
    alone = [
        find({k: v[i : i + 1] for k, v in facts.items()}, {k: v[i : i + 1] for k, v in texts.items()}, 1)[0]
        for i in range(n)
    ]
    assert alone == together
