"""xlops: marketplace fees, margins and grades for AliExpress and Amazon sellers.

Every formula is a function of this package: ``xlops.amz_referral_fee(price=25, category="Home and Kitchen")``.
Scalars or arrays go in and come out; an unknown result is NaN. Nothing is loaded before the first use.
"""

from __future__ import annotations

from typing import Any

from xlops._version import __version__

__all__ = ["__version__"]


def __getattr__(name: str) -> Any:
    if name.startswith("_"):
        raise AttributeError(f"module 'xlops' has no attribute {name!r}")
    from importlib import import_module

    door = import_module("xlops.hosts.python")
    functions = door.functions()
    if name not in functions:
        near = " / ".join(near.lower() for near in door.near_formulas(name))
        hint = f"; did you mean {near}? 是否指 {near}？" if near else ""
        raise AttributeError(f"module 'xlops' has no attribute {name!r}{hint}")
    return functions[name]


def __dir__() -> list[str]:
    from importlib import import_module

    return [*globals(), *import_module("xlops.hosts.python").functions()]
