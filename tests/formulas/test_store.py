"""Campaign, rating, delivery and listing helpers, with numbers worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

import xlops
from xlops.errors import Reason
from xlops.formulas import store


@pytest.mark.parametrize(
    ("rating", "count", "target", "needed"),
    [
        (4.0, 10, 4.5, 10),  # 40 + 50 = 90 over 20
        (4.79, 100, 4.8, 5),  # 1 / 0.2 = 5
        (4.8, 1000, 4.8, 0),
        (4.9, 5, 4.8, 0),
        (5.0, 7, 5.0, 0),
    ],
)
def test_five_star_ratings_reach_the_target_and_one_fewer_does_not(
    rating: float, count: float, target: float, needed: int
) -> None:
    found = xlops.ops_five_stars_needed(rating, count, target)
    assert found == needed
    assert (rating * count + 5 * found) / (count + found) >= target - 1e-9
    if found:
        assert (rating * count + 5 * (found - 1)) / (count + found - 1) < target


def test_a_campaign_needs_whole_units() -> None:
    # 3.3 x 2.5 x 3 = 24.75
    assert xlops.ops_campaign_units(3.3, 2.5, 3) == 25
    assert xlops.ops_campaign_units(3.3, 2.5, 3, 10.5) == 14.5
    assert np.isnan(xlops.ops_campaign_units(3.3, np.nan, 3))


def test_the_share_within_a_limit_is_an_average() -> None:
    paid = ["2026-11-01", "2026-11-01", "2026-11-01", "2026-11-20", None]
    done = ["2026-11-03", "2026-11-04", None, None, "2026-11-05"]
    found = store.ops_within_days.outcome(paid, done, 2, "2026-11-22")
    # In time; a day late; never, and the limit is over; still open; no first day.
    assert found.value[:3].tolist() == [1.0, 0.0, 0.0]
    assert np.isnan(found.value[3:]).all()
    assert np.nanmean(found.value) == pytest.approx(1 / 3)


def test_a_day_before_the_first_is_refused() -> None:
    found = store.ops_within_days.outcome("2026-11-05", "2026-11-01", 7, "2026-11-22")
    assert found.reason.tolist() == [Reason.DAYS_REVERSED]


def test_days_across_a_leap_day() -> None:
    assert xlops.ops_days_between("2028-02-28", "2028-03-01") == 2


def test_turnover_and_gmroi_of_a_quarter_are_annualised() -> None:
    # GMROI = GM% x turnover / (1 - GM%): sales 100, cost 60, stock 20, over 73 days.
    turns = xlops.ops_turnover(60, 20, 73)
    assert turns == pytest.approx(15)
    assert xlops.ops_gmroi(40, 20, 73) == pytest.approx(0.4 * turns / 0.6)
    assert np.isnan(xlops.ops_turnover(60, 0))


@pytest.mark.parametrize(
    ("title", "keywords", "most", "said"),
    [
        ("Acme Dog Leash", "dog leash", None, "ok"),
        ("Acme Dog Leash", "leas", None, "missing: leas"),  # a part of a word is no keyword
        ("ＡＣＭＥ　Dog—Leash", "acme; DOG LEASH", None, "ok"),
        ("防水蓝牙音箱", "蓝牙，音箱，户外", None, "missing: 户外"),
        ("Acme", None, None, "ok"),
        ("Acme", "dog, dog", 3, "missing: dog; 4 characters, at most 3"),
    ],
)
def test_titles(title: str, keywords: str | None, most: float | None, said: str) -> None:
    assert xlops.ops_title_check(title, keywords, most) == said


def test_titles_as_a_column_keep_their_own_keywords() -> None:
    found = store.ops_title_check.outcome(["a b", None, "c"], ["a", "a", "d"], 5, "zh")
    assert found.value.tolist() == ["ok", None, "缺少：d"]
    assert found.reason.tolist() == [Reason.OK, Reason.MISSING_INPUT, Reason.OK]


def test_the_words_of_a_trademark_search() -> None:
    found = store.ops_trademark_search.outcome(["O'Neill Pets!", "安克", None])
    assert found.value.tolist() == ['"O NEILL PETS" OR "ONEILLPETS"', '"安克"', None]
