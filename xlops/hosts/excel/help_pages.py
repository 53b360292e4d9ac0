"""What Help and About show: the steps, every function with its arguments, versions, and the age of the fee tables."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator
from datetime import date

from openpyxl.worksheet.worksheet import Worksheet

from xlops._version import __version__
from xlops.catalog import catalogue
from xlops.fees.library import packaged_library
from xlops.fees.listing import coverage, older_than
from xlops.hosts.report import Page

_OLD = 120  # days after which a fee table should be compared with its source again
_STEPS = (
    (
        "Click a cell of your product sheet, then Grade sheet. Columns that begin with xlops appear at the right, "
        "with a summary and a receipt sheet. Your own cells stay as they are.",
        "点击产品表中的任意单元格，再点“评级本表”。右侧会出现以 xlops 开头的列，另有汇总表和记录表。"
        "您自己的单元格不会改动。",
    ),
    (
        "Something understood wrongly? Check columns lists every column; correct the yellow cells and grade again.",
        "识别有误？点“核对列”，在黄色单元格中更正，再次评级即可。",
    ),
    (
        "Exchange rate, market, your own commission and benchmarks: Settings.",
        "汇率、站点、自己的佣金率和基准：点“设置”。",
    ),
    (
        "Where does a number come from, or why is a cell blank? Click it, then Explain this cell.",
        "数字从哪来、为什么是空白？点中该单元格，再点“解释此单元格”。",
    ),
    (
        "Insert formulas puts live formulas into the result columns: they follow when you change a price.",
        "“插入公式”在结果列中写入实时公式：改价后自动更新。",
    ),
    (
        "In any cell: =AMZ_REFERRAL_FEE(A2:A500,B2:B500,\"US\"). One call for a whole column is much faster than one "
        "call in each row.",
        "任意单元格可输入 =AMZ_REFERRAL_FEE(A2:A500,B2:B500,\"US\")。整列一次调用，比每行一个公式快得多。",
    ),
    (
        "#N/A means that the figure is not published or something is missing; the function of the same name with "
        "_EXPLAIN says what. #VALUE! means that an input is impossible.",
        "#N/A 表示官方未公布或缺少输入，用同名的 _EXPLAIN 函数查看原因；#VALUE! 表示输入不合理。",
    ),
)


def help_title(lang: str) -> str:
    """Return the name of the help sheet."""
    return "xlops 帮助" if lang == "zh" else "xlops help"


def fill_help(ws: Worksheet, lang: str) -> None:
    """Write the help sheet: the steps, then every function."""
    page = Page(ws, lang == "zh", (5, 34, 60, 80))
    page.title(page.say("xlops help", "xlops 帮助"), f"xlops {__version__}")
    page.heading(page.say("Steps", "步骤"))
    page.table(
        ["", page.say("What to do", "怎么做")],
        [[n, page.say(en, zh)] for n, (en, zh) in enumerate(_STEPS, 1)],
        stretch=True,
    )
    page.heading(page.say("Functions", "函数"))
    page.table(
        ["", page.say("Function", "函数"), page.say("Arguments", "参数"), page.say("What it gives", "结果")],
        [
            [
                "",
                formula.name,
                ", ".join(a.name if a.required else f"[{a.name}]" for a in formula.arguments),
                formula.summary_zh if page.zh else formula.summary_en,
            ]
            for formula in catalogue().values()
            if not formula.name.endswith("_EXPLAIN")
        ],
    )


def facts(app_version: str) -> dict[str, str]:
    """Return the versions at work, by name: xlops, xlwings, Excel, Python, the system."""
    from xlops.hosts.excel.xl import version

    return {
        "xlops": __version__,
        "xlwings": version(),
        "Excel": app_version,
        "Python": f"{platform.python_version()} ({platform.architecture()[0]})",
        "interpreter": sys.executable,
        "system": platform.platform(),
    }


def about_lines(app_version: str, today: date, lang: str) -> Iterator[str]:
    """Yield the lines of About: versions, and how old the fee tables are."""
    zh = lang == "zh"
    yield from (f"{name}: {value}" for name, value in facts(app_version).items())
    library = packaged_library()
    periods = [p for p in coverage(library) if p.last is None or p.last >= today]
    checked = sorted(period.edition.checked for period in periods)
    first, last = checked[0], checked[-1]
    old = older_than(library, today, _OLD)
    yield ""
    if zh:
        yield f"费用表：现行及将来 {len(periods)} 份，核对日期 {first} 至 {last}。"
        yield f"其中 {len(old)} 份超过 {_OLD} 天未与来源核对。" if old else f"全部在 {_OLD} 天内核对过。"
    else:
        yield f"Fee tables: {len(periods)} in force now or later, compared with their sources {first} to {last}."
        yield f"{len(old)} of them more than {_OLD} days ago." if old else f"All of them within {_OLD} days."
