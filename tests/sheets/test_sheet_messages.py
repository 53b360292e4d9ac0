"""Every message says the same in both languages."""

import string

import pytest

from xlops.sheets.messages import MESSAGES


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_both_languages_name_the_same_things(code):
    severity, en, zh = MESSAGES[code]
    assert severity in ("error", "warning", "info")
    names = [{field for _, field, _, _ in string.Formatter().parse(text) if field} for text in (en, zh)]
    assert names[0] == names[1]
    assert any("\u4e00" <= c <= "\u9fff" for c in zh)
