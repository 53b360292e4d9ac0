"""No letter is better than the row's own margin allows."""

from __future__ import annotations

import numpy as np
import pytest

from xlops.grading.findings import find
from xlops.grading.letters import letter


def graded(margin: float) -> str | None:
    facts = {"margin_rate": margin, "acos_to_break_even": 0.2, "tacos": 0.01, "roi": 2.0, "price_to_cost": 5.0}
    texts = {"platform": "amazon", "market": "us", "currency": "USD"}
    rows = find(
        {name: np.array([value]) for name, value in facts.items()},
        {name: np.array([value], dtype=object) for name, value in texts.items()},
        1,
    )
    return letter(rows[0]).letter


@pytest.mark.parametrize(
    ("margin", "expected"),
    [(0.30, "A"), (0.25, "A"), (0.2499, "B"), (0.15, "B"), (0.1499, "C"), (0.006, "C"), (0.0, "C"), (-0.001, "D")],
)
def test_everything_else_being_excellent_the_margin_caps_the_letter(margin: float, expected: str) -> None:
    assert graded(margin) == expected


def test_a_row_that_loses_before_ads_is_an_f_also_without_any_ad_figure() -> None:
    good = {"tacos": 0.01, "roi": 2.0, "price_to_cost": 5.0, "return_rate": 0.01, "rating": 4.8}
    facts = {name: np.array([value]) for name, value in {**good, "margin_rate": -0.1}.items()}
    texts = {"platform": np.array(["amazon"], dtype=object), "market": np.array(["us"], dtype=object)}
    findings = find(facts, texts, 1)[0]
    assert letter(findings).letter == "D"
    assert letter(findings, loses_before_ads=True).letter == "F"
