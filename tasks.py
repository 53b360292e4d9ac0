"""The project's chores in one place, for every system: ``python tasks.py demo`` (or test, check, gen, ...).

Needs Python 3.11 or newer and nothing else: the first run makes a virtual environment in ``.venv`` and
installs xlops with its development tools there. On Windows write ``py tasks.py demo``.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "installed.txt"
OLDEST = (3, 11)

# The day that the demo is graded for. Fixed, so that README, pictures and your own run show the same numbers.
DEMO_DAY = "2026-11-22"
DEMO_SHOP = "workbooks/demo_shop"
DEMOS = ["workbooks/demo_amazon_us.xlsx", "workbooks/demo_aliexpress.xlsx"]


def demo(arguments: list[str]) -> None:
    """grade the two demo sheets, and make the month of the demo shop, into out/"""
    python("-m", "xlops", "grade", *DEMOS, "-o", "out", "--as-of", DEMO_DAY, *arguments)
    python("-m", "xlops", "shop", DEMO_SHOP, "-o", "out/demo_shop.xlsx", "--as-of", DEMO_DAY)


def test(arguments: list[str]) -> None:
    """run the tests (further arguments go to pytest)"""
    python("-m", "pytest", *arguments)


def check(arguments: list[str]) -> None:
    """lint, types, import direction, generated files"""
    python("-m", "ruff", "check", ".")
    python("-m", "mypy")
    run(str(SCRIPTS / "lint-imports"), "--no-cache")
    python("-m", "xlops.hosts.gen", "--check")


def gen(arguments: list[str]) -> None:
    """write the generated files and the shipped workbooks again"""
    python("-m", "xlops.hosts.gen")
    python("workbooks/make_demos.py")
    python("workbooks/make_shop_demo.py")
    python("workbooks/make_templates.py")
    python("workbooks/make_selfcheck.py")


def bench(arguments: list[str]) -> None:
    """measure the speed of the fee formulas, what starting costs, and what a function costs in Excel's Python"""
    python("benchmarks/fees.py", *arguments)
    python("benchmarks/loading.py")
    python("benchmarks/udfs.py")


def picture(arguments: list[str]) -> None:
    """draw docs/images again from the graded demo (needs LibreOffice and poppler)"""
    demo([])
    python("docs/render.py", *arguments)


TASKS = {task.__name__: task for task in (demo, test, check, gen, bench, picture)}


def python(*arguments: str) -> None:
    """Run the environment's Python."""
    run(str(PYTHON), *arguments)


def run(*command: str) -> None:
    """Run a command in the project's folder; stop with its exit code when it fails."""
    environment = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "PYTHONHOME")}
    environment["PYTHONUTF8"] = "1"  # Chinese text on consoles and in files of every Windows
    code = subprocess.run(command, cwd=ROOT, env=environment).returncode
    if code:
        raise SystemExit(code)


def make_environment() -> None:
    """Make ``.venv`` and install xlops into it, unless that was done for this pyproject.toml."""
    wanted = hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()
    if PYTHON.exists() and STAMP.exists() and STAMP.read_text() == wanted:
        return
    if not PYTHON.exists():
        if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
            raise SystemExit(
                "This Python cannot make a virtual environment: Debian and Ubuntu package that part apart.\n"
                "Install it and run this again:\n\n    sudo apt-get install python3-venv\n"
            )
        print("Making a virtual environment in .venv ...", flush=True)
        if subprocess.run([sys.executable, "-m", "venv", str(VENV)]).returncode:
            raise SystemExit("The virtual environment could not be made; the message above tells why.")
    print("Installing xlops and its tools into .venv (once; takes a minute or two) ...", flush=True)
    python("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-e", ".[dev]")
    STAMP.write_text(wanted)


def main(arguments: list[str]) -> None:
    """Run the task that the first argument names."""
    if sys.version_info < OLDEST:
        have = ".".join(map(str, sys.version_info[:3]))
        raise SystemExit(f"xlops needs Python {OLDEST[0]}.{OLDEST[1]} or newer; this is {have}.")
    if not arguments or arguments[0] not in TASKS:
        lines = [f"  {name:<8} {task.__doc__}" for name, task in TASKS.items()]
        raise SystemExit("\n".join(["usage: python tasks.py TASK", "", *lines]))
    make_environment()
    TASKS[arguments[0]](arguments[1:])


if __name__ == "__main__":
    main(sys.argv[1:])
