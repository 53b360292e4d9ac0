"""LibreOffice, where tests need it: found, or the test is skipped, or failed where it is required."""

from __future__ import annotations

import os
import shutil
from functools import cache

import pytest


@cache
def office() -> str:
    """Return the program. XLOPS_REQUIRE_LIBREOFFICE=1 makes its absence a failure."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if not found:
        if os.environ.get("XLOPS_REQUIRE_LIBREOFFICE") == "1":
            pytest.fail("LibreOffice is required here (XLOPS_REQUIRE_LIBREOFFICE=1) and not installed")
        pytest.skip("LibreOffice is not installed")
    return found
