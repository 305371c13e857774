"""The report of many proofs as one page for a browser: what was refused first, each with all that was found.

Everything is inside the page: it fetches nothing, and runs nothing.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from leafgen.verify.proof import CheckOutcome, Proof, StatementProof, Verdict

_STYLE = """
:root { color-scheme: light; font: 100%/1.5 system-ui, sans-serif; color: #1c2024; background: #fff }
body { max-width: 64rem; margin: 0 auto; padding: 1rem }
h1, h2, h3 { line-height: 1.25 } h2 { overflow-wrap: anywhere; border-top: 2px solid #596068; padding-top: .75rem }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1rem }
caption { text-align: start; font-weight: 600; padding: .25rem 0 }
th, td { border: 1px solid #a8adb3; padding: .25rem .5rem; text-align: start; vertical-align: top;
  overflow-wrap: anywhere }
thead th { background: #eef0f2 } td.number { text-align: end; font-variant-numeric: tabular-nums }
.refused { color: #a00018; font-weight: 600 } .proven { color: #00522d }
code { overflow-wrap: anywhere } img { max-width: 100%; border: 1px solid #a8adb3 }
summary { cursor: pointer; font-weight: 600 } :focus-visible { outline: 3px solid #0b57d0; outline-offset: 2px }
.wide { overflow-x: auto }
@media print { section { break-inside: avoid-page } }
"""


@dataclass(frozen=True, slots=True)
class Reported:
    """One file: its name, its proof, and, where there is one, a PNG that shows what was found."""

    name: str
    proof: Proof
    picture: bytes = b""


def proof_report(files: Sequence[Reported]) -> bytes:
    """The report as HTML in UTF-8, refused files first, otherwise in the order given."""
    ordered = sorted(files, key=lambda file: file.proof.proven)
    refused = sum(not file.proof.proven for file in files)
    title = f"{_count(refused, 'file')} refused, {_count(len(files) - refused, 'file')} proven"
    lines = [
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
        '<meta http-equiv="Content-Security-Policy"'
        " content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">",
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>leafgen verify: {title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>",
        f"<h1>{title}</h1>",
        "<p>A file is proven when every promised statement stands in it, word for word, and can be seen."
        " Do not hand out a refused one.</p>",
        *_summary(ordered),
        *(line for number, file in enumerate(ordered, 1) for line in _section(number, file)),
        "</main>\n</body>\n</html>\n",
    ]
    return "\n".join(lines).encode()


def _count(number: int, what: str) -> str:
    return f"{number or 'no'} {what}{'s' * (number != 1)}"


def _verdict(good: bool) -> str:
    return '<span class="proven">proven</span>' if good else '<span class="refused">REFUSED</span>'


def _text(text: str) -> str:
    """A text of any language, in its own direction."""
    return f'<bdi dir="auto">{escape(text)}</bdi>'


def _table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table of finished cells; a cell that is a number stands to the right."""
    yield f'<div class="wide" tabindex="0" role="region" aria-label="{escape(caption)}"><table>'
    yield f"<caption>{escape(caption)}</caption>"
    yield "<thead><tr>" + "".join(f'<th scope="col">{head}</th>' for head in heads) + "</tr></thead>\n<tbody>"
    for first, *others in rows:
        cells = (
            f'<td class="number">{cell}</td>' if cell.replace(".", "").isdigit() else f"<td>{cell}</td>"
            for cell in others
        )
        yield f'<tr><th scope="row">{first}</th>' + "".join(cells) + "</tr>"
    yield "</tbody></table></div>"


def _summary(files: Sequence[Reported]) -> Iterator[str]:
    rows = (
        (
            f'<a href="#file-{number}">{_text(file.name)}</a>',
            _verdict(file.proof.proven),
            str(sum(one.verdict is Verdict.PROVEN for one in file.proof.statements)),
            str(len(file.proof.statements)),
            _text("".join(_faults(file.proof)[:1])),
        )
        for number, file in enumerate(files, 1)
    )
    yield from _table("All files", ("file", "verdict", "proven", "of", "what is wrong first"), rows)


def _faults(proof: Proof) -> list[str]:
    """What is wrong with a refused file, in words: statements first, then what concerns the whole file."""
    faults = []
    for one in proof.statements:
        if one.verdict is not Verdict.PROVEN:
            place = f" on page {one.page}" if one.page else ""
            faults.append(f"{one.id} is {one.verdict}{place}: {one.detail}")
    for check in proof.checks:
        faults += (f"{refusal.message} ({check.id})" for refusal in check.refusals if refusal.index is None)
    return faults if faults or proof.proven else ["nothing was proven"]


def _section(number: int, file: Reported) -> Iterator[str]:
    proof = file.proof
    yield f'<section aria-labelledby="file-{number}">'
    yield f'<h2 id="file-{number}" tabindex="-1">{_verdict(proof.proven)} {_text(file.name)}</h2>'
    yield f"<p>sha256 <code>{proof.sha256}</code></p>"
    if not proof.proven:
        yield "<h3>What is wrong</h3>\n<ul>"
        yield from (f"<li>{_text(fault)}</li>" for fault in _faults(proof))
        yield "</ul>"
    if file.picture:
        data = b64encode(file.picture).decode()
        words = "The pages with what is proven framed in green and what is refused in red, as listed above"
        yield f'<p><img src="data:image/png;base64,{data}" alt="{words}"></p>'
    yield f"<details{'' if proof.proven else ' open'}><summary>{_count(len(proof.statements), 'statement')}</summary>"
    yield from _table(
        "Statements", ("statement", "verdict", "page", "check", "detail"), map(_statement, proof.statements)
    )
    yield "</details>"
    if proof.unexplained:
        yield f"<details><summary>{_count(len(proof.unexplained), 'text')} that no statement explains</summary><ul>"
        yield from (f"<li>{_text(text)}</li>" for text in proof.unexplained)
        yield "</ul></details>"
    yield f"<details><summary>{_count(len(proof.checks), 'check')}</summary>"
    yield from _table("Checks", ("check", "verdict", "ms", "refusals"), map(_check, proof.checks))
    yield "</details>\n</section>"


def _statement(one: StatementProof) -> tuple[str, ...]:
    good = one.verdict is Verdict.PROVEN
    said = _verdict(True) if good else f'<span class="refused">{one.verdict}</span>'
    return escape(one.id), said, str(one.page or ""), escape(one.check), _text(one.detail) if one.detail else ""


def _check(check: CheckOutcome) -> tuple[str, ...]:
    return check.id, _verdict(check.passed), f"{check.ms:.1f}", str(len(check.refusals))
