"""Which column is which term: the operator's corrections first, then the header words, then who wins a doubt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from xlops.errors import SheetError
from xlops.fees.names import name_list
from xlops.sheets.cells import parse_cell, parse_sides, plain
from xlops.sheets.grid import Grid, Issue, cell_name, column_letters
from xlops.sheets.headers import AMBIGUOUS, SCOPE_RANK, SIZE_TERMS, Match, fold, has_cjk, match, take_apart
from xlops.sheets.headers import Header as Parts
from xlops.sheets.locate import Header, HeaderCell, is_empty
from xlops.sheets.mapping import IGNORE, SheetMapping, quote
from xlops.sheets.messages import issue
from xlops.terms import NUMERIC_KINDS, terms

# Numbers that decide money: two equal claims on one of these refuse the sheet, because either choice would be a guess.
# Two claims on any other number leave both columns out, with a warning.
_DECISIVE = frozenset(
    {
        "price",
        "list_price",
        "campaign_price",
        "supply_price",
        "shipping",
        "exchange_rate",
        "product_cost",
        "first_leg",
        "landed_cost",
        "unit_duty",
        "freight",
        "other_cost",
        "length",
        "width",
        "height",
        "dimensions",
        "weight",
        "months",
        "as_of",
        "commission_rate",
        "affiliate_rate",
        "platform_rate",
        "target_margin_rate",
        "ad_spend",
        "ad_sales",
        "total_sales",
        "units_sold",
    }
)
COST_TERMS = frozenset(["product_cost", "first_leg", "landed_cost", "unit_duty", "freight", "other_cost"])
_SIDES = ("length", "width", "height")
_HOW_RANK = {"saved": 4, "exact": 3, "synonym": 2, "group": 2, "fuzzy": 1}
_SAMPLE = 300
_RATE_WORDS = (
    "率",
    "比",
    "占",
    "扣点",
    "%",
    "rate",
    "percent",
    "pct",
    "acos",
    "margin",
    "ctr",
    "cvr",
    "share",
)
_AMAZON_WORDS = ("amazon", "亚马逊", "asin", "fba", "msku", "buybox", "购物车")
_ALIEXPRESS_WORDS = ("aliexpress", "速卖通", "无忧", "dsr", "联盟", "全托管", "半托管")


_RATE_OR_MONEY = ("a rate or an amount (write 5% for a rate)", "比例还是金额（比例请写 5%）")


@dataclass
class Assigned:
    """One named column and what it is taken for."""

    cell: HeaderCell
    parts: Parts
    term: str | None = None
    how: str = "none"
    confidence: float = 0.0
    scope: str | None = None
    place: int = 0
    ignored: bool = False  # the mapping file says so
    unit: str | None = None
    currency: str | None = None
    assumed: list[str] = field(default_factory=list)

    @property
    def index(self) -> int:
        """0-based column."""
        return self.cell.column

    @property
    def header(self) -> str:
        """The header in one line, as messages show it."""
        return " ".join(self.cell.text.split())

    @property
    def name(self) -> str:
        """Excel's name of the header cell."""
        return cell_name(self.cell.row, self.cell.column)

    def take(self, m: Match) -> None:
        """Become the term of a match."""
        self.term, self.how, self.confidence, self.scope, self.place = (
            m.term,
            m.how,
            m.confidence,
            m.scope,
            m.place,
        )

    def drop(self, how: str = "none") -> None:
        """Become unused; ``how`` is "unused" when another column is the better one."""
        self.term, self.how, self.confidence = None, how, 0.0


@dataclass
class Assignment:
    """All columns, and what the header tells of the whole sheet."""

    columns: list[Assigned]
    issues: list[Issue]
    language: Literal["zh", "en"]
    platform: str | None
    currency_of: dict[str, int]  # money term -> column index of its own currency column


def label_pair(term_name: str) -> tuple[str, str]:
    """Return a term's label in both languages."""
    term = terms()[term_name]
    return term.label_en, term.label_zh


