"""The text of ``udfs.py``: one xlwings function for each formula of the catalogue."""

from __future__ import annotations

import json
from collections.abc import Iterator

from xlops.catalog import Formula, catalogue

_HELP = 255  # the longest text that Excel's function wizard shows
_HEAD = '''"""Excel's functions: every formula of the catalogue for xlwings, on Windows and in xlwings Lite.

Written by ``python -m xlops.hosts.gen`` from the catalogue; do not edit. The functions only hand cells over: what a
cell means is in ``cells.py``, what a formula computes in ``xlops/formulas``. ``ndim=2`` keeps a column a column, and
``err_to_str=True`` an error an error (without it, xlwings makes a blank of it).
"""

# ruff: noqa: E501  help texts stand on one line

from xlops.hosts.excel.cells import call
from xlops.hosts.excel.xl import arg, func
'''


def both(en: str, zh: str) -> str:
    """Return a help text in both languages, as much of it as the function wizard shows."""
    return f"{en} | {zh}"[:_HELP]


def udf_module() -> str:
    """Return the source of ``xlops/hosts/excel/udfs.py``."""
    return _HEAD + "".join("\n".join(["", "", *_function(formula), ""]) for formula in catalogue().values())


def _function(formula: Formula) -> Iterator[str]:
    yield '@func(category="xlops")'
    for argument in formula.arguments:
        doc = json.dumps(both(argument.term.help_en, argument.term.help_zh), ensure_ascii=False)
        yield f'@arg("{argument.name}", doc={doc}, ndim=2, err_to_str=True)'
    yield f"def {formula.name}({', '.join(a.name if a.required else a.name + '=None' for a in formula.arguments)}):"
    yield f'    """{both(formula.summary_en, formula.summary_zh)}"""'
    yield f'    return call("{formula.name}", [{", ".join(a.name for a in formula.arguments)}])'
