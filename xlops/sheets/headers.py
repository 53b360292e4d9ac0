"""Header words to terms.

A header is compared with the vocabulary (``headers`` in terms.toml) after width, case, blanks, stars,
punctuation and emoji are taken away. What stands in brackets or at the end (unit, currency, %) is read and
set apart. The order is: the whole header, the header without brackets and units, the group cell above it,
one of its parts, and last a loose match.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from xlops.sheets.cells import CURRENCY_WORDS, LENGTH_UNITS, SHARED_SIGNS, UNIT_WORDS, WEIGHT_UNITS, plain
from xlops.terms import Term, terms

SIZE_TERMS = frozenset({"length", "width", "height", "dimensions", "weight"})

# Which thing a size belongs to. Fees are measured on the packed unit; "net" and "carton" are never taken for
# it.
_SCOPES = {
    "net": ("净产品", "不带包装", "不含包装", "去包装", "裸机", "裸", "净", "unpacked", "net"),
    "carton": ("外箱规格", "外箱", "箱规", "整箱", "单箱", "装箱", "mastercarton", "carton", "ctn", "箱"),
    "packed": (
        "带包装", "含包装", "包装规格", "包装后", "包装", "包裹", "打包", "发货", "毛重",
        "packaged", "packed", "packing", "package", "shipping", "gross", "pkg",
    ),
    "item": ("单品规格", "商品", "产品", "单品", "product", "item"),
}  # fmt: skip
SCOPE_RANK = {"packed": 2, None: 1, "item": 0}
_SCOPE_STRIP = re.compile(
    "|".join(sorted((w for words in _SCOPES.values() for w in words if w != "毛重"), key=len, reverse=True))
)

# Words that are two different things in different sheets. Such a column is left out and the operator is
# asked.
AMBIGUOUS = {
    "单价": ("your selling price or your purchase price", "售价还是采购单价"),
    "unitprice": ("your selling price or your purchase price", "售价还是采购单价"),
    "采购阶梯价": ("a list of prices by quantity, not one cost", "按数量的阶梯价，不是单一成本"),
    "头程单价": ("freight per unit or per kilogram", "每件还是每公斤的头程"),
    "运费单价": ("freight per unit or per kilogram", "每件还是每公斤的运费"),
    "头程运费单价": ("freight per unit or per kilogram", "每件还是每公斤的头程"),
    "头运费单价": ("freight per unit or per kilogram", "每件还是每公斤的头程"),
}

_BRACKETS = re.compile(r"[(\[【{《<]([^)\]】}》>]*)[)\]】}》>]")
_PER_KG = re.compile(r"/\s*(kg|公斤|千克|g|克|lb|磅|cbm|m3|m³|方|立方)", re.I)
_TRAIL_WORDS = sorted(
    (w for w in (*UNIT_WORDS, *CURRENCY_WORDS, "%") if UNIT_WORDS.get(w) != "count"), key=len, reverse=True
)
_TRAIL = re.compile(
    r"(?P<rest>.*?)(?P<gap>[\s_\-/]*)(?P<word>" + "|".join(map(re.escape, _TRAIL_WORDS)) + r")\s*", re.S
)
_LEAD = re.compile(
    r"(?P<word>"
    + "|".join(re.escape(w) for w in sorted(CURRENCY_WORDS, key=len, reverse=True) if w != "块")
    + r")(?P<gap>[\s_\-]*)(?P<rest>.+)",
    re.S,
)
_CUT = re.compile(r"\n|[:,，、|;—–]|\s-\s|-|/|\s{2,}")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_CJK_RUN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]+")
_KEEP = frozenset("%€£$¥₹₽")
_NOT_COUNTING = re.compile(r"[^\w%€£$¥₹₽]|_")


def has_cjk(text: str) -> bool:
    """Return whether a text has Chinese or Japanese letters."""
    return _CJK.search(text) is not None


def fold(text: str) -> str:
    """Return only what counts when headers are compared: letters, digits, % and currency signs."""
    return _NOT_COUNTING.sub("", plain(text))


def _no_emoji(text: str) -> str:
    return "".join(
        " " if (cat := unicodedata.category(c)) in ("So", "Co", "Cs") else "" if cat == "Cf" or c == "\ufe0f" else c
        for c in text
    )


@dataclass(frozen=True)
class Header:
    """One header cell taken apart."""

    raw: str
    key: str  # everything folded
    base: str  # without brackets, folded
    bare: str  # without brackets, units and currencies, folded
    parts: tuple[str, ...]  # pieces between line breaks, dashes, slashes, scripts; each bare
    notes: tuple[str, ...]  # what stood in brackets, not a unit
    unit: str | None
    currency: str | None
    sign: str | None  # the currency sign as written, when several currencies share it
    percent: bool
    local: bool  # 本币, 站点币种: the marketplace's currency
    per_weight: bool  # 元/kg


def _word(token: str) -> tuple[str, str] | None:
    token = re.sub(r"^(单位|unit|币种|currency)\s*[:=]?\s*", "", token.strip()) or token.strip()
    if token in CURRENCY_WORDS:
        return "currency", token
    if token in UNIT_WORDS and UNIT_WORDS[token] != "count":
        return "unit", UNIT_WORDS[token]
    return ("percent", "%") if token in ("%", "百分比", "pct", "percent") else None


@lru_cache(maxsize=4096)
def take_apart(text: str) -> Header:
    """Return a header's parts."""
    s = plain(_no_emoji(text)).strip("*★☆※#· ")
    found: dict[str, str] = {}
    notes = []
    for content in _BRACKETS.findall(s):
        words = [_word(token) for token in re.split(r"[,，、;/\s]+", content) if token]
        if words and all(words):
            kinds = [w[0] for w in words if w]
            if len(set(kinds)) == len(kinds):  # "(cm/inch)" names two units and so tells nothing
                found.update(w for w in words if w)
        elif content.strip():
            notes.append(content.strip())
            if word := next((w for w in words if w), None):
                found.setdefault(*word)
    base = _BRACKETS.sub(" ", s).strip()

    def strip_marks(piece: str) -> str:
        for _ in range(3):
            piece = piece.strip(" _-*:/")
            if (
                fold(piece) in vocabulary() and piece[-1] not in _KEEP
            ):  # 尺寸 is a word of its own, not 尺 in inches (寸)
                return piece
            piece = re.sub(r"[\s_\-]*(本币|local currency)$", "", piece)
            match = _TRAIL.fullmatch(piece)
            # "weight_oz" and "重量g" end in a unit; "margin" does not end in "in".
            if (
                match
                and match["rest"]
                and not (
                    match["word"][0].isascii()
                    and match["word"][0].isalpha()
                    and not match["gap"]
                    and match["rest"][-1].isascii()
                    and match["rest"][-1].isalnum()
                )
            ):
                word = _word(match["word"])
                if word:
                    found.setdefault(*word)
                    piece = match["rest"]
                    continue
            lead = _LEAD.fullmatch(piece)
            if lead and not (
                lead["word"][-1].isascii()
                and lead["word"][-1].isalpha()
                and not lead["gap"]
                and lead["rest"][0].isascii()
            ):
                found.setdefault("currency", lead["word"])
                piece = lead["rest"]
                continue
            return piece
        return piece

    bare = strip_marks(base)
    pieces = [p for p in (strip_marks(p) for p in _CUT.split(base)) if fold(p)]
    if len(pieces) == 1 and has_cjk(pieces[0]):
        cjk, latin = "".join(_CJK_RUN.findall(pieces[0])), _CJK_RUN.sub(" ", pieces[0]).strip()
        if fold(latin):
            pieces = [cjk, latin]
    money = found.get("currency")
    return Header(
        raw=text,
        key=fold(s),
        base=fold(base),
        bare=fold(bare),
        parts=tuple(fold(p) for p in pieces) if len(pieces) > 1 else (),
        notes=tuple(notes),
        unit=found.get("unit"),
        currency=CURRENCY_WORDS[money] if money else None,
        sign=money if money in SHARED_SIGNS else None,
        percent="percent" in found or "%" in s,
        local="本币" in s or "站点币种" in s or "local currency" in s,
        per_weight=_PER_KG.search(s) is not None
        and any(w in s for w in ("元", "rmb", "cny", "usd", "$", "¥", "单价", "/kg", "/公斤")),
    )


