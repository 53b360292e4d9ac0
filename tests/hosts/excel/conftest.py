"""One LibreOffice for all macro tests of a module, driven through xlwings' own Windows code."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import windows_xlwings as windows


@pytest.fixture(scope="module")
def rig() -> Iterator[Any]:
    """The rig, with what our macros need beyond it. Skipped with the reason where it cannot run."""
    reason = windows.rig_missing()
    if reason:
        if os.environ.get("XLOPS_REQUIRE_LIBREOFFICE") and windows.RIG.is_dir():
            pytest.fail(reason)
        pytest.skip(reason)
    windows.load()
    import rig_additions
    from rigcom.testing import Rig

    with Rig() as running:
        running.additions = rig_additions
        yield running


@pytest.fixture
def english(rig: Any) -> Iterator[None]:
    """Office in English for one test."""
    rig.additions.language.id = rig.additions.ENGLISH
    yield
    rig.additions.language.id = rig.additions.CHINESE


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep what the macros write for the user (error and self-test files) in a folder of the test."""
    home: Path = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("XLOPS_HOME", str(home))
    return home
