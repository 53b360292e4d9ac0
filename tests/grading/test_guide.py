"""Every claim of the guide that has a number is a record, and is told with its status."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from xlops.catalog import catalogue
from xlops.errors import EditionError
from xlops.grading import guide
from xlops.grading.benchmarks import apply_overrides, benchmarks
from xlops.grading.guide import NOTES, guide_claims, guide_rows
from xlops.grading.results import Settings, grade
from xlops.hosts.checklists import checklist_names
from xlops.hosts.cli import main
from xlops.sheets import Grid, read_sheet
from xlops.terms import terms

REPORTS = Path(guide.__file__).parent.parent / "data" / "reports"

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


# ---- everything that the guide names ---------------------------------------------------------------------

# The numbers of the rows of each kind, as the field's own table of the guide lists them.
KINDS = {
    "C": [1, 2, 11, 22, 31, 38, 41, 45, 46, 50],
    "F": [2, 3, 4, 5, 6, 7, 9, 11, 13, 14, 22, 23, 24, 25, 26, 27, 43],
    "G": [4, 9, 10, 19, 26, 28, 29, 30, 32, 37, 48, 53, 56, 57],
    "W": [6, 7, 8, 13, 14, 15, 19, 20, 21, 25, 30, 31, 33, 35, 38, 45, 47],
    "I": [12, 25, 27, 36, 47, 60, 61, 62, 63],
    "N": [2, 16, 17, 18, 34, 36, 39, 40, 42, 44, 49, 51, 52, 54, 55, 58, 59, 64],
}
rows = pytest.mark.parametrize("row", guide_rows(), ids=lambda row: str(row.number))


def test_64_rows_stand_each_with_the_kinds_of_the_table():
    assert [row.number for row in guide_rows()] == list(range(1, 65))
    for kind, numbers in KINDS.items():
        assert [row.number for row in guide_rows() if kind in row.kinds] == numbers, kind


@rows
def test_everything_that_a_row_names_exists(row):
    assert set(row.formulas) <= set(catalogue())
    assert set(row.benchmarks) <= set(benchmarks())
    assert set(row.terms) <= set(terms())
    assert set(row.commands) <= set(main.commands)
    assert set(row.checklists) <= set(checklist_names())
    assert set(row.notes) <= set(NOTES)
    assert all((REPORTS / f"{name}.toml").exists() for name in row.reports)
    assert all(text.strip() for text in (row.name_en, row.name_zh, row.note_en, row.note_zh))


@rows
def test_every_kind_of_a_row_is_served(row):
    named = [benchmarks()[name] for name in row.benchmarks]
    served = {
        # A column is read where the vocabulary has header words for it, or stands on a checklist sheet.
        "C": any(terms()[name].headers for name in row.terms) or bool(row.checklists),
        "F": bool(row.formulas or row.results),
        "G": any(record.role == "grade" for record in named),
        "W": bool(row.notes) or any(record.role == "flag" for record in named),
        "I": bool(row.reports or row.commands) or not REPORTS.exists(),
        "N": bool(row.note_en and row.note_zh),
    }
    assert [kind for kind in row.kinds if not served[kind]] == []


@rows
def test_what_ended_or_only_the_guide_says_is_never_a_plain_grade(row):
    named = [benchmarks()[name] for name in row.benchmarks if benchmarks()[name].from_guide]
    if row.state == "ended":
        assert not any(record.counts for record in named)
    if row.state == "unverifiable":
        assert all(record.status in ("unverified", "disputed") for record in named)


def test_the_result_columns_that_rows_name_are_made():
    header = ["SKU", "平台", "站点", "售价(USD)", "采购成本(USD)", "类目", "长(cm)", "宽(cm)", "高(cm)", "重量(g)"]
    header += ["FBA费(USD)", "活动价(USD)"]
    line = ["A", "亚马逊", "美国", 25.0, 5.0, "家居厨房", 20, 15, 5, 300, 6.0, 20.0]
    sheet = read_sheet(Grid("Sheet", [header, line], []))
    made = {column.key for column in grade(sheet, Settings(as_of=date(2026, 11, 22))).columns}
    assert {name for row in guide_rows() for name in row.results} <= made


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ('number = 2\nstate = "valid"\nkinds = ["C"]', "number"),
        ('number = 1\nstate = "fresh"\nkinds = ["C"]', "state"),
        ('number = 1\nstate = "valid"\nkinds = ["X"]', "kinds"),
        ('number = 1\nstate = "valid"\nkinds = ["C"]\nfunctions = []', "functions"),
    ],
)
def test_a_wrong_row_is_refused_by_name(wrong, named, tmp_path, monkeypatch):
    file = tmp_path / "guide.toml"
    both = '{ en = "a", zh = "b" }'
    file.write_text(f"[[row]]\n{wrong}\nname = {both}\nnote = {both}\n", encoding="utf-8")
    monkeypatch.setattr(guide, "_ROWS", file)
    with pytest.raises(EditionError, match=named):
        guide_rows.__wrapped__()
