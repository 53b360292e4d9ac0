"""What a library holds, as plain lists: the period and confidence of each table, what is not published, the rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, timedelta
from decimal import Decimal

from xlops.fees.edition import Edition, Lookup, PublishedRange, RateBands, SizeTier, SizeTiers, Table
from xlops.fees.library import Library


@dataclass(frozen=True)
class Period:
    """One edition and its last day: its own, or the day before the next edition; None where no end is published."""

    edition: Edition
    last: date | None

    @property
    def unpublished(self) -> int:
        """Return how many rows of the table stand for a fee whose amount is not known."""
        table = self.edition.table
        return sum(row.mark == "unpublished" for row in table.rows) if isinstance(table, Lookup) else 0


def coverage(library: Library, platform: str | None = None, market: str | None = None) -> Iterator[Period]:
    """Yield every edition with its period, by market and programme, oldest first; own tables before the published."""
    for key in library.programmes():
        if platform not in (None, key[0]) or market not in (None, key[1]):
            continue
        for timeline in library.timelines(*key):
            starts = [edition.effective for edition in timeline.editions[1:]]
            for edition, following in zip(timeline.editions, [*starts, None], strict=True):
                last = edition.until or (following - timedelta(1) if following else None)
                yield Period(edition, last)


def not_published(periods: list[Period]) -> dict[tuple[str, str], list[date]]:
    """Return what was looked for and not found: (programme, what) -> first days of the editions that say so."""
    gaps: dict[tuple[str, str], list[date]] = {}
    for period in periods:
        for gap in period.edition.unknown:
            gaps.setdefault((period.edition.programme, gap), []).append(period.edition.effective)
    return gaps


def older_than(library: Library, today: date, days: int) -> list[Edition]:
    """Return the editions in force today or later that nobody compared with their sources for more than ``days``."""
    return sorted(
        (
            period.edition
            for period in coverage(library)
            if (period.last is None or period.last >= today) and (today - period.edition.checked).days > days
        ),
        key=lambda edition: (edition.checked, edition.name),
    )


def table_rows(table: Table | None) -> tuple[list[str], list[list[str]]]:
    """Return a table as published: its columns and its rows, figures as they stand in the file."""
    if isinstance(table, RateBands):
        columns = [*table.keys, "applies", "upto", "rate", "minimum", "cap", "mark"]
        rows = [
            [*b.keys, b.applies, *map(_text, (b.upto, b.rate, b.minimum, b.cap)), b.mark] for b in table.bands
        ]
    elif isinstance(table, Lookup):
        bands = [band.name for band in table.price_bands]
        bounds = {"over_upto": ["over", "upto"], "from_below": ["from", "below"], "from_to": ["from", "to"], "": []}
        fees = [f"fee_{band}" for band in bands] or ["fee"]
        steps = [f"step_fee_{band}" for band in bands] if len(table.rows[0].step_fees) > 1 else ["step_fee"]
        columns = [*table.keys, *bounds[table.bounds], *fees, *steps, "step", "above", "per", "minimum", "mark"]
        rows = []
        for row in table.rows:
            ends = [_text(row.low), _text(row.high)] if table.bounds else []
            step_fees = row.step_fees if len(steps) > 1 else row.step_fees[:1]
            figures = (*row.fees, *step_fees, row.step, row.above, row.per, row.minimum)
            rows.append([*row.keys, *ends, *map(_text, figures), row.mark])
    elif isinstance(table, SizeTiers):
        limits = [field.name for field in fields(SizeTier) if field.name not in ("tier", "weighs")]
        columns = ["tier", "weighs", *limits]
        rows = [[t.tier, t.weighs, *(_text(getattr(t, name)) for name in limits)] for t in table.tiers]
    elif isinstance(table, PublishedRange):
        columns = ["item", "lowest", "highest"]
        rows = [[item, _text(low), _text(high)] for item, (low, high) in table.items.items()]
    else:
        return [], []
    used = [n for n in range(len(columns)) if any(row[n] for row in rows)]
    return [columns[n] for n in used], [[row[n] for n in used] for row in rows]


def _text(number: Decimal | None) -> str:
    return "" if number is None else f"{number:f}"
