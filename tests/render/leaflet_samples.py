"""Hand-built leaflets of realistic length, so that the page can be judged and tested without the composer.

In the texts `*...*` marks a quantity, `+...+` a phone number and `~...~` a date; `id| heading| text` is a statement.
"""

from __future__ import annotations

import re
from dataclasses import replace

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
from leafgen.content.model import SAFETY_KINDS, Kind

_ROLES = {"*": Role.QUANTITY, "+": Role.PHONE, "~": Role.DATE}
_MARKED = re.compile(r"\*([^*]+)\*|\+([^+]+)\+|~([^~]+)~")

BRAND = Brand(primary="#0f5f63", accent="#e6f1f1")


def runs(text: str) -> tuple[Run, ...]:
    """The runs of a marked text; quantities and phone numbers get no-break spaces."""
    out: list[Run] = []
    end = 0
    for match in _MARKED.finditer(text):
        if match.start() > end:
            out.append(Run(text[end : match.start()]))
        role = _ROLES[match[0][0]]
        out.append(Run(match[0][1:-1].replace(" ", "\u00a0"), role))
        end = match.end()
    if end < len(text):
        out.append(Run(text[end:]))
    return tuple(out)


def said(id: str, kind: Kind, text: str) -> Said:
    """One statement."""
    return Said(id, kind, runs(text), safety=kind in SAFETY_KINDS)


def paragraph(id: str, kind: Kind, text: str) -> Paragraph:
    """A statement, with a run-in heading before a `|`."""
    heading, bar, rest = text.partition("|")
    if bar:
        return Paragraph(said(id, kind, rest.strip()), said(f"{id}#heading", Kind.WORDING, heading.strip()))
    return Paragraph(said(id, kind, text))


def paragraphs(kind: Kind, *texts: str) -> tuple[Paragraph, ...]:
    """Statements of one kind, numbered."""
    return tuple(paragraph(f"{kind}-{number}", kind, text) for number, text in enumerate(texts, 1))


def bullets(kind: Kind, *texts: str) -> Bullets:
    """A list."""
    return Bullets(paragraphs(kind, *texts))


def cards(*texts: str) -> Cards:
    """Cards, each `heading | text`."""
    return Cards(paragraphs(Kind.IN_SHORT, *texts))


def table(id: str, kind: Kind, columns: str, *rows: str, caption: str = "") -> TableBlock:
    """A table whose cells are separated by `|`."""
    heads = tuple(said(f"{id}#column-{n}", Kind.WORDING, cell.strip()) for n, cell in enumerate(columns.split("|"), 1))
    body = tuple(
        TableRow(
            f"{id}.row-{r}",
            tuple(said(f"{id}.row-{r}#{c}", kind, cell.strip()) for c, cell in enumerate(row.split("|"), 1)),
        )
        for r, row in enumerate(rows, 1)
    )
    return TableBlock(id, kind, heads, body, said(f"{id}#caption", Kind.WORDING, caption) if caption else None)


def questions(*pairs: str) -> tuple[QuestionBlock, ...]:
    """Questions, each `question | answer`."""
    out = []
    for number, pair in enumerate(pairs, 1):
        question, _, answer = pair.partition("|")
        out.append(
            QuestionBlock(
                f"question-{number}",
                said(f"question-{number}#question", Kind.QUESTION, question.strip()),
                said(f"question-{number}#answer", Kind.QUESTION, answer.strip()),
            )
        )
    return tuple(out)


def section(id: str, heading: str, *blocks: Block, look: str = "plain", wide: bool = False) -> Section:
    """A section of the leaflet."""
    return Section(id, look, said(f"heading-{id}", Kind.WORDING, heading) if heading else None, blocks, wide)


