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
# Words that join two others in Chinese names; two names that differ in them only are the same.
_JOINING = str.maketrans("", "", "和与及或、")


def fold(text: str) -> str:
    """Return a spelling without case, width, punctuation and blanks."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("&", "and")
    return _NOISE.sub("", plain)


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text).casefold().replace("&", " and ")
    return _NOISE.sub(" ", plain).split()


def _edits(one: list[str], other: list[str]) -> int:
    """Return how many letters two spellings differ in; -1 where they are no spellings of the same name.

    Word by word: a short word or a number is another one as soon as one sign differs (``Boots`` is no ``Books``,
    ``amazon.com.br`` no ``amazon.com.be``).
    """
    from rapidfuzz.distance import OSA  # here, because only errors need it

    if len(one) != len(other):
        return -1
    edits = 0
    for a, b in zip(one, other, strict=True):
        if a == b or a + "s" == b or b + "s" == a:
            edits += a != b
            continue
        length = max(len(a), len(b))
        allowed = 0 if length < 6 or not (a + b).isalpha() else 1 if length < 10 else 2
        distance = OSA.distance(a, b)
        if distance > allowed:
            return -1
        edits += distance
    return edits


def _moved(text: str, name: str) -> int:
    if sorted(text) == sorted(name):
        return 0
    return 1 if len(text) >= 3 and text == name[:-1] and not name[-1].isdecimal() else -1


@dataclass(frozen=True)
class Name:
    """One entry of a list: its code, what it is called, and what else the list says of it."""

    code: str
    en: str
    zh: str
    also: tuple[str, ...]
    extra: Mapping[str, object]

    @property
    def parts(self) -> tuple[str, ...]:
        """The codes of the finer names that a broad one covers."""
        found = self.extra.get("parts", ())
        return tuple(map(str, found)) if isinstance(found, (list, tuple)) else ()

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

    def suggest(self, text: str, limit: int = 3) -> tuple[Name, ...]:
        """Return the names of which ``text`` is a close spelling, the closest first, for an error message.

        A name that only contains the text, or is contained in it, is another thing (a phone case is no phone): no
        suggestion is better than a wrong one. A Chinese name is met by its characters in another order, or when its
        last one is missing.
        """
        words = _words(text)
        plain = fold(text).translate(_JOINING)
        found: dict[str, int] = {}
        for name in self.names.values():
            for spelling in (name.en, name.zh, *name.also):
                if spelling.isascii():
                    edits = _edits(words, _words(spelling))
                else:
                    edits = _moved(plain, fold(spelling).translate(_JOINING))
                if edits >= 0:
                    found[name.code] = min(edits, found.get(name.code, edits))
        return tuple(self.names[code] for code in sorted(found, key=found.__getitem__)[:limit])


@cache
def name_list(kind: str) -> NameList:
    """Return one list: markets, categories, countries, lines, size_tiers or platforms."""
    return NameList(_FOLDER / f"{kind}.toml")
