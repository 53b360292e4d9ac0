"""Formulas that look for the add-in where it once was, brought back to the bare name.

Excel stores a call of an add-in's function together with the add-in's place. On another computer, or after the add-in
has moved, the formula shows ``'C:\\...\\xlops.xlam'!AMZ_FBA_FEE(...)`` and stays ``#NAME?``. Other programs leave other
prefixes: ``[1]!``, ``_xludf.``, ``_xll.``. Only names of xlops functions are touched, and no text within quotes.
"""

from __future__ import annotations

import re

_PREFIX = r"""(?:
    '(?:[^'"]|'')*xlops[^'"\\/\]]*\.xlam\]?'!      # 'C:\folder\xlops.xlam'! or 'C:\folder\[xlops.xlam]'!
  | \[?xlops[\w.-]*\.xlam\]?!                      # xlops.xlam!
  | '?\[\d+\]'?!                                   # [1]!
  | (?:_xlfn\.)?_xludf\.
  | _xldudf_ | _xll\.
)+"""
_CALL = re.compile(rf"{_PREFIX}(?=(?:AMZ|ALI|OPS)_[A-Z0-9_]+\s*\()", re.IGNORECASE | re.VERBOSE)
_TEXTS = re.compile(r'("(?:[^"]|"")*")')


def repaired(formula: str) -> str:
    """Return a formula with the bare names of xlops functions; any other formula as it is."""
    if "!" not in formula and "_x" not in formula.lower():
        return formula
    parts = _TEXTS.split(formula)
    return "".join(part if n % 2 else _CALL.sub("", part) for n, part in enumerate(parts))
