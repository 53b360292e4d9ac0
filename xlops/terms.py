"""The vocabulary: each quantity's name, kind, labels, help and header words, from ``terms.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from xlops.errors import EditionError

NUMERIC_KINDS = frozenset({"money", "rate", "ratio", "length", "weight", "count", "days", "stars"})
TEXT_KINDS = frozenset({"text", "platform", "market", "country", "category", "line", "programme", "metric", "units"})
KINDS = NUMERIC_KINDS | TEXT_KINDS | {"date"}

_FILE = Path(__file__).with_name("terms.toml")
_KEYS = {"kind", "signed", "label", "help", "headers", "never"}


@dataclass(frozen=True)
class Term:
    """One quantity of the vocabulary."""

    name: str
    kind: str
    label_en: str
    label_zh: str
    help_en: str
    help_zh: str
    headers: tuple[str, ...]
    never: tuple[str, ...]
    signed: bool

    @property
    def is_number(self) -> bool:
        """Whether its values are numbers (a rate is a number; a date is not)."""
        return self.kind in NUMERIC_KINDS

    def label(self, lang: str) -> str:
        """Return what people call it in ``lang`` (``"en"`` or ``"zh"``)."""
        return self.label_zh if lang == "zh" else self.label_en

    def help(self, lang: str) -> str:
        """Return its one-sentence explanation in ``lang``."""
        return self.help_zh if lang == "zh" else self.help_en


@cache
def terms() -> dict[str, Term]:
    """Return the whole vocabulary by name, in file order.

    Raises:
        EditionError: if the file holds an unknown kind or key.
    """
    raw = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    found = {}
    for name, entry in raw["term"].items():
        if extra := set(entry) - _KEYS:
            raise EditionError(
                _FILE.name, f"term {name}", sorted(extra), f"keys out of {sorted(_KEYS)}", "Correct the key."
            )
        if entry["kind"] not in KINDS:
            raise EditionError(
                _FILE.name, f"term {name}", entry["kind"], f"a kind out of {sorted(KINDS)}", "Correct the kind."
            )
        found[name] = Term(
            name=name,
            kind=entry["kind"],
            label_en=entry["label"]["en"],
            label_zh=entry["label"]["zh"],
            help_en=entry["help"]["en"],
            help_zh=entry["help"]["zh"],
            headers=tuple(entry.get("headers", ())),
            never=tuple(entry.get("never", ())),
            signed=entry.get("signed", False),
        )
    return found


def term(name: str) -> Term:
    """Return one term. Raises KeyError if the vocabulary has no such name."""
    return terms()[name]