def assign(grid: Grid, header: Header, saved: SheetMapping) -> Assignment:
    """Give each named column its term.

    Raises:
        SheetError: ``two_headers`` when two headers claim one input equally well; ``saved_two_columns`` when
        a key of the
            mapping file fits two columns.
    """
    columns = [Assigned(cell, take_apart(cell.leaf)) for cell in header.cells]
    issues: list[Issue] = []
    fixed = _apply_saved(columns, saved, issues)
    sample = _sampler(grid, header)
    open_matches = {
        a.index: match(a.cell.leaf, a.cell.group) for a in columns if a.index not in fixed and not a.parts.per_weight
    }
    platform, mixed = _platform(grid, header, columns, open_matches, sample)
    have = {a.term for a in columns if a.term} | {m[0].term for m in open_matches.values() if len(m) == 1}
    for a in columns:
        if a.index in fixed:
            continue
        found = open_matches.get(a.index, [])
        if len(found) > 1:
            found = _shared(a, found, platform, mixed, have, sample(a.index))
        if found and _needs_sign(a, found[0], sample(a.index)):
            issues.append(_about(a, "ambiguous_header", cell=a.name, why=_RATE_OR_MONEY))
            continue
        if found:
            a.take(found[0])
        else:
            _explain_unused(a, issues)
    currency_of = _own_currencies(columns, fixed)
    for a in columns:
        if a.term and a.how not in ("saved", "exact"):
            text = _mostly_text(a, sample(a.index))
            if text is not None:
                issues.append(_about(a, "text_column", text, cell=a.name, term=label_pair(a.term)))
                a.drop()
    _choose_sizes(columns, issues)
    _settle(grid, columns, issues, set(currency_of.values()))
    for a in columns:
        if a.how == "fuzzy" and a.term:
            a.assumed.append("loose_match")
            issues.append(_about(a, "loose_match", round(a.confidence * 100), term=label_pair(a.term)))
    names = [a.cell.text for a in columns]
    language: Literal["zh", "en"] = "zh" if 2 * sum(map(has_cjk, names)) >= len(names) else "en"
    return Assignment(columns, issues, language, platform, currency_of)


def _about(a: Assigned, code: str, found: object = None, **words: object) -> Issue:
    pairs = {k: v for k, v in words.items() if isinstance(v, tuple)}
    plain_words = {k: v for k, v in words.items() if not isinstance(v, tuple)}
    return issue(code, None, a.index, found, pairs, header=a.header, **plain_words)


def _sampler(grid: Grid, header: Header) -> Callable[[int], list[object]]:
    cache: dict[int, list[object]] = {}

    def sample(column: int) -> list[object]:
        if column not in cache:
            rows = np.arange(header.last + 1, min(header.last + 1 + _SAMPLE, len(grid.cells)))
            cache[column] = [cell for cell in grid.column(column, rows) if not is_empty(cell)]
        return cache[column]

    return sample


def find_saved(columns: Sequence[Assigned], key: str) -> Assigned | None:
    """Return the column that a key of the mapping file names: header as written, folded, or column letters."""
    wanted = " ".join(key.split())
    tests: tuple[Callable[[Assigned], bool], ...] = (
        lambda a: a.header == wanted,
        lambda a: " ".join(a.cell.leaf.split()) == wanted,
        lambda a: bool(fold(key)) and fold(a.cell.text) == fold(key),
        lambda a: column_letters(a.index) == key.strip().upper(),
    )
    for test in tests:
        hits = [a for a in columns if test(a)]
        if len(hits) > 1:
            cells = [a.name for a in hits]
            letters = [column_letters(a.index) for a in hits]
            raise SheetError(
                "saved_two_columns",
                f"The mapping file names “{key}”, and {' and '.join(cells)} both have this header. "
                f"Use the column letters instead: {' or '.join(letters)}.",
                f"映射文件中的“{key}”同时对应 {'、'.join(cells)}。请改用列字母：{' 或 '.join(letters)}。",
            )
        if hits:
            return hits[0]
    return None


def _apply_saved(columns: list[Assigned], saved: SheetMapping, issues: list[Issue]) -> set[int]:
    fixed: set[int] = set()
    for key, term in saved.columns.items():
        a = find_saved(columns, key)
        if a is None:
            issues.append(issue("saved_header_gone", header=key))
            continue
        fixed.add(a.index)
        if term != IGNORE:
            a.term, a.how, a.confidence = term, "saved", 1.0
        else:
            a.ignored = True
    for key in (*saved.units, *saved.currency):
        a = find_saved(columns, key)
        if a is None:
            issues.append(issue("saved_header_gone", header=key))
            continue
        a.unit = saved.units.get(key, a.unit)
        a.currency = saved.currency.get(key, a.currency)
    return fixed


def _platform(
    grid: Grid,
    header: Header,
    columns: list[Assigned],
    matches: dict[int, list[Match]],
    sample: Callable[[int], list[object]],
) -> tuple[str | None, bool]:
    """Return the platform that the sheet tells, and whether it tells several."""
    for a in columns:
        found = matches.get(a.index) or []
        if a.term == "platform" or (found and found[0].term == "platform"):
            texts = {str(v) for v in sample(a.index)}
            codes = {code for text in texts if (code := name_list("platforms").resolve(text))}
            return (codes.pop(), False) if len(codes) == 1 else (None, len(codes) > 1)
    above = [
        str(v)
        for row in grid.cells[: header.first]
        for c, v in enumerate(row)
        if isinstance(v, str) and c not in grid.skip_columns
    ]
    text = fold(" ".join([grid.name, *above, *(a.cell.text for a in columns)]))
    amazon = any(word in text for word in _AMAZON_WORDS)
    aliexpress = any(word in text for word in _ALIEXPRESS_WORDS)
    if amazon == aliexpress:
        return None, amazon
    return ("amazon" if amazon else "aliexpress"), False


