"""The Composer: from a Request to a Composition, in one locale, by the outline of the templates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from leafgen.compose import contacts, dose
from leafgen.compose.case import Case
from leafgen.compose.composition import (
    Block,
    Brand,
    Bullets,
    Cards,
    Composition,
    Paragraph,
    QuestionBlock,
    Role,
    Run,
    Said,
    Section,
    TableBlock,
    TableRow,
)
from leafgen.compose.fingerprint import everything_said, fingerprint, needed_messages, short
from leafgen.compose.label import LabelLines, barcode, product_name
from leafgen.compose.request import Request
from leafgen.compose.rule_runner import conditions_of, enforce
from leafgen.compose.speech import Speech, plain
from leafgen.content.content import Content
from leafgen.content.model import Kind, Question, Statement, Table
from leafgen.content.outline import Form, LabelOutline, Part, SectionOutline, profile_of
from leafgen.kernel.diagnostics import Diagnostic, Place
from leafgen.kernel.errors import RefusedByPolicy
from leafgen.translate.catalogues import Translations, Unavailable

#: Messages that are named so are the alternative texts of pictograms.
PICTURE = "picture-"


def _gaps(translations: Translations, lacking: Sequence[Unavailable]) -> list[Diagnostic]:
    """What a locale cannot say, each by name; of one that can say nothing at all, the reason once."""
    folder, reasons = f"leaflets/locales/{translations.locale}", {gap.reason for gap in lacking}
    if not translations.texts and len(reasons) == 1:
        return [Diagnostic(Place(folder), f"none of {len(lacking)} texts can be said: {reasons.pop()}")]
    return [Diagnostic(Place(folder, 0, gap.context), gap.reason) for gap in lacking]


def compose(request: Request, content: Content, translations: Translations, *, approved: bool = False) -> Composition:
    """Compose what `request` asks for and hold it against every safety rule. Unless it is `approved`, every page
    says that it is a draft.

    Raises RefusedByPolicy when the locale cannot say all of it, or when a rule objects.
    """
    messages = needed_messages(content.core, request.indication)
    if lacking := translations.lacking(messages):
        raise RefusedByPolicy(
            f"{request.indication.id} is not available in {request.locale.id}: nothing is printed in another language",
            diagnostics=_gaps(translations, lacking),
        )
    case = Case(request, content.core)
    composition = _Composer(case, content, translations, approved=approved).compose()
    enforce(case, composition)
    return composition


class _Composer:
    def __init__(self, case: Case, content: Content, translations: Translations, *, approved: bool) -> None:
        self.case = case
        self.request = case.request
        self.content = content
        self.conditions = conditions_of(case)
        personal = dose.total(self.request)
        self.speech = Speech(
            case,
            translations,
            {
                **({"patient.dose": personal} if personal else {}),
                "clinic.name": Run(self.request.clinic.name, Role.NAME),
                "clinic.questions": contacts.phone_run(self.request, contacts.questions_number(self.request)),
                "clinic.emergency": contacts.phone_run(self.request, contacts.emergency_number(self.request)),
                **contacts.ambulance(self.request),
                "clinic.website": Run(self.request.clinic.website, Role.NAME),
            },
            "patient.dose" if personal else self.request.indication.dose or "",
        )
        said = everything_said(case.core, case.indication, self.request.locale, translations)
        self.content_hash = short(fingerprint(said))
        self.approved = approved

    def compose(self) -> Composition:
        return self.leaflet() if self.request.kind == "leaflet" else self.label()

    def leaflet(self) -> Composition:
        pages = {"page": Run("{page}"), "pages": Run("{pages}")}
        return replace(
            self.titled(self.own("title")),
            head=tuple(contacts.head(self.speech)),
            personal=tuple(self.personal()),
            subtitle=self.own("subtitle"),
            sections=tuple(self.sections()),
            footer=tuple(self.footer()),
            page_of=self.speech.wording("page-of", pages),
            pictures=dict(self.pictures()),
        )

    def label(self) -> Composition:
        request, parts = self.request, {"part": Run("{part}"), "parts": Run("{parts}")}
        return replace(
            self.titled(product_name(self.speech)),
            lines=tuple(LabelLines(self.speech, self.conditions).of(self.profile())),
            part_of=self.speech.wording("part-of", parts),
            code=barcode(request, self.content_hash),
            stock=request.stock.id if request.stock else "",
            start=request.start,
            copies=request.copies,
        )

    def titled(self, title: Said) -> Composition:
        """What leaflets and labels have alike."""
        request, clinic = self.request, self.request.clinic
        return Composition(
            kind=request.kind,
            indication=request.indication.id,
            locale=request.locale.id,
            direction=request.locale.direction,
            font=request.locale.font,
            edition=request.edition,
            title=title,
            brand=Brand(
                clinic.colours.primary,
                clinic.colours.accent,
                clinic.logo or None,
                clinic.name if clinic.logo else "",
            ),
            content_hash=self.content_hash,
            revised=request.indication.revised,
        )

    def pictures(self) -> Iterator[tuple[str, str]]:
        """What a screen reader says for each pictogram that has words of its own."""
        for name in self.case.core.wording:
            if name.startswith(PICTURE):
                yield name.removeprefix(PICTURE), self.speech.wording(name).text

    def profile(self) -> LabelOutline:
        return profile_of(self.content.labels.values(), self.case.product_class, self.request.clinic.country)

    def own(self, name: str) -> Said:
        return self.speech.say(f"{self.request.indication.id}#{name}", Kind.WORDING)

    def personal(self) -> Iterator[tuple[Said, Said]]:
        request = self.request
        dates = ((name, value) for name, value in (("birth-date", request.birth_date), ("date", request.date)) if value)
        if request.patient_name:
            yield self.speech.wording("personal-name"), plain("patient.name", request.patient_name)
        for name, value in dates:
            said = plain(f"patient.{name}", request.locale.date(value), Role.DATE)
            yield self.speech.wording(f"personal-{name}"), said
        if amount := dose.total(request):
            yield self.speech.wording("personal-dose"), Said("patient.dose", Kind.DOSE, (amount,), safety=True)
        if request.dose_note:
            note = plain("patient.dose-note", request.dose_note, kind=Kind.DOSE)
            yield self.speech.wording("personal-note"), note

    def footer(self) -> Iterator[Said]:
        revised = Run(self.request.locale.date(self.request.indication.revised), Role.DATE)
        yield self.speech.wording("revised", {"date": revised})
        yield self.speech.wording("document", {"hash": Run(self.content_hash, Role.NAME)})
        if not self.approved:
            yield self.speech.wording("draft")

    # Leaflets

    def sections(self) -> Iterator[Section]:
        for outline in self.content.leaflet.sections:
            if blocks := tuple(block for part in outline.parts for block in self.blocks(part)):
                yield self.section(outline, blocks)

    def section(self, outline: SectionOutline, blocks: tuple[Block, ...]) -> Section:
        heading = self.speech.wording(f"heading-{outline.id}")
        return Section(outline.id, str(outline.look), heading, blocks, outline.wide)

    def blocks(self, part: Part) -> Iterator[Block]:
        match part.form:
            case Form.TABLE:
                yield from (self.table(table) for table in self.tables(part.kind))
            case Form.QUESTIONS:
                yield from (self.question(question) for question in self.questions())
            case Form.TIMETABLE:
                yield from dose.personal(self.speech)
            case Form.CONTACTS:
                yield Bullets(tuple(Paragraph(said) for said in contacts.contacts(self.speech)))
            case Form.SOURCES:
                yield Paragraph(self.sources())
            case _:
                yield from self.statements(part)

    def statements(self, part: Part) -> Iterator[Block]:
        paragraphs = tuple(self.paragraph(statement) for statement in self.printed(part.kind))
        if not paragraphs:
            return
        if part.form is Form.BULLETS:
            yield Bullets(paragraphs)
        elif part.form is Form.CARDS:
            yield Cards(paragraphs)
        else:
            yield from paragraphs

    def printed(self, kind: Kind) -> Iterator[Statement]:
        """Statements of a kind whose condition holds: the core's first, but for the cards in short, where the
        leaflet's own dose comes first."""
        found = list(self.case.holding(kind, self.conditions))
        own = f"{self.request.indication.id}."
        if kind is Kind.IN_SHORT:
            found.sort(key=lambda statement: not statement.id.startswith(own))
        yield from found

    def paragraph(self, statement: Statement) -> Paragraph:
        said = self.speech.say(statement.id, statement.kind, statement.arguments, source=statement.source)
        heading = self.speech.say(f"{statement.id}#heading", statement.kind) if statement.heading else None
        return Paragraph(said, heading)

    def tables(self, kind: Kind) -> Iterable[Table]:
        found = (*self.case.core.tables, *self.request.indication.tables)
        return (table for table in found if table.kind is kind)

    def table(self, table: Table) -> TableBlock:
        say, source = self.speech.say, table.source
        return TableBlock(
            id=table.id,
            kind=table.kind,
            caption=say(f"{table.id}#caption", table.kind),
            columns=tuple(
                say(f"{table.id}#column-{number}", table.kind) for number in range(1, len(table.columns) + 1)
            ),
            rows=tuple(
                TableRow(
                    f"{table.id}.{row.id}",
                    tuple(
                        say(f"{table.id}.{row.id}#{number}", table.kind, cell.arguments, source=row.source or source)
                        for number, cell in enumerate(row.cells, 1)
                    ),
                )
                for row in table.rows
            ),
        )

    def questions(self) -> Iterable[Question]:
        return (*self.case.core.questions, *self.request.indication.questions)

    def question(self, question: Question) -> QuestionBlock:
        say, source = self.speech.say, question.source
        asked = say(f"{question.id}#question", Kind.QUESTION, _used(question, question.question), source=source)
        answer = say(f"{question.id}#answer", Kind.QUESTION, _used(question, question.answer), source=source)
        return QuestionBlock(question.id, asked, answer)

    def sources(self) -> Said:
        """The sources of this leaflet, as citations; those of single facts are in `leafgen explain`."""
        named = dict.fromkeys(self.request.indication.source)
        for statement in self.case.statements():
            named.update(dict.fromkeys(statement.source))
        cites = "; ".join(self.content.sources[name].cite.removesuffix(".") for name in named)
        return self.speech.wording("sources", {"sources": Run(cites, Role.NAME)})


def _used(question: Question, text: str) -> dict[str, str]:
    return {name: value for name, value in question.arguments.items() if f"{{{name}}}" in text}
