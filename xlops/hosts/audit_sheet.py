"""The sheet of an audit's findings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from xlops._version import __version__
from xlops.audit import words
from xlops.audit.findings import CLAIM_DAYS, CLAIM_SOURCES, Audit, Direction, Finding
from xlops.fees.names import name_list
from xlops.hosts.report import Page
from xlops.sheets import Sheet
from xlops.workbook.looks import LETTER_COLOURS

_MONEY = "#,##0.00;[Red]-#,##0.00"
_SIGNED = "+#,##0.00;[Red]-#,##0.00"
_UNITS = "#,##0"
_DAY = "yyyy-mm-dd"
_WIDTHS = (9, 18, 14, 9, 17, 11, 11, 11, 9, 13, 13, 70, 13, 10)
_MOST_FINDINGS = 2_000
_MOST_DETAILS = 200  # findings whose evidence and working are written out
_MOST_NAMES = 8
_COLOURS: dict[Direction, tuple[str, str]] = {
    "overcharged": LETTER_COLOURS["F"],
    "our_input": LETTER_COLOURS["C"],
    "as_published": LETTER_COLOURS["B"],
    "undercharged": ("E4E9EC", "3A474F"),
}
_MEANINGS: dict[Direction, tuple[str, str]] = {
    "overcharged": ("to claim from Amazon", "可向亚马逊申诉"),
    "our_input": ("check your own figures first", "先核对自己的数据"),
    "as_published": ("charged by the rules, missing in the estimate", "规则内收费，估算未计入"),
    "undercharged": ("nothing to claim; it may be corrected later", "无需申诉；日后可能被更正"),
}


def audit_title(lang: str) -> str:
    """Return the name of the sheet."""
    return "xlops 扣费核对" if lang == "zh" else "xlops fee audit"


def fill_audit(ws: Worksheet, found: Audit, lang: str, sheet: Sheet | None) -> None:
    """Write an audit into an empty sheet.

    Args:
        ws: the sheet.
        found: the audit.
        lang: ``"en"`` or ``"zh"``.
        sheet: the product sheet of the same workbook, which the findings link to; blank = none.
    """
    page = Page(ws, lang == "zh", _WIDTHS)
    say = page.say
    shown = found.findings[:_MOST_FINDINGS]
    page.title(
        say("Fee audit: charged beside estimated", "扣费核对：实收与估算对比"),
        say(
            f"As of {found.as_of} · {words.checked(found, lang)} · xlops {__version__}",
            f"截至 {found.as_of} · {words.checked(found, lang)} · xlops {__version__}",
        ),
    )
    for en, zh in found.notes:
        page.line(say(en, zh))
    _totals(page, found)
    page.heading(say("Findings, most money first", "发现（按金额排序）"))
    if shown:
        _findings(page, shown, sheet)
    else:
        page.line(words.no_findings(found, lang))
    if len(shown) < len(found.findings):
        more = len(found.findings) - len(shown)
        page.line(say(f"… and {more} more; all of them with --json.", f"……另有 {more} 条，可用 --json 查看全部。"))
    if shown:
        _details(page, shown[:_MOST_DETAILS])
    _unknown(page, found)
    page.heading(say("Claims", "申诉"))
    page.line(
        say(
            f"Amazon takes claims within {CLAIM_DAYS} days after the charge; quoted from its help pages, check them "
            "before you rely on it:",
            f"亚马逊在收费后 {CLAIM_DAYS} 天内受理申诉；引自其帮助页面，使用前请核对：",
        )
    )
    for fee, place in CLAIM_SOURCES.items():
        page.line(f"{words.FEES[fee][page.zh]}: {place}")


def _totals(page: Page, found: Audit) -> None:
    if not found.totals:
        return
    say = page.say
    page.heading(say("In all", "合计"))
    headers = [say("Currency", "币种"), say("What", "结论"), say("Findings", "条数"), "", say("Money", "金额"), ""]
    rows = [
        [
            total.currency,
            words.DIRECTION_WORDS[total.direction][page.zh],
            total.findings,
            "",
            (total.money, _SIGNED),
            words.PREVIEWED[page.zh] if total.previewed else _MEANINGS[total.direction][page.zh],
        ]
        for total in found.totals
    ]
    top = page.table(headers, rows, stretch=True)
    for number, total in enumerate(found.totals, 1):
        _paint(page, top + number, 2, total.direction)


def _findings(page: Page, findings: Sequence[Finding], sheet: Sheet | None) -> None:
    say = page.say
    headers = [
        "#",
        "SKU",
        "ASIN",
        say("Market", "站点"),
        say("Fee", "费用"),
        say("Estimate", "估算/件"),
        say("Charged", "实收/件"),
        say("Difference", "差额/件"),
        say("Units", "件数"),
        say("Money", "金额"),
        say("Verdict", "结论"),
        say("Likely reason", "可能原因"),
        say("Claim by", "申诉截止"),
        say("Days left", "剩余天数"),
    ]
    top = page.table(headers, [_line(page, rank, finding, sheet) for rank, finding in enumerate(findings, 1)])
    for number, finding in enumerate(findings, 1):
        _paint(page, top + number, 11, finding.direction)
    page.ws.auto_filter.ref = f"A{top}:{get_column_letter(len(headers))}{top + len(findings)}"


def _line(page: Page, rank: int, f: Finding, sheet: Sheet | None) -> list[Any]:
    link = None
    if sheet is not None and f.sheet_row is not None:
        title = sheet.name.replace("'", "''")
        link = f"'{title}'!A{int(sheet.rows[f.sheet_row]) + 1}"
    reason = words.reason(f, "zh" if page.zh else "en")
    claim = words.claim(f, "zh" if page.zh else "en")
    claims = f.direction in ("overcharged", "our_input") and f.claim_by is not None
    return [
        rank,
        (f.sku, "General", link) if link and f.sku else f.sku or "",
        f.asin or "",
        f"{f.market.upper()} {f.currency or ''}".strip(),
        words.FEES[f.fee][page.zh],
        (f.charged - f.difference, _MONEY),
        (f.charged, _MONEY),
        (f.difference, _SIGNED),
        (f.units, _UNITS),
        (f.money, _SIGNED),
        words.DIRECTION_WORDS[f.direction][page.zh],
        f"{reason}\n{claim}" if claim and not (claims and (f.days_left or 0) >= 0) else reason,
        (f.claim_by, _DAY) if claims else None,
        f.days_left if claims else None,
    ]


def _paint(page: Page, row: int, column: int, direction: Direction) -> None:
    ground, letters = _COLOURS[direction]
    cell = page.ws.cell(row, column)
    cell.fill = PatternFill("solid", fgColor=ground)
    cell.font = page.font(bold=True, color=letters)


def _details(page: Page, findings: Sequence[Finding]) -> None:
    """Write what to collect for each finding, and how its estimate comes about."""
    say = page.say
    lang = "zh" if page.zh else "en"
    page.heading(say("What to collect, and how the estimate comes about", "需要收集的证据与估算依据"))
    rows = []
    for rank, finding in enumerate(findings, 1):
        evidence = "\n".join(f"• {line}" for line in words.evidence(finding, lang))
        rows.append([rank, finding.sku or finding.asin or "", f"{evidence}\n{words.working(finding, lang)}"])
    page.table(["#", "SKU / ASIN", say("Evidence and working", "证据与依据")], rows, stretch=True)


def _unknown(page: Page, found: Audit) -> None:
    if not found.unknown:
        return
    say = page.say
    lang = "zh" if page.zh else "en"
    groups: dict[tuple[str, str, str], list[str]] = {}
    for unknown in found.unknown:
        key = (unknown.market, unknown.fee, unknown.text(lang))
        groups.setdefault(key, []).append(unknown.sku or unknown.asin or "")
    page.heading(say("Not checked, and why", "未能核对的费用及原因"))
    rows = []
    for (market, fee, why), names in sorted(groups.items(), key=lambda group: -len(group[1])):
        listed = dict.fromkeys(names)
        some = ", ".join(list(listed)[:_MOST_NAMES]) + (" …" if len(listed) > _MOST_NAMES else "")
        place = name_list("markets").names[market].label(lang)
        rows.append([len(names), words.FEES[fee][page.zh], place, "", f"{why}{say(': ', '：')}{some}"])
    page.table(
        [say("Charges", "笔数"), say("Fee", "费用"), say("Market", "站点"), "", say("Why, and which", "原因与商品")],
        rows,
        stretch=True,
    )
