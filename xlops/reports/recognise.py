"""Which export a table is: exactly one layout, or a polite refusal that says what was found."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from xlops.errors import SheetError
from xlops.reports.files import HeadRow, Table
from xlops.reports.layout import Layout, LayoutColumn, header_key, layouts

_SHOWN = 6
_PDF = b"%PDF-"
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_EAST_ASIAN = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
_TAKEN_FOR = ("latin-1", "cp1252", "gb18030")  # what UTF-8 is opened as by mistake
_LIKE = 0.6  # the share of an export's headers that makes a file look like it


@dataclass(frozen=True)
class Match:
    """A table and its layout: the header's place in the table's head, and which columns of the layout stand where.

    ``several`` are headers that stand more than once, of which the first is used.
    """

    table: Table
    layout: Layout
    place: int
    columns: dict[int, tuple[LayoutColumn, ...]]
    several: tuple[str, ...]

    @property
    def headers(self) -> list[str]:
        """The header's texts."""
        return self.table.head[self.place].texts()


def recognise(table: Table, path: Path, among: Collection[Layout] | None = None) -> Match | None:
    """Return a table's layout, None when no layout fits.

    The layout that asks for the most headers wins: an export with a few columns more is another export.

    Raises:
        SheetError: report_unclear, when two layouts fit equally well.
    """
    best: list[tuple[Layout, int]] = []
    fit = 0
    rows = [[header_key(text) for text in row.texts()] for row in table.head]
    for layout in layouts().values() if among is None else among:
        for place, keys in enumerate(rows):
            if _fits(layout, set(keys)):
                wanted = len(layout.required)
                if wanted > fit:
                    best, fit = [], wanted
                if wanted == fit:
                    best.append((layout, place))
                break
    if len(best) > 1:
        names_en = " / ".join(layout.title_en for layout, _ in best)
        names_zh = " / ".join(layout.title_zh for layout, _ in best)
        raise SheetError(
            "report_unclear",
            f"{path.name}: the headers fit several reports ({names_en}). Export the file again with all its columns.",
            f"{path.name}：表头同时符合多种报表（{names_zh}）。请保留全部列重新导出。",
        )
    return _match(table, *best[0], rows[best[0][1]]) if best else None


def _fits(layout: Layout, keys: set[str]) -> bool:
    return all(wanted & keys for _, wanted in layout.required) and not layout.never & keys


def _match(table: Table, layout: Layout, place: int, keys: Sequence[str]) -> Match:
    columns: dict[int, tuple[LayoutColumn, ...]] = {}
    several = []
    for column in layout.columns:
        # the first of the layout's spellings that is there; of a header that stands twice the first one
        for header in column.headers:
            found = [position for position, key in enumerate(keys) if key == header_key(header)]
            if found:
                if len(found) > 1:
                    several.append(table.head[place].texts()[found[0]])
                columns[found[0]] = (*columns.get(found[0], ()), column)
                break
    return Match(table, layout, place, columns, tuple(several))


def refusal(path: Path, tables: Sequence[Table]) -> SheetError:
    """Return the error for a file of which no table is a report that xlops knows."""
    head = [row for table in tables for row in table.head]
    if _is_binary(path, head):
        return SheetError(
            "not_text",
            f"{path.name}: this is no table but a PDF, a picture or another kind of file. Export it as CSV or Excel.",
            f"{path.name}：这不是表格，而是 PDF、图片或其他类型的文件。请重新导出为 CSV 或 Excel。",
        )
    row = _likely_header(head)
    if garbled := _garbled(row):
        found, meant = garbled
        return SheetError(
            "report_garbled",
            f"{path.name}: its characters are garbled: '{found}' should read '{meant}'. The file was opened and saved "
            "in a wrong encoding. Export it again and import it as it comes, without opening it before.",
            f"{path.name}：文字为乱码：“{found}”应为“{meant}”。文件曾以错误的编码打开并保存。请重新导出，不要先打开，直接导入。",
        )
    if row is None:
        return SheetError(
            "report_empty",
            f"{path.name}: the file holds no table. Export it again.",
            f"{path.name}：文件中没有表格，请重新导出。",
        )
    shown = [text.strip() for text in row.texts() if text.strip()]
    listed = ", ".join(shown[:_SHOWN]) + (" ..." if len(shown) > _SHOWN else "")
    en = f"{path.name}: not a report that xlops knows. Row {row.line} reads: {listed}."
    zh = f"{path.name}：不是 xlops 认识的报表。第 {row.line} 行为：{listed}。"
    near = _nearest(tables)
    if near:
        layout, missing = near
        lacks = ", ".join(missing[:_SHOWN])
        if missing:
            en += f" It comes nearest to {layout.title_en}, but lacks: {lacks}."
            zh += f"最接近“{layout.title_zh}”，但缺少：{lacks}。"
        else:
            en += f" It comes nearest to {layout.title_en}, but has columns that this report never has."
            zh += f"最接近“{layout.title_zh}”，但含有该报表没有的列。"
        en += f" Export it from {layout.where_en} with all columns and the header row unchanged."
        zh += f"请从 {layout.where_zh} 重新导出，保留全部列和表头。"
    else:
        en += " A product sheet of your own is graded with: xlops grade. The reports that xlops reads: docs/reports.md."
        zh += "您自己的商品表请用 xlops grade 评级。xlops 可读取的报表见 docs/reports.md。"
    return SheetError("report_unknown", en, zh)


def _is_binary(path: Path, head: Sequence[HeadRow]) -> bool:
    """Whether a file is no text: a PDF, or one with control characters, which would garble the screen."""
    with path.open("rb") as file:
        if file.read(len(_PDF)) == _PDF:
            return True
    return any(_CONTROL.search(text) for row in head for text in row.texts())


def _garbled(row: HeadRow | None) -> tuple[str, str] | None:
    """Return a text that is UTF-8 read in another encoding, and how it should read; None where there is none."""
    for text in row.texts() if row else ():
        for encoding in _TAKEN_FOR:
            try:
                meant = text.encode(encoding).decode()
            except UnicodeError:
                continue
            if _EAST_ASIAN.search(meant) and meant != text:
                return "".join(c for c in text if c.isprintable()), meant.strip()
    return None


def _likely_header(rows: Sequence[HeadRow]) -> HeadRow | None:
    """Return the row with the most texts that are no numbers."""

    def texts(row: HeadRow) -> int:
        return sum(any(c.isalpha() for c in text) for text in row.texts())

    row = max(rows, key=texts, default=None)
    return row if row and any(text.strip() for text in row.texts()) else None


def _nearest(tables: Sequence[Table]) -> tuple[Layout, tuple[str, ...]] | None:
    """Return the layout of which the file has most of the headers, and the headers that it lacks."""
    best: tuple[float, Layout, tuple[str, ...]] | None = None
    for table in tables:
        for row in table.head:
            keys = {header_key(text) for text in row.texts()}
            for layout in layouts().values():
                missing = tuple(header for header, wanted in layout.required if not wanted & keys)
                share = 1 - len(missing) / len(layout.required)
                if share >= _LIKE and (best is None or share > best[0]):
                    best = (share, layout, missing)
    return best[1:] if best else None
