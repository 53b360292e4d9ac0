"""The commands about the fee tables themselves: ``xlops fees ...``."""

from __future__ import annotations

import click

from xlops.hosts.console import HELP


@click.group(context_settings=HELP)
def fees() -> None:
    """The fee tables: what changes between two days.

    费用表：两个日期之间的变化。
    """