def _shared(
    a: Assigned, found: list[Match], platform: str | None, mixed: bool, have: set[str], cells: list[object]
) -> list[Match]:
    """Choose between terms that share a header word, by what the sheet is and what the cells hold."""
    by_term = {m.term: m for m in found}
    if {"market", "country"} <= set(by_term):
        # On AliExpress 国家 is where the parcel goes. Elsewhere it is the site; in a mixed sheet too,
        # because an Amazon row without a site would be taken for the US.
        wanted = "country" if platform == "aliexpress" or "market" in have else "market"
        return [by_term[wanted]]
    if {"sku", "product_id"} <= set(by_term):  # 商品编号
        wanted = "product_id" if "sku" in have or (platform == "aliexpress" and "product_id" not in have) else "sku"
        return [by_term[wanted]]
    rates = [t for t in ("referral_rate", "commission_rate") if t in by_term]
    if rates:
        is_rate = a.parts.percent or any(w in fold(a.cell.leaf) for w in ("率", "比例", "rate", "扣点"))
        is_rate = is_rate or any(isinstance(v, str) and "%" in plain(v) for v in cells)
        if not is_rate and "referral_fee" in by_term:
            return [by_term["referral_fee"]]
        if len(rates) == 2:
            return [by_term["commission_rate" if platform == "aliexpress" or mixed else "referral_rate"]]
        return [by_term[rates[0]]]
    return found


def _needs_sign(a: Assigned, m: Match, cells: list[object]) -> bool:
    """Whether the word may also be money (联盟佣金) and no cell shows that it is a rate."""
    if terms()[m.term].kind != "rate" or a.parts.percent or any(w in fold(a.cell.leaf) for w in _RATE_WORDS):
        return False
    if terms()[m.term].name not in ("affiliate_rate", "commission_rate", "referral_rate"):
        return False
    return not any(isinstance(v, str) and "%" in plain(v) for v in cells) and any(
        isinstance(v, (int, float)) and v > 1 for v in cells
    )


def _explain_unused(a: Assigned, issues: list[Issue]) -> None:
    for key in (a.parts.base, a.parts.bare, *a.parts.parts):
        if a.parts.per_weight:
            issues.append(_about(a, "per_weight", cell=a.name))
            return
        if key in AMBIGUOUS and not any(w in a.cell.text for w in ("竞品", "对手")):
            issues.append(_about(a, "ambiguous_header", cell=a.name, why=AMBIGUOUS[key]))
            return


def _own_currencies(columns: list[Assigned], fixed: set[int]) -> dict[str, int]:
    """Find the currency columns of single money columns: 头程费用币种, or the second of two 币种 columns."""
    own: dict[str, int] = {}
    money = {t for t in terms() if terms()[t].kind == "money"}
    plain_columns = []
    for a in columns:
        key = a.parts.base
        suffix = next((s for s in ("币种", "货币", "currency") if key.endswith(s)), None)
        if suffix is None or a.index in fixed:
            continue
        prefix = key.removesuffix(suffix)
        if a.term == "currency" or not prefix:
            if a.term == "currency":
                plain_columns.append(a)
            continue
        hits = [m.term for m in match(prefix) if m.term in money]
        if not hits and any(w in prefix for w in ("采购", "成本", "cost", "头程")):
            hits = sorted(COST_TERMS)
        if hits:
            a.take(Match("currency", "group", 0.9))
            own.update(dict.fromkeys(hits, a.index))
    if len(plain_columns) > 1:
        for a in plain_columns:
            left = [b for b in columns if b.index < a.index and b.term in money]
            if left and left[-1].term in COST_TERMS and left[-1].term not in own:
                own[str(left[-1].term)] = a.index
    return own


def _mostly_text(a: Assigned, cells: list[object]) -> object | None:
    """Return a sample cell when a column of numbers holds mostly text, else None."""
    if a.term == "dimensions":
        bad = [v for v in cells if parse_sides(v, True).problem == "text"]
    elif terms()[str(a.term)].kind in NUMERIC_KINDS:
        bad = [v for v in cells if isinstance(v, str) and parse_cell(v).problem == "text"]
    else:
        return None
    return bad[0] if len(cells) >= 3 and len(bad) > 0.8 * len(cells) else None


