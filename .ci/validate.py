"""Compare the Open XML SDK's errors before and after: the graded demos, and every workbook of the corpus.

Called by .ci/validate with the folder that the validator is installed in.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from test_corpus import CORPUS, FILES, with_results

from xlops.errors import WorkbookError
from xlops.hosts.batch import ungrade_file

OOXML = {".xlsx", ".xlsm", ".xltx", ".xltm"}


class Pair(NamedTuple):
    """A workbook, what was done to it, and the outcome."""

    before: Path
    deed: str
    after: Path


def demos() -> list[Pair]:
    """Return the demos with what the demo task made of them."""
    return [
        Pair(demo, "graded", graded)
        for demo in sorted(Path("workbooks").glob("demo_*.xlsx"))
        for graded in [next(Path("out").glob(f"{demo.stem}*.xlsx"))]
    ]


def corpus(work: Path) -> tuple[list[Pair], Counter[str]]:
    """Put results into every workbook of the corpus and take them out again; return the pairs and the refusals."""
    pairs: list[Pair] = []
    refusals: Counter[str] = Counter()
    for number, source in enumerate(CORPUS / name for name in FILES if Path(name).suffix.lower() in OOXML):
        graded, back = (work / f"{number}_{deed}{source.suffix}" for deed in ("graded", "ungraded"))
        try:
            with_results(source, graded)
        except WorkbookError as error:
            refusals[error.code] += 1
            continue
        result = ungrade_file(graded, back)
        if not result.ok:
            raise SystemExit(f"validate: {source.name}: cannot be ungraded: {result.en}")
        pairs += [Pair(source, "graded", graded), Pair(source, "ungraded", back)]
    return pairs, refusals


def errors(paths: set[Path], work: Path) -> dict[Path, Counter[tuple[str, str]]]:
    """Return how often each error stands in each file; it is the same error where part and text agree."""
    module = work / "node_modules" / "@ooxml-tools" / "validate" / "dist" / "npm" / "index.js"
    command = ["node", ".ci/errors.mjs", str(module)]
    listed = "\n".join(map(str, sorted(paths)))
    answer = subprocess.run(command, input=listed, stdout=subprocess.PIPE, encoding="utf-8", check=True).stdout
    return {Path(path): Counter((part, text) for part, text in found) for path, found in json.loads(answer).items()}


def main(work: Path) -> int:
    """Print what was checked and every added error; return 1 where there is one."""
    ours, (real, refusals) = demos(), corpus(work)
    found = errors({path for pair in ours + real for path in (pair.before, pair.after)}, work)
    added = 0
    for pair in ours + real:
        new = found[pair.after] - found[pair.before]
        added += new.total()
        if new or pair in ours:
            print(f"validate: {pair.before.name}, {pair.deed}: {new.total()} added errors")
        for (part, text), times in sorted(new.items()):
            print(f"  {part or 'not opened'}: {text} ({times}x)")
    if FILES:
        files = {pair.before for pair in real}
        faulty = [path for path in files if found[path]]
        closed = [path for path in files if any(not part for part, _ in found[path])]
        why = ", ".join(f"{count} {code}" for code, count in sorted(refusals.items()))
        print(
            f"validate: corpus: {len(files)} workbooks graded and ungraded again ({len(faulty)} with errors of their"
            f" own, of which the validator cannot read {len(closed)}), {refusals.total()} refused ({why})"
        )
    else:
        print(f"validate: NO CORPUS: no workbooks in ../{'/'.join(CORPUS.parts[-2:])}; only the demos were checked")
    print(f"validate: {added} added errors")
    return int(added > 0)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
