"""Explaining: where everything that a file says comes from, by the record it carries or by what it names itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from leafgen.compose.composition import Said
from leafgen.compose.fingerprint import short
from leafgen.compose.provenance import Origin, origin, origins
from leafgen.kernel.errors import InvalidInput
from leafgen.pipeline import Leafgen
from leafgen.verify.attached import Described, attached_statements, description

#: The subject of a file of labels: each indication with the hash of what it says, then the stock.
_SUBJECT = re.compile(r"(?:[\w-]+ [0-9A-F]{4}-[0-9A-F]{4}(?:, )?)+ · [\w-]+")
_LABEL = re.compile(r"([\w-]+) ([0-9A-F]{4}-[0-9A-F]{4})")
#: What no source stands behind: headings, whoever hands it out, and whose it is.
_UNSOURCED = ("wording.", "clinic.", "patient.")


def explained(leafgen: Leafgen, pdf: bytes) -> list[Origin]:
    """The origin of each statement that a leaflet or a file of labels holds, in order.

    Raises InvalidInput for a file that is not leafgen's, and for a label whose words have changed since."""
    names = attached_statements(pdf) or tuple(_of_labels(leafgen, description(pdf)))
    if not names:
        raise InvalidInput(
            "the file does not say what it holds: it is no leaflet or label of leafgen's", "give a statement's id"
        )
    known = {entry.id: entry for entry in origins(leafgen.content)}
    wanted = dict.fromkeys(name.partition("@")[0].partition("#")[0] for name in names)
    # Titles and captions: what a page is called comes from no source.
    return [known[name] for name in wanted if name in known and not name.startswith(_UNSOURCED)]


def explained_statement(leafgen: Leafgen, identity: str) -> Origin:
    """The origin of one statement. Raises InvalidInput for an id that is not there."""
    return origin(leafgen.content, identity)


def _of_labels(leafgen: Leafgen, described: Described) -> Iterator[str]:
    """What the labels of a file hold: all that a label of the indication holds, whose range a dose of one's own is held
    to; and what such a dose adds, where the file says it."""
    if not _SUBJECT.fullmatch(described.subject):
        return
    stock = described.subject.rpartition(" ")[2]
    for indication, code in _LABEL.findall(described.subject):
        fields = {"kind": "label", "indication": indication, "stock": stock}
        fields["locale"] = _locale(leafgen, indication, code)
        yield from (said.id for said in _said(leafgen, fields))
        for said in _said(leafgen, {**fields, **_DOSED}):
            if " ".join(said.text.split()) in described.text:
                yield said.id


#: A dose that calls for every word a label can have.
_DOSED = {"dose": "5000", "prescribed": "yes"}


def _said(leafgen: Leafgen, fields: dict[str, str]) -> Iterator[Said]:
    return (said for line in leafgen.compose(leafgen.request(fields)).lines for said in (*line.said, *line.end))


def _locale(leafgen: Leafgen, indication: str, code: str) -> str:
    """The locale in which an indication says today what has this short hash."""
    content = leafgen.content
    if indication in content.indications:
        for tag in content.locales:
            if indication in leafgen.available(tag) and short(leafgen.fingerprint(indication, tag)) == code:
                return tag
    raise InvalidInput(
        f"the label says what {indication} said as {code}, which nothing says today",
        f"ask what has changed since: leafgen current {code}",
    )
