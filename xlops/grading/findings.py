"""Facts of each row, held against the benchmarks: findings, which say yes, no or unknown and why.

A finding is evidence. What letter it makes is decided elsewhere (letters.py), so that another policy can
judge the same findings.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, cast

import numpy as np
from numpy.typing import NDArray

from xlops.catalog import Texts
from xlops.errors import REASONS, Reason
from xlops.grading import wording
from xlops.grading.benchmarks import Band, Benchmark, benchmarks, stage_code

Mask = NDArray[np.bool_]
Facts = Mapping[str, NDArray[np.float64]]

# A published line that counts only where the better check cannot be made: ACoS is held against the row's own
# break-even first. A line of the operator's own counts always.
_STANDS_IN = {"acos": "acos_to_break_even"}


@dataclass(frozen=True, slots=True)
class Finding:
    """What one benchmark says of one row.

    ``outcome`` yes means that the row meets it (band good or ok), no that it does not (watch or bad),
    unknown that it cannot be told; ``reason`` says why. ``role`` is ``grade`` for the one line of a
    metric that counts, ``second`` for a second opinion, which is shown and never counted, ``flag`` for a
    warning, which never changes a letter. ``value`` is None where unknown, and for warnings without a
    number. ``en`` and ``zh`` are the sentence for people.
    """

    benchmark: str
    outcome: Literal["yes", "no", "unknown"]
    band: Band | None
    value: float | None
    reason: Reason
    en: str
    zh: str
    metric: str
    role: Literal["grade", "second", "flag"]

    def text(self, lang: str) -> str:
        """Return the sentence in ``lang`` (``"en"`` or ``"zh"``)."""
        return self.zh if lang == "zh" else self.en


def _with(made: Finding, value: float | None, en: str = "", zh: str = "") -> Finding:
    """Return a finding with what it lacks; dataclasses.replace takes ten times as long."""
    return Finding(
        made.benchmark,
        made.outcome,
        made.band,
        made.value if value is None else value,
        made.reason,
        en or made.en,
        zh or made.zh,
        made.metric,
        made.role,
    )


def find(
    facts: Facts,
    texts: Mapping[str, NDArray[Any]],
    n: int,
    reasons: Mapping[str, NDArray[np.uint8]] | None = None,
    records: Mapping[str, Benchmark] | None = None,
    as_of: date | None = None,
) -> list[list[Finding]]:
    """Hold the facts of ``n`` rows against the benchmarks, and return the findings of each row.

    A line in dollars is compared only with dollars: a row in another currency does not have that check,
    and a row of unknown currency gives unknown.

    Args:
        facts: by metric, one float64 array of length ``n`` each: rates as fractions, NaN where unknown. A
            metric that is not handed in is not asked for; one that is and is NaN gives an unknown finding.
            With ``acos`` and ``break_even_acos`` beside ``acos_to_break_even`` the sentence names both.
        texts: by name, object arrays of length ``n``, None where unknown: ``platform``, ``market``,
            ``category`` and ``country`` as codes, ``stage`` as the operator wrote it, ``currency`` (ISO) of
            the money among the facts, ``early_reviewer``.
        n: number of rows.
        reasons: by metric, uint8 codes that say why a value is NaN; MISSING_INPUT where there is none.
        records: the benchmarks with an operator's overrides applied; blank = those shipped.
        as_of: the day, for rules that hold from one day to another; blank = no day is tested.
    """
    return Findings(facts, texts, n, reasons, records, as_of).rows(np.arange(n))


class Findings:
    """The findings of all rows, as :func:`find` gives them; their sentences are made only where they are asked for.

    ``slots`` holds what each benchmark says, in the order in which the findings of a row stand.
    """

    def __init__(
        self,
        facts: Facts,
        texts: Mapping[str, NDArray[Any]],
        n: int,
        reasons: Mapping[str, NDArray[np.uint8]] | None = None,
        records: Mapping[str, Benchmark] | None = None,
        as_of: date | None = None,
    ) -> None:
        """Hold the facts against the benchmarks; the arguments are those of :func:`find`."""
        self.facts = facts
        self.n = n
        self.slots: list[Slot] = []
        context = _Context(texts, n)
        by_metric: dict[str, list[Benchmark]] = {}
        for record in (benchmarks() if records is None else records).values():
            if record.level == "row" and record.in_force(as_of):
                by_metric.setdefault(record.metric, []).append(record)
        for metric, group in by_metric.items():
            if metric in facts:
                values = np.asarray(facts[metric], dtype=np.float64)
                why = np.zeros(n, dtype=np.uint8) if reasons is None or metric not in reasons else reasons[metric]
                stands_in = metric in _STANDS_IN
                better = _answered(_STANDS_IN[metric], facts, reasons, by_metric, n) if stands_in else None
                for record, asked, counted in _choose(group, context):
                    if better is not None and not record.own:
                        # Nor is it a check of its own where both are unknown: that would ask one thing twice.
                        counted = counted & ~better & np.isfinite(values)
                    self.slots.append(_compare(record, asked, counted, values, why, facts, context))
            for record in group:
                if record.role == "flag" and record.status not in ("disputed", "outdated"):
                    self.slots.append(_warn(record, facts.get(metric), context))
        self.slots = [slot for slot in self.slots if slot.codes.any()]

    def rows(self, picked: NDArray[np.intp]) -> list[list[Finding]]:
        """Return the findings of some rows."""
        found: list[list[Finding]] = [[] for _ in picked]
        for slot in self.slots:
            places = np.flatnonzero(slot.codes[picked])
            rows = picked[places]
            en, zh = slot.texts(rows, "en"), slot.texts(rows, "zh")
            for place, row, said, said_zh in zip(places.tolist(), rows.tolist(), en, zh, strict=True):
                found[place].append(_with(slot.bare(row), None, said, said_zh))
        return found

    def bare(self, row: int) -> list[tuple[Slot, Finding]]:
        """Return the findings of a row without their sentences, each with the slot that has them."""
        return [(slot, slot.bare(row)) for slot in self.slots if slot.codes[row]]

    def alike(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Group the rows whose findings differ in nothing but values: a row of each group, and the group of each row.

        In a group the margins have one sign.
        """
        negative = np.asarray(self.facts.get("margin_rate", np.zeros(self.n))) < 0
        return alike([negative, *(slot.codes for slot in self.slots)], self.n)


