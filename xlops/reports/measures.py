"""What reports can tell of a product: every measure once, from ``data/reports/measures.toml``."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from xlops.errors import EditionError
from xlops.terms import terms

FOLDER = Path(__file__).parent.parent / "data" / "reports"

Side = Literal["income", "cost"]

_FILE = "measures.toml"
_KEYS = {"group", "kind", "label", "combine", "term", "side", "part_of", "least", "most"}
_NUMBERS = {"money", "rate", "ratio", "count", "days", "stars", "length", "weight", "volume"}
_UNITS = {"length": "cm", "weight": "g", "volume": "cm³"}
_COMBINE = {"sum", "last", "sum_last", "only", "mean_by"}


@dataclass(frozen=True)
class Measure:
    """One quantity that reports tell of a product.

    ``combine`` says how the rows of one product make one number: ``sum``; ``last`` (the latest row that tells it);
    ``sum_last`` (the sum of the rows of the latest day that tells it); ``only`` (unknown unless all rows agree);
    ``mean_by`` (the mean weighted with the measure ``weight``). ``side`` is set for the parts of net proceeds: income
    less costs. A measure with ``part_of`` is contained in that one. A value below ``least`` or above ``most``
    cannot be.
    """

    name: str
    group: str
    kind: str
    label_en: str
    label_zh: str
    combine: str
    weight: str | None
    term: str | None
    side: Side | None
    part_of: str | None
    least: float
    most: float

    @property
    def is_number(self) -> bool:
        """Whether its values are numbers; otherwise texts."""
        return self.kind in _NUMBERS

    @property
    def unit(self) -> str:
        """The unit of its values, as it is written behind a number or label; empty for what has none."""
        return _UNITS.get(self.kind, "")

    def label(self, lang: str) -> str:
        """Return what people call it in ``lang`` (``"en"`` or ``"zh"``)."""
        return self.label_zh if lang == "zh" else self.label_en


@cache
def measures() -> dict[str, Measure]:
    """Return every measure by name, in file order.

    Raises:
        EditionError: for an unknown key, kind, term, or way to combine, or a reference to a measure that is not there.
    """
    return read_measures(FOLDER / _FILE)


def read_measures(path: Path) -> dict[str, Measure]:
    """Read a file of measures; see :func:`measures`."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"))["measure"]
    return {name: _measure(path.name, name, entry, raw) for name, entry in raw.items()}


def _measure(file: str, name: str, entry: Mapping[str, object], all_names: Mapping[str, object]) -> Measure:
    def given(key: str, expected: str, known: object) -> str | None:
        value = entry.get(key)
        if value is not None and value not in known:  # type: ignore[operator]
            raise EditionError(file, f"measure {name}, {key}", value, expected, "Correct it.")
        return None if value is None else str(value)

    if extra := set(entry) - _KEYS:
        raise EditionError(file, f"measure {name}", sorted(extra), f"keys out of {sorted(_KEYS)}", "Correct the key.")
    if missing := {"group", "kind", "label", "combine"} - set(entry):
        raise EditionError(file, f"measure {name}", "nothing", f"{sorted(missing)}", "Add it.")
    kind = given("kind", f"a kind out of {sorted(_NUMBERS | {'text'})}", _NUMBERS | {"text"})
    how, _, weight = str(entry["combine"]).partition(":")
    if how not in _COMBINE or (weight not in all_names if how == "mean_by" else weight):
        raise EditionError(
            file, f"measure {name}, combine", entry["combine"], "sum, last, sum_last, only or mean_by:<measure>",
            "Correct it.",
        )  # fmt: skip

    def bound(key: str, none: float) -> float:
        value = entry.get(key, none)
        if isinstance(value, bool) or not isinstance(value, int | float) or (kind == "text" and key in entry):
            expected = "a number, for a measure of numbers"
            raise EditionError(file, f"measure {name}, {key}", value, expected, "Correct it.")
        return float(value)

    label = entry["label"]
    assert isinstance(label, dict)
    return Measure(
        name=name,
        group=str(entry["group"]),
        kind=str(kind),
        label_en=label["en"],
        label_zh=label["zh"],
        combine=how,
        weight=weight or None,
        term=given("term", "a term of terms.toml", terms()),
        side=given("side", "income or cost", get_args(Side)),  # type: ignore[arg-type]
        part_of=given("part_of", "a measure", all_names),
        least=bound("least", -math.inf),
        most=bound("most", math.inf),
    )
