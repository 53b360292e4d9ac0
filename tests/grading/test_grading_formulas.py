"""OPS_GRADE and OPS_BENCHMARK."""

from __future__ import annotations

import numpy as np
import pytest

from xlops.errors import InvalidInput, Reason
from xlops.grading.formulas import ops_benchmark, ops_grade


@pytest.mark.parametrize("formula", [ops_grade, ops_benchmark], ids=lambda f: f.name)
def test_the_examples_of_the_reference(formula):
    assert formula.examples
    for example in formula.examples:
        assert formula(**example.arguments) == example.result


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("tacos", 0.1), "ok"),
        (("TACoS", 0.0999999), "good"),
        (("利润率", -0.1), "bad"),
        (("margin", 0.16), "ok"),
        (("margin_rate", 0.16, "速卖通"), "good"),
        (("ipi", 399), "bad"),
        (("dsr", 4.8), "good"),  # only AliExpress has a line
        (("price", 26, "Amazon"), "good"),
        (("return_rate", 0.03, "amazon", "Grocery & Gourmet"), "bad"),
        (("return_rate", 0.03, "amazon", "Furniture"), "ok"),
        (("return_rate", 0.03), "ok"),
    ],
)
def test_a_value_is_graded_by_the_line_that_counts(arguments, word):
    assert ops_grade(*arguments) == word


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ({"metric": "tacos", "value": None}, Reason.MISSING_INPUT),
        ({"metric": None, "value": 0.1}, Reason.MISSING_INPUT),
        ({"metric": "tacos", "value": -0.1}, Reason.NEGATIVE),
        (
            {"metric": "acos", "value": 0.3},
            Reason.NO_BENCHMARK,
        ),  # needs a stage: the one line for all is disputed
        ({"metric": "acos", "value": 0.3, "stage": "清仓"}, Reason.NO_BENCHMARK),
        ({"metric": "ad_spend", "value": 0.3}, Reason.NO_BENCHMARK),
        ({"metric": "return_rate", "value": 0.3, "category": "Footwear"}, Reason.NO_BENCHMARK),
        ({"metric": "price", "value": 30, "market": "DE"}, Reason.NO_BENCHMARK),
        ({"metric": "takos", "value": 0.3}, Reason.UNKNOWN_METRIC),
        ({"metric": "tacos", "value": 0.3, "platform": "ebay"}, Reason.UNKNOWN_PLATFORM),
        ({"metric": "tacos", "value": 0.3, "category": "Spaceships"}, Reason.UNKNOWN_CATEGORY),
        ({"metric": "tacos", "value": 0.3, "market": "Atlantis"}, Reason.UNKNOWN_MARKET),
    ],
)
def test_no_word_without_a_line_that_counts(arguments, reason):
    outcome = ops_grade.outcome(**arguments)
    assert outcome.value.tolist() == [None]
    assert Reason(int(outcome.reason[0])) == reason


def test_rows_stand_alone_and_arrays_equal_scalars():
    metrics = np.array(["tacos", "nonsense", "margin_rate", "tacos", "dsr"], dtype=object)
    values = np.array([0.25, 0.1, 0.3, np.nan, 4.7])
    outcome = ops_grade.outcome(metrics, values)
    assert outcome.value.tolist() == ["watch", None, "good", None, "watch"]
    for metric, value, word, reason in zip(metrics, values, *outcome, strict=True):
        alone = ops_grade.outcome(metric, value)
        assert (alone.value[0], alone.reason[0]) == (word, reason)


def test_one_metric_over_a_column_of_values_and_categories():
    words = ops_grade(
        "return_rate", np.array([0.06, 0.06, 0.06]), category=["Toys & Games", "Computers", None]
    )
    assert words.tolist() == ["bad", "good", "ok"]


def test_a_misspelt_metric_is_suggested():
    with pytest.raises(InvalidInput) as caught:
        ops_grade("tacoss", 0.2)
    assert caught.value.suggestions[0] == "tacos"


def test_the_lines_are_told_with_source_year_and_status():
    told = ops_benchmark("acos").splitlines()
    assert told[0].startswith("growth: good below 20 %; ok 20–30 %; bad from 30 % (Mirox 2026; current)")
    assert any(line.endswith("(the guide 2024; disputed by other dated sources)") for line in told)
    assert any("outdated" in line for line in told)
    assert "disputed" not in told[0]


def test_the_lines_in_chinese():
    assert (
        ops_benchmark("dsr", lang="zh")
        == "注意 低于 4.8 星；好 4.8 星起（指南 2023；仅为指南引用，未经证实）"
    )


def test_lines_of_one_category():
    told = ops_benchmark("return_rate", "Amazon", "Toys & Games").splitlines()
    assert any(line.startswith("Toys and Games: good below 4.7 %") for line in told)
    assert not any("Computers" in line for line in told)


def test_a_record_without_a_number_says_so():
    assert ops_benchmark("review_count").startswith("no number published")
    assert ops_benchmark.outcome("ad_spend").reason.tolist() == [Reason.NO_BENCHMARK]
