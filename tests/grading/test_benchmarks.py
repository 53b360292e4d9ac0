"""The benchmark records: what the loader refuses, where a value on a line belongs, and overrides."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from xlops.errors import EditionError
from xlops.fees.names import name_list
from xlops.grading.benchmarks import apply_overrides, benchmarks, load_benchmark, select, stage_code

GOOD = """\
schema = 1

[benchmark]
id = "sample"
platform = "amazon"
metric = "tacos"
title = { en = "TACoS is below 20 %", zh = "TACoS 低于 20%" }
level = "row"
role = "grade"
direction = "lower_better"
unit = "fraction"
evidence = "practitioner"
status = "current"

[[source]]
title = "A page"
url = "https://example.com/"
retrieved = 2026-11-22
says = "Below 20 % is fine."

[[threshold]]
grade = "good"
min = 0.0
max = 0.2

[[threshold]]
grade = "bad"
min = 0.2
"""

# What is wrong, how the file gets it, and what the message has to name.
BAD_FILES = {
    "broken toml": ("schema = 1", "schema = ", ["sample.toml", "TOML in UTF-8"]),
    "no schema": ("schema = 1\n", "", ["schema", "found None", "expected 1"]),
    "other schema": ("schema = 1", "schema = 2", ["schema", "found 2"]),
    "unknown section": ("[[source]]", "[extra]\n[[source]]", ["top level", "'extra'"]),
    "unknown key": ('unit = "fraction"', 'unit = "fraction"\ncolour = "red"', ["benchmark", "'colour'"]),
    "missing key": ('unit = "fraction"\n', "", ["benchmark", "the key 'unit'"]),
    "wrong kind": ('id = "sample"', "id = 5", ["benchmark, id", "found 5", "a str"]),
    "blank text": ('says = "Below 20 % is fine."', 'says = " "', ["source 1, says", "a blank helps nobody"]),
    "another id": ('id = "sample"', 'id = "other"', ["benchmark, id", "'other'", "'sample'"]),
    "unknown metric": (
        'metric = "tacos"',
        'metric = "takos"',
        ["benchmark, metric", "'takos'", "terms.toml"],
    ),
    "unknown platform": ('"amazon"', '"amazone"', ["benchmark, platform", "'amazone'", "aliexpress"]),
    "unknown status": ('"current"', '"fresh"', ["benchmark, status", "'fresh'", "disputed"]),
    "unknown unit": ('"fraction"', '"percent"', ["benchmark, unit", "'percent'", "fraction"]),
    "one language": (', zh = "TACoS 低于 20%"', "", ["benchmark, title", "the key 'zh'"]),
    "category not a list of codes": (
        'metric = "tacos"',
        'metric = "tacos"\ncategory = []',
        ["category", "a list of codes"],
    ),
    "dates reversed": (
        'metric = "tacos"',
        'metric = "tacos"\neffective = 2026-07-01\nuntil = 2026-06-30',
        ["benchmark, until", "2026-07-01"],
    ),
    "year as text": (
        'status = "current"',
        'status = "current"\nyear = "2024"',
        ["benchmark, year", "'2024'", "a int"],
    ),
    "no source": (
        GOOD[GOOD.index("[[source]]") : GOOD.index("[[threshold]]")],
        "",
        ["source", "at least one"],
    ),
    "no address and no reason": ('"https://example.com/"', '""', ["source 1, url", "url_note"]),
    "no retrieval date": ("retrieved = 2026-11-22\n", "", ["source 1", "the key 'retrieved'"]),
    "grade without bands": (
        GOOD[GOOD.index("[[threshold]]") :],
        "",
        ["threshold", "at least one band that grades"],
    ),
    "unknown band": ('grade = "good"', 'grade = "great"', ["threshold 1, grade", "'great'"]),
    "unknown bound": ("max = 0.2", "below = 0.2", ["threshold 1", "'below'"]),
    "two lower bounds": ("max = 0.2", "max = 0.2\nover = 0.1", ["threshold 1", "min and over"]),
    "no bound": ('grade = "bad"\nmin = 0.2\n', 'grade = "bad"\n', ["threshold 2", "no bound"]),
    "number as text": ("max = 0.2", 'max = "0.2"', ["threshold 1, max", "'0.2'", "a number"]),
    "empty band": ("max = 0.2", "max = 0.0", ["threshold 1", "a lower bound below the upper one"]),
    "bands overlap": (
        'grade = "bad"\nmin = 0.2',
        'grade = "bad"\nmin = 0.1',
        ["threshold 2", "min 0.1", "max 0.2"],
    ),
    "both hold the line": ("max = 0.2", "upto = 0.2", ["threshold 2", "upto 0.2"]),
    "bands fall": ("min = 0.0\nmax = 0.2", "min = 0.5\nmax = 0.9", ["threshold 2", "rising order"]),
    "claim without order": (
        "[[source]]",
        '[guide]\nclaim = { en = "a", zh = "b" }\n[[source]]',
        ["guide", "'order'"],
    ),
    "claim number 0": (
        "[[source]]",
        '[guide]\norder = 0\nclaim = { en = "a", zh = "b" }\n[[source]]',
        ["guide, order"],
    ),
}


@pytest.fixture
def load(tmp_path):
    def read(text):
        path = tmp_path / "sample.toml"
        path.write_text(text, encoding="utf-8")
        return load_benchmark(path)

    return read


def test_a_good_file_is_read_exactly(load):
    record = load(GOOD)
    assert [t.high for t in record.thresholds] == [Decimal("0.2"), None]
    assert record.sources[0].url == "https://example.com/"
    assert record.year is None and record.market is None and not record.from_guide


@pytest.mark.parametrize("what", BAD_FILES)
def test_a_bad_file_is_refused_and_the_message_says_where(load, what):
    old, new, named = BAD_FILES[what]
    assert GOOD.count(old) >= 1
    with pytest.raises(EditionError) as caught:
        load(GOOD.replace(old, new, 1))
    for words in ["sample.toml", *named]:
        assert words in str(caught.value)


def test_every_shipped_record_loads_and_uses_known_codes():
    shipped = benchmarks()
    assert len(shipped) == 108
    for record in shipped.values():
        for code in record.category:
            assert code in name_list("categories").names, record.id
        for code in record.country:
            assert code in name_list("countries").names, record.id
        assert record.market is None or record.market in name_list("markets").names


def test_every_bound_belongs_to_the_side_that_the_file_says():
    bounds = 0
    for record in benchmarks().values():
        for number, band in enumerate(record.thresholds):
            for bound, included in ((band.low, not band.low_excluded), (band.high, band.high_included)):
                if bound is None:
                    continue
                step = 1e-8 * max(1.0, float(bound))
                below, at, above = record.bands(float(bound) + np.array([-step, 0.0, step]))
                assert (at == number) == included, record.id
                if band.low != band.high:
                    assert (below == number, above == number) == (bound is band.high, bound is band.low), (
                        record.id
                    )
                bounds += 1
    assert bounds > 150


def test_floating_dust_does_not_move_a_value_over_a_line():
    tacos = benchmarks()["amz_tacos_bands"]
    dust = np.array([0.1 + 0.2, 0.3, 0.3 - 1e-11, 0.3 - 2e-9])
    assert [tacos.thresholds[n].grade for n in tacos.bands(dust)] == ["bad", "bad", "bad", "watch"]


def test_values_that_no_band_holds():
    tacos = benchmarks()["amz_tacos_bands"]
    assert tacos.bands(np.array([-0.01, np.nan, np.inf])).tolist() == [-1, -1, -1]


def test_up_to_and_including():
    band = benchmarks()["guide_ae_price_band"]
    grades = [band.thresholds[n].grade for n in band.bands(np.array([4.99, 5.0, 30.0, 30.001]))]
    assert grades == ["watch", "good", "good", "watch"]


def test_select_puts_the_line_that_counts_first():
    assert [b.id for b in select("margin_rate", "amazon")] == [
        "amz_net_margin_zonguru_2024",
        "guide_amz_sku_margin",
    ]
    assert [b.id for b in select("margin_rate", "aliexpress")] == ["ae_margin_sheet_colours"]
    assert select("buy_box")[0].id == "amz_buy_box_private_label"


def test_select_by_category_and_stage():
    thresholds = {b.id for b in select("return_rate", "amazon", "us", "toys_and_games")}
    assert "amz_return_threshold_toys" in thresholds and "amz_return_threshold_computers" not in thresholds
    assert {b.id for b in select("acos", stage="launch")} >= {"amz_acos_launch", "guide_amz_acos_top20"}
    assert "amz_acos_mature" not in {b.id for b in select("acos", stage="launch")}


@pytest.mark.parametrize(
    ("text", "code"),
    [("新品期", "launch"), ("Mature", "mature"), ("成长 阶段", "growth"), ("清仓", None), ("", None)],
)
def test_stage_words(text, code):
    assert stage_code(text) == code


def test_an_ignored_record_is_gone():
    kept = apply_overrides(benchmarks(), {"amz_tacos_bands": {"ignore": True}})
    assert "amz_tacos_bands" not in kept and len(kept) == len(benchmarks()) - 1
    assert "amz_tacos_bands" in benchmarks()
    assert "amz_tacos_bands" in apply_overrides(benchmarks(), {"amz_tacos_bands": {"ignore": False}})


def test_own_thresholds_replace_ours_and_grade():
    own = [{"grade": "good", "upto": 0.25}, {"grade": "bad", "over": Decimal("0.25")}]
    record = apply_overrides(benchmarks(), {"amz_acos_average_2026": {"thresholds": own}})[
        "amz_acos_average_2026"
    ]
    assert record.own and record.counts and record.level == "row"
    assert [record.thresholds[n].grade for n in record.bands(np.array([0.25, 0.2500001]))] == ["good", "bad"]
    assert benchmarks()["amz_acos_average_2026"].role == "context"


def test_a_warning_stays_a_warning_under_own_thresholds():
    own = [{"grade": "watch", "max": 4.3}]
    assert (
        apply_overrides(benchmarks(), {"amz_rating_promo_lines": {"thresholds": own}})[
            "amz_rating_promo_lines"
        ].role
        == "flag"
    )


BAD_OVERRIDES = {
    "unknown id": ({"amz_tacos_band": {"ignore": True}}, ["'amz_tacos_band'", "amz_tacos_bands"]),
    "nothing said": ({"amz_tacos_bands": {}}, ["ignore = true or thresholds"]),
    "not a table": ({"amz_tacos_bands": True}, ["ignore = true or thresholds"]),
    "unknown key": ({"amz_tacos_bands": {"weight": 2}}, ["weight"]),
    "both": ({"amz_tacos_bands": {"ignore": True, "thresholds": []}}, ["not both"]),
    "ignore as text": ({"amz_tacos_bands": {"ignore": "yes"}}, ["'yes'", "true or false"]),
    "no bands": ({"amz_tacos_bands": {"thresholds": []}}, ["at least one band that grades"]),
    "bands not a list": ({"amz_tacos_bands": {"thresholds": 0.2}}, ["a list of bands"]),
    "a band not a table": ({"amz_tacos_bands": {"thresholds": [0.2]}}, ["threshold 1", "a band such as"]),
    "not a number": (
        {"amz_tacos_bands": {"thresholds": [{"grade": "bad", "min": float("nan")}]}},
        ["a number"],
    ),
}


@pytest.mark.parametrize("what", BAD_OVERRIDES)
def test_a_bad_override_is_refused_with_file_and_place(what):
    overrides, named = BAD_OVERRIDES[what]
    with pytest.raises(EditionError) as caught:
        apply_overrides(benchmarks(), overrides, "prices.xlsx.xlops.toml")
    for words in ["prices.xlsx.xlops.toml", '[benchmark."amz_tacos_band', *named]:
        assert words in str(caught.value)
