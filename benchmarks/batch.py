"""Many patients beside copying files: `python -m benchmarks.batch [--rows N]`.

One core, warm: CPU ms a document (the least of several rounds), from a row's fields to the proven file under its
name, and the same bytes copied by shutil.copyfile in the same rounds; then a persistent typst compiler making a
leaflet of the same texts in memory, without any proof (pinned in requirements-bench.txt, left out where missing).
Nothing is synced to disk, as a copy is not. Nothing is deleted between rounds: on ext4 that would be measured instead.
"""

from __future__ import annotations

import argparse
import gc
import shutil
import tempfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from time import process_time
from typing import Any

from leafgen.batch.making import Orders, make
from leafgen.batch.outcome import FILES
from leafgen.batch.rows import Row
from leafgen.batch.run_rows import MOST_IN_RUN
from leafgen.batch.turns import MOST_IN_CHUNK
from leafgen.content.workspace import Workspace, packaged_root
from leafgen.pipeline import Leafgen
from leafgen.runs import PrintRun

LEAFLET = {"kind": "leaflet", "indication": "cramps", "locale": "nl"}
LABEL = {
    "kind": "label", "indication": "cramps", "locale": "nl", "stock": "zebra-102x76",
    "product": "magnesium-citrate-100", "dose": "200", "times": "evening",
}  # fmt: skip
WHAT = (
    "shutil.copyfile of the same bytes", "stamped and sealed, in memory", "row to file, --proof sealed",
    "row to file, --proof full", "print run, --proof sealed", "print run, --proof full",
)  # fmt: skip
FIRST = ("Anna", "Zo\u00eb", "S\u00f8ren", "Micha\u0142", "Ay\u015fe", "Fran\u00e7oise", "Ji\u0159\u00ed", "O'Brien")
LAST = ("de Vries", "Wi\u015bniewska", "M\u00fcller-L\u00fcdenscheidt", "van den Berg", "Y\u0131ld\u0131r\u0131m", "Li")


def row(document: dict[str, str], number: int) -> dict[str, str]:
    """The fields of one patient; no two are alike."""
    name = f"{FIRST[number % len(FIRST)]} {LAST[number % len(LAST)]} {number:05}"
    born = f"{1930 + number % 80}-{1 + number % 12:02}-{1 + number % 28:02}"
    return {**document, "patient_name": name, "birth_date": born, "date": "2026-11-22"}


#: Makes a number of documents, in a folder.
Work = Callable[[Path, int], None]


