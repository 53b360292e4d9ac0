"""What all fee formulas share: the rows of a call, their reasons, their names, and the tables they ask."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlops.catalog import Outcome, Texts, suggesters
from xlops.errors import Reason
from xlops.fees.charge import Days, Part, Step, Trace, parts, single_part
from xlops.fees.library import active_library
from xlops.fees.names import Name, name_list
from xlops.fees.tables import CompiledRange, Evaluation, Ints, one_answer
from xlops.fees.units import MICROMETRES, NANOGRAMS, UNIT_PAIRS, Floats, constant
from xlops.terms import term

Mask = NDArray[np.bool_]

_LISTS = {
    "market": ("markets", Reason.UNKNOWN_MARKET),
    "category": ("categories", Reason.UNKNOWN_CATEGORY),
    "country": ("countries", Reason.UNKNOWN_COUNTRY),
    "line": ("lines", Reason.UNKNOWN_LINE),
    "programme": ("programmes", Reason.UNKNOWN_PROGRAMME),
}
_UNKNOWN = -2
# What makes a table hand a row over to the next one of its chain.
_HANDED_OVER = np.zeros(256, dtype=np.bool_)
_HANDED_OVER[[Reason.NOT_IN_TABLE, Reason.OUTSIDE_TABLE, Reason.NO_TABLE, Reason.NO_EDITION]] = True
_NONE: Any = None
_CENTIMETRES, _GRAMS = constant(MICROMETRES["cm"]), constant(NANOGRAMS["g"])
_EVERY_ROW = constant(True, np.bool_)
_NO_REASON = constant(0, np.uint8)
_BLANK_TEXT = Texts(np.zeros(1, dtype=np.intp), (None,))
# How many rows a mask has; as a truth value, whether it has any. For one row it costs a fifth of ``any()``.
some = np.count_nonzero


def _suggester(listed: str) -> Callable[[str], tuple[tuple[str, str], ...]]:
    return lambda text: tuple((name.en, name.zh) for name in name_list(listed).suggest(text))


for _kind, _list in [*((kind, listed) for kind, (listed, _) in _LISTS.items()), ("platform", "platforms")]:
    suggesters[_kind] = _suggester(_list)


@cache
def _unit_factors(text: str | None) -> tuple[float, float]:
    pair = UNIT_PAIRS.get("cm,g" if text is None else text.replace(" ", "").lower())
    return (float(MICROMETRES[pair[0]]), float(NANOGRAMS[pair[1]])) if pair else (np.nan, np.nan)


def _found(part: Part, evaluate: Callable[[Part], Evaluation]) -> Evaluation:
    """Return what a part's table says, or why it says nothing."""
    if part.table is None:
        # Without a reason, nothing is charged in this period.
        return one_answer(0.0, part.reason, -1)
    if isinstance(part.table, CompiledRange):
        # A band is all that the platform publishes.
        return one_answer(np.nan, Reason.NOT_PUBLISHED, -1)
    return evaluate(part)


