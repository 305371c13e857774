"""Reviews: everything a leaflet says in two languages, with the sources, numbers and decisions behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from leafgen.compose.composition import Said
from leafgen.compose.fingerprint import short
from leafgen.compose.provenance import Origin, fact_text, origins
from leafgen.content.approvals import Approval, Status
from leafgen.content.content import Content
from leafgen.pipeline import Leafgen

#: Statements that come from the clinic, the patient or the furniture of the page have no medical source.
_WITHOUT_SOURCE = ("clinic.", "patient.")


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision between sources that disagree: the question, what was decided, and why."""

    question: str
    decision: str
    because: str


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One statement: its words in the locale and in the source language, and what stands behind it."""

    id: str
    text: str
    source_text: str
    safety: bool
    sources: tuple[str, ...]
    numbers: tuple[str, ...]
    decisions: tuple[Decided, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """A leaflet as a clinician reads it, and how it stands."""

    indication: str
    locale: str
    hash: str
    status: Status
    approval: Approval | None
    statements: tuple[Reviewed, ...]


def review(leafgen: Leafgen, indication: str, tag: str) -> Review:
    """Raises InvalidInput for ids that are not there, RefusedByPolicy when it is not available in the locale."""
    content = leafgen.content
    content.indications.choose(indication)
    content.locales.choose(tag)
    source = content.source_locale.id
    fields = {"kind": "leaflet", "indication": indication}
    said = leafgen.compose(leafgen.request({**fields, "locale": tag}))
    english = {item.id: item.text for item in leafgen.compose(leafgen.request({**fields, "locale": source})).said()}
    status, approval = leafgen.standing(indication, tag)
    known = {entry.id: entry for entry in origins(content)}
    statements = tuple(_reviewed(content, said.said(), english, known))
    return Review(indication, tag, short(leafgen.fingerprint(indication, tag)), status, approval, statements)


def _reviewed(
    content: Content, said: Iterator[Said], english: dict[str, str], known: dict[str, Origin]
) -> Iterator[Reviewed]:
    facts = content.facts()
    for item in said:
        if item.id.startswith(_WITHOUT_SOURCE):
            continue
        origin = known.get(item.id.partition("#")[0])
        cites = [content.sources[name].cite for name in item.source]
        if origin and origin.locator:
            cites.append(origin.locator)
        yield Reviewed(
            item.id,
            item.text,
            english.get(item.id, ""),
            item.safety,
            tuple(cites),
            tuple(f"{fact_text(facts[name])}; {facts[name].locator}" for name in item.facts if name in facts),
            tuple(Decided(one.question, one.decision, one.because) for one in (origin.decisions if origin else ())),
        )
