"""What the commands share: exit codes, kinds of options, the options of a run over a sheet, and printing."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from datetime import date
from functools import wraps
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

import click

from xlops.errors import REASONS, Reason, SheetError, XlopsError

if TYPE_CHECKING:
    from xlops.grading.results import Settings

OK, SOME, USAGE, NOTHING = 0, 1, 2, 3
HELP = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
LIKELY_RATES = dict.fromkeys(("USD", "EUR", "GBP"), (2.0, 20.0))  # CNY for one unit


class Day(click.ParamType):
    """A day such as 2026-11-22."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read a day."""
        try:
            return value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r}: {REASONS[Reason.BAD_DATE].en} | {REASONS[Reason.BAD_DATE].zh}", param, ctx)


class Folder(click.Path):
    """A folder to write into; a name such as out.xlsx is refused, because it would become a folder of that name."""

    def __init__(self) -> None:
        super().__init__(file_okay=False, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Read a folder."""
        path = super().convert(value, param, ctx)
        if path.suffix.lower() in (".xlsx", ".xlsm", ".xls", ".csv") and not path.is_dir():
            self.fail(f"{path}: a folder is expected here, not a file. 此处应为文件夹，而不是文件。", param, ctx)
        return path


class Rate(click.ParamType):
    """CURRENCY=number: CNY for one unit."""

    name = "CUR=CNY"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, float]:
        """Read a currency and its rate."""
        if isinstance(value, tuple):
            return value
        code, _, number = value.partition("=")
        try:
            rate = float(number)
        except ValueError:
            rate = 0.0
        if not (len(code) == 3 and code.isalpha() and 0 < rate < float("inf")):
            self.fail(f"{value!r}: write USD=7.1 (CNY for 1 USD) | 请写成 USD=7.1（1 美元兑人民币）", param, ctx)
        code = code.upper()
        low, high = LIKELY_RATES.get(code, (0.0, float("inf")))
        if code in LIKELY_RATES and rate < 1:
            self.fail(
                f"{value!r}: upside down? Write {code}=7.1 (CNY for 1 {code}) | "
                f"汇率写反了？请写成 {code}=7.1（1 {code} 兑人民币）",
                param,
                ctx,
            )
        if not low <= rate <= high:
            self.fail(
                f"{value!r}: not likely; CNY for 1 {code} lies within {low:g} to {high:g} | "
                f"汇率不合理：1 {code} 兑人民币应在 {low:g} 到 {high:g} 之间",
                param,
                ctx,
            )
        return code, rate


class Fraction(click.ParamType):
    """A rate as a fraction or with a percent sign."""

    name = "rate"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Read a rate."""
        if isinstance(value, float):
            return value
        text = value.strip()
        try:
            rate = float(text[:-1]) / 100 if text.endswith("%") else float(text)
        except ValueError:
            rate = -1.0
        if not 0 <= rate <= 1:
            reason = REASONS[Reason.RATE_OUT_OF_RANGE]
            self.fail(f"{value!r}: {reason.en} | {reason.zh}", param, ctx)
        return rate


as_json = click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output. 输出 JSON。")

_RUN_OPTIONS = (
    click.option("--market", help="Market of rows that do not say (US). 默认站点。"),
    click.option("--platform", help="amazon or aliexpress, for rows that do not say. 默认平台。"),
    click.option(
        "--lang", type=click.Choice(["zh", "en"]), help="Language of the results; the sheet's if left out. 语言。"
    ),
    click.option(
        "--rate",
        "rates",
        type=Rate(),
        multiple=True,
        help="Exchange rate: USD=7.1, for rows without a rate of their own (column or title note). May be repeated. "
        "汇率；表内自带汇率（列或标题说明）优先。",
    ),
    click.option("--commission", type=Fraction(), help="Your AliExpress commission rate (0.08 or 8%). 佣金率。"),
    click.option("--affiliate", type=Fraction(), help="Your affiliate commission rate. 联盟佣金率。"),
)


def run_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that stand in for what the rows of a sheet do not say."""
    for option in reversed(_RUN_OPTIONS):
        command = option(command)
    return command


def run_settings(
    as_of: date,
    market: str | None,
    platform: str | None,
    lang: str | None,
    rates: tuple[tuple[str, float], ...],
    commission: float | None,
    affiliate: float | None,
) -> Settings:
    """Return the settings that the options of :func:`run_options` mean."""
    from xlops.grading.results import Settings

    return Settings(
        as_of=as_of,
        platform=code("platform", platform),
        market=code("market", market),
        rates=dict(rates),
        commission_rate=commission,
        affiliate_rate=affiliate,
        lang=lang,
    )


class Commands(click.Group):
    """Commands that end with the message of an error that xlops raised on purpose, such as a table with a mistake."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except SheetError as error:
            raise click.ClickException(f"{error.en}\n{error.zh}") from error
        except XlopsError as error:
            raise click.ClickException(str(error)) from error


def own_tables(command: Callable[..., Any]) -> Callable[..., Any]:
    """Let a command compute with the user's own fee tables too."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        from xlops.fees.library import using
        from xlops.hosts.own_tables import own_library

        with using(own_library()):
            return command(*args, **kwargs)

    return run


def code(kind: str, given: str | None) -> str | None:
    """Return the code of a name on the command line, or end with a suggestion."""
    if given is None:
        return None
    from xlops.fees.names import name_list

    names = name_list(f"{kind}s")
    found = names.resolve(given)
    if found is None:
        near = " / ".join(f"{name.en} {name.zh}" for name in names.suggest(given))
        raise click.UsageError(f"--{kind}: {given!r} is not known. 无法识别。 {near}")
    return found


def mark(sign: str) -> str:
    """Return a sign, or a plain letter where the console cannot show it."""
    try:
        sign.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return {"✓": "OK", "✗": "--"}.get(sign, sign)
    return sign


def print_table(rows: Sequence[Sequence[object]]) -> None:
    """Print rows in columns. An unknown amount is a dash; a Chinese character is two columns wide."""
    texts = [[_text(cell) for cell in row] for row in rows]
    widths = [max(map(_width, column)) for column in zip(*texts, strict=True)]
    for row in texts:
        cells = (text + " " * (width - _width(text)) for text, width in zip(row, widths, strict=True))
        click.echo("  ".join(cells).rstrip())


def _text(cell: object) -> str:
    if isinstance(cell, float):
        return "-" if cell != cell else f"{cell:.10g}"
    return "" if cell is None else str(cell)


def _width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def print_json(document: Any) -> None:
    """Print UTF-8 whatever the console's own encoding is; what is no finite number is null."""
    text = json.dumps(_finite(document), ensure_ascii=False, indent=1, allow_nan=False)
    click.echo(f"{text}\n".encode(), nl=False)


def _finite(value: Any) -> Any:
    if isinstance(value, float):
        return value if isfinite(value) else None
    if isinstance(value, dict):
        return {key: _finite(one) for key, one in value.items()}
    return [_finite(one) for one in value] if isinstance(value, (list, tuple)) else value
