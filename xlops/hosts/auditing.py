"""The fee audit over files: reports in, a sheet of findings out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook

from xlops.audit.charges import Source
from xlops.audit.findings import Audit, audit
from xlops.errors import SheetError, WorkbookError
from xlops.fees.library import using
from xlops.hosts.audit_sheet import audit_title, fill_audit
from xlops.hosts.batch import graded_path, read_product_sheet, saved_mapping, sheet_settings
from xlops.hosts.own_tables import own_library
from xlops.sheets import Sheet
from xlops.workbook.book import Book
from xlops.workbook.opening import open_book
from xlops.workbook.save import Snapshot, make_folder, replace_file

if TYPE_CHECKING:
    from xlops.grading.results import Settings
    from xlops.reports.read import Report

# Measures of a report that can be audited; and those that tell what a fee rests on.
_FEES = ("charged_fba_fee", "charged_referral_fee", "preview_fba_fee", "preview_referral_fee")
_TOLD = (*_FEES, "preview_longest_side", "days_of_supply")


@dataclass(frozen=True)
class AuditOptions:
    """How files are audited.

    Args:
        settings: the day, and the market of rows that do not say.
        into: workbook with the product sheet; blank = the fee preview alone says what the products are.
        sheet: name of the product sheet; blank = the first that is one.
        out: the file to write; blank = the graded copy of ``into``, or none.
        backup: keep a file that is replaced as ``<name>.bak``.
    """

    settings: Settings
    into: Path | None = None
    sheet: str | None = None
    out: Path | None = None
    backup: bool = False


@dataclass(frozen=True)
class AuditRun:
    """What became of an audit of files.

    ``used`` and ``unused`` are reports that tell of fees and such that do not; ``refused`` are files that could not be
    read. ``target`` is the file written, None where none was asked for.
    """

    audit: Audit
    lang: str
    sheet: Sheet | None
    used: tuple[str, ...]
    unused: tuple[tuple[str, tuple[str, str]], ...]
    refused: tuple[tuple[Path, SheetError], ...]
    target: Path | None


def sources_of(reports: Iterable[Report]) -> tuple[list[Source], list[tuple[str, tuple[str, str]]]]:
    """Return the reports that an audit can use, and name and title of those that tell of no fee."""
    from xlops.reports.products import products, sales

    used, unused = [], []
    for report in reports:
        title = (report.layout.title_en, report.layout.title_zh)
        if any(measure in report.lines.columns for measure in _TOLD):
            period = report.first_day, report.last_day
            used.append(Source.of(products(report), report.name, title, *period, sales(report)))
        else:
            unused.append((report.name, title))
    return used, unused


@dataclass(frozen=True)
class ReportsRead:
    """Files read for an audit: the reports that tell of fees, such that do not, and files that could not be read."""

    used: tuple[Source, ...]
    unused: tuple[tuple[str, tuple[str, str]], ...]
    refused: tuple[tuple[Path, SheetError], ...]


def read_reports(files: Sequence[Path]) -> ReportsRead:
    """Read files for an audit; one that is no report never stops the others.

    Raises:
        SheetError: no_fees, if no report tells of a fee.
    """
    from xlops.reports.read import read_report

    reports: list[Report] = []
    refused: list[tuple[Path, SheetError]] = []
    for path in files:
        try:
            reports += read_report(path)
        except SheetError as error:
            refused.append((path, error))
    used, unused = sources_of(reports)
    if not any(fee in source.columns for source in used for fee in _FEES):
        unused += [(source.name, source.title) for source in used]
        raise _no_fees(refused, unused)
    return ReportsRead(tuple(used), tuple(unused), tuple(refused))


def audit_files(files: Sequence[Path], options: AuditOptions) -> AuditRun:
    """Read reports, audit them, and write the findings where the options say.

    Raises:
        SheetError: if the product sheet cannot be read, no report tells of a fee, or the target cannot be written.
    """
    read = read_reports(files)
    book, sheet, settings = None, None, options.settings
    if options.into is not None:
        source = _copy_of(options.into)
        book = open_book(source)
        settings = sheet_settings(book, settings)
        sheet = _product_sheet(book, options.sheet)
    lang = settings.lang or (sheet.language if sheet is not None else "zh")
    with using(own_library(options.into or files[0])):
        found = audit(read.used, sheet, settings.as_of, settings.market)
        target = _write(found, lang, book, sheet, options, files[0])
    used = tuple(source.name for source in read.used)
    return AuditRun(found, lang, sheet, used, read.unused, read.refused, target)


def put_audit(book: Book, found: Audit, lang: str, sheet: Sheet | None) -> None:
    """Put the findings into a workbook, in place of those of an earlier audit of the same product sheet."""
    about = None if sheet is None else sheet.name
    book.remove_sheets(("audit",), about)
    book.put_sheet(audit_title(lang), lambda ws: fill_audit(ws, found, lang, sheet), "audit", about)


def _copy_of(into: Path) -> Path:
    """Return the graded copy of a workbook where there is one: what is in it stays in it."""
    copy = graded_path(into)
    return copy if copy.is_file() else into


def _product_sheet(book: Book, name: str | None) -> Sheet:
    saved = saved_mapping(book)
    errors: list[SheetError] = []
    for candidate in [name] if name else book.visible:
        try:
            return read_product_sheet(book, candidate, saved)
        except SheetError as error:
            errors.append(error)
    if len(errors) == 1:
        raise errors[0]
    raise SheetError(
        "no_product_sheet",
        f"{book.path.name}: no product sheet found. " + " ".join(error.en for error in errors),
        f"{book.path.name}：没有找到商品表。" + "".join(error.zh for error in errors),
    )


def _write(
    found: Audit, lang: str, book: Book | None, sheet: Sheet | None, options: AuditOptions, first: Path
) -> Path | None:
    """Put the findings into a copy of the product workbook, or into a workbook of their own."""
    if book is not None and book.has_sheets:
        target = options.out or graded_path(options.into or book.path)
        put_audit(book, found, lang, sheet)
        make_folder(target)
        book.save(target, backup=options.backup)
        return target
    if options.out is None:
        return None
    if options.out.suffix.lower() != ".xlsx":
        raise WorkbookError(
            "unsupported",
            f"{options.out.name}: the findings are written as .xlsx.",
            f"{options.out.name}：核对结果只能写成 .xlsx。",
        )
    workbook = Workbook()
    workbook.active.title = audit_title(lang)
    fill_audit(workbook.active, found, lang, None)
    content = BytesIO()
    workbook.save(content)
    make_folder(options.out)
    replace_file(options.out, content.getvalue(), Snapshot.take(first), backup=options.backup)
    return options.out


def _no_fees(
    refused: Sequence[tuple[Path, SheetError]], unused: Sequence[tuple[str, tuple[str, str]]]
) -> SheetError:
    """Say of every file why it cannot be audited."""
    en = [f"{name}: {title[0]}" for name, title in unused] + [error.en for _, error in refused]
    zh = [f"{name}：{title[1]}" for name, title in unused] + [error.zh for _, error in refused]
    return SheetError(
        "no_fees",
        "No file tells of fees: an FBA Fee Preview, SKU Economics, settlement or transaction report is needed. Found: "
        + "; ".join(en),
        "没有任何文件包含费用：需要 FBA 费用预览、SKU 经济学报表、结算或交易报表。已读：" + "；".join(zh),
    )


def audit_json(run: AuditRun, as_of: date) -> dict[str, Any]:
    """Return an audit as plain values with stable keys."""
    from xlops.audit import words

    found = run.audit
    return {
        "as_of": as_of.isoformat(),
        "language": run.lang,
        "sheet": None if run.sheet is None else run.sheet.name,
        "target": None if run.target is None else str(run.target),
        "reports": list(run.used),
        "reports_without_fees": [{"report": name, "en": en, "zh": zh} for name, (en, zh) in run.unused],
        "refused": [
            {"file": str(path), "code": error.code, "en": error.en, "zh": error.zh} for path, error in run.refused
        ],
        "checked": found.checked,
        "right": found.right,
        "within_bounds": found.within,
        "totals": [
            {
                "currency": t.currency,
                "direction": t.direction,
                "preview": t.previewed,
                "findings": t.findings,
                "money": t.money,
            }
            for t in found.totals
        ],
        "findings": [
            {
                "rank": rank,
                "sku": f.sku,
                "asin": f.asin,
                "title": f.title,
                "market": f.market,
                "currency": f.currency,
                "fee": f.fee,
                "estimate_low": f.estimate_low,
                "estimate_high": f.estimate_high,
                "charged": f.charged,
                "difference": f.difference,
                "units": f.units,
                "units_counted_by": f.counted_by,
                "money": f.money,
                "direction": f.direction,
                "cause": None if f.cause is None else f.cause.code,
                "also_fits": [cause.code for cause in f.others],
                "reason_en": words.reason(f, "en"),
                "reason_zh": words.reason(f, "zh"),
                "evidence_en": list(words.evidence(f, "en")),
                "evidence_zh": list(words.evidence(f, "zh")),
                "preview": f.previewed,
                "reports": list(f.reports),
                "first_day": None if f.first_day is None else f.first_day.isoformat(),
                "last_day": None if f.last_day is None else f.last_day.isoformat(),
                "claim_by": None if f.claim_by is None else f.claim_by.isoformat(),
                "claim_until": None if f.claim_until is None else f.claim_until.isoformat(),
                "days_left": f.days_left,
                "sheet_row": None if f.sheet_row is None or run.sheet is None else int(run.sheet.rows[f.sheet_row]) + 1,
                "explain_en": words.working(f, "en"),
                "explain_zh": words.working(f, "zh"),
            }
            for rank, f in enumerate(found.findings, 1)
        ],
        "unknown": [
            {
                "sku": u.sku,
                "asin": u.asin,
                "market": u.market,
                "fee": u.fee,
                "report": u.report,
                "code": u.code,
                "en": u.text("en"),
                "zh": u.text("zh"),
            }
            for u in found.unknown
        ],
        "notes": [{"en": en, "zh": zh} for en, zh in found.notes],
    }
