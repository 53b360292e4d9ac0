"""The house itself: commands exist, imports point down, starting is cheap, nothing private is kept."""

from __future__ import annotations

import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
HEAVY = {"numpy", "pandas", "openpyxl", "click", "rapidfuzz", "charset_normalizer", "xlwings"}


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)


def tracked() -> list[Path]:
    if not (ROOT / ".git").exists() or not shutil.which("git"):
        pytest.skip("not a git checkout")
    return [ROOT / name for name in run("git", "ls-files", "-z").stdout.split("\0") if name]


def test_the_readme_shows_both_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "python3 tasks.py demo" in readme
    assert "python3 tasks.py test" in readme


def test_every_task_that_the_documents_name_exists() -> None:
    tasks = runpy.run_path(str(ROOT / "tasks.py"))["TASKS"]
    for document in ("README.md", "CONTRIBUTING.md", ".ci/run"):
        text = (ROOT / document).read_text(encoding="utf-8")
        assert set(re.findall(r"(?:tasks\.py|^make|`make) ([a-z]+)\b", text, re.M)) <= set(tasks), document
    assert set(re.search(r"PHONY: (.*)", (ROOT / "Makefile").read_text())[1].split()) == set(tasks)


def test_every_xlops_command_that_the_readme_names_exists() -> None:
    from xlops.hosts.cli import main

    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^xlops ([a-z]+) \S+\.xlsx", readme, re.M))
    assert {"grade", "map", "ungrade"} <= named <= set(main.commands)


def test_every_file_that_the_documents_link_exists() -> None:
    for document in ("README.md", "CONTRIBUTING.md"):
        text = (ROOT / document).read_text(encoding="utf-8")
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", text):
            assert (ROOT / target).exists(), f"{document} -> {target}"


def test_no_path_of_somebodys_machine_is_shipped() -> None:
    private = re.compile(rb"(?<![\w.:/-])/(?:root|work|home/\w+|Users/\w+)/|[A-Z]:\\Users\\")
    found = [
        path.relative_to(ROOT).as_posix()
        for path in tracked()
        if path.suffix not in (".png", ".xlsx") and path.is_file() and private.search(path.read_bytes())
    ]
    assert found == []


def test_no_file_is_large() -> None:
    large = [path.name for path in tracked() if path.is_file() and path.stat().st_size > 1_000_000]
    assert large == []


def test_imports_point_down() -> None:
    tool = shutil.which("lint-imports", path=str(Path(sys.executable).parent))
    assert tool, "import-linter is not installed in this environment"
    result = run(tool, "--no-cache")
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(
    "code",
    [
        "import xlops",
        "import xlops.errors, xlops._version",
        "import sys; sys.argv = ['xlops', '--version']\n"
        "import runpy\n"
        "try: runpy.run_module('xlops', run_name='__main__')\n"
        "except SystemExit: pass",
    ],
    ids=["package", "errors", "version"],
)
def test_starting_loads_nothing_heavy(code: str) -> None:
    show = f"\nimport sys\nprint('LOADED', sorted({HEAVY!r} & set(sys.modules)))"
    result = run(sys.executable, "-c", code + show)
    assert "LOADED []" in result.stdout, result.stdout + result.stderr


def test_version_prints_the_version() -> None:
    from xlops._version import __version__

    result = run(sys.executable, "-m", "xlops", "--version")
    assert result.returncode == 0
    assert __version__ in result.stdout


def test_every_formula_is_documented() -> None:
    from xlops.catalog import catalogue

    text = (ROOT / "docs" / "functions.md").read_text(encoding="utf-8")
    missing = [name for name in catalogue() if not re.search(rf"\b{name}\b", text)]
    assert missing == []


def test_every_formula_is_a_function_of_the_package() -> None:
    import xlops
    from xlops.catalog import catalogue

    assert [name for name in catalogue() if not callable(getattr(xlops, name.lower()))] == []


def test_packaged_data_is_all_of_the_kind_that_is_installed() -> None:
    # pyproject.toml installs these only.
    kinds = {path.suffix for path in (ROOT / "xlops").rglob("*") if path.is_file()}
    assert kinds - {".pyc"} == {".py", ".toml", ".xlam"}
