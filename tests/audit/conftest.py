"""An audit, and the one finding of an audit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from audits_by_hand import TODAY

from xlops.audit.charges import Source
from xlops.audit.findings import Audit, Finding, audit
from xlops.sheets import Sheet


@pytest.fixture
def found() -> Callable[..., Finding]:
    """Audit and return the one finding."""

    def one(*sources: Source, of: Sheet | None = None, as_of: date = TODAY) -> Finding:
        result = audit(sources, of, as_of)
        assert len(result.findings) == 1, [(f.fee, f.cause) for f in result.findings]
        return result.findings[0]

    return one


@pytest.fixture
def audited() -> Callable[..., Audit]:
    """Audit and return all of it."""

    def run(*sources: Source, of: Sheet | None = None, as_of: date = TODAY, market: str | None = None) -> Audit:
        return audit(sources, of, as_of, market)

    return run
