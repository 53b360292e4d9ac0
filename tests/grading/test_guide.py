"""Every claim of the guide that has a number is a record, and is told with its status."""

from __future__ import annotations

import pytest

from xlops.grading.benchmarks import apply_overrides, benchmarks
from xlops.grading.guide import guide_claims

# The quantities of the guide in its order, as its text writes them, and the record that holds each.
CLAIMS = [
    ("180", "guide_ae_reach_countries", "unverified"),
    ("27%", "guide_ae_orders_growth_2023", "disputed"),
    ("45%", "guide_ae_choice_gmv_growth_share", "unverified"),
    ("61%", "guide_amz_third_party_share", "outdated"),
    ("18%–25%", "guide_amz_sku_margin", "unverified"),
    ("4.8", "guide_ae_dsr_exposure", "unverified"),
    ("30%", "guide_ae_dsr_exposure", "unverified"),
    ("98.2%", "guide_ae_wuyou_delivery", "unverified"),
    ("28%", "guide_amz_acos_top20", "disputed"),
    ("41%", "guide_amz_acos_industry_average", "disputed"),
    ("A9", "guide_amz_a9", "outdated"),
    ("Early Reviewer", "guide_amz_early_reviewer", "ended"),
    ("3.2", "guide_amz_brand_analytics_3_2x", "unverified"),
    ("$5–$30", "guide_ae_price_band", "unverified"),
    ("$25", "guide_amz_us_price_floor", "unverified"),
    ("38%", "guide_amz_category_concentration", "unverified"),
    ("1–3", "guide_ae_audit_days", "unverified"),
    ("5%–8%", "guide_ae_commission", "current"),
    ("无月租", "guide_ae_monthly_rent", "current"),
    ("$1.5", "guide_ae_wuyou_start_price", "disputed"),
    ("8%–15%", "guide_amz_referral_range", "disputed"),
    ("$3.48", "guide_amz_fba_2024_start", "outdated"),
    ("$39.99", "guide_amz_professional_plan", "current"),
    ("70%", "guide_reinstatement", "unverified"),
    ("14 天", "guide_reinstatement", "unverified"),
    ("2 亿", "guide_amz_daily_visitors", "unverified"),
    ("$20", "guide_dtc_cac", "unverified"),
    ("3%–5%", "guide_amz_organic_conversion", "disputed"),
]


@pytest.mark.parametrize(("number", "benchmark", "status"), CLAIMS)
def test_a_quantity_of_the_guide_is_told_with_its_status(number, benchmark, status):
    told = {claim.benchmark: claim for claim in guide_claims()}
    assert number in told[benchmark].claim_zh
    assert told[benchmark].status == status


def test_the_claims_stand_in_the_guide_s_order_and_none_is_left_over():
    assert [claim.benchmark for claim in guide_claims()] == list(
        dict.fromkeys(benchmark for _, benchmark, _ in CLAIMS)
    )


def test_every_claim_says_in_both_languages_what_becomes_of_it():
    for claim in guide_claims():
        for words in (
            claim.claim_en,
            claim.claim_zh,
            claim.status_en,
            claim.status_zh,
            claim.treatment_en,
            claim.treatment_zh,
        ):
            assert words.strip()


def test_the_treatment_is_what_grading_really_does():
    told = {claim.benchmark: claim.treatment_en for claim in guide_claims()}
    assert told["guide_ae_dsr_exposure"].startswith("grades, for want of a confirmed line")
    assert told["guide_amz_us_price_floor"].startswith("grades, for want of a confirmed line")
    assert told["guide_amz_sku_margin"].startswith("second opinion")
    assert told["guide_amz_acos_top20"].startswith("second opinion")
    assert told["guide_amz_early_reviewer"].startswith("warns")
    assert told["guide_amz_referral_range"] == "shown here only, never grades"
    assert told["guide_amz_fba_2024_start"].startswith("outdated")


def test_without_the_better_line_the_guide_s_own_counts_and_the_list_says_so():
    records = apply_overrides(benchmarks(), {"amz_net_margin_zonguru_2024": {"ignore": True}})
    told = {claim.benchmark: claim.treatment_en for claim in guide_claims(records)}
    assert told["guide_amz_sku_margin"].startswith("grades, for want of a confirmed line")
