"""Facts of each row, held against the benchmarks: findings, which say yes, no or unknown and why.

A finding is evidence. What letter it makes is decided elsewhere (letters.py), so that another policy can
judge the same findings.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, cast

import numpy as np
from numpy.typing import NDArray

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
    rows: list[list[Finding]] = [[] for _ in range(n)]
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
                _compare(rows, record, asked, counted, values, why, facts, context)
        for record in group:
            if record.role == "flag" and record.status not in ("disputed", "outdated"):
                _warn(rows, record, facts.get(metric), context)
    return rows


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
        self.columns = {name: [_plain(cell) for cell in column] for name, column in texts.items()}
        if "stage" in self.columns:
            self.columns["stage"] = [cell and stage_code(cell) for cell in self.columns["stage"]]

    def among(self, name: str, wanted: Collection[str]) -> Mask:
        """Whether each row's text is one of ``wanted`` (lower case)."""
        column = self.columns.get(name, [])
        return (
            np.fromiter((cell in wanted for cell in column), bool, self.n)
            if column
            else np.zeros(self.n, bool)
        )

    def blank(self, name: str) -> Mask:
        """Whether each row lacks that text."""
        column = self.columns.get(name, [])
        return (
            np.fromiter((cell is None for cell in column), bool, self.n) if column else np.ones(self.n, bool)
        )

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


def _plain(cell: object) -> str | None:
    return None if cell is None else str(cell).strip().casefold() or None


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
    rows: Sequence[list[Finding]],
    record: Benchmark,
    asked: Mask,
    counted: Mask,
    values: NDArray[np.float64],
    why: NDArray[np.uint8],
    facts: Facts,
    context: _Context,
) -> None:
    """Add the findings of one grading record. An unknown second opinion says nothing and is left out."""
    bands = record.bands(values)
    no_currency = (
        context.blank("currency") if record.unit in ("usd", "eur") else np.zeros(context.n, dtype=bool)
    )
    known = (bands >= 0) & ~no_currency
    picked = np.flatnonzero(asked & known)
    sentences = _sentences(record, values[picked], bands[picked], picked, facts)
    for row, band, (en, zh) in zip(picked.tolist(), bands[picked].tolist(), sentences, strict=True):
        word = cast(Band, record.thresholds[band].grade)
        end = wording.tail(record, second=not counted[row])
        rows[row].append(
            Finding(
                record.id,
                "yes" if word in ("good", "ok") else "no",
                word,
                float(values[row]),
                Reason.OK,
                en + end[0],
                zh + end[1],
                record.metric,
                "grade" if counted[row] else "second",
            )
        )
    shared: dict[Reason, Finding] = {}
    for row in np.flatnonzero(counted & ~known).tolist():
        reason = _why(float(values[row]), int(why[row]), bool(no_currency[row]))
        if reason not in shared:
            shared[reason] = _unknown(record, reason)
        rows[row].append(shared[reason])


def _why(value: float, given: int, no_currency: bool) -> Reason:
    if not np.isfinite(value):
        return Reason(given) if given else Reason.MISSING_INPUT
    if no_currency:
        return Reason.MISSING_CURRENCY
    return Reason.NEGATIVE if value < 0 else Reason.OUTSIDE_TABLE


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
    picked: NDArray[np.intp],
    facts: Facts,
) -> list[wording.Pair]:
    """Say how each value stands to its line."""
    if record.metric == "acos_to_break_even" and "acos" in facts and "break_even_acos" in facts:
        return wording.against_break_even(
            [record.thresholds[band].grade for band in bands.tolist()],
            values,
            np.asarray(facts["acos"])[picked],
            np.asarray(facts["break_even_acos"])[picked],
        )
    name_en, name_zh = wording.label(record)
    verdicts = [wording.verdict(threshold, record) for threshold in record.thresholds]
    said = []
    for amount, band in zip(wording.amounts(record, values, bands), bands.tolist(), strict=True):
        en, zh = wording.with_unit(amount, record.unit)
        said.append((f"{name_en} {en} {verdicts[band][0]}", f"{name_zh} {zh} {verdicts[band][1]}"))
    return said


def _warn(
    rows: Sequence[list[Finding]], record: Benchmark, given: NDArray[np.float64] | None, context: _Context
) -> None:
    """Add a warning to the rows that call for it.

    A record with bands warns where the value lies in a watch or bad band. One without warns wherever it
    applies: in its categories, its countries, or where the sheet has anything in the column it speaks of.
    """
    applies = context.applies(record)
    end = wording.tail(record, second=False)
    if record.grades:
        if given is None:
            return
        values = np.asarray(given, dtype=np.float64)
        bands = record.bands(values)
        bad = np.array([t.grade in ("watch", "bad") for t in record.thresholds])
        if record.unit in ("usd", "eur"):
            applies &= ~context.blank("currency")
        picked = np.flatnonzero(applies & (bands >= 0) & bad[bands])
        sentences = _sentences(record, values[picked], bands[picked], picked, {})
        for row, (en, zh) in zip(picked.tolist(), sentences, strict=True):
            word = cast(Band, record.thresholds[bands[row]].grade)
            en, zh = (record.warn_en, record.warn_zh) if record.warn_en else (en, zh)
            rows[row].append(
                Finding(
                    record.id,
                    "no",
                    word,
                    float(values[row]),
                    Reason.OK,
                    en + end[0],
                    zh + end[1],
                    record.metric,
                    "flag",
                )
            )
        return
    if record.metric in context.columns:
        applies &= ~context.blank(record.metric)
    elif not (record.category or record.country):
        return
    if record.warn_en:
        en, zh = record.warn_en + end[0], record.warn_zh + end[1]
        finding = Finding(record.id, "no", "watch", None, Reason.OK, en, zh, record.metric, "flag")
        for row in np.flatnonzero(applies).tolist():
            rows[row].append(finding)
