"""Every sample is recognised as its own report and as no other, and gives exactly what its golden twin says."""

from __future__ import annotations

import math
import tomllib
from pathlib import Path

import pandas as pd
import pytest

from xlops.reports.files import tables
from xlops.reports.layout import layouts
from xlops.reports.products import products
from xlops.reports.read import Report, read_report
from xlops.reports.recognise import recognise

SAMPLES = Path(__file__).parent / "samples"
FILES = sorted(path for path in SAMPLES.glob("*/*") if path.suffix in {".csv", ".txt", ".tsv", ".xlsx", ".xls"})


def name(path: Path) -> str:
    return path.relative_to(SAMPLES).as_posix()


@pytest.fixture(params=FILES, ids=name)
def sample(request: pytest.FixtureRequest) -> Path:
    return request.param


def test_every_layout_has_a_sample() -> None:
    assert sorted({path.parent.name for path in FILES}) == sorted(layouts())


def test_a_sample_is_its_own_report_and_no_other(sample: Path) -> None:
    likeliest = next(found for found in tables(sample) if any(recognise(table, sample) for table in found))
    fitting = {
        layout.id
        for table in likeliest
        for layout in layouts().values()
        if recognise(table, sample, among=[layout]) is not None
    }
    twin = tomllib.loads(sample.with_name(sample.name + ".golden.toml").read_text(encoding="utf-8"))
    assert fitting == {report["layout"] for report in twin["report"]}
    assert sample.parent.name in fitting


def test_rows_read_are_rows_taken_refused_and_skipped(sample: Path) -> None:
    for report in read_report(sample):
        lines = [*report.lines["line"], *(row.line for row in (*report.refused, *report.skipped))]
        assert report.rows_read == len(lines) == len(set(lines))


def test_a_sample_gives_what_its_golden_twin_says(sample: Path) -> None:
    twin = tomllib.loads(sample.with_name(sample.name + ".golden.toml").read_text(encoding="utf-8"))
    reports = read_report(sample)
    assert [report.layout.id for report in reports] == [expected["layout"] for expected in twin["report"]]
    for report, expected in zip(reports, twin["report"], strict=True):
        check_receipt(report, expected)
        check_products(report, expected.get("product", []))


def check_receipt(report: Report, expected: dict) -> None:
    assert report.encoding == expected.get("encoding")
    assert report.rows_read == expected["rows_read"]
    refused = expected.get("refused", [])
    assert [row.line for row in report.refused] == [line for line, _ in refused]
    for row, (_, why) in zip(report.refused, refused, strict=True):
        assert row.en.startswith(why)
        assert row.zh
    assert [row.line for row in report.skipped] == expected.get("skipped", [])
    assert [[cell.header, cell.found] for cell in report.unread] == expected.get("unread", [])
    assert list(report.unknown_columns) == expected.get("unknown_columns", [])
    assert report.sign == expected.get("sign")
    assert report.first_day == expected.get("first_day")
    assert report.last_day == expected.get("last_day")
    assert sorted(report.documents) == expected.get("documents", [])
    ties = expected.get("ties", [])
    assert [tie.measure for tie in report.ties] == [measure for measure, *_ in ties]
    for tie, (_, stated, *summed) in zip(report.ties, ties, strict=True):
        assert tie.stated == pytest.approx(stated)
        assert tie.summed == pytest.approx(summed[0] if summed else stated)
        assert tie.holds() is not bool(summed)
    notes = expected.get("notes", [])
    assert len(report.notes) == len(notes), report.notes
    for (en, _), begin in zip(report.notes, notes, strict=True):
        assert en.startswith(begin)


def check_products(report: Report, expected: list[dict]) -> None:
    found = [known(row) for row in products(report).to_dict("records")]
    assert len(found) == len(expected), found
    for product, wanted in zip(found, expected, strict=True):
        assert product == {key: pytest.approx(v) if isinstance(v, float) else v for key, v in wanted.items()}


def known(row: dict) -> dict:
    out = {}
    for key, value in row.items():
        if value is None or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
            continue
        out[key] = value.date() if isinstance(value, pd.Timestamp) else value
    return out


def test_a_golden_twin_stands_beside_every_sample() -> None:
    twins = {path.name.removesuffix(".golden.toml") for path in SAMPLES.glob("*/*.golden.toml")}
    assert twins == {path.name for path in FILES}
