"""Tables for tests: synthetic patients, whose names are made up of syllables."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from pathlib import Path

SYLLABLES = ("ba", "lo", "mir", "den", "su", "tak", "ro", "vel", "ni", "gor", "é", "ši", "ło", "ğan")
LABEL = {"kind": "label", "indication": "cramps", "locale": "en", "stock": "dymo-99012", "date": "2026-11-22"}


def name(chance: random.Random) -> str:
    """A name that nobody bears."""
    words = ("".join(chance.choices(SYLLABLES, k=chance.randint(1, 3))) for _ in range(2))
    return " ".join(word.capitalize() for word in words)


def labels(number: int, seed: int = 1, bad: Sequence[int] = ()) -> list[dict[str, str]]:
    """Rows of labels, in three languages; those of `bad` have a date that there is none of."""
    chance = random.Random(seed)
    return [
        {
            "id": f"r{n}", **LABEL, "locale": ("en", "nl", "fr")[n % 3], "patient_name": name(chance),
            **({"birth_date": "1990-02-31"} if n in bad else {"birth_date": "1961-03-12"}),
        }
        for n in range(number)
    ]  # fmt: skip


def write(path: Path, rows: Sequence[Mapping[str, str]]) -> Path:
    """A CSV file of these rows."""
    headers = list(dict.fromkeys(header for row in rows for header in row))
    lines = [headers, *([row.get(header, "") for header in headers] for row in rows)]
    path.write_text("".join(",".join(f'"{cell}"' for cell in line) + "\n" for line in lines), encoding="utf-8")
    return path
