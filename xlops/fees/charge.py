"""Ask a programme of fee editions about whole columns: pick each row's edition, evaluate its table, keep the trace.

This is the one door from formulas to tables. A question names the platform, and per row the market, the programme and
the day; ``evaluate`` says how the columns meet the table. Rows that no table answers get a reason, never a number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from xlops.errors import Reason
from xlops.fees.edition import Edition
from xlops.fees.library import Library
from xlops.fees.tables import CompiledTable, Ints

Days = NDArray[np.datetime64]
# Takes one column's rows that belong to the part under evaluation; a column of length 1 stays as it is.
Take = Callable[[NDArray[Any]], NDArray[Any]]


@dataclass
class Step:
    """One table that was asked on the way to a number, for explain."""

    edition: Edition | None
    title_en: str
    title_zh: str
    en: str = ""
    zh: str = ""
    value: float | str | None = None
    reason: Reason = Reason.OK


@dataclass
class Trace:
    """What explain collects: the tables asked, in order, and the inputs that were assumed."""

    steps: list[Step] = field(default_factory=list)
    assumed: list[tuple[str, str]] = field(default_factory=list)


class Part(NamedTuple):
    """The rows of a question that share an edition. ``below`` says that a published table stands below an own one."""

    rows: Ints | None
    take: Take
    edition: Edition | None
    table: CompiledTable | None
    reason: Reason
    below: bool = False


def parts(
    library: Library, platform: str, market: Ints, programme: Ints, as_of: Days, length: int, depth: int = 0
) -> Iterator[Part]:
    """Split a question of ``length`` rows by market, programme and edition.

    ``market`` and ``programme`` are codes (of ``library.codes``) of length 1 or ``length``; -1 is blank. Blank rows
    are left out: their reason is known to the caller. ``rows`` is None when one part is the whole question.
    ``depth`` is the library's; where it has no table so deep, there is no part.
    """
    if length == 1:
        part = single_part(library, platform, market, programme, as_of, depth)
        if part is not None:
            yield part
        return
    for places, market_code, programme_code in _pairs(market, programme, length):
        name = (platform, library.codes.name(market_code), library.codes.name(programme_code))
        timeline = library.timeline(*name, depth)
        take = _taker(places)
        if timeline is None:
            if not depth:
                yield Part(places, take, None, None, Reason.NO_TABLE)
            continue
        below = library.depth > depth + 1 and library.timeline(*name, depth + 1) is not None
        chosen = timeline.pick(take(as_of))
        for edition_place, rows in _groups(chosen, places, length):
            if edition_place < 0:
                yield Part(rows, _taker(rows), None, None, Reason.NO_EDITION, below)
            else:
                edition = timeline.editions[edition_place]
                yield Part(rows, _taker(rows), edition, timeline.compiled(edition_place), Reason.OK, below)


def _whole(column: NDArray[Any]) -> NDArray[Any]:
    return column


def single_part(
    library: Library, platform: str, market: Ints, programme: Ints, as_of: Days, depth: int = 0
) -> Part | None:
    """Return the part of a question of one row, as :func:`parts`; None where there is none.

    There are few such questions, and they are asked again and again.
    """
    market_code, programme_code = market.item(), programme.item()
    if market_code < 0 or programme_code < 0:
        return None
    key = (platform, market_code, programme_code, as_of.item(), depth)
    part: Part | None = library.remembered.get(key)
    if part is None:
        part = _make_single_part(library, platform, market_code, programme_code, as_of[0], depth)
        library.remembered[key] = part
    return None if depth and part.reason == Reason.NO_TABLE else part


def _make_single_part(
    library: Library, platform: str, market: int, programme: int, day: np.datetime64, depth: int
) -> Part:
    name = (platform, library.codes.name(market), library.codes.name(programme))
    timeline = library.timeline(*name, depth)
    if timeline is None:
        return Part(None, _whole, None, None, Reason.NO_TABLE)
    below = library.depth > depth + 1 and library.timeline(*name, depth + 1) is not None
    place = timeline.pick_one(day)
    if place < 0:
        return Part(None, _whole, None, None, Reason.NO_EDITION, below)
    return Part(None, _whole, timeline.editions[place], timeline.compiled(place), Reason.OK, below)


def _taker(rows: Ints | None) -> Take:
    if rows is None:
        return _whole
    return lambda column: column if len(column) == 1 else column.take(rows)


def _pairs(market: Ints, programme: Ints, length: int) -> Iterator[tuple[Ints | None, int, int]]:
    if len(market) == 1 and len(programme) == 1:
        if market[0] >= 0 and programme[0] >= 0:
            yield None, int(market[0]), int(programme[0])
        return
    markets, in_markets = numbered(market)
    programmes, in_programmes = numbered(programme)
    for place, rows in _sorted_groups(in_markets * len(programmes) + in_programmes, len(markets) * len(programmes)):
        m, p = markets[place // len(programmes)], programmes[place % len(programmes)]
        if m >= 0 <= p:
            yield (None if rows is None or len(rows) == length else rows), m, p


def numbered(codes: Ints) -> tuple[list[int], Ints]:
    """Return the distinct codes and each row's place among them (codes are small numbers: counting beats sorting)."""
    distinct = np.flatnonzero(np.bincount(codes + 1))
    places = np.zeros(int(distinct[-1]) + 1, dtype=np.intp)
    places[distinct] = np.arange(len(distinct))
    return (distinct - 1).tolist(), places[codes + 1]


def _sorted_groups(groups: Ints, count: int) -> Iterator[tuple[int, Ints | None]]:
    """Yield each group that occurs with its rows in order; None where all rows are of one group."""
    sizes = np.bincount(groups, minlength=count)
    present = np.flatnonzero(sizes)
    if len(present) == 1:
        yield int(present[0]), None
        return
    if len(present) <= 3:
        for group in present.tolist():
            yield group, np.flatnonzero(groups == group)
        return
    # A stable sort of small numbers is a radix sort: one pass for each byte, whatever the number of groups.
    small = np.uint8 if count <= 1 << 8 else np.uint16 if count <= 1 << 16 else np.intp
    order = np.argsort(groups.astype(small), kind="stable")
    ends = np.cumsum(sizes[present])
    for group, start, end in zip(present.tolist(), [0, *ends[:-1].tolist()], ends.tolist(), strict=True):
        yield group, order[start:end]


def _groups(chosen: Ints, places: Ints | None, length: int) -> Iterator[tuple[int, Ints | None]]:
    """Yield (edition place, rows) for each edition that occurs among the rows at ``places``."""
    if len(chosen) == 1:
        yield int(chosen[0]), places
        return
    last = int(chosen.max())
    for group, rows in _sorted_groups(chosen + 1, last + 2):
        yield group - 1, places if rows is None else rows if places is None else places[rows]
