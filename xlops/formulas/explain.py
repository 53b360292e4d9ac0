"""The explain twin of every fee: the number in words, with edition, row, source, assumptions and confidence.

``AMZ_REFERRAL_FEE`` has ``AMZ_REFERRAL_FEE_EXPLAIN`` with the same arguments and a language. The twin runs the very
same function with a trace, so it can never tell another story than the number.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

import numpy as np

from xlops.catalog import Formula, Outcome, Texts, explained, formula
from xlops.errors import REASONS, Reason
from xlops.fees import describe
from xlops.fees.charge import Step, Trace
from xlops.fees.edition import CONFIDENCES, WEAK_CONFIDENCES, Conflict, Edition, Lookup
from xlops.fees.library import active_library
from xlops.fees.names import name_list
from xlops.formulas.explain_words import BASES_ZH, FEES, RESOLVED_ZH, what_to_do
from xlops.terms import term

# Most sources of a table, most gaps of a table, and most conflicts in all that are told.
_MOST = 3
# Most amounts that the sentence names; the others are among the steps.
_AMOUNTS = 4
# A limit that is this much under a whole one says "below" it.
_TICK = Decimal("0.0001")
# Arguments that are names, and their lists.
_NAMED = {
    "market": "markets",
    "category": "categories",
    "country": "countries",
    "seller_country": "countries",
    "line": "lines",
    "programme": "programmes",
}
_UNITS_ZH = {"cm": "厘米", "in": "英寸", "g": "克", "kg": "千克", "lb": "磅", "oz": "盎司"}
_MODES = {
    "half_up": ("half up", "四舍五入"),
    "half_even": ("half to even", "银行家舍入"),
    "up": ("up", "进位"),
    "down": ("down", "舍去"),
}
_CM_G = ("cm,g", "厘米、克（cm,g）")
_NO_ADDRESS = {"address not kept": "未保留网址"}
# Words of every row, by which no remark is about this one.
_COMMON = {"weight", "billed", "unit", "price", "column", "over", "below", "from", "size", "volume", "days"}


def tell(name: str, outcome: Outcome, trace: Trace, lang: str, given: Mapping[str, Any] | None = None) -> str:
    """Return the whole explanation of one result as lines of text in ``lang`` (``"en"`` or ``"zh"``).

    The first line is the sentence for whoever reads one only. ``given`` are the arguments of the row, by name.
    """
    zh = lang == "zh"
    row = given or {}
    reason = Reason(int(outcome.reason[0]))
    steps = _relevant(trace.steps, reason)
    known = reason == Reason.OK
    lines = [_answer(name, outcome, steps, row, lang) if known else _no_answer(name, reason, steps, row, lang)]
    lines += [f"{n}. {_step(step, name, lang)}" for n, step in enumerate(steps, 1)]
    if not known and REASONS[reason].kind == "unknown":
        asked = _asked(row, lang)
        lines += [f"{'所问：' if zh else 'Asked for: '}{asked}"] if asked else []
    if trace.assumed:
        head, comma = ("未填，按默认：", "；") if zh else ("Assumed because left out: ", "; ")
        lines.append(head + comma.join(pair[zh] for pair in dict.fromkeys(trace.assumed)).replace("cm,g", _CM_G[zh]))
    left_out = FEES[name][1][zh] if known and name in FEES else ""
    if left_out:
        lines.append(f"{'未计入：' if zh else 'Not in it: '}{left_out}")
    # An own table may have the name of the published one below it.
    editions = {(e.name, e.own_file): e for step in steps if (e := step.edition) is not None}
    stopped = {(e.name, e.own_file) for s in steps if (e := s.edition) is not None and s.reason == reason}
    words = _words(steps, row)
    for key, edition in editions.items():
        lines += _sources(edition, zh)
        if not known and key in stopped:
            head = "官方未公布（资料原文）" if zh else "not published"
            lines += _few([f"  {head}: {gap}" for gap in edition.unknown], edition.name, words, zh)
    return "\n".join(lines + _conflicts(list(editions.values()), words, zh))


def _relevant(steps: list[Step], reason: Reason) -> list[Step]:
    """Return the steps without the size tiers of tables that handed the row over to the next one.

    Where an input is missing or impossible, no amount is told: the tables were not asked for this row. Nor is a share
    of an amount that is itself unknown: its table was not read.
    """
    steps = [s for s in steps if s.en or s.reason != Reason.OK or not isinstance(s.value, float) or s.value == s.value]
    if REASONS[reason].kind == "invalid" or reason.name.startswith("MISSING_"):
        steps = [s for s in steps if not isinstance(s.value, float) or (_is_tier(s) and s.value == s.value)]
    tables = [e.table for s in steps if (e := s.edition) is not None]
    read = {table.size_tiers for table in tables if isinstance(table, Lookup)}
    if not any(_is_tier(s) and _programme(s) in read for s in steps):
        return steps
    return [s for s in steps if not _is_tier(s) or s.reason == reason != Reason.OK or _programme(s) in read]


def _programme(step: Step) -> str:
    return step.edition.programme if step.edition else ""


def _is_tier(step: Step) -> bool:
    return step.edition is not None and step.edition.kind == "size_tiers"


def _called(name: str, lang: str) -> str:
    return FEES[name][0][lang == "zh"] if name in FEES else name


def _cell(row: Mapping[str, Any], name: str) -> Any:
    """Return one argument of the row as it was given; None where it is blank."""
    column = row.get(name)
    if column is None:
        return None
    value = column.values[column.index[0]] if isinstance(column, Texts) else column[0]
    return None if value is None or value != value else value


def _currency(name: str, value: float, steps: list[Step], row: Mapping[str, Any]) -> str:
    """Return the currency of the result; nothing where it is that of the price, whatever that is."""
    if name.startswith("AMZ_"):
        markets = name_list("markets")
        code = markets.resolve(str(_cell(row, "market") or "us"))
        return str(markets.names[code].extra.get("currency", "")) if code else ""
    if name.endswith("_PRICE"):
        return str(_cell(row, "selling_currency") or "USD").upper()
    priced = [s for s in steps if s.edition is not None and s.edition.currency and isinstance(s.value, float)]
    exact = [s for s in priced if s.value == value]
    return next((s.edition.currency for s in [*exact, *priced] if s.edition is not None), "")


def _result(name: str, outcome: Outcome, steps: list[Step], row: Mapping[str, Any], lang: str) -> str:
    """Return the number with its currency, or the name of the answer."""
    zh = lang == "zh"
    value = outcome.value[0]
    if isinstance(value, str):
        key = {"AMZ_SIZE_TIER": "size_tiers", "ALI_BEST_LINE": "lines"}.get(name)
        listed = name_list(key).names if key else {}
        return listed[value].label(lang) if value in listed else value
    if name == "AMZ_RETURN_UNITS":
        return f"{value:g} {'件' if zh else 'units'}"
    currency = _currency(name, value, steps, row)
    if not currency:
        return f"{describe.money(value)}{'（与售价同币种）' if zh else ' (in the currency of the price)'}"
    return f"{describe.money(value, currency)} {describe.currency_name(currency, lang)}"


def _answer(name: str, outcome: Outcome, steps: list[Step], row: Mapping[str, Any], lang: str) -> str:
    """Return the one sentence: the amount, and by which table, row and reckoning it came about."""
    zh = lang == "zh"
    day = _cell(row, "as_of")
    called = _called(name, lang)
    result = _result(name, outcome, steps, row, lang)
    why = _why(outcome.value[0], steps, row, lang)
    if zh:
        return f"{called} = {result}{'' if day is None else f'（{day}）'}：{why}。"
    return f"{called}{'' if day is None else f' on {day}'} = {result}: {why}."


def _why(value: Any, steps: list[Step], row: Mapping[str, Any], lang: str) -> str:
    zh = lang == "zh"
    comma = "；" if zh else "; "
    colon = "：" if zh else ": "
    summary = [s for s in steps if s.edition is None and s.value is None and s.en]
    if summary:
        said = _said(summary[0], lang).split("。" if zh else ". ")[0]
        if said == value:
            return "改动前后的各项费用见下" if zh else "the fees before and after it are below"
        return said if isinstance(value, str) else f"{_title(summary[0], lang)}{colon}{said}"
    priced = [s for s in steps if s.edition is not None and not _is_tier(s) and isinstance(s.value, float)]
    charged = [s for s in priced if s.value] or priced[:1]
    if not charged:
        return comma.join(_of_table(s, lang) for s in steps if s.edition is not None and s.reason == Reason.OK) or (
            "不收取" if zh else "nothing is charged"
        )
    signed = sum(-s.value if _taken_off(s) else s.value for s in charged if isinstance(s.value, float))
    adds_up = len(charged) > 1 and isinstance(value, float) and abs(signed - value) < 1e-6
    parts: list[str] = []
    before: Edition | None = None
    for step in charged[:_AMOUNTS]:
        amount = "" if len(charged) == 1 else _amount(step, lang)
        # The next month of the same table does not name it again.
        again = f"{amount}（{_said(step, lang)}）" if zh else f"{amount} ({_said(step, lang)})"
        sign = ("减 " if zh else "less ") if _taken_off(step) else ("加 " if zh else "plus ")
        piece = again if step.edition is before else _of_table(step, lang, amount)
        parts.append(f"{sign if adds_up and parts else ''}{piece}")
        parts += [] if step.edition is before else _applies(step.edition, row, lang)
        before = step.edition
    more = len(charged) - _AMOUNTS
    if more > 0:
        parts.append(f"另加 {more} 项（见下）" if zh else f"plus {more} more, see the steps below")
    parts += [f"{'尺寸' if zh else 'size'}{colon}{_said(s, lang)}" for s in steps if _is_tier(s)][:1]
    parts += [_line(s, lang) for s in steps if s.edition is None]
    assert charged[-1].edition is not None
    return comma.join([*parts, _rounded(charged[-1].edition, zh)])


def _taken_off(step: Step) -> bool:
    return _programme(step).startswith("sipp_discount")


def _of_table(step: Step, lang: str, amount: str = "") -> str:
    """Return what a table says, with the table and its days, and the amount where there are several."""
    edition = step.edition
    assert edition is not None
    zh = lang == "zh"
    own = edition.whose(lang)
    if zh:
        table = f"《{edition.title_zh}》（{own + '，' if own else ''}{_days(edition, zh)}）"
        return f"{amount + '，' if amount else ''}按{table}，{_said(step, lang)}"
    table = f"{edition.title_en} ({own + ', ' if own else ''}{_days(edition, zh)})"
    return f"{amount + ' ' if amount else ''}by {table}, {_said(step, lang)}"


def _days(edition: Edition, zh: bool) -> str:
    if edition.until is None:
        return f"自 {edition.effective} 起" if zh else f"in force since {edition.effective}"
    return f"{edition.effective} 至 {edition.until}" if zh else f"in force {edition.effective} to {edition.until}"


def _applies(edition: Edition | None, row: Mapping[str, Any], lang: str) -> list[str]:
    """Say why a table that is not for every unit was the one to ask."""
    table = None if edition is None else edition.table
    if edition is None or not isinstance(table, Lookup) or table.applies is None:
        return []
    zh = lang == "zh"
    applies, price = table.applies, _cell(row, "price")
    category = name_list("categories").resolve(str(_cell(row, "category") or ""))
    limit = next((upto for upto, names in applies.price_upto_for if category in names), applies.price_upto)
    low = edition.programme.endswith("_low_price")
    what = ("低价商品 FBA" if zh else "Low-Price FBA") if low else ("该表" if zh else "this table")
    why = []
    if applies.categories and category:
        label = name_list("categories").names[category].label(lang)
        why.append(f"类目为{label}" if zh else f"it is for {label}")
    if limit is not None and price is not None:
        below = limit + _TICK
        whole = below == round(below, 2) and limit != round(limit, 2)
        shown = [describe.money(amount, edition.currency) for amount in (float(price), below if whole else limit)]
        sign = "<" if whole else "≤" if zh else "<="
        why.append(f"{'售价' if zh else 'price'} {shown[0]} {sign} {shown[1]}")
    if not why:
        return []
    return [f"因{'、'.join(why)}，适用{what}" if zh else f"{what} applies because {' and '.join(why)}"]


def _no_answer(name: str, reason: Reason, steps: list[Step], row: Mapping[str, Any], lang: str) -> str:
    """Return the sentence of an unknown result: what is missing, in which table, and what to do."""
    zh = lang == "zh"
    where = ""
    stopped = next((s for s in steps if s.reason == reason), None)
    if stopped is not None and stopped.edition is not None:
        edition = stopped.edition
        # Only a row whose amount is not published is the answer; another has an amount that is not for this unit.
        text = (stopped.zh if zh else stopped.en) if reason == Reason.NOT_PUBLISHED else ""
        # Where no row was found, the size says which one was looked for.
        text = text or next((_said(s, lang) for s in steps if _is_tier(s) and s.reason == Reason.OK), "")
        text = text or _asked(row, lang)
        ends = [s.value for s in steps if s.edition is edition and s.reason == Reason.OK and isinstance(s.value, float)]
        if len(ends) > 1:
            low, high = (describe.money(end, edition.currency) for end in (min(ends), max(ends)))
            text += f"；公布区间 {low} 至 {high}" if zh else f"; published range {low} to {high}"
        title = f"《{edition.title_zh}》" if zh else edition.title_en
        where = f"{title}{'，' if zh else ', '}{_days(edition, zh)}"
        where += f"{'；' if zh else '; '}{text}" if text else ""
    elif stopped is not None and reason == Reason.NO_EDITION:
        where = _covered(name, stopped.title_en, row, lang)
    elif stopped is not None:
        where = _asked(row, lang, _NAMED)
    else:
        where = next((_line(s, lang) for s in steps if s.edition is not None and s.value is None), "")
    where = where and (f"（{where}）" if zh else f" ({where})")
    help_ = what_to_do(reason, REASONS[reason].kind == "invalid", lang)
    said = _reason(reason, lang)
    finer = _finer(row, lang) if reason == Reason.MIXED_CATEGORY else ""
    help_ += finer and f"{'：' if zh else ': '}{finer}"
    if zh:
        return f"{_called(name, lang)}未知：{said}{where}。怎么办：{help_}。"
    return f"{_called(name, lang)} is not known: {said}{where}. What to do: {help_}."


def _reason(reason: Reason, lang: str) -> str:
    """Return a reason in words; that of a broad category without its example, as the remedy names the parts."""
    text = REASONS[reason].text(lang)
    return re.split("[:：]", text)[0] if reason == Reason.MIXED_CATEGORY else text


def _finer(row: Mapping[str, Any], lang: str) -> str:
    """Return the finer names of a broad category."""
    names = name_list("categories")
    code = names.resolve(str(_cell(row, "category") or ""))
    return " / ".join(names.names[part].label(lang) for part in names.names[code].parts) if code else ""


def _covered(name: str, programme: str, row: Mapping[str, Any], lang: str) -> str:
    """Say which days the tables of a programme cover."""
    platform, market = ("amazon", str(_cell(row, "market") or "us")) if name.startswith("AMZ_") else ("aliexpress", "")
    code = name_list("markets").resolve(market) if market else "global"
    found = active_library().timeline(platform, code or "", programme)
    if found is None or not found.editions:
        return ""
    first, last = found.editions[0], found.editions[-1]
    end = last.until or ("至今" if lang == "zh" else "today and later")
    if lang == "zh":
        return f"《{last.title_zh}》收录 {first.effective} 至 {end}".replace("至 至今", "至今")
    return f"{last.title_en}: {first.effective} to {end}"


def _asked(row: Mapping[str, Any], lang: str, only: Collection[str] | None = None) -> str:
    """Return the arguments that were given, or some of them."""
    shown = []
    for name in row if only is None else [name for name in row if name in only]:
        value = _cell(row, name)
        if value is not None:
            text = f"{value:g}" if isinstance(value, float) else str(value)
            if name in _NAMED and (code := name_list(_NAMED[name]).resolve(text)):
                text = name_list(_NAMED[name]).names[code].label(lang)
            if name == "units" and lang == "zh":
                text = "、".join(_UNITS_ZH.get(unit.strip(), unit) for unit in text.split(","))
            shown.append(f"{term(name).label_zh} {text}" if lang == "zh" else f"{term(name).label_en} {text}")
    return ("，" if lang == "zh" else ", ").join(shown)


def _title(step: Step, lang: str) -> str:
    return step.title_zh if lang == "zh" else step.title_en


def _said(step: Step, lang: str) -> str:
    """Return what a step found in words, also where no row was found."""
    zh = lang == "zh"
    text = step.zh if zh else step.en
    if _programme(step) == "returns_threshold":
        text = text.replace(".00", "")  # of units, not of money
    if step.reason not in (Reason.OK, Reason.NOT_PUBLISHED):
        return _reason(step.reason, lang)
    if text or step.reason != Reason.OK:
        return text or _reason(step.reason, lang)
    return "表中未列出，不收取" if zh else "not listed, so nothing is charged"


def _amount(step: Step, lang: str) -> str:
    """Return the amount of a step; nothing where it has none."""
    if not isinstance(step.value, float) or step.value != step.value or _is_tier(step):
        return ""
    if _programme(step) == "returns_threshold":
        return f"{step.value:g} {'件' if lang == 'zh' else 'units'}"
    if step.edition is None:
        return f"{step.value:g}"
    return describe.money(step.value, step.edition.currency)


def _line(step: Step, lang: str) -> str:
    """Return one step: what was asked, what it said, and the amount unless that is all it said."""
    text, value = _said(step, lang), _amount(step, lang)
    if not value or not (step.zh if lang == "zh" else step.en) or text.replace("：", " ").endswith(f" {value}"):
        value = ""
    value = value if text != value else ""
    return f"{_title(step, lang)}{'：' if lang == 'zh' else ': '}{text}{value and f' = {value}'}"


def _step(step: Step, name: str, lang: str) -> str:
    if step.edition is not None:
        text = _line(step, lang)
        title = _title(step, lang)
        return f"{title} [{step.edition.name}]{text.removeprefix(title)}"
    if step.title_en == step.title_zh:
        # The table that is missing has a code and no title.
        return f"{_called(name, lang)}{'：' if lang == 'zh' else ': '}{_said(step, lang)}"
    return _line(step, lang)


def _words(steps: list[Step], row: Mapping[str, Any]) -> set[str]:
    """Return the words by which a remark on a table is known to be about this row."""
    given = [str(_cell(row, name) or "") for name in ("category", "country", "line", "programme")]
    rows = [s.en.split(":")[0] for s in steps if s.edition is not None]
    return {word.lower() for word in re.findall(r"[A-Za-z]{4,}|\b[A-Z]{2}\b", " ".join([*given, *rows]))} - _COMMON


def _few(remarks: list[str], edition: str, words: set[str], zh: bool) -> list[str]:
    """Return the remarks that are about this row first, and few of them."""

    def off(remark: str) -> int:
        return -len(words & set(re.findall(r"\w+", remark.lower())))

    kept = sorted(remarks, key=off)[:_MOST]
    more = len(remarks) - len(kept)
    if more:
        kept.append(f"  {edition} 中另有 {more} 条" if zh else f"  {more} more in {edition}")
    return kept


def _sources(edition: Edition, zh: bool) -> list[str]:
    until = str(edition.until) if edition.until else ("未见结束日期" if zh else "no end published")
    confidence = CONFIDENCES[edition.confidence][zh]
    weak = edition.confidence in WEAK_CONFIDENCES
    if zh:
        lines = [
            f"{edition.title_zh}：生效 {edition.effective} 至 {until}；核对于 {edition.checked}；"
            f"可信度：{confidence}{'（请自行核实）' if weak else ''}",
            f"  计费基础：{BASES_ZH.get(edition.base, edition.base)}；{_rounded(edition, zh)}",
        ]
    else:
        lines = [
            f"{edition.title_en}: in force {edition.effective} to {until}; checked {edition.checked}; "
            f"confidence: {confidence}{' (verify before you rely on it)' if weak else ''}",
            f"  base: {edition.base}; {_rounded(edition, zh)}",
        ]
    if edition.own_file:
        lines.append(f"  {edition.whose('zh' if zh else 'en')}")
    best = sorted(edition.sources, key=lambda source: (source.kind != "platform", not source.url))
    for source in best[:_MOST]:
        where = source.url or (source.url_note if not zh else _NO_ADDRESS.get(source.url_note, source.url_note))
        lines.append(f"  {'来源' if zh else 'source'}: {source.title} ({where})")
    if len(best) > _MOST:
        more = len(best) - _MOST
        lines.append(f"  {edition.name} 中另有 {more} 个来源" if zh else f"  sources: {more} more in {edition.name}")
    return lines


def _conflicts(editions: list[Edition], words: set[str], zh: bool) -> list[str]:
    """Return where sources disagree: of each table the ones about this row first, and few in all."""
    lines: list[str] = []
    head = "来源冲突（资料原文）" if zh else "conflict"
    for edition in reversed(editions):
        said = [f"  {head}: {_conflict(c, zh)}" for c in edition.conflicts]
        told = _few(said, edition.name, words, zh)
        free = max(_MOST - sum(head in line for line in lines), 0)
        if len(told) > free and len(said) > free:
            left = len(said) - free
            more = f"  {edition.name} 中另有 {left} 条冲突" if zh else f"  {left} more in {edition.name}"
            told = [*told[:free], more]
        lines += [line for line in told if line not in lines]
    return lines


def _conflict(conflict: Conflict, zh: bool) -> str:
    """Return what sources claim and what was taken; of bare numbers also what they are of."""
    claims = "; ".join(conflict.claims)
    if not re.search(r"[^\W\d]", claims):
        claims = f"{conflict.id.replace('_', ' ')}: {claims}"
    if zh:
        return f"{claims}；采用：{RESOLVED_ZH.get(conflict.resolved, conflict.resolved)}"
    return f"{claims} -> {conflict.resolved}"


def _rounded(edition: Edition, zh: bool) -> str:
    """Say how the platform rounds the fee."""
    mode, step = edition.rounding.mode, edition.rounding.step
    if edition.programme == "vat":
        # The rates are law and round nothing; the tax inside a price is taken to the coin.
        mode, step = "half_up", describe.coin(edition.currency)
    if mode not in _MODES:
        return "不取整" if zh else "not rounded"
    return f"{_MODES[mode][1]}到 {step}" if zh else f"rounded {_MODES[mode][0]} to {step}"


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
            zh = bool(wanted and wanted.lower().startswith("zh"))
            texts[n] = tell(base.name, outcome, trace, "zh" if zh else "en", row)
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
