"""The generated pages about fee tables: what they cover, and what changed from year to year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby

from xlops.fees.diff import Change, TableChange, library_changes
from xlops.fees.library import Library
from xlops.fees.listing import Period, coverage, not_published
from xlops.fees.names import name_list

# The first year of which most tables are known.
_FIRST_YEAR = 2024
# A day far from any peak season, on which the new year's tables are in force; and a day of the peak season.
_MID_YEAR, _PEAK = (7, 1), (11, 15)
_MOST_SHOWN = 3


def coverage_page(library: Library) -> Iterator[str]:
    """Yield the lines of the coverage page: every table with its days and confidence, and every known gap."""
    yield "# Coverage of the fee tables 费用表覆盖范围"
    yield ""
    yield "Written by `python -m xlops.hosts.gen` from `xlops/data/fees`; do not edit. A day without a table gives an"
    yield "unknown fee, never the nearest table. *No end*: no end was published when the table was checked. *Unknown"
    yield "rows* are fees that exist and whose amount was not found: they are unknown too, and no other row answers for"
    yield "them. `xlops fees show amazon/us/fba 2026-10-20` shows a table with its sources."
    periods = list(coverage(library))
    for (platform, market), of_market in groupby(periods, key=lambda p: (p.edition.platform, p.edition.market)):
        own = list(of_market)
        yield from ("", f"## {_heading(platform, market)}", "")
        yield "| programme | from | to | editions start on | confidence | checked | unknown rows |"
        yield "|---|---|---|---|---|---|---|"
        for run in _runs(own):
            yield _run_row(run)
        programmes_of: dict[str, list[str]] = {}
        for programme, gap in not_published(own):
            programmes_of.setdefault(gap, []).append(programme)
        if programmes_of:
            yield from ("", "Looked for and not published or not found (the result is unknown):", "")
            for gap, programmes in programmes_of.items():
                yield f"- {', '.join(programmes)}: {gap}"


def _heading(platform: str, market: str) -> str:
    name = name_list("markets").names.get(market)
    known = name is not None and name.extra.get("platform") == platform
    return f"{platform} {market}" + (f" ({name.en} {name.zh})" if known and name else "")


def _runs(periods: Sequence[Period]) -> Iterator[list[Period]]:
    """Group the editions of a programme that follow each other without a gap and are equally sure."""
    run: list[Period] = []
    for period in periods:
        one, last = period.edition, run[-1] if run else None
        follows = (
            last is not None
            and last.edition.programme == one.programme
            and last.edition.confidence == one.confidence
            and last.edition.checked == one.checked
            and last.last == one.effective - timedelta(1)
        )
        if run and not follows:
            yield run
            run = []
        run.append(period)
    if run:
        yield run


def _run_row(run: Sequence[Period]) -> str:
    first, last = run[0].edition, run[-1]
    starts = []
    for period in run:
        edition = period.edition
        said = [word for word in (edition.season, "" if edition.charged else "not charged") if word]
        starts.append(f"{edition.effective}{f' ({chr(44).join(said)})' if said else ''}")
    unknown = sum(period.unpublished for period in run) or ""
    return (
        f"| {first.programme} | {first.effective} | {last.last or 'no end'} | {', '.join(starts)} "
        f"| {first.confidence} | {first.checked} | {unknown} |"
    )


def year_page(library: Library) -> Iterator[str]:
    """Yield the lines of the year-on-year page."""
    yield "# Fees from year to year 逐年变化"
    yield ""
    yield "Written by `python -m xlops.hosts.gen` from `xlops/data/fees`; do not edit. For each year, the tables in"
    yield "force on 1 July beside those of 1 July before; for tables with a peak season also 15 November beside"
    yield f"15 November. Of each table the {_MOST_SHOWN} greatest changes are shown. All of one table:"
    yield "`xlops fees diff 2025-07-01 2026-07-01 --market us --programme fba`."
    last_year = max(edition.effective.year for edition in library.editions())
    for year in range(_FIRST_YEAR + 1, last_year + 1):
        yield from ("", f"## {year - 1} to {year}")
        yield from _year(library, year)


def _year(library: Library, year: int) -> Iterator[str]:
    by_market: dict[tuple[str, str], list[tuple[str, TableChange]]] = {}
    for season, day in (("", _MID_YEAR), ("peak", _PEAK)):
        for found in library_changes(library, date(year - 1, *day), date(year, *day)):
            if season and not any(edition and edition.season for edition in (found.before, found.after)):
                continue
            key = (found.edition.platform, found.edition.market)
            by_market.setdefault(key, []).append((season, found))
    for key in sorted(by_market):
        yield from ("", f"### {_heading(*key)}", "")
        tables = by_market[key]
        for season, found in tables:
            if found.before is not None and found.after is not None:
                yield from _table(season, found)
        for title, side in (("First tables that are known", "before"), ("Ended, and no later table is known", "after")):
            names = dict.fromkeys(
                f"{found.edition.programme} ({found.edition.effective if side == 'before' else _ended(found)})"
                for _, found in tables
                if getattr(found, side) is None
            )
            if names:
                yield f"- {title}: {', '.join(names)}"


def _ended(found: TableChange) -> str:
    return f"{found.edition.effective} to {found.edition.until}"


def _table(season: str, found: TableChange) -> Iterator[str]:
    assert found.before is not None and found.after is not None
    dates = f"{found.before.effective} -> {found.after.effective}"
    name = f"**{found.edition.programme}**{f' ({season})' if season else ''}, {dates}"
    if not found.changes:
        yield f"- {name}: the same figures"
        return
    yield f"- {name}: {_summary(found.changes)}"
    ranked = sorted(found.changes, key=lambda change: (change.ratio is None, -abs(change.ratio or Decimal(0))))
    for change in ranked[:_MOST_SHOWN]:
        yield f"  - {change.text('en')}"


def _summary(changes: Sequence[Change]) -> str:
    """Say how many figures went up and down and how far, and how many are new, gone or no numbers."""
    ratios = [change.ratio for change in changes if change.ratio is not None]
    up, down = [r for r in ratios if r > 0], [r for r in ratios if r < 0]
    parts = []
    for word, some in (("up", up), ("down", down)):
        if some:
            parts.append(f"{len(some)} {word} ({_span(some)})")
    for word, kind in (("new", "added"), ("gone", "removed")):
        if count := sum(change.kind == kind for change in changes):
            parts.append(f"{count} {word}")
    if other := len(changes) - sum(change.kind != "changed" for change in changes) - len(up) - len(down):
        parts.append(f"{other} in words")
    return ", ".join(parts)


def _span(ratios: Sequence[Decimal]) -> str:
    least, most = sorted(ratios, key=abs)[0], sorted(ratios, key=abs)[-1]
    return f"{least:+.1%}" if least == most else f"{least:+.1%} to {most:+.1%}"
