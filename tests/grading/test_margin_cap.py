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
