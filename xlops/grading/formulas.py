"""The grading formulas: the band of a value, and the published lines of a metric."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlops.catalog import Outcome, Texts, formula, suggesters
from xlops.errors import Reason
from xlops.fees.names import fold, name_list
from xlops.fees.units import Floats
from xlops.grading import wording
from xlops.grading.benchmarks import DERIVED, PLATFORMS, Benchmark, benchmarks, select, stage_code
from xlops.terms import terms

_BLANK = Texts(np.zeros(1, dtype=np.intp), (None,))


@cache
def _metrics() -> dict[str, str]:
    """Every spelling of a metric: its name, its labels, and the header words of the vocabulary."""
    spellings: dict[str, str] = {}
    for name, (en, zh) in DERIVED.items():
        for spelling in (name, en, zh):
            spellings.setdefault(fold(spelling), name)
    numbers = [term for term in terms().values() if term.is_number]
    for term in numbers:
        for spelling in (term.name, term.label_en, term.label_zh):
            spellings.setdefault(fold(spelling), term.name)
    for term in numbers:
        for spelling in term.headers:
            spellings.setdefault(fold(spelling), term.name)
    return spellings


def _suggest_metric(text: str) -> tuple[tuple[str, str], ...]:
    from rapidfuzz import fuzz, process  # here, because only errors need it

    graded = {b.metric for b in benchmarks().values()}
    spellings = {spelling: name for spelling, name in _metrics().items() if name in graded}
    hits = process.extract(
        fold(text), spellings, scorer=fuzz.WRatio, processor=fold, limit=9, score_cutoff=55
    )
    return tuple((name, terms()[name].label_zh) for name in dict.fromkeys(name for name, _, _ in hits))[:3]


suggesters["metric"] = _suggest_metric


def _asked(
    metric: str | None, platform: str | None, category: str | None, market: str | None, stage: str | None
) -> tuple[list[Benchmark], Reason]:
    """Return the records that a call means, the first to count in front, or the reason why there is none."""
    if metric is None:
        return [], Reason.MISSING_INPUT
    name = _metrics().get(fold(metric))
    if name is None:
        return [], Reason.UNKNOWN_METRIC
    codes: dict[str, str | None] = {}
    for kind, given, unknown in (
        ("platforms", platform, Reason.UNKNOWN_PLATFORM),
        ("categories", category, Reason.UNKNOWN_CATEGORY),
        ("markets", market, Reason.UNKNOWN_MARKET),
    ):
        codes[kind] = None if given is None else name_list(kind).resolve(given)
        if given is not None and codes[kind] is None:
            return [], unknown
    where = codes["platforms"] or _usual_platform(name)
    found = select(name, where, codes["markets"] or "us", codes["categories"])
    own_stage = None if stage is None else stage_code(stage)
    found = tuple(b for b in found if b.stage is None or stage is None or b.stage == own_stage)
    return list(found), Reason.OK if found else Reason.NO_BENCHMARK


def _usual_platform(metric: str) -> str:
    """Return Amazon, unless only another platform has a line for the metric."""
    having = {b.platform for b in select(metric)}
    return next((platform for platform in PLATFORMS if platform in having), PLATFORMS[0])


def _grader(records: list[Benchmark], category: str | None, stage: str | None) -> Benchmark | None:
    """Return the one record that grades, as in a sheet: the row's own category before the general line."""
    fitting = [b for b in records if b.status not in ("outdated", "ended", "disputed")]
    if category is None:
        fitting = [b for b in fitting if not b.category]
    elif any(b.category for b in fitting):
        fitting = [b for b in fitting if b.category]
    if stage is None:
        fitting = [b for b in fitting if b.stage is None]
    return next((b for b in fitting if b.counts and b.level != "market"), None)


@lru_cache(maxsize=4096)
def _line(
    metric: str | None, platform: str | None, category: str | None, market: str | None, stage: str | None
) -> tuple[Benchmark | None, Reason]:
    """Return the record that grades a call, or the reason why none does."""
    records, reason = _asked(metric, platform, category, market, stage)
    record = _grader(records, category, stage)
    return record, Reason.OK if record else reason or Reason.NO_BENCHMARK


@lru_cache(maxsize=4096)
def _told(
    metric: str | None, platform: str | None, category: str | None, market: str | None, lang: str | None
) -> tuple[str | None, Reason]:
    """Return the lines of a call as text, or the reason why there are none."""
    records, reason = _asked(metric, platform, category, market, None)
    place = 1 if lang is not None and lang.casefold().startswith("zh") else 0
    return "\n".join(_where(b, place) + wording.lines(b)[place] for b in records) or None, reason


