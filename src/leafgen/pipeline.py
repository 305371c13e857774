"""The one place that knows the order: request, composition, rendition, proof, release."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from leafgen.compose.bilingual import side_by_side
from leafgen.compose.composer import compose
from leafgen.compose.composition import Composition
from leafgen.compose.expectation import Expectation
from leafgen.compose.fields import fields_of, personal_of, typed_freely
from leafgen.compose.fingerprint import everything_said, fingerprint, needed_messages
from leafgen.compose.imposition import Calibration
from leafgen.compose.provenance import record
from leafgen.compose.request import Request, read_request
from leafgen.content.approvals import Approval, Status, status_of
from leafgen.content.content import Content
from leafgen.content.model import Message
from leafgen.content.workspace import Workspace
from leafgen.deliver.writer import Release, release
from leafgen.kernel.errors import InvalidInput, RefusedByPolicy
from leafgen.masters.master import Document, Master, Whole, statements_kept
from leafgen.masters.store import Masters, key_of
from leafgen.render.label_pdf import render_labels
from leafgen.render.rendition import Rendition
from leafgen.render.stamp import CannotStamp, letters_for
from leafgen.translate.catalogues import Translations, Unavailable
from leafgen.translate.check import sound_translations
from leafgen.verify.proof import Proof
from leafgen.verify.prover import Prover, Unsealed
from leafgen.verify.seal import Seal
from leafgen.verify.trust import TrustedFont

if TYPE_CHECKING:
    from leafgen.verify.guarded import Guard

__all__ = ["PROOFS", "WEB_PAGES", "Document", "Leafgen", "is_web_page"]

#: How thorough a proof may be asked for.
PROOFS = ("full", "sealed")
#: What the name of a page for browsers ends in.
WEB_PAGES = (".html", ".htm")


def is_web_page(path: Path) -> bool:
    """Whether a file's name is that of a page for browsers."""
    return path.suffix.lower() in WEB_PAGES


def _this_process() -> Prover:
    # Every reader: who has another process that proves needs none of them.
    from leafgen.verify import proving  # noqa: PLC0415

    return proving


