"""The built add-in as other readers see it, and the tools from npm that check it."""

from __future__ import annotations

import os
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from functools import cache
from getpass import getuser
from io import BytesIO
from pathlib import Path
from tempfile import gettempdir, mkdtemp

import pytest

from xlops.hosts.excel import addin_build

OURS = ("XlopsConnection", "XlopsCore", "XlopsFormulas", "XlopsRibbon", "XlopsTexts")


def text(module: str) -> str:
    """Return the source of one of our VBA modules."""
    return (addin_build.SOURCES / f"{module}.bas").read_text(encoding="ascii")


def part(name: str) -> bytes:
    """Return a part of the committed add-in."""
    with zipfile.ZipFile(addin_build.BUILT) as package:
        return package.read(name)


def changed(target: Path, name: str, old: str, new: str) -> Path:
    """Write the committed add-in with one change in one part, to see that a check notices it."""
    packed = BytesIO()
    with zipfile.ZipFile(addin_build.BUILT) as source, zipfile.ZipFile(packed, "w") as package:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == name:
                assert old.encode() in content
                content = content.replace(old.encode(), new.encode(), 1)
            package.writestr(entry.filename, content)
    target.write_bytes(packed.getvalue())
    return target


def procedures(module: str) -> Iterator[str]:
    """Yield the name of every public procedure of a module of ours."""
    for line in text(module).splitlines():
        words = line.split("(")[0].split()
        if words[:2] in (["Public", "Sub"], ["Public", "Function"]):
            yield words[2]


@cache
def npm(name: str, version: str) -> Path:
    """Return the folder of an npm package, installed without running its scripts; skips where npm is not to be had.

    With XLOPS_REQUIRE_NPM=1 it fails instead.
    """
    folder = Path(gettempdir()) / f"xlops-npm-{getuser()}" / f"{name.replace('/', '+')}-{version}"
    if not folder.exists():
        if not (shutil.which("npm") and shutil.which("node")):
            missing("npm is not installed")
        folder.parent.mkdir(exist_ok=True)
        made = Path(mkdtemp(dir=folder.parent))
        command = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(made)]
        result = subprocess.run([*command, f"{name}@{version}"], capture_output=True, text=True, check=False)
        if result.returncode:
            shutil.rmtree(made)
            missing(f"npm cannot install {name}: {result.stderr[-300:]}")
        try:
            made.rename(folder)
        except OSError:  # another process was first
            shutil.rmtree(made)
    return folder / "node_modules" / name


def missing(what: str) -> None:
    """Skip for want of a tool from npm, or fail where it is required."""
    if os.environ.get("XLOPS_REQUIRE_NPM") == "1":
        pytest.fail(f"{what}, and XLOPS_REQUIRE_NPM=1")
    pytest.skip(what)
