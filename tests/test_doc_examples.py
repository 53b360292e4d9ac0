"""The Python examples of the README and of docs/prices.md give what they say."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import xlops

ROOT = Path(__file__).resolve().parent.parent
NUMBER = re.compile(r"\d+\.\d+")


def examples(page: str) -> list[tuple[str, list[float]]]:
    """Every call of a page with the amounts in the comments beside and below it."""
    found: list[tuple[str, list[float]]] = []
    for block in re.findall(r"```python\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL):
        for line in block.splitlines():
            code, _, comment = line.partition("#")
            if code.strip().startswith("xlops.") and "_explain" not in code:
                found.append((code, []))
            if found:
                found[-1][1].extend(float(number) for number in NUMBER.findall(comment))
    return [(code, stated) for code, stated in found if stated]


def amounts(result: Any) -> set[float]:
    if not isinstance(result, np.ndarray):
        return {float(result)}
    return {round(float(cell), 2) for cell in result.ravel() if isinstance(cell, float) and cell == cell}


@pytest.mark.parametrize("page", ["README.md", "docs/prices.md"])
def test_the_examples_of_a_page(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    [toy] = re.findall(r"^toy = (dict\(.*?\))$", text, re.DOTALL | re.MULTILINE)
    names = {"xlops": xlops, "toy": eval(toy)}
    asked = examples(page)
    assert len(asked) >= 3
    for code, stated in asked:
        assert stated[0] in amounts(eval(code, names)), code
