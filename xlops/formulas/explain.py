"""The explain twin of every fee: the number in words, with edition, row, source, assumptions and confidence.

``AMZ_REFERRAL_FEE`` has ``AMZ_REFERRAL_FEE_EXPLAIN`` with the same arguments and a language. The twin runs the very
same function with a trace, so it can never tell another story than the number.
"""

from __future__ import annotations

import inspect
from typing import Any

import numpy as np

from xlops.catalog import Formula, Outcome, Texts, explained, formula
from xlops.errors import REASONS, Reason
from xlops.fees.charge import Step, Trace
from xlops.fees.edition import CONFIDENCES, WEAK_CONFIDENCES, Edition


def tell(name: str, outcome: Outcome, trace: Trace, lang: str) -> str:
    """Return the whole explanation of one result as lines of text in ``lang`` (``"en"`` or ``"zh"``)."""
    zh = lang == "zh"
    reason = Reason(int(outcome.reason[0]))
    if reason == Reason.OK:
        value = outcome.value[0]
        shown = value if isinstance(value, str) else f"{value:.6f}".rstrip("0").rstrip(".")
        lines = [f"{name} = {shown}"]
    else:
        lines = [f"{name}: {'未知' if zh else 'no number'}, {REASONS[reason].text(lang)}"]
    lines += [_step(n, step, zh) for n, step in enumerate(trace.steps, 1)]
    if trace.assumed:
        head = "未填，按默认：" if zh else "Assumed because left out: "
        lines.append(head + "; ".join(pair[1 if zh else 0] for pair in dict.fromkeys(trace.assumed)))
    # An own table may have the name of the published one below it.
    editions = {(e.name, e.own_file): e for step in trace.steps if (e := step.edition) is not None}
    stopped = {(e.name, e.own_file) for s in trace.steps if (e := s.edition) is not None and s.reason == reason}
    for key, edition in editions.items():
        lines += _sources(edition, zh)
        if reason != Reason.OK and key in stopped:
            lines += [f"  {'官方未公布' if zh else 'not published'}: {gap}" for gap in edition.unknown]
    return "\n".join(lines)


def _step(n: int, step: Step, zh: bool) -> str:
    title, text = (step.title_zh, step.zh) if zh else (step.title_en, step.en)
    edition = f" [{step.edition.name}]" if step.edition else ""
    said = text or REASONS[step.reason].text("zh" if zh else "en")
    value = f"{step.value:g}" if isinstance(step.value, float) and step.value == step.value and text else ""
    of_a_tier = step.edition is not None and step.edition.kind == "size_tiers"
    # A row that is one amount has said it already.
    if of_a_tier or text.replace("：", " ").endswith(f" {value}"):
        value = ""
    value = value and f" = {value}"
    return f"{n}. {title}{edition}{'：' if zh else ': '}{said}{value}"


def _sources(edition: Edition, zh: bool) -> list[str]:
    until = str(edition.until) if edition.until else ("未见结束日期" if zh else "no end published")
    confidence = CONFIDENCES[edition.confidence][1 if zh else 0]
    weak = edition.confidence in WEAK_CONFIDENCES
    if zh:
        lines = [
            f"{edition.title_zh}：生效 {edition.effective} 至 {until}；核对于 {edition.checked}；"
            f"可信度：{confidence}{'（请自行核实）' if weak else ''}"
        ]
    else:
        lines = [
            f"{edition.title_en}: in force {edition.effective} to {until}; checked {edition.checked}; "
            f"confidence: {confidence}{' (verify before you rely on it)' if weak else ''}"
        ]
    lines.append(f"  {_rounding(edition, zh)}")
    if edition.own_file:
        lines.append(f"  {edition.whose('zh' if zh else 'en')}")
    for source in edition.sources:
        where = source.url or source.url_note
        lines.append(f"  {'来源' if zh else 'source'}: {source.title} ({where})")
    for conflict in edition.conflicts:
        lines.append(f"  {'冲突' if zh else 'conflict'}: {'; '.join(conflict.claims)} -> {conflict.resolved}")
    return lines


def _rounding(edition: Edition, zh: bool) -> str:
    """Say what the fee is taken on and how the platform rounds it."""
    modes = {
        "half_up": ("half up", "四舍五入"),
        "half_even": ("half to even", "银行家舍入"),
        "up": ("up", "进位"),
        "down": ("down", "舍去"),
    }
    rounding = edition.rounding
    if zh:
        how = f"{modes[rounding.mode][1]}到 {rounding.step}" if rounding.mode in modes else "不取整"
        return f"计费基础：{edition.base}；取整：{how}"
    how = f"{modes[rounding.mode][0]} to {rounding.step}" if rounding.mode in modes else "none"
    return f"base: {edition.base}; rounding: {how}"


def _twin(base: Formula) -> None:
    signature = inspect.signature(base.function)
    kept = [p for p in signature.parameters.values() if p.name != "trace"]
    lang = inspect.Parameter("lang", inspect.Parameter.POSITIONAL_OR_KEYWORD, default=None)

    def explain(**columns: Any) -> Outcome:
        language: Texts | None = columns.pop("lang")
        length = max((len(_index(c)) for c in [*columns.values(), language] if c is not None), default=1)
        texts = np.empty(length, dtype=object)
        for n in range(length):
            trace = Trace()
            row = {name: _row(column, n) for name, column in columns.items()}
            outcome = base.function(**row, trace=trace)
            wanted = None if language is None else language.values[language.index[min(n, len(language.index) - 1)]]
            texts[n] = tell(base.name, outcome, trace, "zh" if wanted and wanted.lower().startswith("zh") else "en")
        return Outcome(texts, np.zeros(length, dtype=np.uint8))

    explain.__name__ = f"{base.python_name}_explain"
    explain.__signature__ = signature.replace(parameters=[*kept, lang])  # type: ignore[attr-defined]
    explain.__doc__ = (
        f"Explain {base.name} in words: edition, row, source, what was assumed, and how sure it is.\n\n"
        f"Args:\n    The arguments of {base.name}, and\n    lang: zh or en; blank is en.\n\n"
        "Returns:\n    Text of several lines. Where the number is unknown, the text says why."
    )
    formula(base.group, returns="text", zh=f"用文字解释 {base.name}：版本、表行、来源、默认值与可信度。")(explain)


def _index(column: Any) -> Any:
    return column.index if isinstance(column, Texts) else column


def _row(column: Any, n: int) -> Any:
    if column is None:
        return None
    if isinstance(column, Texts):
        place = min(n, len(column.index) - 1)
        return Texts(column.index[place : place + 1], column.values)
    place = min(n, len(column) - 1)
    return column[place : place + 1]


for _base in explained():
    _twin(_base)