_SCOPE_TEXT = {
    "net": ("size or weight without packaging", "不含包装的净尺寸/净重"),
    "carton": ("master carton", "外箱（整箱）"),
}


def _choose_sizes(columns: list[Assigned], issues: list[Issue]) -> None:
    """Keep one thing's sides and weight: packed before unnamed before the product itself; never net, never carton."""
    sizes = [a for a in columns if a.term in SIZE_TERMS and a.how != "saved"]
    fixed = {a.term for a in columns if a.term in SIZE_TERMS and a.how == "saved"}
    for unusable in [a for a in sizes if a.scope not in SCOPE_RANK]:
        term = str(unusable.term)
        unusable.drop("unused")
        others = {a.term for a in sizes} | fixed
        covered = (
            term in others
            or (term in _SIDES and "dimensions" in others)
            or (term == "dimensions" and set(_SIDES) <= others)
        )
        if not covered:
            words = _SCOPE_TEXT[str(unusable.scope)]
            issues.append(_about(unusable, "not_packed_size", cell=unusable.name, term=label_pair(term), scope=words))
    for family in ((*_SIDES, "dimensions"), ("weight",)):
        mine = [a for a in sizes if a.term in family]
        complete = [s for s in SCOPE_RANK if _complete({a.term for a in mine if a.scope == s})]
        if len(family) > 1 and complete:
            best = max(complete, key=lambda s: SCOPE_RANK[s])
        elif mine:
            best = max((a.scope for a in mine), key=lambda s: SCOPE_RANK[s])
        else:
            continue
        for a in mine:
            if a.scope != best:
                a.drop("unused")
            elif best == "item":
                a.assumed.append("item_size")
                issues.append(_about(a, "item_size"))


def _complete(have: set[str | None]) -> bool:
    return set(_SIDES) <= have or "dimensions" in have


def _settle(grid: Grid, columns: list[Assigned], issues: list[Issue], own_currency: set[int]) -> None:
    """Leave one column for each term."""
    claims: dict[str, list[Assigned]] = {}
    for a in columns:
        if a.term and a.index not in own_currency:
            claims.setdefault(a.term, []).append(a)
    for term_name, rivals in claims.items():
        if len(rivals) < 2:
            continue
        # A name or text in two columns says the same thing twice; only a number must not be picked by chance.
        names_only = terms()[term_name].kind not in NUMERIC_KINDS and term_name not in ("as_of", "dimensions")
        rivals.sort(key=lambda a: (-_HOW_RANK[a.how], -a.confidence, a.place if names_only else 0, a.index))
        best, second = rivals[0], rivals[1]
        clear = _HOW_RANK[best.how] > _HOW_RANK[second.how] or best.confidence > second.confidence + 0.05
        if not clear and not names_only:
            if term_name in _DECISIVE and best.how != "fuzzy":
                raise _two_headers(grid, term_name, best, second)
            issues.append(
                _about(
                    second,
                    "two_results",
                    cell=second.name,
                    term=label_pair(term_name),
                    other=best.header,
                    other_cell=best.name,
                )
            )
            for a in rivals:
                a.drop()
            continue
        why = ("its header is the closer word", "其表头更贴近") if clear else ("it comes first", "其排序在前")
        if clear and best.how == "saved":
            why = ("the mapping file says so", "映射文件如此指定")
        for a in rivals[1:]:
            issues.append(
                _about(
                    a,
                    "second_column",
                    cell=a.name,
                    term=label_pair(term_name),
                    other=best.header,
                    other_cell=best.name,
                    why=why,
                )
            )
            a.drop("unused")


def _two_headers(grid: Grid, term_name: str, a: Assigned, b: Assigned) -> SheetError:
    first, second = sorted((a, b), key=lambda x: x.index)
    en, zh = label_pair(term_name)
    key = second.header if second.header != first.header else column_letters(second.index)
    fix = f'sheet.{quote(grid.name)}.columns.{quote(key)} = "ignore"'
    return SheetError(
        "two_headers",
        f"Sheet “{grid.name}”: “{first.header}” ({first.name}) and “{second.header}” ({second.name}) both read as {en} "
        f"({term_name}). Say which one counts with a line such as  {fix}  in the mapping file (products.xlsx has "
        "products.xlsx.xlops.toml beside it; “xlops map FILE”, in Excel “Check columns”, shows how columns are read).",
        f"工作表“{grid.name}”：“{first.header}”（{first.name}）和“{second.header}”（{second.name}）都像{zh}（{term_name}）。"
        f"请在映射文件中用一行指明，例如  {fix}  （products.xlsx 旁边的 products.xlsx.xlops.toml；"
        "“xlops map 文件”（Excel 中用“核对列”）可查看各列的识别结果）。",
    )