@dataclass(frozen=True)
class Match:
    """One term that a header may mean."""

    term: str
    how: str  # exact | synonym | group | fuzzy
    confidence: float
    scope: str | None = None  # packed | item | net | carton, for sizes
    place: int = 0  # where the word stands in the term's list


@cache
def vocabulary() -> dict[str, tuple[tuple[Term, str, int], ...]]:
    """Return folded header word -> (term, exact or synonym, place in the term's list)."""
    words: dict[str, list[tuple[Term, str, int]]] = {}
    for term in terms().values():
        if not term.headers:
            continue
        exact = {fold(term.label_en), fold(term.label_zh), fold(term.name)}
        for place, word in enumerate((*term.headers, term.label_en, term.label_zh, term.name)):
            key = fold(word)
            entries = words.setdefault(key, [])
            if all(entry[0] is not term for entry in entries):
                entries.append((term, "exact" if key in exact else "synonym", place))
    return {key: tuple(entries) for key, entries in words.items()}


@cache
def _never(term_name: str) -> tuple[str, ...]:
    return tuple(fold(word) for word in terms()[term_name].never)


def _ruled_out(term_name: str, *texts: str) -> bool:
    return any(word in text for word in _never(term_name) for text in texts if text)


def scope_of(text: str) -> str | None:
    """Return what a size belongs to: net, carton, packed, item or None when the words do not say."""
    s = fold(text)
    return next((scope for scope, words in _SCOPES.items() if any(word in s for word in words)), None)


