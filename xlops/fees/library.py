"""All editions of all programmes: found by folder, read when first asked for, picked by date."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlops.errors import EditionError
from xlops.fees.edition import Edition
from xlops.fees.load import load_edition
from xlops.fees.tables import CompiledTable, compile_table

_PACKAGED = Path(__file__).parent.parent / "data" / "fees"
# Before any day, also before a blank one (NaT is the least of all).
_NEVER = -(2**63)


def _day_number(day: date) -> int:
    return int(np.datetime64(day).astype(np.int64))


class Codes:
    """Names as small whole numbers: categories, tiers, countries. Blank is -1.

    One numbering serves all tables, so that a column is translated once and then compared as numbers.
    """

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}
        self._names: list[str] = []
        self._columns: dict[str, NDArray[np.intp]] = {}
        self._lock = Lock()

    def id(self, name: str) -> int:
        """Return the number of ``name``, giving it one when it is new."""
        found = self._ids.get(name)
        if found is None:
            with self._lock:  # two chunks of one call may meet new names at the same time
                found = self._ids.get(name)
                if found is None:
                    found = len(self._names)
                    self._names.append(name)
                    self._ids[name] = found
        return found

    def column(self, name: str) -> NDArray[np.intp]:
        """Return the number of ``name`` as a column of length 1."""
        if name not in self._columns:
            self._columns[name] = np.array([self.id(name)], dtype=np.intp)
        return self._columns[name]

    def name(self, number: int) -> str:
        """Return the name behind a number."""
        return self._names[number]

    def __len__(self) -> int:
        return len(self._names)


class Timeline:
    """The editions of one programme in one market, in order of their dates."""

    def __init__(self, editions: Iterable[Edition], codes: Codes) -> None:
        self._codes = codes
        by_date: dict[date, Edition] = {}
        for edition in sorted(editions, key=lambda e: e.effective):
            first = by_date.setdefault(edition.effective, edition)
            if first is not edition:
                raise EditionError(
                    edition.file,
                    "[edition], effective",
                    str(edition.effective),
                    f"a day of its own: {first.file} starts on it too",
                    "Keep one of the two files, or put their rows into one.",
                )
        self.editions = tuple(self._with_table(edition, by_date) for edition in by_date.values())
        self._compiled: dict[int, CompiledTable] = {}
        self._picked: dict[np.datetime64, int] = {}
        for before, after in pairwise(self.editions):
            if before.until and before.until >= after.effective:
                raise EditionError(
                    before.file,
                    "[edition], until",
                    str(before.until),
                    f"a day before {after.effective}, when the next edition starts",
                    "Correct one of the two dates.",
                )
        # The days on which another edition, or none, comes into force, and which it is from then on.
        turns = [(_NEVER, -1)]
        for place, edition in enumerate(self.editions):
            start = _day_number(edition.effective)
            turns = [turn for turn in turns if turn[0] < start]
            turns.append((start, place))
            if edition.until is not None:
                turns.append((_day_number(edition.until) + 1, -1))
        # One place per day from the day before the first to the day after the last, so that picking is a look-up.
        self._first = turns[1][0] - 1
        days = [day for day, _ in turns[1:]]
        lengths = [1, *(after - before for before, after in pairwise(days)), 1]
        self._in_force = np.repeat(np.array([place for _, place in turns], dtype=np.intp), lengths)

    @staticmethod
    def _with_table(edition: Edition, by_date: dict[date, Edition]) -> Edition:
        if edition.same_table_as is None:
            return edition
        model = by_date.get(edition.same_table_as)
        if model is None or model.table is None or model.effective >= edition.effective:
            raise EditionError(
                edition.file,
                "[edition], same_table_as",
                str(edition.same_table_as),
                "the date of an earlier edition of this programme with a table",
                "Correct the date, or copy the table.",
            )
        return replace(edition, table=model.table)

    def pick(self, as_of: NDArray[np.datetime64]) -> NDArray[np.intp]:
        """Return for each day the place of the edition in force, or -1 where none is."""
        # A blank day is the least of all numbers: it falls before the first, where nothing is in force.
        days = np.maximum(as_of.astype("datetime64[D]").view(np.int64), self._first)
        return self._in_force.take(days - self._first, mode="clip")

    def pick_one(self, day: np.datetime64) -> int:
        """Return the place of the edition in force on one day, or -1; the answer is remembered."""
        place = self._picked.get(day)
        if place is None:
            place = self._picked[day] = int(self.pick(np.array([day]))[0])
        return place

    def compiled(self, place: int) -> CompiledTable | None:
        """Return the table of one edition, ready to be evaluated; None where nothing is charged."""
        edition = self.editions[place]
        if edition.table is None:
            return None
        if place not in self._compiled:
            self._compiled[place] = compile_table(edition, self._codes.id)
        return self._compiled[place]


class Library:
    """The editions below one or more folders ``<root>/<platform>/<market>/<programme>/<date>.toml``.

    A later root adds to the earlier ones; for the same programme and date its file wins.
    """

    def __init__(self, *roots: Path) -> None:
        self.roots = roots
        self.codes = Codes()
        # How many tables may be asked for one row, one after the other; more than one where an operator has own ones.
        self.depth = 1
        self._timelines: dict[tuple[str, str, str], Timeline | None] = {}
        # Answers that a caller works out once for each of its questions; the library only keeps them.
        self.remembered: dict[Hashable, Any] = {}

    @cached_property
    def _files(self) -> dict[tuple[str, str, str], dict[str, Path]]:
        found: dict[tuple[str, str, str], dict[str, Path]] = {}
        for root in self.roots:
            for path in sorted(root.glob("*/*/*/*.toml")):
                platform, market, programme = path.parts[-4:-1]
                found.setdefault((platform, market, programme), {})[path.name] = path
        return found

    def timeline(self, platform: str, market: str, programme: str, depth: int = 0) -> Timeline | None:
        """Return the editions of one programme, or None when there is no table at all.

        ``depth`` 0 is asked first. What it leaves open goes to the next one, until there is none: see
        :class:`OwnLibrary`.
        """
        if depth:
            return None
        key = (platform, market, programme)
        if key not in self._timelines:
            paths = self._files.get(key)
            self._timelines[key] = Timeline(map(load_edition, paths.values()), self.codes) if paths else None
        return self._timelines[key]

    def timelines(self, platform: str, market: str, programme: str) -> list[Timeline]:
        """Return all timelines of one programme in the order in which they are asked."""
        found = (self.timeline(platform, market, programme, depth) for depth in range(self.depth))
        return [timeline for timeline in found if timeline is not None]

    def programmes(self) -> list[tuple[str, str, str]]:
        """Return (platform, market, programme) of every programme that has a file."""
        return sorted(self._files)

    def editions(self) -> Iterator[Edition]:
        """Yield every edition of every programme, oldest first; an operator's own before the published ones."""
        for key in self.programmes():
            for timeline in self.timelines(*key):
                yield from timeline.editions