def _by_name(
    columns: tuple[Texts | None, ...], length: int, answer: Callable[..., tuple[Any, Reason]]
) -> tuple[list[Any], NDArray[np.intp], NDArray[np.uint8]]:
    """Ask ``answer`` once for each distinct combination of names.

    Returns the answers, which of them is each row's, and each row's reason.
    """
    filled = [_BLANK if column is None else column for column in columns]
    number = np.zeros(length, dtype=np.intp)
    for column in filled:
        number = number * len(column.values) + column.index
    distinct, first, which = np.unique(number, return_index=True, return_inverse=True)
    answers, reasons = [], np.zeros(len(distinct), dtype=np.uint8)
    for place, row in enumerate(first.tolist()):
        names = [column.values[column.index[row if len(column.index) > 1 else 0]] for column in filled]
        found, reasons[place] = answer(*names)
        answers.append(found)
    return answers, which, reasons[which]


def _length(*columns: Texts | Floats | None) -> int:
    return max(len(c.index) if isinstance(c, Texts) else len(c) for c in columns if c is not None)


@formula(
    "grading",
    returns="text",
    zh="按公开基准评级：good、ok、watch 或 bad；比率用小数。没有可用基准时为空，并注明原因。",
    examples=[
        ({"metric": "tacos", "value": 0.08}, "good"),
        ({"metric": "return_rate", "value": 0.09, "platform": "Amazon", "category": "Home & Kitchen"}, "bad"),
        ({"metric": "acos", "value": 0.35, "stage": "launch"}, "ok"),
    ],
)
def ops_grade(
    metric: Texts,
    value: Floats,
    platform: Texts | None = None,
    category: Texts | None = None,
    market: Texts | None = None,
    stage: Texts | None = None,
) -> Outcome:
    """Grade a value by the published line that counts for it: good, ok, watch or bad.

    Of several lines the current one of the category and stage goes first; disputed, outdated and ended
    ones never grade. ACoS has no line that holds for every product: give the stage, or grade
    acos_to_break_even.

    Args:
        metric: name of the figure, such as tacos or 退货率; scalar or array.
        value: the figure; rates as fractions, money in US dollars.
        platform: amazon or aliexpress; blank = Amazon, unless only another platform has a line.
        category: product category, for lines by category; blank = the general line.
        market: marketplace; blank = US.
        stage: launch, growth or mature; blank = lines that hold for every stage.

    Returns:
        A word; unknown where no line counts. Source and status of the lines: OPS_BENCHMARK.
    """
    length = _length(metric, value, platform, category, market, stage)
    value = np.broadcast_to(value, (length,))
    answers, which, reason = _by_name((metric, platform, category, market, stage), length, _line)
    words = np.full(length, None, dtype=object)
    graded = np.zeros(length, dtype=np.bool_)
    for place, record in enumerate(answers):
        if record is None:
            continue
        rows = np.flatnonzero(which == place)
        grades = np.array([*(t.grade for t in record.thresholds), None], dtype=object)
        bands = record.bands(value[rows])
        words[rows] = grades[bands]
        graded[rows] = bands >= 0
    blank = np.isnan(value)
    unanswered = np.where(
        blank, Reason.MISSING_INPUT, np.where(value < 0, Reason.NEGATIVE, Reason.OUTSIDE_TABLE)
    )
    reason = np.where((reason == 0) & ~graded, unanswered, reason).astype(np.uint8)
    return Outcome(words, reason)


@formula(
    "grading",
    returns="text",
    zh="列出某指标的公开基准：各区间、来源、年份和状态，每条一行。",
    examples=[
        (
            {"metric": "tacos"},
            "good below 10 %; ok 10–20 %; watch 20–30 %; bad from 30 % (NivoAds; current)\n"
            "for information 3–25 % (dCrayons glossary 2026; current)",
        )
    ],
)
def ops_benchmark(
    metric: Texts,
    platform: Texts | None = None,
    category: Texts | None = None,
    market: Texts | None = None,
    lang: Texts | None = None,
) -> Outcome:
    """Tell the published lines of a metric, with source, year and status; one line of text for each.

    The one that counts stands first; disputed, outdated and ended ones are told too, with that word.

    Args:
        metric: name of the figure, such as tacos or 退货率; scalar or array.
        platform: amazon or aliexpress; blank = Amazon, unless only another platform has a line.
        category: product category; blank = every category.
        market: marketplace; blank = US.
        lang: zh or en; blank = en.

    Returns:
        Text; unknown where nothing is published.
    """
    length = _length(metric, platform, category, market, lang)
    answers, which, reason = _by_name((metric, platform, category, market, lang), length, _told)
    return Outcome(np.array(answers, dtype=object)[which], reason)


def _where(record: Benchmark, place: int) -> str:
    """Name the category or stage that a line is for, in front of it."""
    lang = ("en", "zh")[place]
    listed = name_list("categories")
    names = [listed.names[code].label(lang) for code in record.category]
    if record.stage is not None:
        names.append(record.stage if lang == "en" else _STAGES_ZH[record.stage])
    return "、".join(names) + "：" if names and lang == "zh" else ", ".join(names) + ": " if names else ""


_STAGES_ZH = {"launch": "新品期", "growth": "成长期", "mature": "成熟期"}
