"""The claims of the guide, each with what became of it; and everything that it names, with what serves it here."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from xlops.errors import EditionError
from xlops.grading import wording
from xlops.grading.benchmarks import Benchmark, benchmarks
from xlops.grading.economics import VENDOR_ROWS
from xlops.grading.row_facts import BOTH_CHARGED

_ROWS = Path(__file__).parent.parent / "data" / "guide.toml"
# How a row stands today, in English and Chinese.
STATES: dict[str, wording.Pair] = {
    "valid": ("valid", "有效"),
    "changed": ("valid but changed", "有变化"),
    "ended": ("ended or outdated", "已终止或过时"),
    "unverifiable": ("only the guide says so", "仅见于指南"),
}
# What a row asks for.
KINDS: dict[str, wording.Pair] = {
    "C": ("column", "列"),
    "F": ("formula", "公式"),
    "G": ("grade", "评级"),
    "W": ("warning", "提示"),
    "I": ("import", "导入"),
    "N": ("note", "说明"),
}
# Notes of the receipt that serve a row, by the names in the data.
NOTES: dict[str, wording.Pair] = {"ads_and_affiliate": BOTH_CHARGED, "vendor_rows": VENDOR_ROWS}


@dataclass(frozen=True)
class GuideRow:
    """One thing that the guide names. The lists name what serves it; each kind of ``kinds`` has something there."""

    number: int
    name_en: str
    name_zh: str
    state: str
    kinds: tuple[str, ...]
    note_en: str
    note_zh: str
    formulas: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    benchmarks: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()
    checklists: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()


@cache
def guide_rows() -> tuple[GuideRow, ...]:
    """Return everything that the guide names, in its order.

    Raises:
        EditionError: a state, a kind or a key that is not known, or a number out of order.
    """
    file = _ROWS.name
    lists = [field.name for field in fields(GuideRow) if field.default == ()]
    found = []
    for place, entry in enumerate(tomllib.loads(_ROWS.read_text(encoding="utf-8"))["row"], 1):
        where = f"row {place}"
        if extra := set(entry) - {"number", "name", "state", "kinds", "note", *lists}:
            raise EditionError(file, where, sorted(extra), f"number, name, {', '.join(lists)}", "Correct it.")
        if entry["number"] != place:
            raise EditionError(file, f"{where}, number", entry["number"], str(place), "Number the rows without a gap.")
        if entry["state"] not in STATES:
            raise EditionError(file, f"{where}, state", entry["state"], f"one of {', '.join(STATES)}", "Correct it.")
        if not entry["kinds"] or set(entry["kinds"]) - set(KINDS):
            raise EditionError(file, f"{where}, kinds", entry["kinds"], f"some of {', '.join(KINDS)}", "Correct it.")
        found.append(
            GuideRow(
                number=place,
                name_en=entry["name"]["en"],
                name_zh=entry["name"]["zh"],
                state=entry["state"],
                kinds=tuple(entry["kinds"]),
                note_en=entry["note"]["en"],
                note_zh=entry["note"]["zh"],
                **{name: tuple(entry.get(name, ())) for name in lists},
            )
        )
    return tuple(found)


@dataclass(frozen=True)
class GuideClaim:
    """One claim: its words, the record that holds it, its status, and what xlops does with it."""

    benchmark: str
    claim_en: str
    claim_zh: str
    status: str
    status_en: str
    status_zh: str
    treatment_en: str
    treatment_zh: str
    note_en: str
    note_zh: str


def guide_claims(records: Mapping[str, Benchmark] | None = None) -> tuple[GuideClaim, ...]:
    """Return every claim of the guide in its order.

    ``records`` are the benchmarks with an operator's overrides applied; blank = as shipped.
    """
    everything = benchmarks() if records is None else records
    told = sorted((b for b in everything.values() if b.from_guide), key=lambda b: b.guide_order)
    return tuple(
        GuideClaim(
            b.id,
            b.claim_en,
            b.claim_zh,
            b.status,
            *wording.status(b),
            *_treatment(b, everything),
            b.note_en,
            b.note_zh,
        )
        for b in told
    )


def _treatment(record: Benchmark, everything: Mapping[str, Benchmark]) -> wording.Pair:
    if record.role == "flag" and record.status not in ("disputed", "outdated"):
        return "warns where a row calls for it; never changes a letter", "仅在需要时提示，不影响评级"
    if record.status == "outdated":
        return "outdated: shown here only, never grades", "已过时：仅在此列出，不参与评级"
    if record.role != "grade":
        return "shown here only, never grades", "仅在此列出，不参与评级"
    if not record.counts:
        return "second opinion beside the line that counts; never counted", "作为第二意见并列显示，不计分"
    better = [
        b
        for b in everything.values()
        if b.metric == record.metric
        and b.platform in (record.platform, "general")
        and b.counts
        and b.rank < record.rank
    ]
    if any(b.level == "row" for b in better):
        return "second opinion beside the line that counts; never counted", "作为第二意见并列显示，不计分"
    return (
        "grades, for want of a confirmed line; each finding says so",
        "因无经证实的标准而参与评级，并逐条注明",
    )
