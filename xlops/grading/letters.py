"""The policy: what letter the findings of a row make. Change the tables here to grade in another way.

How it works is told in docs/grading.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, overload

import numpy as np
from numpy.typing import NDArray

from xlops.errors import REASONS, Reason
from xlops.grading.findings import Finding, Findings, Slot, alike, texts_by_code

Letter = Literal["A", "B", "C", "D", "F"]

# ---- the policy ------------------------------------------------------------------------------------------

# What each check weighs. A metric that is not named here weighs 1. The order is the order in which
# reasons are told.
WEIGHTS = {
    "margin_rate": 3,
    "acos_to_break_even": 3,
    "acos": 2,
    "return_rate": 2,
    "dsr": 2,
    "tacos": 1,
    "roi": 1,
    "price_to_cost": 1,
}
# What a band is worth, and the least weighted mean for each letter. Below the last line: F.
POINTS = {"good": 100, "ok": 80, "watch": 50, "bad": 0}
LINES: tuple[tuple[Letter, int], ...] = (("A", 90), ("B", 75), ("C", 50), ("D", 30))
# Without one of these nothing is known of the money, and no letter is given.
NEEDED = ("margin_rate", "acos_to_break_even")
# However good the rest, a row is at best what the band of its own margin allows: money comes first. A row that
# loses money is at best a D, and one that loses before ads is an F.
AT_BEST: dict[str, Letter] = {"good": "A", "ok": "B", "watch": "C", "bad": "D"}

# ----------------------------------------------------------------------------------------------------------

_LETTERS: tuple[Letter, ...] = ("A", "B", "C", "D", "F")
_ORDER = {metric: place for place, metric in enumerate(WEIGHTS)}
_ROLES = {"grade": 0, "second": 1, "flag": 2}


@dataclass(frozen=True, slots=True)
class RowGrade:
    """The grade of one row.

    ``letter`` is None where too little is known; ``reason`` is then NOT_ENOUGH_DATA. ``checks_done`` of
    ``checks_applicable`` checks had an answer. ``findings`` stand in the order in which to tell them:
    what counts (the heavier first), then second opinions, then warnings.
    """

    letter: Letter | None
    checks_done: int
    checks_applicable: int
    findings: tuple[Finding, ...]
    reason: Reason = Reason.OK

    def coverage(self, lang: str) -> str:
        """Return how much the letter rests on, in ``lang``: "5 of 7 checks"."""
        if lang == "zh":
            return f"{self.checks_done}/{self.checks_applicable} 项"
        return f"{self.checks_done} of {self.checks_applicable} checks"

    def why_none(self, lang: str) -> str:
        """Return why there is no letter, in ``lang``; empty where there is one."""
        if self.letter is not None:
            return ""
        text = REASONS[self.reason].text(lang)
        if lang == "zh":
            return f"{text}：至少需要利润率或盈亏平衡 ACoS"
        return f"{text}: margin or ACoS against break-even is needed at least"


def letter(findings: Sequence[Finding], loses_before_ads: bool = False) -> RowGrade:
    """Make the letter of one row from its findings.

    ``loses_before_ads`` tells it of a row without any ad figure, where no finding can say so.

    Unknown findings lower the coverage, never the letter. Second opinions and warnings do neither.
    """
    told = tuple(sorted(findings, key=_order))
    checks = [f for f in told if f.role == "grade"]
    answered = {f.metric for f in checks if f.outcome != "unknown"}
    done = [f for f in checks if f.band is not None]
    if not answered.intersection(NEEDED):
        return RowGrade(None, len(done), len(checks), told, Reason.NOT_ENOUGH_DATA)
    weight = sum(WEIGHTS.get(f.metric, 1) for f in done)
    points = sum(WEIGHTS.get(f.metric, 1) * POINTS[f.band] for f in done if f.band)
    made: Letter = next((name for name, line in LINES if points >= line * weight), "F")
    for check in done:
        if check.metric == "margin_rate" and check.band:
            made = max(made, AT_BEST[check.band], key=_LETTERS.index)
    if any(f.metric == "margin_rate" and f.value is not None and f.value < 0 for f in told):
        made = max(made, AT_BEST["bad"], key=_LETTERS.index)
    if loses_before_ads or any(f.reason == Reason.LOSES_BEFORE_ADS for f in told):
        made = "F"
    return RowGrade(made, len(done), len(checks), told)


def _order(finding: Finding) -> tuple[int, int]:
    return _ROLES[finding.role], _ORDER.get(finding.metric, len(_ORDER))


@dataclass(frozen=True)
class Alike:
    """Rows whose grades differ in nothing but the numbers in their sentences.

    ``grade`` is theirs, with findings that have no sentences; ``slots`` has for each of its findings the slot that
    makes the sentences of a row.
    """

    rows: NDArray[np.intp]
    grade: RowGrade
    slots: tuple[Slot, ...]


class Grades(Sequence[RowGrade]):
    """The grades of all rows. One policy (:func:`letter`) makes them, once for all rows that have the same findings.

    The sentences of a row are made when its grade is asked for.
    """

    _BLOCK = 256

    def __init__(self, findings: Findings, loses_before_ads: NDArray[np.bool_]) -> None:
        """Grade the rows; the arguments are those of :func:`letter`, for all rows."""
        self._findings = findings
        self._block: tuple[int, list[RowGrade]] = (-1, [])
        first, group = findings.alike()
        first, group = alike([loses_before_ads, group], findings.n)
        order = np.argsort(group, kind="stable")
        parts = np.split(order, np.flatnonzero(np.diff(group[order])) + 1) if findings.n else []
        self.groups: list[Alike] = []
        self._of = group
        for row, rows in zip(first.tolist(), parts, strict=True):
            said = sorted(findings.bare(row), key=lambda pair: _order(pair[1]))
            made = letter([finding for _, finding in said], bool(loses_before_ads[row]))
            self.groups.append(Alike(rows, made, tuple(slot for slot, _ in said)))

    @cached_property
    def letters(self) -> NDArray[np.object_]:
        """The letter of each row; None where there is none."""
        return texts_by_code(self._of, lambda group: self.groups[group].grade.letter)

    def coverage(self, lang: str) -> NDArray[np.object_]:
        """Return how much the letter of each row rests on, in ``lang``."""
        return texts_by_code(self._of, lambda group: self.groups[group].grade.coverage(lang))

    def __len__(self) -> int:
        """Return the number of rows."""
        return self._findings.n

    @overload
    def __getitem__(self, row: int) -> RowGrade: ...

    @overload
    def __getitem__(self, row: slice) -> tuple[RowGrade, ...]: ...

    def __getitem__(self, row: int | slice) -> RowGrade | tuple[RowGrade, ...]:
        """Return the grade of a row, with the sentences of its findings."""
        if isinstance(row, slice):
            return tuple(self[n] for n in range(len(self))[row])
        block, place = divmod(range(len(self))[row], self._BLOCK)
        if block != self._block[0]:
            rows = np.arange(block * self._BLOCK, min((block + 1) * self._BLOCK, len(self)))
            made = [
                replace(self.groups[self._of[n]].grade, findings=tuple(sorted(findings, key=_order)))
                for n, findings in zip(rows.tolist(), self._findings.rows(rows), strict=True)
            ]
            self._block = block, made
        return self._block[1][place]
