"""Real workbooks of every kind: each comes back whole, or is refused with a reason in both languages."""

from __future__ import annotations

import re
import shutil
import subprocess
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from libreoffice import office
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineError, CalamineWorkbook
from sheets_for_hosts import OPTIONS

from xlops.errors import WorkbookError
from xlops.hosts.batch import grade_file, ungrade_file
from xlops.workbook.book import PREFIX, OutColumn
from xlops.workbook.opening import open_book
from xlops.workbook.zip_parts import ZipParts

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
KINDS = {".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".csv"}
FILES = sorted(p.name for p in CORPUS.glob("*") if p.suffix.lower() in KINDS)
# Parts that results may change or add, beside the sheets themselves.
TOUCHED = re.compile(
    r"\[content_types\].xml|.*workbook.*\.xml|.*workbook.*\.xml\.rels|.*/styles.*\.xml|.*/tables?/.*|.*sheet.*\.xml\.rels|"
    r".*comments.*|.*vmldrawing.*\.vml|.*worksheets/[^/]*\.xml|xl/xlopsundo\.json|xl/charts/chart\d+\.xml|"
    r"xl/drawings/(_rels/)?drawing\d+\.xml(\.rels)?"
)

pytestmark = pytest.mark.skipif(not FILES, reason="the corpus of real workbooks is not beside the repository")


def summary(ws: Worksheet) -> None:
    ws.append(["汇总", 1, 2])
    chart = BarChart()
    chart.add_data(Reference(ws, min_col=2, min_row=1, max_col=3))
    ws.add_chart(chart, "D4")


def with_results(source: Path, target: Path) -> dict[str, tuple[int, ...]]:
    """Put columns with notes, letters and texts into every sheet, and a sheet with a chart; return our columns."""
    book = open_book(source)
    for sheet in (*book.visible, *book.hidden):
        cells = book.read(sheet, str).cells
        row = next((n for n, values in enumerate(cells) if sum(v is not None for v in values) > 1), 0)
        columns = [
            OutColumn("xlops 利润", "money", [1.5, None, -2.0], [None, "缺少成本", None], 12),
            OutColumn("xlops 评级", "letter", ["A", None, "F"], [None] * 3, 8),
            OutColumn("xlops 原因", "text", ["利润 < 成本", "=1+1", None], [None] * 3, 40),
        ]
        book.write_results(sheet, (row, row), [row + 1, row + 2, row + 5], columns)
    book.remove_sheets()
    book.put_sheet("xlops 汇总", summary)
    book.save(target)
    again = open_book(target)
    return {name: tuple(again.read(name, str).own_columns) for name in (*again.visible, *again.hidden)}


def entries(path: Path) -> tuple[list[tuple[Any, ...]], bytes]:
    """Return name, dates, attributes and content of every part in order, and the package's comment."""
    with zipfile.ZipFile(path) as package:
        return [
            (i.filename, i.date_time, i.external_attr, i.compress_type, i.extra, i.comment, package.read(i))
            for i in package.infolist()
        ], package.comment


@pytest.fixture(params=FILES)
def source(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(CORPUS / request.param, tmp_path / request.param))


@contextmanager
def refused(folder: Path) -> Iterator[None]:
    """Let a refusal pass that says why in both languages and leaves nothing behind."""
    before = sorted(folder.iterdir())
    try:
        yield
    except WorkbookError as error:
        assert error.code != "internal" and error.en and re.search("[\u4e00-\u9fff]", error.zh)
        assert sorted(folder.iterdir()) == before
        pytest.skip(f"refused: {error.code}")


def test_graded_or_refused(source: Path) -> None:
    before = source.read_bytes()
    result = grade_file(source, OPTIONS)
    assert result.status in {"graded", "refused"}
    if result.status == "refused":
        assert result.code and result.en and result.zh
        assert list(source.parent.iterdir()) == [source]
    assert source.read_bytes() == before


def test_every_other_part_stays_the_same_bytes_and_all_come_back(source: Path, tmp_path: Path) -> None:
    if source.suffix == ".csv":
        pytest.skip("a text")
    once, twice, back = (tmp_path / f"{name}{source.suffix}" for name in ("once", "twice", "back"))
    with refused(tmp_path):
        with_results(source, once)
    old, new = ZipParts(source.read_bytes()), ZipParts(once.read_bytes())
    changed = [key for key, entry in old.entries.items() if raw(old, key) != raw(new, key) or entry.name not in new]
    assert not [key for key in {*changed, *new.entries.keys() - old.entries.keys()} if not TOUCHED.fullmatch(key)]
    assert [key for key in new.entries if key in old.entries] == list(old.entries)
    with_results(once, twice)
    assert twice.read_bytes() == once.read_bytes()
    assert ungrade_file(once, back).ok
    assert entries(back) == entries(source)


def raw(parts: ZipParts, key: str) -> bytes:
    """Return an entry's bytes as they stand in the file, with what the directory says of it."""
    entry = parts.entries[key]
    return parts.source[entry.start : entry.end] + entry.central[:42]


def test_programs_read_the_same_as_before(source: Path, tmp_path: Path) -> None:
    if source.suffix == ".csv":
        pytest.skip("a text")
    target = tmp_path / f"graded{source.suffix}"
    with refused(tmp_path):
        ours = with_results(source, target)
    calamine = by_calamine(source)
    if calamine is not None:
        after = by_calamine(target)
        assert after is not None and {place: after.get(place) for place in calamine} == calamine
    before, after_ = by_openpyxl(source), by_openpyxl(target)
    if before is not None:
        assert after_ is not None
        compare(before, after_, ours)


def by_calamine(path: Path) -> dict[tuple[str, int, int], object] | None:
    """Return every value that calamine reads; None where it does not read the file."""
    try:
        book = CalamineWorkbook.from_path(str(path))
        return {
            (name, r, c): value
            for name in book.sheet_names
            for r, row in enumerate(book.get_sheet_by_name(name).to_python(skip_empty_area=False))
            for c, value in enumerate(row)
            if value != ""
        }
    except (CalamineError, BaseException) as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        return None


def by_openpyxl(path: Path) -> Workbook | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return load_workbook(BytesIO(path.read_bytes()), rich_text=True)
        except Exception:  # openpyxl raises anything on what it does not understand
            return None


LOOKS = ("number_format", "font", "fill", "border", "alignment", "protection")


def compare(before: Workbook, after: Workbook, ours: dict[str, tuple[int, ...]]) -> None:
    """Check that values, formulas and formats outside our columns are as they were."""
    assert after.sheetnames[: len(before.sheetnames)] == before.sheetnames
    compared: set[tuple[int, int]] = set()
    for ws in before.worksheets:
        other = after[ws.title]
        assert other.sheet_state == ws.sheet_state
        for (row, column), cell in ws._cells.items():
            if column - 1 in ours.get(ws.title, ()):
                assert cell.value is None
                continue
            twin = other._cells[row, column]
            assert same(twin.value, cell.value), cell.coordinate
            styles = cell.style_id, twin.style_id
            if styles not in compared:
                compared.add(styles)
                assert [repr(getattr(twin, look)) for look in LOOKS] == [repr(getattr(cell, look)) for look in LOOKS]


def same(one: object, other: object) -> bool:
    """Whether two cell values are equal; openpyxl's array formulas know no equality."""
    return one == other or (type(one) is type(other) and getattr(one, "__dict__", 0) == getattr(other, "__dict__", 1))


def test_libreoffice_reads_the_same_as_before(tmp_path: Path) -> None:
    graded, plain = tmp_path / "graded", tmp_path / "plain"
    graded.mkdir()
    plain.mkdir()
    sample = [name for name in FILES if name.endswith((".xlsx", ".xlsm"))][::11]
    taken = {}
    for name in sample:
        shutil.copyfile(CORPUS / name, plain / name)
        try:
            taken[name] = with_results(plain / name, graded / name)
        except WorkbookError:
            (plain / name).unlink()
    for folder in (plain, graded):
        subprocess.run(
            [
                office(),
                f"-env:UserInstallation=file://{tmp_path / 'profile'}",
                "--headless",
                *("--convert-to", "xlsx", "--outdir", str(folder / "out")),
                *(str(folder / name) for name in taken),
            ],
            check=True,
            capture_output=True,
            timeout=300,
        )
    for name in taken:
        out = Path(name).with_suffix(".xlsx").name
        if not (plain / "out" / out).exists():
            continue
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            before, after = (load_workbook(folder / "out" / out, data_only=True) for folder in (plain, graded))
        assert before.sheetnames == [title for title in after.sheetnames if not title.startswith(PREFIX)]
        for ws in before.worksheets:
            for row in ws.iter_rows():
                for cell in row:
                    if cell.value is not None and not is_volatile(cell.value):
                        assert same(after[ws.title][cell.coordinate].value, cell.value), (
                            name,
                            ws.title,
                            cell.coordinate,
                        )


def is_volatile(value: object) -> bool:
    """Whether a value may come from a formula that is calculated anew at every opening."""
    return not isinstance(value, str | int | float)
