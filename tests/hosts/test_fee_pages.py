"""The generated pages about fee tables, on the fictional market and in a few well-known places of the real ones."""

from __future__ import annotations

from pathlib import Path

from xlops.fees.library import Library, packaged_library
from xlops.hosts.fee_pages import coverage_page, year_page

FICTIONAL = Library(Path(__file__).parents[1] / "fees" / "fictional")


def test_coverage_names_days_confidence_and_gaps() -> None:
    lines = list(coverage_page(packaged_library()))
    us = lines[lines.index("## amazon us (Amazon.com 美国)") :]
    fuel = next(line for line in us if line.startswith("| fuel_surcharge "))
    assert fuel.startswith("| fuel_surcharge | 2024-01-01 | no end | 2024-01-01 (not charged), 2026-04-17 | two_")
    fba = next(line for line in us if line.startswith("| fba |") and "2026-10-15 (peak)" in line)
    assert "| 2027-01-14 |" in fba and "2026-01-15, 2026-10-15 (peak)" in fba
    assert any(line.startswith("- fba") and line.endswith(": fees from 2027-01-15 on") for line in us)


def test_every_edition_and_every_gap_is_on_the_page() -> None:
    text = "\n".join(coverage_page(packaged_library()))
    for edition in packaged_library().editions():
        assert f"| {edition.programme} | " in text and str(edition.effective) in text
        for gap in edition.unknown:
            assert f": {gap}" in text, edition.name


def test_a_gap_and_another_day_of_checking_start_a_new_row() -> None:
    rows = [line for line in coverage_page(FICTIONAL) if line.startswith("| commission |")]
    assert [row.split(" | ")[1:4] for row in rows] == [
        ["2030-01-01", "2030-12-31", "2030-01-01"],
        ["2031-03-01", "2031-05-31", "2031-03-01"],
        ["2031-06-01", "2031-06-30", "2031-06-01 (not charged)"],
        ["2031-07-01", "no end", "2031-07-01"],
    ]


def test_year_on_year_shows_what_rose_and_what_ended() -> None:
    lines = list(year_page(packaged_library()))
    year = lines[lines.index("## 2025 to 2026") :]
    us = year[year.index("### amazon us (Amazon.com 美国)") :]
    fba = next(n for n, line in enumerate(us) if line.startswith("- **fba**, 2025-01-15 -> 2026-01-15: "))
    assert " up (" in us[fba] and us[fba + 1].startswith("  - ") and us[fba + 3].startswith("  - ")
    assert any(line.startswith("- **fba** (peak), 2025-10-15 -> 2026-10-15: ") for line in us)
    after = lines[lines.index("## 2026 to 2027") :]
    assert any(line.startswith("- Ended, and no later table is known: ") and "fba (2026-" in line for line in after)


def test_pages_stay_readable_in_review() -> None:
    for page in (coverage_page, year_page):
        text = "\n".join(page(packaged_library()))
        assert len(text.encode("utf-8")) < 250_000
        assert "None" not in text
