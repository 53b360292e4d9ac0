"""An operator's own benchmark lines, kept beside the workbook."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl

from xlops.grading.results import Settings
from xlops.hosts.batch import Options, grade_file
from xlops.sheets import load_mapping, mapping_path, mapping_to_toml

HEADER = ["SKU", "类目", "售价(USD)", "到岸成本(USD)", "长(cm)", "宽(cm)", "高(cm)", "重量(g)", "TACoS"]
ROW = ["A-1", "Home and Kitchen", 24.99, 4.2, 25, 18, 6, 420, 0.12]
OPTIONS = Options(Settings(date(2026, 11, 22), platform="amazon"))


def workbook(folder: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (HEADER, ROW, ["A-2", *ROW[1:]], ["A-3", *ROW[1:]]):
        sheet.append(row)
    path = folder / "products.xlsx"
    book.save(path)
    return path


def reasons(path: Path) -> str:
    target = grade_file(path, OPTIONS).target
    assert target is not None
    sheet = openpyxl.load_workbook(target).worksheets[0]
    return str(sheet.cell(2, sheet.max_column).value)


def test_an_own_line_grades_instead_of_the_published_one(tmp_path: Path) -> None:
    path = workbook(tmp_path)
    assert "TACoS" not in reasons(path)
    mapping_path(path).write_text(
        '[benchmark."amz_tacos_bands"]\nthresholds = [{ grade = "good", max = 0.05 }, { grade = "bad", min = 0.05 }]\n',
        encoding="utf-8",
    )
    assert "TACoS 12.0%" in reasons(path)


def test_a_wrong_id_is_refused_with_a_suggestion_and_nothing_is_written(tmp_path: Path) -> None:
    path = workbook(tmp_path)
    mapping_path(path).write_text('[benchmark."amz_tacos_band"]\nignore = true\n', encoding="utf-8")
    result = grade_file(path, OPTIONS)
    assert (result.status, result.code) == ("refused", "bad_benchmark")
    assert "amz_tacos_bands" in result.en and "基准设置有误" in result.zh
    assert sorted(p.name for p in tmp_path.iterdir()) == ["products.xlsx", "products.xlsx.xlops.toml"]


def test_saving_the_mapping_again_keeps_own_lines(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(
        '[benchmark."amz_tacos_bands"]\nthresholds = [{ grade = "good", max = 0.05 }, { grade = "bad", min = 0.05 }]\n'
        '[benchmark."amz_roi"]\nignore = true\n',
        encoding="utf-8",
    )
    saved = load_mapping(path)
    path.write_text(mapping_to_toml([], saved), encoding="utf-8")
    again = load_mapping(path)
    assert saved is not None and again is not None
    assert again.benchmarks == saved.benchmarks