class Leafgen:
    """leafgen as a library: one workspace, loaded once, and what can be made from it.

    Fields are text by name, as in `leafgen.compose.request.FIELDS`: {"kind": "leaflet", "indication": "cramps",
    "locale": "nl"}. Every method raises a LeafgenError whose `exit_code` is that of the command.
    """

    def __init__(self, workspace: Workspace, prover: Prover | None = None) -> None:
        """`prover`: who holds a PDF to what it must say; this process itself unless another is named."""
        self.workspace = workspace
        self._prover = prover or _this_process()
        self._translations: dict[str, Translations] = {}

    @property
    def content(self) -> Content:
        """Everything the workspace holds."""
        return self.workspace.content

    def translations(self, tag: str) -> Translations:
        """What a locale may print. Raises InvalidInput when its catalogue is broken or holds a digit."""
        if tag not in self._translations:
            locale, file, text = self.content.locales[tag], *self.workspace.catalogue_files.get(tag, ("", ""))
            source = self.content.source_locale
            self._translations[tag] = self.workspace.remembered(
                f"texts-{tag}", lambda: sound_translations(locale, source, file, text, self.messages())
            )
        return self._translations[tag]

    def messages(self) -> Iterator[Message]:
        """Every translatable text there is."""
        yield from self.content.core.messages()
        for indication in self.content.indications.values():
            yield from indication.messages()

    def available(self, tag: str) -> list[str]:
        """The indications that the locale can say in full."""
        return [name for name in self.content.indications if not self.lacking(tag, name)]

    def lacking(self, tag: str, indication: str) -> tuple[Unavailable, ...]:
        """What the locale cannot say of an indication, and why; empty when the pair is available."""
        needed = needed_messages(self.content.core, self.content.indications[indication])
        return self.translations(tag).lacking(needed)

    def request(self, fields: Mapping[str, str]) -> Request:
        """Validate and resolve the fields of one leaflet or label."""
        return read_request(fields, self.content, self.workspace.today())

    def compose(self, request: Request) -> Composition:
        """What the request's document says, by the safety rules."""
        approved = self._may_be_printed(request)
        composition = compose(request, self.content, self.translations(request.locale.id), approved=approved)
        if request.bilingual:
            beside = replace(request, locale=request.bilingual)
            staff = compose(beside, self.content, self.translations(beside.locale.id))
            composition = side_by_side(composition, staff)
        composition = replace(composition, record=record(composition, self.content))
        if not request.clinic.logo_file:
            return composition
        logo = str(self.workspace.root / request.clinic.logo_file)
        return replace(composition, brand=replace(composition.brand, logo=logo))

    def _may_be_printed(self, request: Request) -> bool:
        """Whether all that is said is approved. Raises RefusedByPolicy when an approval of it has expired."""
        approved = True
        for locale in filter(None, (request.locale, request.bilingual)):
            status, approval = self.standing(request.indication.id, locale.id)
            if approval is not None and status is Status.EXPIRED:
                raise RefusedByPolicy(
                    f"the approval of {request.indication.id} in {locale.id} expired on {approval.valid_until}",
                    f"have it approved anew: leafgen approve {request.indication.id} --locale {locale.id} ...",
                )
            approved = approved and status is Status.APPROVED
        return approved

    def fingerprint(self, indication: str, tag: str) -> str:
        """The fingerprint of what an indication says in a locale."""
        content = self.content
        entry, locale = content.indications[indication], content.locales[tag]
        return fingerprint(everything_said(content.core, entry, locale, self.translations(tag)))

    def standing(self, indication: str, tag: str) -> tuple[Status, Approval | None]:
        """Draft, approved or expired, and by which approval."""
        approvals, today = self.workspace.approvals, self.workspace.today()
        return status_of(self.fingerprint(indication, tag), approvals, today) if approvals else (Status.DRAFT, None)

    def render(self, request: Request, composition: Composition, *, web: bool = False) -> Rendition:
        """The composition as a PDF, or a leaflet as one page for a browser, not yet proven."""
        if web and request.stock is not None:
            raise InvalidInput("a label is for paper: it is made as a PDF", "name a file that ends in .pdf")
        if request.stock is not None:
            font, stocks = self.workspace.fonts[composition.font], self.content.stocks.values()
            calibration = Calibration.of(request.printer)
            if composition.direction == "ltr" and not font.needs_shaping:
                return render_labels(composition, request.stock, font, stocks, calibration=calibration)
            from leafgen.render.label_html import render_shaped_labels  # noqa: PLC0415

            return render_shaped_labels(composition, request.stock, font, stocks, calibration=calibration)
        folder = self.workspace.folder
        if web:
            from leafgen.render.leaflet_web import render_web_page  # noqa: PLC0415

            return render_web_page(composition, folder("templates"), folder("styles"))
        # The page engine takes most of a second to import: a label in Latin script must not wait for it.
        from leafgen.render.leaflet_pdf import render_leaflet  # noqa: PLC0415

        return render_leaflet(composition, folder("templates"), folder("styles"), tuple(self.workspace.fonts.values()))

    def make(self, fields: Mapping[str, str], *, web: bool = False) -> Rendition:
        """From fields to a PDF (or one page for a browser), not yet proven."""
        request = self.request(fields)
        return self.render(request, self.compose(request), web=web)

    def release(self, fields: Mapping[str, str], path: Path, *, remember: bool = True) -> Release:
        """Make, prove and write one document: a leaflet for browsers where the name ends in .html, a PDF otherwise.
        Unless told not to `remember`, what of it is nobody's own is kept, so that the next one need not be laid out.

        Raises ProofFailed, with nothing written, when it is not proven."""
        document = self.document(self.request(fields), web=is_web_page(path), remember=remember)
        return release(document.pieces, document.proof, path, document.pages)

    def document(self, request: Request, *, web: bool = False, proof: str = "full", remember: bool = True) -> Document:
        """One document, made and held to what it must say; look at its proof before it is used.

        What differs between patients is stamped on a master where that can be, and laid out with the rest where it
        cannot: a name of several lines, or in a script whose letters join. proof: "full", or "sealed", where what is
        stamped is held to its master's bytes alone, without a second reader."""
        if proof not in PROOFS:
            raise InvalidInput(f"there is no proof {proof!r}", f"there is: {', '.join(PROOFS)}")
        if not web and remember and (master := self.master(request)):
            with suppress(CannotStamp):
                return master.document(personal_of(request), proof)
        rendition = self.render(request, self.compose(request), web=web)
        return Document((rendition.pdf,), self.prove(rendition.pdf, rendition.expectation), rendition.pages)

    def master(self, request: Request) -> Master | Whole | None:
        """The master on which a request's personal texts are stamped, found or made; None where there can be none."""
        letters = letters_for(request.patient_name)
        if letters is None:
            return None
        key = self._key(request, letters)
        if (master := self.masters.find(key, self.workspace.today())) or self.masters.hopeless(key):
            return master
        if personal_of(request).given:
            # A stamp's font is cut, and its seal is made: what bears no name waits for neither.
            from leafgen.masters.making import make_master  # noqa: PLC0415

            master = make_master(self, request, letters)
        else:
            master = self._of_nobody(request)
        self.masters.keep(key, master, on_disk=not typed_freely(request))
        return master

    def knows(self, request: Request) -> bool:
        """Whether the master of a request is there, so that nothing of it need be laid out."""
        letters = letters_for(request.patient_name)
        return letters is not None and bool(self.masters.find(self._key(request, letters), self.workspace.today()))

    def _key(self, request: Request, letters: str) -> str:
        return key_of(fields_of(request, self.content.default_clinic), personal_of(request).given, letters)

    def _of_nobody(self, request: Request) -> Whole | None:
        """The document of a request that bears no name and no day; None when it is not proven."""
        rendition = self.render(request, self.compose(request))
        proof = self.prove(rendition.pdf, rendition.expectation)
        if not proof.proven:
            return None
        return Whole(rendition.pdf, rendition.pages, statements_kept(proof.statements), self.last_day(request))

    def last_day(self, request: Request) -> date | None:
        """Until when the approvals hold under which a document is made; None where it has none."""
        standings = [self.standing(request.indication.id, one.id) for one in (request.locale, request.bilingual) if one]
        return min((approval.valid_until for _, approval in standings if approval), default=None)

    @cached_property
    def masters(self) -> Masters:
        """The masters of this workspace."""
        return Masters(self.workspace.stamp)

    def prove(self, pdf: bytes, expectation: Expectation, trusted: Sequence[TrustedFont] = ()) -> Proof:
        """Hold a PDF to what it must say, or a page for a browser. `trusted`: fonts besides the workspace's own."""
        if expectation.web:
            from leafgen.verify.web_page import prove_web_page  # noqa: PLC0415

            return prove_web_page(pdf, expectation)
        return self._prover.prove(pdf, expectation, (*self.trusted_fonts, *trusted))

    def seal_master(self, master: Unsealed) -> Seal:
        """The seal of a master that is proven with its placeholders and with the widest texts. Raises NotSealed."""
        return self._prover.seal_master(master, self.trusted_fonts)

    def guard(self) -> Guard:
        """Where files from elsewhere are proven: in a process apart, which one that crashes a reader brings down alone.
        Close it, or use it as a context manager."""
        from leafgen.verify.guarded import Guard  # noqa: PLC0415

        return Guard(self.trusted_fonts)

    @staticmethod
    def trust(path: Path) -> TrustedFont:
        """A font file that a PDF made elsewhere may use. Raises InvalidInput when it cannot be read."""
        from leafgen.verify.trusted import read_trusted  # noqa: PLC0415

        return read_trusted(path)

    @cached_property
    def trusted_fonts(self) -> tuple[TrustedFont, ...]:
        """The workspace's pinned fonts, as the verifier needs them."""
        return tuple(
            TrustedFont(f"{family.name} {face.weight}", face.path.read_bytes(), face.sha256, family.x_height)
            for family in self.workspace.fonts.values()
            for face in family.faces
        )
