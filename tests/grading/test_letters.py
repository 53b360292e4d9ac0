"""The policy: what letter findings make, and what can never change it."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from xlops.errors import Reason
from xlops.grading.findings import Finding, find
from xlops.grading.letters import letter


def check(metric, band, role="grade", value=0.1, reason=Reason.OK):
    outcome = "unknown" if band is None else "yes" if band in ("good", "ok") else "no"
    return Finding(
        metric, outcome, band, None if band is None else value, reason, metric, metric, metric, role
    )


@pytest.mark.parametrize(
    ("bands", "expected"),
    [
        (["good"], "A"),
        (["ok"], "B"),
        (["watch"], "C"),
        (["bad"], "F"),
        (["good", "ok"], "A"),  # (100 + 80) / 2 = 90, exactly on the line
        (["good", "watch"], "B"),  # 75, exactly on the line
        (["good", "bad"], "C"),  # 50, exactly on the line
        (["ok", "bad"], "D"),
        (["watch", "bad"], "F"),
    ],
)
def test_the_mean_of_two_equal_checks_makes_the_letter(bands, expected):
    metrics = ["margin_rate", "acos_to_break_even"]
    assert letter([check(m, b) for m, b in zip(metrics, bands, strict=False)]).letter == expected


def test_money_weighs_three_times_a_side_check():
    # (3 x 100 + 1 x 0) / 4 = 75
    assert letter([check("margin_rate", "good"), check("ctr", "bad")]).letter == "B"
    # (3 x 0 + 1 x 100) / 4 = 25
    assert letter([check("margin_rate", "bad"), check("ctr", "good")]).letter == "F"


def test_no_letter_without_margin_or_break_even():
    grade = letter([check("rating", "good"), check("tacos", "good"), check("margin_rate", None)])
    assert grade.letter is None
    assert grade.reason == Reason.NOT_ENOUGH_DATA
    assert grade.coverage("en") == "2 of 3 checks"
    assert "margin" in grade.why_none("en") and "利润率" in grade.why_none("zh")
    assert letter([]).letter is None


def test_a_negative_margin_is_at_best_a_d():
    best = [check(m, "good") for m in ("acos_to_break_even", "tacos", "dsr", "rating", "return_rate")]
    assert letter([*best, check("margin_rate", "good", value=-0.001)]).letter == "D"
    # It does not lift a row that is worse anyway.
    assert letter([check("margin_rate", "bad", value=-0.3)]).letter == "F"


def test_a_loss_shown_only_by_a_second_opinion_still_caps():
    found = [check("acos_to_break_even", "good"), check("margin_rate", "bad", role="second", value=-0.1)]
    assert letter(found).letter == "D"


def test_losing_before_ads_is_an_f():
    loses = check("acos_to_break_even", "bad", value=None, reason=Reason.LOSES_BEFORE_ADS)
    grade = letter(
        [loses, *(check(m, "good") for m in ("tacos", "dsr", "rating", "return_rate", "ctr", "cvr"))]
    )
    assert grade.letter == "F"
    assert grade.checks_done == grade.checks_applicable == 7


def test_unknown_lowers_the_coverage_and_never_the_letter():
    metrics = ["margin_rate", "acos_to_break_even", "tacos", "return_rate"]
    for bands in product(["good", "ok", "watch", "bad", None], repeat=4):
        found = [check(m, b) for m, b in zip(metrics, bands, strict=True)]
        known = [f for f in found if f.band is not None]
        assert letter(found).letter == letter(known).letter
        assert letter(found).checks_done == len(known)
        assert letter(found).checks_applicable == 4


def test_second_opinions_and_warnings_never_change_letter_or_coverage():
    base = [check("margin_rate", "ok"), check("tacos", "watch")]
    beside = [
        check("margin_rate", "bad", role="second"),
        check("rating", "bad", role="flag"),
        check("acos", "good", "second"),
    ]
    alone, together = letter(base), letter([*beside, *base])
    assert (alone.letter, alone.checks_done, alone.checks_applicable) == (
        together.letter,
        together.checks_done,
        together.checks_applicable,
    )
    assert [f.role for f in together.findings] == ["grade", "grade", "second", "second", "flag"]


def test_a_better_band_never_makes_a_worse_letter():
    order = "ABCDF"
    bands = ["bad", "watch", "ok", "good"]
    for margin, side in product(range(4), repeat=2):
        here = letter([check("margin_rate", bands[margin]), check("ctr", bands[side])]).letter
        if margin < 3:
            better = letter([check("margin_rate", bands[margin + 1]), check("ctr", bands[side])]).letter
            assert order.index(better) <= order.index(here)


def test_from_facts_to_letter():
    facts = {
        "margin_rate": np.array([0.30, 0.12, -0.05, np.nan]),
        "acos": np.array([0.10, 0.35, 0.20, 0.20]),
        "break_even_acos": np.array([0.40, 0.284, np.nan, np.nan]),
        "acos_to_break_even": np.array([0.25, 0.35 / 0.284, np.nan, np.nan]),
        "tacos": np.array([0.05, 0.35, np.nan, 0.05]),
    }
    texts = {"platform": np.array(["amazon"] * 4, dtype=object), "market": np.array(["us"] * 4, dtype=object)}
    reasons = {
        "acos_to_break_even": np.array([0, 0, Reason.LOSES_BEFORE_ADS, Reason.MISSING_COST], dtype=np.uint8)
    }
    grades = [letter(findings) for findings in find(facts, texts, 4, reasons)]
    assert [g.letter for g in grades] == ["A", "F", "F", None]
    assert [(g.checks_done, g.checks_applicable) for g in grades] == [(3, 3), (3, 3), (2, 3), (1, 3)]
    assert grades[3].findings[0].reason == Reason.MISSING_INPUT
