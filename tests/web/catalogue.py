"""`python -m tests.web.catalogue TAG`: bring what the pages say in a language up to date, for a translator to go on."""

from __future__ import annotations

import sys

from leafgen.content.workspace import packaged_root
from leafgen.translate.writing import merged
from leafgen.web.texts import messages


def fresh(tag: str, existing: str) -> str:
    """The catalogue with every text of the pages; changed ones are marked for the translator."""
    return merged(tag, messages(), existing)


def main() -> None:
    for tag in sys.argv[1:]:
        path = packaged_root() / "leaflets" / "locales" / tag / "web.po"
        existing = path.read_text(encoding="utf-8") if path.is_file() else ""
        path.write_text(fresh(tag, existing), encoding="utf-8")


if __name__ == "__main__":
    main()
