"""The shipped workbooks: made by their scripts, understood by xlops, opened by LibreOffice."""

from __future__ import annotations

import csv
import os
import re
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from libreoffice import office

ROOT = Path(__file__).resolve().parent.parent
BOOKS = ROOT / "workbooks"
DEMOS = ("demo_amazon_us", "demo_aliexpress")
TEMPLATES = ("template_amazon_us", "template_aliexpress")


def make(script: str, folder: Path) -> None:
    """Run a script of workbooks/, which finds this xlops whether or not it is installed."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, str(BOOKS / script), str(folder)], check=True, env=environment)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    for script in ("make_demos.py", "make_templates.py"):
        make(script, folder)
    return folder


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("month") / "month.xlsx"
    command = [sys.executable, "-m", "xlops", "shop", str(BOOKS / "demo_shop"), "-o", str(target)]
    result = subprocess.run(
        [*command, "--as-of", "2026-11-22"], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return target


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("graded")
    books = [str(BOOKS / f"{name}.xlsx") for name in DEMOS]
    command = [sys.executable, "-m", "xlops", "grade", *books, "-o", str(folder), "--as-of", "2026-11-22"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    return folder


def graded_file(folder: Path, name: str) -> Path:
    [path] = folder.glob(f"{name}*.xlsx")
    return path


def cells(path: Path, *, results: bool) -> dict[tuple[str, str], object]:
    book = openpyxl.load_workbook(path, data_only=results)
    return {
        (sheet.title, cell.coordinate): (cell.value, cell.number_format, cell.data_type)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


@pytest.mark.parametrize("name", [*DEMOS, *TEMPLATES])
def test_the_shipped_workbook_is_what_its_script_writes(name: str, made: Path) -> None:
    shipped, again = BOOKS / f"{name}.xlsx", made / f"{name}.xlsx"
    for results in (False, True):
        assert cells(again, results=results) == cells(shipped, results=results)
    first, second = openpyxl.load_workbook(shipped), openpyxl.load_workbook(again)
    for one, other in zip(first, second, strict=True):
        assert str(one.merged_cells) == str(other.merged_cells)
        assert {k: v.width for k, v in one.column_dimensions.items()} == {
            k: v.width for k, v in other.column_dimensions.items()
        }
        assert len(one._images) == len(other._images)


@pytest.mark.parametrize("name", [*DEMOS, *TEMPLATES])
def test_two_runs_write_the_same_bytes(name: str, made: Path, tmp_path: Path) -> None:
    make("make_demos.py" if name in DEMOS else "make_templates.py", tmp_path)
    assert (tmp_path / f"{name}.xlsx").read_bytes() == (made / f"{name}.xlsx").read_bytes()


def test_the_demo_shop_is_what_its_script_writes(tmp_path: Path) -> None:
    make("make_shop_demo.py", tmp_path)
    shipped = sorted((BOOKS / "demo_shop").iterdir())
    assert [path.name for path in shipped] == sorted(path.name for path in tmp_path.iterdir())
    for path in shipped:
        again = tmp_path / path.name
        if path.suffix == ".xlsx":
            assert cells(again, results=False) == cells(path, results=False)
        else:
            assert again.read_bytes() == path.read_bytes()


@pytest.mark.parametrize("name", TEMPLATES)
def test_formulas_of_the_templates_fit_the_catalogue(name: str) -> None:
    from xlops.catalog import catalogue

    formulas = catalogue()
    sheet = openpyxl.load_workbook(BOOKS / f"{name}.xlsx").worksheets[0]
    called: set[str] = set()
    for cell in sheet[7]:
        if cell.data_type != "f":
            continue
        for function, given in re.findall(r"\b((?:AMZ|ALI|OPS)_[A-Z_]+)\(([^()]*)\)", cell.value):
            count = len(given.split(","))
            required = [a for a in formulas[function].arguments if a.required]
            assert len(required) <= count <= len(formulas[function].arguments), cell.value
            called.add(function)
    assert len(called) >= 5


@pytest.mark.parametrize("name", TEMPLATES)
def test_headers_of_the_templates_are_understood(name: str) -> None:
    from xlops.sheets import Grid, read_sheet

    sheet = openpyxl.load_workbook(BOOKS / f"{name}.xlsx", data_only=True).worksheets[0]
    grid = Grid(sheet.title, [[cell.value for cell in row] for row in sheet.iter_rows()])
    read = read_sheet(grid)
    assert list(read.data["sku"]) == ["DEMO-1", "DEMO-2"]
    typed = [column for column in read.columns if column.header.startswith("*")]
    assert typed
    assert [column.header for column in typed if column.term is None] == []


@pytest.mark.parametrize("name", DEMOS)
def test_every_product_of_the_demo_is_found_and_nothing_else(name: str) -> None:
    from xlops.sheets import Grid, read_sheet

    source = openpyxl.load_workbook(BOOKS / f"{name}.xlsx", data_only=True).worksheets[0]
    corners = [area.bounds for area in source.merged_cells.ranges]
    merged = [(top - 1, left - 1, bottom - 1, right - 1) for left, top, right, bottom in corners]
    grid = Grid(source.title, [[cell.value for cell in row] for row in source.iter_rows()], merged)
    with (BOOKS / "demo_data" / f"{name.removeprefix('demo_')}.csv").open(encoding="utf-8") as file:
        products = [line["sku"] for line in csv.DictReader(file)]
    assert list(read_sheet(grid).data["sku"]) == products


@pytest.mark.parametrize("name", DEMOS)
def test_the_graded_demo_keeps_every_cell_of_the_operator(name: str, graded: Path) -> None:
    before = cells(BOOKS / f"{name}.xlsx", results=False)
    after = cells(graded_file(graded, name), results=False)
    assert {place: after.get(place) for place in before} == before
    assert len(after) > len(before)


def test_the_demos_show_every_letter(graded: Path) -> None:
    letters = set()
    for name in DEMOS:
        products = openpyxl.load_workbook(BOOKS / f"{name}.xlsx").worksheets[0].title
        sheet = openpyxl.load_workbook(graded_file(graded, name))[products]
        letters |= {cell.value for row in sheet.iter_rows() for cell in row} & set("ABCDF")
    assert letters == set("ABCDF")


def convert(source: Path, kind: str, folder: Path) -> Path:
    profile = (folder / "profile").as_uri()  # its own, so that an open LibreOffice does not matter
    command = [office(), f"-env:UserInstallation={profile}", "--headless", "--convert-to", kind]
    command += ["--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return folder / f"{source.stem}.{kind}"


@pytest.mark.parametrize("name", DEMOS)
def test_libreoffice_opens_the_graded_demo_with_equal_values(name: str, graded: Path, tmp_path: Path) -> None:
    office()
    source = graded_file(graded, name)
    assert convert(source, "pdf", tmp_path).stat().st_size > 20_000
    converted = convert(source, "xlsx", tmp_path)
    ours = openpyxl.load_workbook(source)
    theirs = openpyxl.load_workbook(converted, data_only=True)
    assert theirs.sheetnames == ours.sheetnames
    different = []
    for sheet in ours:
        for row in sheet.iter_rows():
            for cell in row:
                found = theirs[sheet.title][cell.coordinate].value
                if cell.data_type == "f" or _same(cell.value, found):
                    continue
                different.append((sheet.title, cell.coordinate, cell.value, found))
    assert different == []


def test_libreoffice_opens_the_month_of_the_demo_shop(month: Path, tmp_path: Path) -> None:
    office()
    assert convert(month, "pdf", tmp_path).stat().st_size > 20_000
    ours = openpyxl.load_workbook(month)
    theirs = openpyxl.load_workbook(convert(month, "xlsx", tmp_path), data_only=True)
    assert theirs.sheetnames == ours.sheetnames
    assert all(
        _same(cell.value, theirs[sheet.title][cell.coordinate].value)
        for sheet in ours
        for row in sheet.iter_rows()
        for cell in row
    )
    assert not any(cell.data_type == "f" for sheet in ours for row in sheet.iter_rows() for cell in row)


def _same(ours: object, theirs: object) -> bool:
    if isinstance(ours, float | int) and isinstance(theirs, float | int):
        return abs(ours - theirs) <= 1e-9 * max(1.0, abs(ours))
    return (ours or None) == (theirs or None)
