"""A night's batch: many synthetic patients in every language, delivered, and a sample compared with its rows.

    python -m benchmarks.night [--rows 10000] [--sample 200] [--proof full] [--workers 2] [--scaling] [--keep DIR]

Every name is made of syllables and belongs to nobody. The sample is read by pypdf and by pdfium: each document must
hold its own row's name, dates and dose, say its language, and hold no other sampled patient's name. With --scaling the
same rows are made again by one process and by two, their masters known by then, and the ratio is printed.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import re
import resource
import sys
import tempfile
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2

from leafgen import Leafgen, Workspace
from leafgen.batch.batch import Options, Progress, run
from leafgen.batch.tables import read_table

_WORD = re.compile(r"\d+|[^\W\d]+")
INDICATIONS = ("migraine-prevention", "cramps", "sleep", "constipation")
DAY = date(2026, 11, 22)
LATIN = ("ba", "lo", "mir", "den", "su", "tak", "ro", "vel", "ni", "gor", "é", "ši", "ło", "ğan", "ńe", "ü", "ç", "ïs")
CYRILLIC = ("ба", "ло", "мир", "ден", "су", "так", "ро", "вел", "ні", "ґор", "ї", "ши")
ARABIC = ("با", "لو", "مير", "دن", "سو", "تك", "رو", "نور", "لا", "زان", "في")


def name(chance: random.Random, locale: str) -> str:
    """A name in a script that people who read this language may have."""
    syllables = {"uk": CYRILLIC, "ar": ARABIC if chance.random() < 0.5 else LATIN}.get(locale, LATIN)
    words = ("".join(chance.choices(syllables, k=chance.randint(2, 4))) for _ in range(chance.randint(2, 3)))
    return " ".join(word[0].upper() + word[1:] for word in words)


def patients(number: int, locales: Sequence[str], seed: int = 7) -> Iterator[dict[str, str]]:
    """Rows, as many in each language: most of them leaflets, some labels, some both; a third with a dose of its own."""
    chance = random.Random(seed)
    tags = [locales[n % len(locales)] for n in range(number)]
    chance.shuffle(tags)
    for n, locale in enumerate(tags):
        kind = chance.choices(("leaflet", "label", "both"), (6, 3, 1))[0]
        dosed = chance.random() < 0.3
        yield {
            "id": f"n{n:06}", "kind": kind, "indication": chance.choice(INDICATIONS), "locale": locale,
            "stock": "" if kind == "leaflet" else "zebra-102x76",
            "dose": "300" if dosed else "", "times": "evening" if dosed else "",
            "patient_name": name(chance, locale),
            "birth_date": (DAY - timedelta(days=chance.randint(7000, 33000))).isoformat(), "date": DAY.isoformat(),
        }  # fmt: skip


def plain(text: str) -> str:
    """Text as it is compared: one space between words, presentation forms as letters, no marks of direction."""
    folded = unicodedata.normalize("NFKC", text)
    return " ".join("".join(mark for mark in folded if unicodedata.category(mark) != "Cf").split())


def holds(text: str, wanted: str, *, by_word: bool) -> bool:
    """Whether a text holds another. `by_word`: every number, and all letters side by side. For readers put the words of
    a right-to-left line, and the letters of a glyph that says several, in the order of the eye or of the sense; and
    lose the space before a name, or find one behind a letter that does not join."""
    if not by_word:
        return wanted in text
    words, letters = _WORD.findall(wanted), "".join(text.split())
    same = sorted("".join(word for word in words if not word.isdecimal()))
    together = any(sorted(letters[at : at + len(same)]) == same for at in range(len(letters) - len(same) + 1))
    return together and {word for word in words if word.isdecimal()} <= set(re.findall(r"\d+", text))


def compared(leafgen: Leafgen, folder: Path, row: dict[str, str], entry: dict[str, Any], names: set[str]) -> list[str]:
    """What is wrong with one document."""
    path = folder / entry["file"]
    reader, seen = pypdf.PdfReader(path), pypdfium2.PdfDocument(path)
    texts = {
        "pypdf": plain(" ".join(page.extract_text() for page in reader.pages)),
        "pdfium": plain(" ".join(page.get_textpage().get_text_bounded() for page in seen)),
    }
    locale = leafgen.content.locales[row["locale"]]
    wanted = {"patient_name": row["patient_name"], "birth_date": locale.date(date.fromisoformat(row["birth_date"]))}
    if row["dose"]:
        wanted["dose"] = row["dose"]
    faults = []
    for by, text in texts.items():
        faults += [
            f"{by}: {field} {said!r} is not there"
            for field, said in wanted.items()
            if not holds(text, plain(said), by_word=locale.direction == "rtl")
        ]
        faults += [f"{by}: another patient's name" for other in names - {row["patient_name"]} if other in text]
    root: Any = reader.trailer["/Root"]
    if root["/Lang"] != row["locale"]:
        faults.append("another language")
    return faults


def print_scaling(leafgen: Leafgen, table: Path, place: Path, proof: str) -> None:
    """How much faster two processes are than one; each begins with its content to load."""
    seconds = {}
    for workers in (1, 2):
        start = time.perf_counter()
        options = Options(proof=proof, workers=workers)
        run(leafgen, read_table(table), place / f"by-{workers}", options, lambda _: None)
        seconds[workers] = time.perf_counter() - start
    print(f"one process {seconds[1]:.1f} s, two {seconds[2]:.1f} s: {seconds[1] / seconds[2]:.2f} times as fast")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--sample", type=int, default=200)
    parser.add_argument("--proof", default="full")
    parser.add_argument("--workers", type=int, default=0)
    parser.add_argument("--scaling", action="store_true")
    parser.add_argument("--keep", type=Path)
    chosen = parser.parse_args()
    leafgen = Leafgen(Workspace.find())
    place = chosen.keep or Path(tempfile.mkdtemp(prefix="leafgen-night-"))
    place.mkdir(parents=True, exist_ok=True)
    rows = list(patients(chosen.rows, list(leafgen.content.locales)))
    table = place / "rows.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    start = time.perf_counter()
    told = [start]

    def watch(now: Progress) -> None:
        if time.perf_counter() - told[0] > 10:
            told[0] = time.perf_counter()
            print(f"{now.done} of {now.rows}, {now.rejected} rejected", file=sys.stderr)

    options = Options(proof=chosen.proof, workers=chosen.workers)
    report = run(leafgen, read_table(table), place / "out", options, watch)
    seconds = time.perf_counter() - start
    tally = report.tally
    documents = sum(tally.documents.values())
    print(f"{tally.delivered} rows delivered, {tally.rejected} rejected: {dict(tally.documents)} in {seconds:.0f} s")
    print(f"{documents / seconds:.0f} documents a second, locales {dict(tally.locales)}")
    here, there = (resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(f"most memory of this process {here:.0f} MB, of one that makes rows {there:.0f} MB")
    if chosen.scaling:
        print_scaling(leafgen, table, place, chosen.proof)
    entries = [json.loads(line) for line in (place / "out/manifest.jsonl").read_text(encoding="utf-8").splitlines()]
    by_id = {row["id"]: row for row in rows}
    expected = Counter({"both": 2, "leaflet": 1, "label": 1}[row["kind"]] for row in rows)
    if tally.rejected:
        print((place / "out/rejected.csv").read_text(encoding="utf-8")[:2000])
        return 1
    if len(entries) != sum(number * count for number, count in expected.items()):
        print("the manifest has another number of documents than the rows ask for")
        return 1
    sample = random.Random(3).sample(entries, min(chosen.sample, len(entries)))
    names = {by_id[entry["id"]]["patient_name"] for entry in sample}
    wrong = {}
    for entry in sample:
        if faults := compared(leafgen, place / "out", by_id[entry["id"]], entry, names):
            wrong[entry["file"]] = faults
    for file, faults in wrong.items():
        print(file, *faults, sep="\n  ")
    print(f"{len(sample) - len(wrong)} of {len(sample)} sampled documents say what their rows say, by pypdf and pdfium")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
