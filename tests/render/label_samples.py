"""Label compositions as a pharmacy prints them, Dutch and English, for tests and for looking at."""

from __future__ import annotations

import hashlib
from importlib.util import find_spec
from pathlib import Path

from leafgen.compose.composition import Brand, Composition, LabelLine, Role, Run, Said
from leafgen.content.fonts import FontFace, FontFamily
from leafgen.content.model import Kind
from leafgen.content.stocks import Stock
from leafgen.kernel.geometry import A4

_SPEC = find_spec("fontpkg_fira_sans")
assert _SPEC is not None
assert _SPEC.origin is not None
_FILES = Path(_SPEC.origin).parent / "files"


def _face(weight: int, file: str) -> FontFace:
    path = _FILES / f"FiraSans-{file}.ttf"
    return FontFace(weight, path, hashlib.sha256(path.read_bytes()).hexdigest())


FIRA = FontFamily(
    "fira-sans", "Fira Sans", (_face(400, "Regular"), _face(500, "Medium"), _face(600, "SemiBold")), 0.527
)

L7160 = Stock("avery-l7160", "Avery L7160", "Avery", 63.5, 38.1, "maker's template", A4, 3, 7, 7.25, 15.15, 66, 38.1, 2)
ROLL = Stock("roll-70x35", "Roll 70 x 35 mm", "generic", 70, 35, "UK dispensing label", margin=1.5)
DYMO = Stock("dymo-99012", "Dymo 99012", "Dymo", 89, 36, "maker's catalogue", margin=1.5)
TINY = Stock("tiny", "Tiny 30 x 15 mm", "none", 30, 15, "test", margin=1)
STOCKS = (L7160, ROLL, DYMO)


def say(identity: str, *texts: str | Run, kind: Kind = Kind.WORDING, safety: bool = False) -> Said:
    runs = tuple(Run(text) if isinstance(text, str) else text for text in texts)
    return Said(identity, kind, runs, safety=safety)


def quantity(text: str) -> Run:
    return Run(text.replace(" ", "\u00a0"), Role.QUANTITY)


def warning(identity: str, *texts: str | Run) -> LabelLine:
    return LabelLine("warning", (say(identity, *texts, kind=Kind.CONTRAINDICATION, safety=True),), priority=1)


WORDS = {
    "en": {
        "product": "Magnesium for migraine prevention",
        "limit": "More than {} only if your doctor advises it.",
        "how": "Take with food and a full glass of water.",
        "kidney": "Do not use with severe kidney problems.",
        "loose": "Can cause loose stools.",
        "apart": ("Keep ", " from other medicines."),
        "leaflet": "Read the leaflet first.",
        "children": "Keep out of reach of children.",
        "dose": ("Take ", " (elemental magnesium)."),
        "limit-amount": "250 mg a day",
        "amount": "200 to 400 mg a day",
        "hours": "2 to 4 hours",
        "part": ("Label ", " of "),
    },
    "nl": {
        "product": "Magnesium om migraine te voorkomen",
        "limit": "Meer dan {} alleen op advies van uw arts.",
        "how": "Neem in bij het eten met een vol glas water.",
        "kidney": "Niet gebruiken bij ernstige nierproblemen.",
        "loose": "Kan dunne ontlasting geven.",
        "apart": ("Houd ", " tussen dit middel en andere middelen."),
        "leaflet": "Lees eerst de folder.",
        "children": "Buiten bereik van kinderen houden.",
        "dose": ("Neem ", " in (elementair magnesium)."),
        "limit-amount": "250 mg per dag",
        "amount": "200 tot 400 mg per dag",
        "hours": "2 tot 4 uur",
        "part": ("Etiket ", " van "),
    },
}


def label(
    locale: str = "nl",
    *,
    pharmacy: str = "Apotheek Voorbeeld",
    patient: str = "mevr. A. de Vries",
    product: str = "",
    doses: tuple[str, ...] = (),
    note: str = "",
    copies: int = 1,
    start: int = 1,
    parts: bool = True,
    last: tuple[LabelLine, ...] = (),
) -> Composition:
    words = WORDS[locale]

    def word(key: str) -> str:
        text = words[key]
        assert isinstance(text, str)
        return text

    before, after = words["dose"]
    dose = tuple(say(f"patient.timetable.{number}", text, kind=Kind.DOSE) for number, text in enumerate(doses))
    if not dose:
        dose = (say("migraine-prevention.dose", before, quantity(word("amount")), after, kind=Kind.DOSE, safety=True),)
    limit_before, limit_after = word("limit").split("{}")
    apart_before, apart_after = words["apart"]
    named = (say("patient.name", Run(patient, Role.NAME)),) if patient else ()
    lines = [
        LabelLine(
            "head",
            (say("clinic.name", Run(pharmacy, Role.NAME)), say("clinic.questions", Run("0519 229 200", Role.PHONE))),
            (say("patient.date", Run("21-11-2026", Role.DATE)),),
            repeat=True,
        ),
        LabelLine("patient", (*named, say("patient.birth-date", Run("12-03-1961", Role.DATE))), repeat=True),
        LabelLine("product", (say("product", product or word("product")),), repeat=True),
        *(LabelLine("dose", (one,)) for one in dose),
        warning("core.limit", limit_before, quantity(word("limit-amount")), limit_after),
        LabelLine("text", (say("core.how", word("how")),)),
        warning("core.kidney", word("kidney")),
        warning("core.loose-stools", word("loose")),
        warning("core.apart", apart_before, quantity(word("hours")), apart_after),
        *((LabelLine("text", (say("patient.dose-note", note),)),) if note else ()),
        LabelLine("foot", (say("wording.label-read-leaflet", word("leaflet")),)),
        LabelLine("foot", (say("core.children", word("children")),)),
        *last,
    ]
    part_before, part_between = words["part"]
    return Composition(
        kind="label",
        indication="migraine-prevention",
        locale=locale,
        direction="ltr",
        font="fira-sans",
        edition="standard",
        title=say("migraine-prevention#product", word("product")),
        brand=Brand("#205072", "#329d9c"),
        lines=tuple(lines),
        part_of=say("wording.part-of", part_before, Run("{part}"), part_between, Run("{parts}")) if parts else None,
        copies=copies,
        start=start,
        content_hash="1A2B-3C4D",
    )


LONG = {
    "nl": label(
        "nl",
        pharmacy="Apotheek Zorgcentrum De Oude Wethouder",
        patient="mevrouw Anna Wilhelmina van der Steen-Bakhuizen van den Brink",
        product="magnesiumcitraat 150 mg, 60 tabletten",
        doses=("ochtend: 1 tablet bij het eten", "avond: een halve tablet bij het eten"),
        note="Bouw in 2 weken op volgens het schema dat u van ons kreeg.",
    ),
    "en": label(
        "en",
        pharmacy="The Old Market Square Pharmacy",
        patient="Mrs Alexandra Featherstonehaugh-Cholmondeley",
        product="magnesium citrate 150 mg, 60 tablets",
        doses=("morning: 1 tablet with food", "evening: half a tablet with food"),
        note="Build up over 2 weeks as in the schedule we gave you.",
    ),
}