def alike(columns: Iterable[NDArray[Any]], n: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Group rows with equal codes in all columns: the first row of each group, and the group of each row."""
    key = np.zeros(n, dtype=np.int64)
    size = 1
    for column in columns:
        most = int(column.max()) + 1 if n else 1
        if size * most > 1 << 62:
            key = np.unique(key, return_inverse=True)[1].reshape(n)
            size = int(key.max()) + 1
        key = key * most + column
        size *= most
    _, first, group = np.unique(key, return_index=True, return_inverse=True)
    return first, group.reshape(n)


def texts_by_code(codes: NDArray[np.integer[Any]], make: Callable[[int], str | None]) -> NDArray[np.object_]:
    """Return a text for each code, made once for each distinct one."""
    counted = np.bincount(codes)
    texts = np.empty(len(counted), dtype=object)
    for code in np.flatnonzero(counted).tolist():
        texts[code] = make(code)
    return texts[codes]


class Slot:
    """What one benchmark says of the rows.

    ``codes`` tells per row which of its findings it is, 0 for none.
    """

    def __init__(
        self,
        codes: NDArray[np.int16],
        values: NDArray[np.float64] | None,
        make: Callable[[int], Finding],
        say: Callable[[NDArray[np.intp], int], NDArray[np.object_]] | None = None,
    ) -> None:
        """Make the slot.

        Args:
            codes: as above.
            values: the value of each row; blank = the findings have none.
            make: makes the finding of a code, without value; with its sentences where these tell no value.
            say: makes the sentences of rows whose finding has none, in English (0) or Chinese (1).
        """
        self.codes = codes
        self._values = values
        self._make = make
        self._say = say
        self._made: dict[int, Finding] = {}

    def _of(self, code: int) -> Finding:
        if code not in self._made:
            self._made[code] = self._make(code)
        return self._made[code]

    def bare(self, row: int) -> Finding:
        """Return the finding of a row, without its sentences where they tell the value."""
        made = self._of(int(self.codes[row]))
        valued = self._values is not None and made.reason == Reason.OK
        return _with(made, float(self._values[row])) if valued and self._values is not None else made

    def texts(self, rows: NDArray[np.intp], lang: str) -> NDArray[np.object_]:
        """Return the sentences of rows that have a finding here."""
        codes = self.codes[rows]
        said = texts_by_code(codes, lambda code: self._of(code).text(lang))
        if self._say is not None and (bare := said == "").any():
            said[bare] = self._say(rows[bare], 1 if lang == "zh" else 0)
        return said


def _answered(
    metric: str,
    facts: Facts,
    reasons: Mapping[str, NDArray[np.uint8]] | None,
    by_metric: Mapping[str, Sequence[Benchmark]],
    n: int,
) -> Mask:
    """Whether the better check has an answer in each row."""
    if metric not in facts or not any(b.counts for b in by_metric.get(metric, ())):
        return np.zeros(n, dtype=bool)
    answered = np.isfinite(facts[metric])
    if reasons is not None and metric in reasons:
        answered |= np.asarray(reasons[metric]) == Reason.LOSES_BEFORE_ADS
    return answered


class _Context:
    """The text facts of the rows: which rows a benchmark is for."""

    def __init__(self, texts: Mapping[str, NDArray[Any]], n: int) -> None:
        self.n = n
        self.columns = {name: Texts.of(column) for name, column in texts.items()}

    def among(self, name: str, wanted: Collection[str]) -> Mask:
        """Whether each row's text, of a stage its code, is one of ``wanted`` (lower case)."""
        if name not in self.columns:
            return np.zeros(self.n, dtype=bool)
        code = stage_code if name == "stage" else str.casefold
        return self.columns[name].each(lambda text: text is not None and code(text) in wanted, bool)

    def blank(self, name: str) -> Mask:
        """Whether each row lacks that text."""
        return self.columns[name].blank if name in self.columns else np.ones(self.n, dtype=bool)

    def applies(self, record: Benchmark) -> Mask:
        """Which rows the benchmark is for: platform, market, category, country, stage and currency."""
        mask = np.ones(self.n, dtype=bool)
        if record.platform != "general":
            mask &= self.among("platform", (record.platform,))
        if record.market is not None:
            mask &= self.among("market", (record.market,))
        if record.category:
            mask &= self.among("category", record.category)
        if record.country:
            mask &= self.among("country", [code.casefold() for code in record.country])
        if record.stage is not None:
            mask &= self.among("stage", (record.stage,))
        if record.unit in ("usd", "eur") and record.grades:
            mask &= self.among("currency", (record.unit,)) | self.blank("currency")
        return mask


def _choose(group: Iterable[Benchmark], context: _Context) -> Iterable[tuple[Benchmark, Mask, Mask]]:
    """Give one metric's grading records, each with the rows it is for and the rows where it is what counts.

    Of several that fit a row the first by rank counts, the others are second opinions. A record for all
    categories is only the fallback: it steps back where a record, or a warning, of the row's own category
    fits.
    """
    live = [b for b in sorted(group, key=lambda b: b.rank) if b.status not in ("outdated", "ended")]
    own_category = np.zeros(context.n, dtype=bool)
    for record in live:
        if record.category and record.status != "disputed":
            own_category |= context.applies(record)
    taken = np.zeros(context.n, dtype=bool)
    for record in live:
        if record.role != "grade":
            continue
        asked = context.applies(record)
        if not record.category:
            asked &= ~own_category
        counted = asked & ~taken if record.counts else np.zeros(context.n, dtype=bool)
        taken |= counted
        yield record, asked, counted


def _compare(
    record: Benchmark,
    asked: Mask,
    counted: Mask,
    values: NDArray[np.float64],
    why: NDArray[np.uint8],
    facts: Facts,
    context: _Context,
) -> Slot:
    """Return the findings of one grading record. An unknown second opinion says nothing and is left out."""
    bands = record.bands(values)
    no_currency = context.blank("currency") if record.unit in ("usd", "eur") else np.zeros(context.n, dtype=bool)
    known = (bands >= 0) & ~no_currency
    unknown = 1 + 2 * len(record.thresholds)  # the codes from here on are reasons
    codes = np.where(asked & known, 1 + 2 * bands + ~counted, 0)
    codes = np.where(counted & ~known, unknown + _why(values, why, no_currency), codes).astype(np.int16)

    def make(code: int) -> Finding:
        if code >= unknown:
            return _unknown(record, Reason(code - unknown))
        band, second = divmod(code - 1, 2)
        word = cast(Band, record.thresholds[band].grade)
        outcome: Literal["yes", "no"] = "yes" if word in ("good", "ok") else "no"
        role: Literal["grade", "second"] = "second" if second else "grade"
        return Finding(record.id, outcome, word, None, Reason.OK, "", "", record.metric, role)

    def say(rows: NDArray[np.intp], place: int) -> NDArray[np.object_]:
        ends = [wording.tail(record, second=second)[place] for second in (False, True)]
        end = np.where(counted[rows], 0, 1)
        if record.metric != "acos_to_break_even" or "acos" not in facts or "break_even_acos" not in facts:
            return _sentences(record, values[rows], bands[rows], ends, end, place)
        good = np.array([threshold.grade in ("good", "ok") for threshold in record.thresholds])[bands[rows]]
        acos, break_even = (np.asarray(facts[name])[rows] for name in ("acos", "break_even_acos"))
        return wording.against_break_even(good, values[rows], acos, break_even, ends, end, place)

    return Slot(codes, values, make, say)


def _why(values: NDArray[np.float64], given: NDArray[np.uint8], no_currency: Mask) -> NDArray[np.int64]:
    """Return the reason why each value could not be compared."""
    compared = np.where(values < 0, int(Reason.NEGATIVE), int(Reason.OUTSIDE_TABLE))
    finite = np.where(no_currency, int(Reason.MISSING_CURRENCY), compared)
    return np.where(np.isfinite(values), finite, np.where(given, given, int(Reason.MISSING_INPUT)))


def _unknown(record: Benchmark, reason: Reason) -> Finding:
    en, zh = wording.label(record)
    if reason == Reason.LOSES_BEFORE_ADS:
        # Not a gap in the data: a row that loses money before ads is above its break-even at any ACoS.
        said = f"{en}: {REASONS[reason].en}", f"{zh}：{REASONS[reason].zh}"
        return Finding(record.id, "no", "bad", None, reason, *said, record.metric, "grade")
    said = f"{en}: unknown, {REASONS[reason].en}", f"{zh}：未知，{REASONS[reason].zh}"
    return Finding(record.id, "unknown", None, None, reason, *said, record.metric, "grade")


def _sentences(
    record: Benchmark,
    values: NDArray[np.float64],
    bands: NDArray[np.intp],
    ends: Sequence[str],
    end: NDArray[np.intp],
    place: int,
) -> NDArray[np.object_]:
    """Say how each value stands to its line, in English (0) or Chinese (1), with one of ``ends`` at the end."""
    name = wording.label(record)[place]
    tails = [wording.verdict(threshold, record)[place] + last for threshold in record.thresholds for last in ends]
    numbers, number = wording.amounts(record, values, bands)

    def say(code: int) -> str:
        amount, tail = divmod(code, len(tails))
        return f"{name} {wording.with_unit(numbers[amount], record.unit)[place]} {tails[tail]}"

    return texts_by_code(number * len(tails) + bands * len(ends) + end, say)


def _warn(record: Benchmark, given: NDArray[np.float64] | None, context: _Context) -> Slot:
    """Return the warnings of the rows that call for one.

    A record with bands warns where the value lies in a watch or bad band. One without warns wherever it
    applies: in its categories, its countries, or where the sheet has anything in the column it speaks of.
    """
    applies = context.applies(record)
    ends = wording.tail(record, second=False)
    words = record.warn_en, record.warn_zh
    fixed = (words[0] + ends[0], words[1] + ends[1]) if words[0] and not record.grades else ("", "")
    none = Slot(np.zeros(context.n, dtype=np.int16), None, lambda _: cast(Finding, None))

    def make(code: int) -> Finding:
        word = cast(Band, record.thresholds[code - 1].grade) if record.grades else "watch"
        return Finding(record.id, "no", word, None, Reason.OK, *fixed, record.metric, "flag")

    if record.grades:
        if given is None:
            return none
        values = np.asarray(given, dtype=np.float64)
        bands = record.bands(values)
        bad = np.array([t.grade in ("watch", "bad") for t in record.thresholds])
        if record.unit in ("usd", "eur"):
            applies &= ~context.blank("currency")

        def say(rows: NDArray[np.intp], place: int) -> NDArray[np.object_]:
            if not words[place]:
                return _sentences(record, values[rows], bands[rows], ends[place : place + 1], np.zeros(1, int), place)
            numbers, number = wording.amounts(record, values[rows], bands[rows])
            shown = [wording.with_unit(text, record.unit)[place] for text in numbers]
            return texts_by_code(number, lambda n: words[place].replace("{value}", shown[n]) + ends[place])

        codes = np.where(applies & (bands >= 0) & bad[bands], 1 + bands, 0)
        return Slot(codes.astype(np.int16), values, make, say)
    if record.metric in context.columns:
        applies &= ~context.blank(record.metric)
    elif not (record.category or record.country):
        return none
    return Slot(applies.astype(np.int16), None, make) if record.warn_en else none