_NOTE_DOUBT = 0.1
# (30d), (近30天), (last 30 days): the period of the numbers, no doubt about what they are.
_WINDOW = re.compile(r"(近|最近|过去|last|past)?\s*\d+\s*(d|days?|天|日|个?月|months?|mo)|月|monthly|per month|/month")


def _known(key: str, scope: str | None) -> list[Match]:
    return [
        Match(term.name, how, 1.0 if how == "exact" else 0.95, scope if term.name in SIZE_TERMS else None, place)
        for term, how, place in vocabulary().get(key, ())
    ]


def match(leaf: str, group: str = "", loose: bool = True) -> list[Match]:
    """Return the terms that a header may mean; several when the word itself belongs to several terms.

    Args:
        leaf: the header cell.
        group: the text of the group cells above it.
        loose: also try the loose match.
    """
    header = take_apart(leaf)
    if not header.key:
        return []
    outside = (fold(group), *(fold(n) for n in header.notes), "%" if header.percent else "")
    doubtful = any(not _WINDOW.fullmatch(n) for n in header.notes)
    scope = scope_of(group) or scope_of(leaf)
    for key in dict.fromkeys((header.key, header.base, header.bare)):
        if key in AMBIGUOUS:
            return []
        if found := [m for m in _known(key, scope) if not _ruled_out(m.term, *outside)]:
            if doubtful and key != header.key:  # 运费(线路币种) is less surely 运费 than 运费(USD) is
                found = [replace(m, confidence=m.confidence - _NOTE_DOUBT) for m in found]
            return _by_group(found) if group and scope_of(group) else found
    for key in dict.fromkeys((header.base, header.bare, header.key)):
        stripped = _SCOPE_STRIP.sub("", key)
        if stripped != key:
            found = [m for m in _known(stripped, scope) if m.term in SIZE_TERMS and not _ruled_out(m.term, *outside)]
            if found:
                return [Match(m.term, "synonym", 0.95, m.scope) for m in found]
    if group:
        both = [m for key in (fold(group) + header.bare, header.bare + fold(group)) for m in _known(key, scope)]
        if both:
            return _by_group(both)
    if found := _by_parts(header, scope, outside):
        return found
    return _loose(header, outside) if loose else []


def _by_group(found: list[Match]) -> list[Match]:
    return [Match(m.term, "group", 0.9, m.scope) for m in found]


