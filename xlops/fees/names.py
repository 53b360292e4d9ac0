"""Names as people write them: markets, categories, countries, lines, tiers, platforms.

A list (``data/names/<list>.toml``) gives each code its English name, its Chinese name and other spellings. Case, width,
punctuation and the difference between ``&`` and ``and`` do not count.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from xlops.errors import EditionError

_FOLDER = Path(__file__).parent.parent / "data" / "names"
# How many texts a list remembers as they were written, so that folding is done once for each.
_REMEMBERED = 10_000
_NOISE = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Return a spelling without case, width, punctuation and blanks."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("&", "and")
    return _NOISE.sub("", plain)


@dataclass(frozen=True)
class Name:
    """One entry of a list: its code, what it is called, and what else the list says of it."""

    code: str
    en: str
    zh: str
    also: tuple[str, ...]
    extra: Mapping[str, object]

    def label(self, lang: str) -> str:
        """Return the name in ``lang`` (``"en"`` or ``"zh"``)."""
        return self.zh if lang == "zh" else self.en


class NameList:
    """One list of names, searchable by any spelling."""

    def __init__(self, path: Path) -> None:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        self.names: dict[str, Name] = {}
        self._by_spelling: dict[str, str] = {}
        self._by_text: dict[str, str | None] = {}
        for code, entry in raw["name"].items():
            extra = {k: v for k, v in entry.items() if k not in ("en", "zh", "also")}
            name = Name(code, entry["en"], entry["zh"], tuple(entry.get("also", ())), extra)
            self.names[code] = name
            for spelling in (code, name.en, name.zh, *name.also):
                other = self._by_spelling.setdefault(fold(spelling), code)
                if other != code:
                    raise EditionError(
                        path.name,
                        f"name {code}",
                        spelling,
                        "a spelling of one name only",
                        f"{other} has it too: remove one.",
                    )

    def resolve(self, text: str) -> str | None:
        """Return the code of a spelling, or None when no entry has it."""
        code = self._by_text.get(text, "")
        if code == "":
            code = self._by_spelling.get(fold(text))
            if len(self._by_text) < _REMEMBERED:
                self._by_text[text] = code
        return code

    def suggest(self, text: str, limit: int = 3) -> tuple[str, ...]:
        """Return the names that look most like ``text``, for an error message."""
        from rapidfuzz import fuzz, process  # here, because only errors need it

        hits = process.extract(fold(text), self._by_spelling.keys(), scorer=fuzz.WRatio, limit=12, score_cutoff=75)
        codes = dict.fromkeys(self._by_spelling[spelling] for spelling, _, _ in hits)
        return tuple(self.names[code].en for code in list(codes)[:limit])


@cache
def name_list(kind: str) -> NameList:
    """Return one list: markets, categories, countries, lines, size_tiers or platforms."""
    return NameList(_FOLDER / f"{kind}.toml")
