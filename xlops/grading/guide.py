"""The claims of the guide, each with what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from xlops.grading import wording
from xlops.grading.benchmarks import Benchmark, benchmarks


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