class Rows:
    """The rows of one call: how many, why some have no answer, and the trace of an explain call.

    Arrays of reasons are shared by many calls: they are replaced, never written to.
    """

    def __init__(self, trace: Trace | None) -> None:
        self.trace = trace
        self.length = 1
        self.reason: NDArray[np.uint8] = _NO_REASON
        self.library = active_library()

    def seen(self, *columns: NDArray[Any]) -> None:
        """Take note of columns' lengths."""
        for column in columns:
            if len(column) > self.length:
                self.length = len(column)

    def refuse(self, rows: Mask, reason: Reason) -> None:
        """Give ``rows`` a reason, unless they have one."""
        if some(rows):
            self.reason = np.where((self.reason == 0) & rows, np.uint8(reason), self.reason)

    def refuse_at(self, places: Ints | None, reason: NDArray[np.uint8]) -> None:
        """Give the rows at ``places`` (None: all) their reasons, unless they have one."""
        if not some(reason):
            return
        if places is None:
            self.reason = np.where(self.reason == 0, reason, self.reason)
        else:
            self.reason = np.broadcast_to(self.reason, (self.length,)).copy()
            self.reason[places] = np.where(self.reason[places] == 0, reason, self.reason[places])

    def assume(self, name: str, en: str, zh: str) -> None:
        """Note for explain that an argument was left out, and what stands in for it."""
        if self.trace is not None:
            of = term(name)
            self.trace.assumed.append((f"{of.label_en}: {en}", f"{of.label_zh}：{zh}"))

    def number(self, column: Floats, missing: Reason, positive: bool = False) -> Floats:
        """Take a required number: blank gives ``missing``, and 0 is refused where it must be positive."""
        if len(column) == 1:
            value = column.item()
            if value != value:
                self.refuse(_EVERY_ROW, missing)
            elif positive and value <= 0:
                self.refuse(_EVERY_ROW, Reason.NOT_POSITIVE)
            return column
        self.seen(column)
        self.refuse(np.isnan(column), missing)
        if positive:
            self.refuse(column <= 0, Reason.NOT_POSITIVE)
        return column

    def optional(self, name: str, column: Floats | None, default: float, en: str, zh: str) -> Floats:
        """Take an optional number: blank is ``default``, which explain names."""
        if column is None:
            self.assume(name, en, zh)
            return np.array([default])
        self.seen(column)
        blank = np.isnan(column)
        if some(blank):
            if len(column) == 1:
                self.assume(name, en, zh)
            return np.where(blank, default, column)
        return column

    def ratio(self, over: Floats, under: Floats, none: Reason) -> Outcome:
        """Divide; a denominator of 0 gives the reason ``none`` and never 0 or infinity."""
        self.refuse(under == 0, none)
        with np.errstate(divide="ignore", invalid="ignore"):
            return self.outcome(over / under)

    def days(self, as_of: Days | None) -> Days:
        """Take the day. Hosts fill in today; here a blank day has no answer."""
        if as_of is None:
            as_of = np.array(["NaT"], dtype="datetime64[D]")
        self.seen(as_of)
        blank = np.isnat(as_of)
        if some(blank):
            self.refuse(blank, Reason.MISSING_INPUT)
        return as_of

    def names(
        self, kind: str, texts: Texts | None, default: str = "", missing: Reason = Reason.OK
    ) -> tuple[Ints, list[Name]]:
        """Resolve names of a list to codes of the library; also return the distinct names met.

        Blank becomes ``default`` where one is given (explain names it), else -1 with the reason ``missing`` if any.
        A name that the list does not have makes its rows invalid.
        """
        list_name, unknown = _LISTS[kind]
        listed = name_list(list_name)
        if texts is None:
            texts = _BLANK_TEXT
        if len(texts.index) == 1:
            # A single call's name is asked again and again.
            text = texts.values[texts.index[0]]
            written = default if text is None else text
            known: tuple[Ints, list[Name]] | None = self.library.remembered.get((kind, written))
            if known is None and (code := default if text is None else listed.resolve(written)):
                known = self.library.remembered[kind, written] = (self.library.codes.column(code), [listed.names[code]])
            if known is not None:
                if text is None:
                    self.assume(kind, known[1][0].en, known[1][0].zh)
                return known
        met: list[Name] = []
        numbers = np.empty(len(texts.values), dtype=np.intp)
        blank_used = False
        for n, value in enumerate(texts.values):
            code = default if value is None else listed.resolve(value)
            if code is None:
                numbers[n] = _UNKNOWN
            elif code == "":
                numbers[n] = -1
            else:
                blank_used |= value is None
                met.append(listed.names[code])
                numbers[n] = self.library.codes.id(code)
        if blank_used and len(texts.index) == 1:
            self.assume(kind, listed.names[default].en, listed.names[default].zh)
        codes = numbers[texts.index]
        self.seen(codes)
        if (numbers == _UNKNOWN).any():
            self.refuse(codes == _UNKNOWN, unknown)
            codes = np.where(codes == _UNKNOWN, -1, codes)
        if missing != Reason.OK and (numbers == -1).any():
            self.refuse(codes == -1, missing)
        return codes, met

    def units(self, units: Texts | None) -> tuple[Floats, Floats]:
        """Return micrometres per length unit and nanograms per weight unit, per row; blank is ``cm,g``."""
        if units is None:
            self.assume("units", "cm,g", "cm,g")
            return _CENTIMETRES, _GRAMS
        factors = [_unit_factors(value) for value in units.values]
        length, weight = (np.array(column)[units.index] for column in zip(*factors, strict=True))
        self.seen(units.index)
        if any(f[0] != f[0] for f in factors):
            self.refuse(np.isnan(length), Reason.UNKNOWN_UNITS)
        return length, weight

    def ask(
        self,
        platform: str,
        programme: str | Ints,
        market: Ints,
        as_of: Days,
        evaluate: Callable[[Part], Evaluation],
        describe: Callable[[Part, Evaluation], tuple[str, str]],
    ) -> Floats:
        """Ask a programme for an amount per row. Rows without an answer become NaN and get their reason."""
        return self.ask_chain(platform, [programme], market, as_of, evaluate, describe)

    def ask_chain(
        self,
        platform: str,
        programmes: Sequence[str | Ints],
        market: Ints,
        as_of: Days,
        evaluate: Callable[[Part], Evaluation],
        describe: Callable[[Part, Evaluation], tuple[str, str]],
    ) -> Floats:
        """Ask one programme after the other, each for the rows that those before it do not list.

        A programme's code is -1 in rows that it is not asked for. A row's last programme answers for good, also with
        a reason; an earlier one hands over the rows that its table has no place for. So does an operator's own table to
        the published one of the same programme, which is asked next.
        """
        levels = [self.library.codes.column(p) if isinstance(p, str) else p for p in programmes]
        self.seen(market, as_of, *levels)
        if self.length == 1 and self.trace is None:
            return self._ask_one(platform, levels, market, as_of, evaluate)
        value = np.full(self.length, np.nan)
        reason: NDArray[np.uint8] = np.zeros(self.length, dtype=np.uint8)
        steps = [(n, depth) for n in range(len(levels)) for depth in range(self.library.depth)]
        waiting = np.ones(self.length if len(steps) > 1 else 1, dtype=np.bool_)
        # Which rows have a further programme to ask after each.
        further: list[Mask | None] = [None]
        for level in reversed(levels[1:]):
            further.insert(0, level >= 0 if further[0] is None else (level >= 0) | further[0])
        for n, depth in steps:
            asked = levels[n] if n == depth == 0 else np.where(waiting, levels[n], -1)
            after = further[n]
            for part in parts(self.library, platform, market, asked, as_of, self.length, depth):
                rows = slice(None) if part.rows is None else part.rows
                is_last = after is None and not part.below
                hands_over = part.below or (after is not None and part.take(after))
                found = _found(part, evaluate)
                passed = None if is_last else hands_over & _HANDED_OVER[found.reason]
                if passed is not None:
                    waiting[rows] = passed
                value[rows] = found.value
                reason[rows] = found.reason if passed is None else np.where(passed, np.uint8(0), found.reason)
                if self.trace is not None and not (passed is not None and passed.any()):
                    self._note(part, int(asked[0]), found, describe)
        # The first reason stands. uint8 so that "has one" is one pass over bytes.
        self.reason = reason if not some(self.reason) else np.where(self.reason == 0, reason, self.reason)
        return value

    def _ask_one(
        self, platform: str, levels: list[Ints], market: Ints, as_of: Days, evaluate: Callable[[Part], Evaluation]
    ) -> Floats:
        """Ask for a single row: the same, without columns to fill."""
        for n, level in enumerate(levels):
            for depth in range(self.library.depth):
                part = single_part(self.library, platform, market, level, as_of, depth)
                if part is None:
                    continue
                found = _found(part, evaluate)
                if some(found.reason):
                    follows = part.below or any(later.item() >= 0 for later in levels[n + 1 :])
                    if follows and _HANDED_OVER[found.reason[0]]:
                        continue
                    if not self.reason[0]:
                        self.reason = found.reason
                return found.value
        return np.array([np.nan])

    def _note(
        self, part: Part, programme: int, found: Evaluation, describe: Callable[[Part, Evaluation], tuple[str, str]]
    ) -> None:
        assert self.trace is not None
        label = self.library.codes.name(programme)
        edition = part.edition
        texts = ("", "")
        if part.reason == Reason.OK and part.table is None:
            texts = ("not charged in this period", "该时期不收取")
        elif found.row[0] >= 0:
            texts = describe(part, found)
        self.trace.steps.append(
            Step(
                edition,
                edition.title_en if edition else label,
                edition.title_zh if edition else label,
                texts[0],
                texts[1],
                float(found.value[0]),
                Reason(int(found.reason[0])),
            )
        )

    def outcome(self, value: NDArray[Any]) -> Outcome:
        """Return the values with their reasons; rows that have a reason become blank."""
        if some(self.reason):
            value = np.where(self.reason != 0, _NONE if value.dtype == object else np.nan, value)
        return Outcome(value, self.reason)