class OwnLibrary(Library):
    """A library with an operator's own tables on top.

    An own edition answers on every day of its period, whatever published edition starts inside it. Rows that it does
    not list, and days outside of it, are left to the library below, so a table of two categories hides no other
    category.
    """

    def __init__(self, below: Library, editions: Iterable[Edition]) -> None:
        super().__init__()
        self.codes = below.codes  # so that the tables below need not be compiled again
        self.depth = below.depth + 1
        self._below = below
        own: dict[tuple[str, str, str], list[Edition]] = {}
        for edition in editions:
            own.setdefault((edition.platform, edition.market, edition.programme), []).append(edition)
        self._own = {key: Timeline(found, self.codes) for key, found in own.items()}

    def timeline(self, platform: str, market: str, programme: str, depth: int = 0) -> Timeline | None:
        """Return the editions of one programme, as :meth:`Library.timeline`; the own ones first."""
        own = self._own.get((platform, market, programme))
        if own is None:
            return self._below.timeline(platform, market, programme, depth)
        return self._below.timeline(platform, market, programme, depth - 1) if depth else own

    def programmes(self) -> list[tuple[str, str, str]]:
        """Return every programme, as :meth:`Library.programmes`."""
        return sorted({*self._own, *self._below.programmes()})


@cache
def packaged_library() -> Library:
    """Return the editions that ship with xlops."""
    return Library(_PACKAGED)


_active: list[Library] = []
_always: list[Library] = []


def active_library() -> Library:
    """Return the editions that formulas ask: the packaged ones, unless a host says otherwise."""
    if _active:
        return _active[-1]
    return _always[0] if _always else packaged_library()


def use_always(library: Library) -> None:
    """Let formulas ask another library from now on, outside of :func:`using`."""
    _always[:] = [library]


@contextmanager
def using(library: Library) -> Iterator[Library]:
    """Let formulas ask another library for the time of a ``with`` block."""
    _active.append(library)
    try:
        yield library
    finally:
        _active.pop()
