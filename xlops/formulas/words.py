"""Arguments that are one word out of a few: a selling plan, a withdrawal route, a kind of placement."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from xlops.catalog import Texts
from xlops.fees.names import fold
from xlops.fees.tables import Ints
from xlops.formulas.rows import Rows


def take_word(rows: Rows, name: str, texts: Texts | None, words: Mapping[str, str], default: tuple[str, str]) -> Ints:
    """Take a word in any spelling as a code of the library.

    ``words`` gives each folded spelling its word; another word stays as it is written, so that an operator's own table
    may have it. ``default`` is the word that a blank stands for, and its Chinese name: explain names them.
    """
    word, zh = default
    if texts is None:
        texts = Texts(np.zeros(1, dtype=np.intp), (None,))
    rows.seen(texts.index)
    if len(texts.index) == 1 and texts.values[texts.index[0]] is None:
        rows.assume(name, word, zh)
    found = [word if text is None else words.get(fold(text), text.lower()) for text in texts.values]
    return np.array([rows.library.codes.id(text) for text in found], dtype=np.intp)[texts.index]
