"""SKUs, ASINs and product IDs as they are compared: Excel and exports write the same one in several ways."""

from __future__ import annotations

import re
import unicodedata

_GUARDED = re.compile(r'="(.*)"', re.DOTALL)  # how exports keep Excel from rounding an id
_NUMBER_AS_TEXT = re.compile(r"(\d+)\.0+")


def fold_key(value: object) -> str:
    """Return a key as it is compared: without case, width, outer blanks; ``="1"`` is 1 and 123.0 is 123."""
    if value is None or (isinstance(value, float) and value != value):
        return ""
    text = unicodedata.normalize("NFKC", str(value)).strip()
    if guarded := _GUARDED.fullmatch(text):
        text = guarded[1].strip()
    whole = _NUMBER_AS_TEXT.fullmatch(text)
    return whole[1] if whole else text.casefold()
