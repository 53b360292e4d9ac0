"""Days, numbers and units as exports write them."""

from __future__ import annotations

import math

import numpy as np
import pytest

from xlops.reports.files import Cells
from xlops.reports.layout import LayoutColumn
from xlops.reports.values import days, decimals_of, numbers, piece, sides, texts


def cells(*values: object) -> Cells:
    return Cells(np.arange(len(values)), list(values))


def column(**keys: object) -> LayoutColumn:
    return LayoutColumn("x", ("x",), frozenset({"x"}), **keys)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-06-16 00:00:00 UTC", "2026-06-16", "2026-06-16"),
        ("2026-07-03T10:00:00+00:00", "2026-07-03", "2026-07-03"),
        ("Jul 1, 2026 12:06:05 AM PDT", "2026-07-01", "2026-07-01"),
        ("1 Jul 2026 00:06:05 UTC", "2026-07-01", "2026-07-01"),
        ("Jul 3, 2026 1:10:00 p.m. PDT", "2026-07-03", "2026-07-03"),
        ("2026年7月1日 下午3:06:05 PDT", "2026-07-01", "2026-07-01"),
        ("2026/07/01 0:06:05JST", "2026-07-01", "2026-07-01"),
        ("01.07.2026 09:10:11 UTC", "2026-07-01", "2026-07-01"),
        ("1. Juli 2026", "2026-07-01", "2026-07-01"),
        ("1 août 2026 08:00:00 UTC", "2026-08-01", "2026-08-01"),
        ("31 déc. 2026", "2026-12-31", "2026-12-31"),
        ("5 gen 2026 00:00:00 UTC", "2026-01-05", "2026-01-05"),
        ("5 ene 2026 00:00:00 UTC", "2026-01-05", "2026-01-05"),
        ("20260701", "2026-07-01", "2026-07-01"),
        ("Jul 06, 2026 - Jul 29, 2026", "2026-07-06", "2026-07-29"),
        ("2026-07-06 ~ 2026-07-29", "2026-07-06", "2026-07-29"),
        ("2026-07-06至2026-07-29", "2026-07-06", "2026-07-29"),
        ("2026-02", "2026-02-01", "2026-02-28"),
        ("2026年7月", "2026-07-01", "2026-07-31"),
        (np.datetime64("2026-07-01").astype(object), "2026-07-01", "2026-07-01"),
    ],
)
def test_days(text: object, first: str, last: str) -> None:
    start, end, told = days(cells(text), "date", None)
    assert (str(start[0]), str(end[0])) == (first, last)
    assert told == []


def test_what_03_04_means_is_proved_or_told() -> None:
    assert str(days(cells("03/04/2026"), "date", "month first")[0][0]) == "2026-03-04"
    assert str(days(cells("03/04/2026"), "date", "day first")[0][0]) == "2026-04-03"
    assert str(days(cells("03/04/2026", "25/04/2026"), "date", None)[0][0]) == "2026-04-03"
    start, _, told = days(cells("03/04/2026", "soon", "--", ""), "date", None)
    assert np.isnat(start).all()
    assert [(cell.found, cell.why) for cell in told] == [("03/04/2026", "ambiguous_date"), ("soon", "date")]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (["$1,234.50", "12", "(2.00)"], [1234.5, 12.0, -2.0]),
        (["1.234,50 €", "0,54"], [1234.5, 0.54]),
        (["1.234", "0,5"], [1234.0, 0.5]),
        (["1,13,529.99"], [113529.99]),
        (['="123"', "'7"], [123.0, 7.0]),
        (["--", "N/A", "N/R", "", None], [math.nan] * 5),
        (["<5", ">1000", "12/15", "many"], [math.nan] * 4),
        ([3, 2.5, "4"], [3.0, 2.5, 4.0]),
        (["nan", "inf", "1e400"], [math.nan] * 3),
    ],
)
def test_numbers(written: list[object], read: list[float]) -> None:
    given = cells(*written)
    found = numbers(given, column(), "Amount", "money", decimals_of([given])).values
    assert found.tolist() == pytest.approx(read, nan_ok=True)


def test_the_file_proves_the_decimal_mark_for_a_column_that_does_not() -> None:
    prices, counts = cells("9,50", "1.234,00"), cells("1.500", "700")
    assert numbers(counts, column(), "Units", "count", decimals_of([prices, counts])).values.tolist() == [1500.0, 700.0]
    assert numbers(counts, column(), "Units", "count", decimals_of([counts])).values.tolist() == [1.5, 700.0]


def test_rates() -> None:
    shares = numbers(cells("12.02%", "0.3"), column(), "Rate", "rate", ".").values
    assert shares.tolist() == pytest.approx([0.1202, 0.3])
    percents = numbers(cells("12.02%", "30", 12.5), column(percent=True), "Rate", "rate", ".").values
    assert percents.tolist() == pytest.approx([0.1202, 0.30, 0.125])


def test_units_stand_in_the_cell_the_header_the_layout_or_a_column_of_their_own() -> None:
    def weight(*values: object, header: str = "Weight", units: Cells | None = None, **keys: object) -> list[float]:
        return numbers(cells(*values), column(**keys), header, "weight", ".", units).values.tolist()

    assert weight("1 lb", "0.05 kg", unit="g") == pytest.approx([453.59237, 50.0])
    assert weight("200", header="商品重量(g)") == [200.0]
    assert weight("2", "2", units=cells("pounds", "grams")) == pytest.approx([907.18474, 2.0])
    assert np.isnan(weight("2")).all()
    volume = numbers(cells("2"), column(), "Volume", "volume", ".", cells("cubic feet")).values
    assert volume.tolist() == pytest.approx([56633.693184])


def test_one_piece_of_a_cell() -> None:
    three = cells("7/28/42", "5", "--")
    assert [piece(three, part).values for part in (1, 3)] == [["7", "5", "--"], ["42", None, None]]


def test_three_sides_in_one_cell() -> None:
    (length, width, height), told = sides(cells("4 x 2 x 1 in", "10x20x30cm", "big"), column(), "Dimensions")
    assert length.tolist() == pytest.approx([10.16, 10.0, math.nan], nan_ok=True)
    assert (width[1], height[1]) == (20.0, 30.0)
    assert [cell.found for cell in told] == ["big"]


def test_texts_stay_as_they_are() -> None:
    assert texts(cells("=C135+A135", '="254000000000001"', "@home", "-x", 12.0, "--", "")).tolist() == [
        "=C135+A135",
        "254000000000001",
        "@home",
        "-x",
        "12",
        None,
        None,
    ]