class Bench:
    """The shipped workspace, a folder to write to, and the cheapest round of each thing that was timed."""

    def __init__(self, folder: Path, rows: int, rounds: int) -> None:
        self.house = Leafgen(Workspace(packaged_root()))
        self.folder, self.rows, self.rounds = folder, rows, rounds

    def timed(self, *works: tuple[Work, int]) -> list[float]:
        """CPU ms of one document of each work, which does as many as it is told, in the cheapest of several rounds; in
        each round every work has its turn, and a folder of its own to write to."""
        best = [float("inf")] * len(works)
        for _ in range(self.rounds):
            for place, (work, count) in enumerate(works):
                target = Path(tempfile.mkdtemp(dir=self.folder))
                gc.collect()
                started = process_time()
                work(target, count)
                best[place] = min(best[place], (process_time() - started) * 1000 / count)
        return best

    def making(self, document: dict[str, str], proof: str) -> Work:
        """From rows to their files, as each process of a batch makes them."""

        def make_all(target: Path, count: int) -> None:
            (target / FILES).mkdir()
            orders = Orders(self.house.workspace.root, self.house.workspace.today(), proof, target)
            left = [Row(number, f"{number:06}", row(document, number)) for number in range(count)]
            while left:
                outcomes = make(self.house, left[:MOST_IN_CHUNK], orders).outcomes
                assert all(outcome.made for outcome in outcomes)
                left = left[len(outcomes) :]

        return make_all

    def copying(self, document: dict[str, str]) -> Work:
        """The bytes of such a file copied, as the system copies them."""
        source = self.folder / f"{document['kind']}.pdf"
        source.write_bytes(self.house.document(self.house.request(row(document, 0)), proof="sealed").data)

        def copy_all(target: Path, count: int) -> None:
            for number in range(count):
                shutil.copyfile(source, target / f"{number:06}.pdf")

        return copy_all

    def stamping(self, document: dict[str, str]) -> Work:
        """The document and its sealed proof alone, from a request that is there, with nothing written."""
        request = self.house.request(row(document, 1))

        def stamp_all(_target: Path, count: int) -> None:
            for _ in range(count):
                assert self.house.document(request, proof="sealed").proof.proven

        return stamp_all

    def running(self, document: dict[str, str], proof: str, count: int) -> float:
        """CPU ms of one document in print runs as a batch makes them, from the rows' fields to the proven files."""
        best = float("inf")
        # What a process has made ready for the master of its first run is not made again.
        for number in range(self.rounds + 1):
            gc.collect()
            started = process_time()
            for first in range(0, count, MOST_IN_RUN):
                some = range(first, min(first + MOST_IN_RUN, count))
                with (self.folder / f"run-{document['kind']}-{proof}-{number}-{first}.pdf").open("w+b") as file:
                    run = PrintRun(self.house, file, duplex=document["kind"] == "leaflet")
                    for patient in some:
                        run.add(self.house.request(row(document, patient)), proof=proof)
                    assert run.close(proof=proof).proven
            best = min(best, process_time() - started)
        return best * 1000 / count

    def typst(self) -> Work | None:
        """A compiler that stays, given one source with the leaflet's texts and told each patient's name."""
        if find_spec("typst") is None:
            return None
        typst: Any = __import__("typst")
        composition = self.house.compose(self.house.request(row(LEAFLET, 0)))
        texts = [said.text for said in composition.said() if not said.id.startswith("patient.")]
        body = "\n\n".join('#"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"' for text in texts)
        source = self.folder / "leaflet.typ"
        source.write_text(f'#set page(paper: "a4", columns: 2)\n#sys.inputs.name\n\n{body}\n', encoding="utf-8")
        compiler = typst.Compiler(str(source))

        def compile_all(_target: Path, count: int) -> None:
            for number in range(count):
                compiler.compile(format="pdf", sys_inputs={"name": row(LEAFLET, number)["patient_name"]})

        return compile_all


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.batch")
    parser.add_argument("--rows", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="leafgen-bench-") as folder:
        bench = Bench(Path(folder), arguments.rows, arguments.rounds)
        print(f"{'one core':52}{'ms each':>10}{'a second':>10}{'x copying':>11}")
        sealed = 0.0
        for name, document in (("leaflet", LEAFLET), ("label", LABEL)):
            bench.making(document, "sealed")(Path(tempfile.mkdtemp(dir=folder)), 1)  # its master
            few = max(2, arguments.rows // 5)
            spent = bench.timed(
                (bench.copying(document), arguments.rows),
                (bench.stamping(document), arguments.rows),
                (bench.making(document, "sealed"), arguments.rows),
                (bench.making(document, "full"), few),
            )
            spent += [bench.running(document, "sealed", arguments.rows), bench.running(document, "full", few)]
            for what, each in zip(WHAT, spent, strict=True):
                print(f"{f'{name}: {what}':52}{each:10.3f}{1000 / each:10.0f}{each / spent[0]:11.2f}")
            sealed = sealed or spent[2]
        if (compiling := bench.typst()) is None:
            print("typst: not installed: pip install -r requirements-bench.txt")
        else:
            [each] = bench.timed((compiling, max(2, arguments.rows // 10)))
            print(f"{'leaflet: typst, persistent compiler, no proof':52}{each:10.3f}{1000 / each:10.0f}")
            print(f"sealed leaflets are {each / sealed:.0f} times as fast as typst")


if __name__ == "__main__":
    main()
