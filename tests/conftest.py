"""Tests compute with the packaged fee tables, whatever tables of their own the person running them keeps."""

from __future__ import annotations

import os
from pathlib import Path

os.environ["XLOPS_HOME"] = str(Path(__file__).parent / "no_such_folder")