_LONGEST_NAME = 60


def _by_parts(header: Header, scope: str | None, outside: tuple[str, ...]) -> list[Match]:
    """Match one part of a header, when no other part means something else: 售价/Price, 长(cm)-无头程填写."""
    if len(header.base) > _LONGEST_NAME or any(c in header.raw for c in "=。；"):
        return []  # a sentence, not a name
    named: dict[str, Match] = {}
    equals = "\n" in header.raw or "/" in header.raw  # 售价/Price: both halves say it; in "a - b" the first half does
    if not equals and not any(map(has_cjk, header.parts)):
        return []  # "Price: 30 days avg." and "sales-rank" are other things; 长(cm)-无头程填写 is a 长 with a remark
    for part in header.parts if equals else header.parts[:1]:
        if part in AMBIGUOUS:
            return []
        for key in dict.fromkeys((part, _SCOPE_STRIP.sub("", part))):
            for m in _known(key, scope):
                if key == part or m.term in SIZE_TERMS:
                    named.setdefault(m.term, m)
    if not named:
        return []
    # A Latin and a Chinese half must both be known: "ASIN销量" is not an ASIN.
    scripts = {has_cjk(part) for part in header.parts}
    mixed = len(header.parts) == 2 and scripts == {True, False} and not _CUT.search(plain(header.raw))
    if mixed and not all(vocabulary().get(p) for p in header.parts):
        return []
    common = (
        set.intersection(*({t.name for t, _, _ in vocabulary()[p]} for p in header.parts if p in vocabulary()))
        if any(p in vocabulary() for p in header.parts)
        else set(named)
    )
    return [
        Match(m.term, "synonym", 0.85, m.scope)
        for m in named.values()
        if m.term in common and not _ruled_out(m.term, header.key, *outside)
    ]


# What may stand before a known Chinese word without changing what it is.
_SUFFIX_SHARE = 0.5
_LATIN_RATIO = 90


def _loose(header: Header, outside: tuple[str, ...]) -> list[Match]:
    """Match a header that only resembles a known word. Conservative: a near tie between terms is no match."""
    from rapidfuzz import fuzz, process

    key = header.bare or header.base
    if header.per_weight or key in AMBIGUOUS:
        return []
    scored: dict[str, float] = {}
    if has_cjk(key):
        # In Chinese the last word is what the thing is: 预估采购成本 is an 采购成本, 采购成本占比 is not.
        for word, entries in vocabulary().items():
            before = key.removesuffix(word)
            if (
                len(word) >= 3
                and has_cjk(word)
                and before != key
                and len(word) / len(key) >= _SUFFIX_SHARE
                and not any(c.isdigit() for c in before)  # 7日销量 is not 日销量
            ):
                for term, _, _ in entries:
                    scored[term.name] = max(scored.get(term.name, 0.0), 0.6 + 0.25 * len(word) / len(key))
    elif len(key) >= 5:
        words = [w for w in vocabulary() if len(w) >= 5 and not has_cjk(w)]
        for word, score, _ in process.extract(key, words, scorer=fuzz.ratio, score_cutoff=_LATIN_RATIO, limit=5):
            for term, _, _ in vocabulary()[word]:
                scored[term.name] = max(scored.get(term.name, 0.0), 0.85 * score / 100)
    left = {t: s for t, s in scored.items() if not _ruled_out(t, header.key, *outside)}
    if not left:
        return []
    best = max(left.values())
    near = [t for t, s in left.items() if s > best - 0.05]
    words_shared = len(near) > 1 and not any(
        set(near) <= {t.name for t, _, _ in entries} for entries in vocabulary().values()
    )
    return (
        []
        if words_shared
        else [Match(t, "fuzzy", round(left[t], 2), scope_of(header.raw) if t in SIZE_TERMS else None) for t in near]
    )


def unit_fits(unit: str | None, kind: str) -> str | None:
    """Return the unit when it measures this kind of quantity, else None."""
    table = {"length": LENGTH_UNITS, "weight": WEIGHT_UNITS}.get(kind, {})
    return unit if unit in table else None
