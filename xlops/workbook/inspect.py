"""The hidden names by which sheets of ours are known again."""

from __future__ import annotations

from dataclasses import dataclass

# Hidden name inside each sheet that xlops adds, by what the sheet is; its value is the sheet's title, so that a copy or
# a renamed sheet, which an operator wants to keep, is no longer ours.
OWN_SHEET = "_xlops_sheet"
OWN_SHEETS: dict[str, str] = {"report": OWN_SHEET, "settings": "_xlops_settings", "columns": "_xlops_columns"}
# Hidden name inside a sheet of ours: a cell of the product sheet that it belongs to, so that it follows a new name.
OWN_ABOUT = "_xlops_about"


@dataclass(frozen=True)
class Loss:
    """One thing that would be lost: what it is, in both languages, and the sheet or part that holds it."""

    en: str
    zh: str
    where: str

    def text(self, lang: str) -> str:
        """Return it as shown to the operator in ``lang``."""
        return f"{self.zh}（{self.where}）" if lang == "zh" else f"{self.en} ({self.where})"