def migraine_nl(edition: str = "standard", personal: bool = True) -> Composition:
    """The Dutch migraine leaflet, about 750 words."""
    sections = (
        section(
            "in-short",
            "In het kort",
            cards(
                "Hoeveel | *200 tot 400 mg* per dag, verdeeld over de dag",
                "Wanneer | bij het eten, met een vol glas water",
                "Let op | niet gebruiken bij ernstige nierproblemen",
                "Vragen | bel +088 0100 900+",
            ),
            look="cards",
            wide=True,
        ),
        section(
            "do-not-use",
            "Gebruik dit niet",
            bullets(
                Kind.CONTRAINDICATION,
                "als u ernstige nierproblemen hebt of dialyse krijgt",
                "als u een hartblok hebt, of een andere ernstige stoornis van het hartritme",
                "als u myasthenia gravis hebt (een ziekte waarbij spieren snel zwak worden)",
                "als u een ernstige ziekte van de darmen hebt, behalve als uw arts u begeleidt",
            ),
            look="danger",
            wide=True,
        ),
        section(
            "what",
            "Wat is magnesiumcitraat?",
            *paragraphs(
                Kind.USE,
                "Magnesium is een mineraal. Uw spieren, zenuwen en hart hebben het nodig. Citraat is de vorm waarin "
                "het magnesium in dit middel zit. Uw lichaam neemt deze vorm beter op dan sommige andere vormen.",
            ),
        ),
        section(
            "how-it-helps",
            "Hoe kan het helpen?",
            *paragraphs(
                Kind.CLAIM,
                "Magnesium ontspant de bloedvaten. Het dempt ook signalen in de hersenen, en er komen minder "
                "stoffen vrij die pijn geven.",
                "Zo kan magnesium helpen om het aantal aanvallen te verminderen. Bij de een werkt het beter dan bij de "
                "ander. Het is niet zeker dat de aanvallen ook minder hevig worden.",
            ),
        ),
        section(
            "how-to-use",
            "Hoe gebruikt u het?",
            *paragraphs(Kind.DOSE, "De gewone hoeveelheid is *200 tot 400 mg* magnesium per dag."),
            table(
                "timetable",
                Kind.DOSE,
                "Wanneer | Hoeveel | Hoe",
                "ochtend | *150 mg* | bij het ontbijt",
                "avond | *150 mg* | bij het avondeten",
            ),
            *paragraphs(
                Kind.LIMIT,
                "Neem alleen meer dan *250 mg* per dag als uw arts dat adviseert.",
            ),
            bullets(
                Kind.HOW_TO_TAKE,
                "Neem het in bij het eten, met een vol glas water.",
                "Slik een tablet of capsule heel door. Roer poeder goed door het water.",
                "Begin met een lage hoeveelheid en bouw langzaam op. Dan hebt u minder kans op dunne ontlasting.",
            ),
            *paragraphs(
                Kind.ELEMENTAL,
                "Op de verpakking kunnen twee getallen staan. Kijk naar het getal voor elementair magnesium. Het "
                "gewicht van het zout is hoger, maar zegt niet hoeveel magnesium u krijgt.",
            ),
        ),
        section(
            "how-long",
            "Wanneer merkt u iets?",
            *paragraphs(
                Kind.ONSET,
                "Geef het de tijd. Vaak merkt u pas na *8 tot 12 weken* of u minder aanvallen krijgt. Houd in een "
                "dagboek bij hoe vaak u hoofdpijn hebt.",
            ),
            *paragraphs(
                Kind.DURATION,
                "Soms is het nodig om het maanden of langer te gebruiken. Dan kan uw arts om de paar maanden uw bloed "
                "laten onderzoeken. Uw arts bespreekt met u wanneer u kunt stoppen.",
            ),
        ),
        section(
            "ask-first",
            "Overleg eerst met uw arts of apotheker",
            bullets(
                Kind.CAUTION,
                "als uw nieren minder goed werken",
                "als u medicijnen gebruikt voor uw hartritme of bloeddruk, zoals bètablokkers en calciumblokkers",
                "als u medicijnen gebruikt tegen epilepsie of diabetes, plastabletten of maagzuurremmers",
                "als u diabetes hebt: controleer in het begin vaker uw bloedsuiker",
                "als u zwanger bent, zwanger wilt worden of borstvoeding geeft",
                "voordat u het aan een kind geeft: de hoeveelheid hangt af van leeftijd en gewicht",
            ),
        ),
        section(
            "keep-apart",
            "Houd tijd tussen deze middelen",
            *paragraphs(
                Kind.INTERACTION,
                "Magnesium kan ervoor zorgen dat andere middelen minder goed werken. Neem ze niet tegelijk in.",
            ),
            table(
                "apart",
                Kind.INTERACTION,
                "Middel | Tijd ertussen",
                "levothyroxine (schildklierhormoon) | *4 uur*",
                "calcium, ijzer of zink | *2 uur*",
                "antibiotica: tetracyclines en chinolonen | *2 uur*",
                "medicijnen tegen botontkalking (bisfosfonaten) | *2 uur*",
            ),
        ),
        section(
            "side-effects",
            "Bijwerkingen",
            *paragraphs(
                Kind.SIDE_EFFECT,
                "Vaker | dunne ontlasting, buikpijn, buikkrampen, misselijkheid, een opgeblazen gevoel, winderigheid, "
                "sufheid of moeheid.",
                "Dit komt vooral voor bij een hogere hoeveelheid. Hebt u er last van? Neem dan minder en overleg "
                "met uw arts of apotheker.",
            ),
        ),
        section(
            "missed-or-too-much",
            "Vergeten of te veel gebruikt?",
            *paragraphs(
                Kind.MISSED_DOSE,
                "Vergeten | Neem het alsnog in zodra u eraan denkt. Is het bijna tijd voor de volgende keer? Sla "
                "het dan over. Neem nooit een dubbele hoeveelheid.",
            ),
            *paragraphs(
                Kind.OVERDOSE,
                "Te veel | Stop met magnesium en drink water. U kunt diarree krijgen, misselijk, dorstig of duizelig "
                "worden. Bel meteen als u zich zwak voelt, een onregelmatige hartslag hebt of moeilijk ademt.",
            ),
        ),
        section(
            "call-at-once",
            "Bel meteen bij",
            bullets(
                Kind.SERIOUS_SIDE_EFFECT,
                "diarree die niet stopt",
                "spierzwakte of heel erge moeheid",
                "een onregelmatige hartslag of pijn op de borst",
                "moeite met ademen",
                "verwardheid of een heel lage bloeddruk",
            ),
            *paragraphs(Kind.EMERGENCY, "Spoed | +088 0100 960+", "Bij levensgevaar | +112+"),
            look="alarm",
        ),
        section(
            "seek-help",
            "Ga naar uw arts",
            bullets(
                Kind.SEEK_HELP,
                "als uw hoofdpijn anders is dan u gewend bent, of steeds erger wordt",
                "als u na *3 maanden* geen verschil merkt",
                "als u vaker dan *2 dagen per week* een pijnstiller nodig hebt",
            ),
        ),
        section(
            "storage",
            "Bewaren",
            *paragraphs(
                Kind.STORAGE,
                "Bewaar het droog en in de verpakking. Houd het buiten het bereik en het zicht van kinderen.",
            ),
        ),
        section(
            "questions",
            "Vragen en antwoorden",
            *questions(
                "Mag ik dit samen met mijn migrainemedicijn gebruiken? | Meestal wel. Noem al uw medicijnen bij uw "
                "arts of apotheker, dan kijken zij het voor u na.",
                "Kan ik ook genoeg magnesium uit eten halen? | Magnesium zit in volkoren brood, noten, pompoenpitten, "
                "bonen en spinazie. Een supplement vervangt geen gevarieerde voeding.",
                "Maakt het uit welke vorm ik gebruik? | Deze folder gaat over citraat. Andere vormen bevatten een "
                "andere hoeveelheid magnesium. Wissel niet zonder overleg.",
            ),
        ),
        section(
            "contacts",
            "Contact",
            *paragraphs(
                Kind.CONTACT,
                "Vragen | +088 0100 900+, op werkdagen van *8.00 tot 17.00 uur*",
                "Spoed na een behandeling | +088 0100 998+",
                "Spoed na pijnzorg | +088 0100 960+",
                "Website | www.kliniek-voorbeeld.nl",
            ),
        ),
        section(
            "sources",
            "Bronnen",
            *paragraphs(
                Kind.DISCLAIMER,
                "Deze folder geeft algemene informatie. Overleg altijd met uw arts of behandelaar over uw eigen "
                "situatie.",
            ),
            *paragraphs(
                Kind.WORDING,
                "DC Klinieken, patiëntenfolder magnesiumcitraat; EFSA, Tolerable upper intake level for magnesium; "
                "Peikert e.a., Cephalalgia; Health library, magnesium.",
            ),
            look="quiet",
            wide=True,
        ),
    )
    return Composition(
        kind="leaflet",
        indication="migraine-prevention",
        locale="nl",
        direction="ltr",
        font="fira-sans",
        edition=edition,
        title=said("migraine-prevention#title", Kind.WORDING, "Magnesiumcitraat om migraine te voorkomen"),
        brand=BRAND,
        head=(
            said("clinic.name", Kind.CONTACT, "Kliniek Voorbeeld"),
            said("clinic.line-1", Kind.CONTACT, "Pijnzorg, locatie Dokkum"),
        ),
        personal=PERSONAL_NL if personal else (),
        subtitle=said("migraine-prevention#subtitle", Kind.WORDING, "Lees deze folder voordat u begint. Bewaar hem."),
        sections=sections,
        footer=(
            said("footer.revised", Kind.WORDING, "Herzien ~21-11-2026~ · document 7f3a91c2"),
            said("footer.draft", Kind.WORDING, "Concept: nog niet goedgekeurd"),
        ),
        page_of=said("footer.page-of", Kind.WORDING, "Pagina {page} van {pages}"),
        content_hash="7f3a91c2",
    )


def _pair(id: str, name: str, value: Run) -> tuple[Said, Said]:
    return said(f"{id}#name", Kind.WORDING, name), Said(id, Kind.WORDING, (value,))


PERSONAL_NL = (
    _pair("patient.name", "Voor", Run("mevr. A. de Vries-van der Meulen", Role.NAME)),
    _pair("patient.birth-date", "Geboren", Run("12-03-1961", Role.DATE)),
    _pair("patient.date", "Datum", Run("21-11-2026", Role.DATE)),
    _pair("patient.dose-note", "Dosis", Run("300 mg per dag, verdeeld over 2 keer")),
)


def with_name(composition: Composition, name: str) -> Composition:
    """The same leaflet for someone else."""
    first = _pair("patient.name", "Voor", Run(name, Role.NAME))
    return replace(composition, personal=(first, *PERSONAL_NL[1:]))
