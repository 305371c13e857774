"""For translators and clinicians: what there is in which language, what it lacks, and what stands behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from leafgen.compose.fingerprint import needed_messages, short
from leafgen.content.approvals import Approval, Status
from leafgen.content.language_names import language_name
from leafgen.content.model import Message
from leafgen.deliver.proof_picture import joins_letters
from leafgen.kernel.errors import InvalidInput
from leafgen.pipeline import Leafgen
from leafgen.web.choices import choices
from leafgen.web.english import TEXTS
from leafgen.web.house import House
from leafgen.web.pages import page
from leafgen.web.preview import state_of
from leafgen.web.problems import status_of
from leafgen.web.work import preview_document, review_document


@dataclass(frozen=True, slots=True)
class Cell:
    """An indication in a locale: how many texts it lacks, and, when it lacks none, how it stands."""

    indication: str
    locale: str
    lacking: int
    status: Status | None = None
    approval: Approval | None = None
    hash: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A text, its translation ("" when it cannot be printed), and why: a state, and the reason in full."""

    context: str
    source: str
    said: str
    state: str
    why: str
    note: str
    safety: bool


def content_pages(house: House) -> APIRouter:
    """The routes of the translators' pages and of the clinical review."""
    router = APIRouter(include_in_schema=False)
    leafgen = house.leafgen

    @router.get("/translations")
    async def translations(request: Request) -> Response:
        offered = choices(leafgen, house.interface(request))
        return page(request, house, "translations", offered=offered, cells=_cells(leafgen))

    @router.get("/translations/{tag}/{indication}")
    async def texts(request: Request, tag: str, indication: str) -> Response:
        entry, locale = leafgen.content.indications.choose(indication), leafgen.content.locales.choose(tag)
        found = tuple(_texts(leafgen, tag, tuple(needed_messages(leafgen.content.core, entry))))
        named = _names(house, request, indication, tag)
        return page(request, house, "texts", texts=found, locale=locale, indication=indication, **named)

    @router.get("/translations/{tag}/{indication}/preview")
    async def laid_out(request: Request, tag: str, indication: str) -> Response:
        leafgen.content.indications.choose(indication)
        locale = leafgen.content.locales.choose(tag)
        named = {"locale": locale, "indication": indication, **_names(house, request, indication, tag)}
        try:
            found = await house.workshop.do(preview_document, indication, tag, _stamp(house, request))
        except InvalidInput as error:
            refusal = house.refusals(request).of(error)
            return page(request, house, "preview", status_of(error), preview=None, refusal=refusal, **named)
        return page(request, house, "preview", preview=found, refusal=None, **named)

    @router.get("/review")
    async def table(request: Request) -> Response:
        offered = choices(leafgen, house.interface(request))
        return page(request, house, "review", offered=offered, cells=_cells(leafgen))

    @router.get("/review/{tag}/{indication}")
    async def review(request: Request, tag: str, indication: str) -> Response:
        leafgen.content.indications.choose(indication)
        locale = leafgen.content.locales.choose(tag)
        found = await house.workshop.do(review_document, indication, tag)
        named = _names(house, request, indication, tag)
        return page(request, house, "reviewed", review=found, locale=locale, **named)

    return router


def _stamp(house: House, request: Request) -> str:
    """What stands across a preview, in the language of the page; in English where its letters join and cannot here."""
    say = house.interface(request)
    drawn = say.locale.direction == "ltr" or joins_letters()
    return say("preview.stamp") if drawn else TEXTS["preview.stamp"]


def _names(house: House, request: Request, indication: str, tag: str) -> dict[str, Any]:
    say = house.interface(request)
    offered = choices(house.leafgen, say)
    name = next(choice.name for choice in offered.indications if choice.id == indication)
    return {"name": name, "language": language_name(house.leafgen.content.locales[tag], say.locale)}


def _cells(leafgen: Leafgen) -> dict[tuple[str, str], Cell]:
    return {(cell.indication, cell.locale): cell for cell in _each(leafgen)}


def _each(leafgen: Leafgen) -> Iterator[Cell]:
    for tag in leafgen.content.locales:
        for name in leafgen.content.indications:
            if gaps := leafgen.lacking(tag, name):
                yield Cell(name, tag, len(gaps))
            else:
                status, approval = leafgen.standing(name, tag)
                yield Cell(name, tag, 0, status, approval, short(leafgen.fingerprint(name, tag)))


def _texts(leafgen: Leafgen, tag: str, needed: tuple[Message, ...]) -> Iterator[Text]:
    translations = leafgen.translations(tag)
    gaps = {gap.context: gap.reason for gap in translations.lacking(needed)}
    for message in needed:
        why = gaps.get(message.context, "")
        said = "" if why else translations.texts[message.context]
        yield Text(message.context, message.text, said, state_of(why), why, message.note, message.safety)
