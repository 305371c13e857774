"""What all pages share: the workspace, the workshop, the batches, the languages of the pages, the gate."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from starlette.requests import Request

from leafgen.kernel.errors import LeafgenError
from leafgen.pipeline import Leafgen
from leafgen.web.batches import Batches
from leafgen.web.forms import Form, value
from leafgen.web.refusals import Refusals
from leafgen.web.security import SESSION_COOKIE, Gate
from leafgen.web.static_files import StaticFile
from leafgen.web.texts import Interface
from leafgen.web.workshop import Workshop


class NotFromThisPage(LeafgenError):
    """A form that no page of this run of the server gave out."""

    exit_code = 2


@dataclass(frozen=True)
class House:
    """One server. `queues`: the printers it may print on, by the name of their CUPS queue."""

    leafgen: Leafgen
    workshop: Workshop
    batches: Batches
    interfaces: dict[str, Interface]
    files: dict[str, StaticFile]
    gate: Gate
    queues: tuple[str, ...] = ()

    def interface(self, request: Request) -> Interface:
        """The pages in the language that was chosen, else in the first that the browser asks for, else in English."""
        wanted = [request.cookies.get("leafgen-language", "")]
        wanted += [part.partition(";")[0].strip() for part in request.headers.get("accept-language", "").split(",")]
        for tag in wanted:
            for known in (tag, tag.partition("-")[0]):
                if known in self.interfaces:
                    return self.interfaces[known]
        return next(known for known in self.interfaces.values() if known.locale.source_language)

    def refusals(self, request: Request) -> Refusals:
        """Refusals in the language of the page."""
        return Refusals(self.interface(request), self.leafgen)

    @staticmethod
    def new_session() -> str:
        """A name that nobody can guess."""
        return secrets.token_urlsafe(18)

    def from_our_page(self, request: Request, form: Form) -> None:
        """Raises NotFromThisPage unless the form bears the mark of the session."""
        if not self.gate.holds("csrf", request.cookies.get(SESSION_COOKIE, ""), value(form, "csrf")):
            raise NotFromThisPage("this form is from an earlier page", "load the page again")
