"""Good kinds set from HTML: everything a careful typesetter does."""

from __future__ import annotations

from tests.verify.mutants.material import (
    DOSE,
    KIDNEY,
    PHONE,
    ROW,
    ROW2,
    WAIT,
    WARN,
    Maker,
    Specimen,
    body,
    html_pdf,
    promise,
    table_row,
    usual,
)
from tests.verify.mutants.shelf import GOODS, good

FILLER = (
    "<p>" + " ".join(f"Sentence {word} says something harmless." for word in ["one", "two", "three", "four"]) + "</p>"
)


def _styles(**kinds: str) -> None:
    for name, css in kinds.items():
        GOODS[name.replace("_", "-")] = _usual(css, True)
        GOODS[name.replace("_", "-") + "-untagged"] = _usual(css, False)


def _usual(css: str, tagged: bool) -> Maker:
    return lambda: usual(css, tagged)


_styles(
    plain="",
    justified="p, li { text-align: justify } body { width: 70mm }",
    hyphenated="p, li { hyphens: auto; text-align: justify } body { width: 52mm }",
    hyphenated_usual_hyphen='html { hyphenate-character: "\\2010"; font-family: LeafArabic } p { hyphens: auto } '
    "body { width: 50mm }",
    two_columns="body { columns: 2; column-gap: 8mm } h1 { font-size: 13pt }",
    three_columns="body { columns: 3; column-gap: 5mm; font-size: 9pt } h1 { font-size: 10pt }",
    ligatures_off="html { font-variant-ligatures: none }",
    small_caps="p { font-variant: small-caps }",
    small_caps_on_a_line_of_their_own="html { font-family: LeafArabic } body { width: 45mm } "
    "p { font-variant: small-caps }",
    small_caps_made_of_capitals="html { font-family: LeafArabic } p { font-variant: small-caps }",
    letter_spacing="p, li { letter-spacing: 1.2pt }",
    wide_letter_spacing="p, li { letter-spacing: 3pt }",
    tight_letter_spacing="p, li { letter-spacing: -0.25pt }",
    word_spacing="p, li { word-spacing: 4pt }",
    large_print="html { font-size: 18pt }",
    small_print="html { font-size: 7.5pt }",
    white_on_dark="body { background: #123; color: white } html { background: #123; color: white }",
    grey_555="p { color: #555 }",
    coloured="p { color: #a00 } li { color: #005a9c }",
    tinted_box="p { background: #fff3c4; border: 1pt solid #d90; padding: 4pt }",
    rounded_box="p { background: #e8f3ff; border-radius: 6pt; padding: 5pt; border: 0.8pt solid #36c }",
    underlined="p { text-decoration: underline }",
    underlined_partly="p:nth-of-type(2) { text-decoration: underline dotted }",
    bold="p { font-weight: 700 }",
    centred="p { text-align: center } body { width: 80mm }",
    right_aligned="p { text-align: right } body { width: 80mm }",
    indented="p { text-indent: 12mm } body { width: 80mm }",
    hanging="p { text-indent: -6mm; padding-left: 6mm } body { width: 80mm }",
    tight_leading="html { line-height: 1 } body { width: 70mm }",
    tighter_leading="html { line-height: 0.95 } body { width: 70mm }",
    wrapped_cells="table { width: 60mm } td { hyphens: auto }",
    quarter_turn="table { transform: rotate(90deg); margin: 70mm 0 }",
    quarter_turn_back="table { transform: rotate(-90deg); margin: 70mm 0 }",
    tilted="p { transform: rotate(-2deg) }",
    old_style_figures="html { font-variant-numeric: oldstyle-nums proportional-nums }",
    tabular_figures="html { font-variant-numeric: tabular-nums lining-nums }",
    inside_markers="ul { list-style: inside disc }",
    square_markers="ul { list-style: square }",
    zebra="tr:nth-child(odd) { background: #eef } td { border: 0 }",
    shaded="p { background: linear-gradient(#fff, #dde6ff) }",
    faint_mark='body { background: url("data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 '
    'width=%22300%22 height=%22300%22%3E%3Ccircle cx=%22150%22 cy=%22150%22 r=%22120%22 '
    'fill=%22%23eef2f2%22/%3E%3C/svg%3E") }',
    slightly_transparent="p { opacity: 0.85 }",
    kerning_off="html { font-kerning: none }",
    border_beside="p { border-left: 3pt solid #b00; padding-left: 4pt }",
    relative="p { position: relative; left: 3mm }",
    absolute_note="h1 { position: absolute; top: 0; left: 60mm } body { padding-top: 15mm }",
    uppercase="h1 { text-transform: uppercase }",
    narrow_label="@page { size: 70mm 120mm; margin: 3mm } html { font-size: 7pt; line-height: 1.2 } "
    "h1 { font-size: 9pt }",
)  # fmt: skip


@good
def inline_marks() -> Specimen:
    """Emphasis inside statements."""
    return usual(warn=f"<p>{WARN.replace('not', '<b>not</b>').replace('350 mg', '<strong>350 mg</strong>')}</p>")


@good
def inline_marks_untagged() -> Specimen:
    """Emphasis inside statements, without tags."""
    return usual("", False, warn=f"<p>{WARN.replace('not', '<b>not</b>').replace('350 mg', '<b>350 mg</b>')}</p>")


@good
def link_in_statement() -> Specimen:
    """A telephone number as a link."""
    link = '<a href="tel:0205669111">020 566 9111</a>'
    return usual(phone=f"<p>{PHONE.replace('020 566 9111', link)}</p>")


@good
def no_break_spaces() -> Specimen:
    """Numbers and units kept together."""
    return usual("body { width: 60mm }", warn=f"<p>{WARN.replace('350 mg', '350&nbsp;mg')}</p>")


@good
def over_a_page_break() -> Specimen:
    """A statement that begins on one page and ends on the next."""
    return Specimen(html_pdf(body(), "@page { size: 90mm 62mm; margin: 8mm 8mm 12mm }"), promise())


@good
def over_a_page_break_untagged() -> Specimen:
    """The same without tags, with page numbers between the halves."""
    return Specimen(html_pdf(body(), "@page { size: 90mm 62mm; margin: 8mm 8mm 12mm }", tagged=False), promise())


@good
def page_headers() -> Specimen:
    """A running header on every page."""
    css = '@page { size: A5; @top-left { content: "Pharmacy leaflet"; font: 8pt Leaf } }'
    return Specimen(html_pdf(FILLER + body() + FILLER * 8, css, tagged=False), promise())


@good
def ordered_list() -> Specimen:
    """Numbered steps."""
    items = f"<ol><li>{DOSE}</li><li>{WAIT}</li></ol>"
    return usual(list=items)


@good
def nested_list() -> Specimen:
    """A list in a list."""
    return usual(list=f"<ul><li>Remember<ul><li>{DOSE}</li><li>{WAIT}</li></ul></li></ul>")


@good
def soft_hyphens() -> Specimen:
    """Soft hyphens set by hand."""
    words = WARN.replace("elemental", "ele&shy;men&shy;tal").replace("magnesium", "magne&shy;sium")
    return usual("html { hyphens: manual } p { width: 40mm }", warn=f"<p>{words}</p>")


@good
def table_head() -> Specimen:
    """Rows under column headings that were not promised."""
    head = "<thead><tr><th>Who</th><th>How much</th><th>How often</th></tr></thead>"
    return usual(table=f"<table>{head}{table_row(ROW)}{table_row(ROW2)}</table>")


@good
def float_beside() -> Specimen:
    """A box beside the text."""
    box = '<div style="float: right; width: 40mm; border: 1pt solid; padding: 2mm">Keep this leaflet.</div>'
    return usual("body { width: 150mm }", intro=box)


@good
def accents() -> Specimen:
    """Letters with accents, in Dutch and Vietnamese, composed and with combining marks."""
    texts = (
        "Gebruik vóór de maaltijd één tablet; drieëntwintig coördinaten.",
        "Uống 2 viên mỗi ngày, không quá 5 ngày.",
    )
    combined = "Cafe\u0301 na\u0308chste reëel"
    page = html_pdf("".join(f"<p>{text}</p>" for text in (*texts, combined)), language="nl")
    return Specimen(page, promise([("a", texts[0]), ("b", texts[1]), ("c", combined)], "nl"))


@good
def greek_and_cyrillic() -> Specimen:
    """Other alphabets."""
    texts = ("Μην πάρετε περισσότερα από 350 mg την ημέρα.", "Не принимайте больше 350 мг в день.")
    page = html_pdf("".join(f"<p>{text}</p>" for text in texts), language="el")
    return Specimen(page, promise([("a", texts[0]), ("b", texts[1])], "el"))


@good
def signs() -> Specimen:
    """Micro sign, fractions, degrees, dashes."""
    texts = (
        "Take 250 µg – not 250 mg – below 25 °C.",
        "½ tablet is 62.5 mg (≤ 1% more).",
        "Use 1½ or 10² m² — “never” 3×.",
    )
    page = html_pdf("".join(f"<p>{text}</p>" for text in texts))
    return Specimen(page, promise([(str(number), text) for number, text in enumerate(texts)]))


ARABIC = (
    "لا تتناول أكثر من {350 mg} في اليوم إلا إذا أخبرك الطبيب بذلك.",
    "إذا كانت لديك أسئلة فاتصل على الرقم {020 566 9111} في أي وقت.",
    "تناول من {10–20} قطرة، ثم انتظر {4} ساعات على الأقل.",
)


def arabic_page(css: str = "", isolate: bool = True, tagged: bool = True) -> Specimen:
    """Arabic statements, their numbers isolated or not."""
    opening, closing = ('<bdi dir="ltr" style="white-space: nowrap">', "</bdi>") if isolate else ("", "")
    paragraphs = "".join(f"<p>{text.replace('{', opening).replace('}', closing)}</p>" for text in ARABIC)
    css = "html { font-family: LeafArabic } body { width: 75mm }" + css
    plain = [(f"s{number}", text.replace("{", "").replace("}", "")) for number, text in enumerate(ARABIC)]
    return Specimen(html_pdf(paragraphs, css, "ar", tagged), promise(plain, "ar"))


@good
def arabic() -> Specimen:
    """Arabic with isolated numbers."""
    return arabic_page()


@good
def arabic_untagged() -> Specimen:
    """The same without tags."""
    return arabic_page(tagged=False)


@good
def arabic_bold_wide() -> Specimen:
    """Arabic, bold, on one line."""
    return arabic_page("p { font-weight: 700 } body { width: 150mm }")


@good
def arabic_justified() -> Specimen:
    """Arabic between two straight edges."""
    return arabic_page("p { text-align: justify } body { width: 55mm }")


@good
def arabic_columns() -> Specimen:
    """Arabic in two columns, without tags."""
    return arabic_page("body { width: 150mm; columns: 2 }", tagged=False)


@good
def arabic_with_vowel_signs() -> Specimen:
    """Marks over and under letters, Arabic digits, a percentage, brackets."""
    texts = ("لا تَتَنَاوَلْ أكثرَ مِن ٣٥٠ ملغ (أي ١٠٪) يوميًّا.", "الجرعة: ١ أو ٢ كبسولة، لا أكثر!")
    page = html_pdf("".join(f"<p>{text}</p>" for text in texts), "html { font-family: LeafArabic }", "ar")
    return Specimen(page, promise([("a", texts[0]), ("b", texts[1])], "ar"))


@good
def arabic_emphasis() -> Specimen:
    """A bold word inside a statement."""
    text = "لا تتناول أكثر من كبسولة واحدة في اليوم."
    page = html_pdf(f"<p>{text.replace('واحدة', '<b>واحدة</b>')}</p>", "html { font-family: LeafArabic }", "ar")
    return Specimen(page, promise([("a", text)], "ar"))


@good
def persian_and_urdu() -> Specimen:
    """Letters that Arabic lacks, and a zero-width non-joiner."""
    texts = ("این دارو را نمی‌توانید با شیر بخورید.", "ڈاکٹر سے پوچھے بغیر نہ کھائیں۔")
    page = html_pdf("".join(f"<p>{text}</p>" for text in texts), "html { font-family: LeafArabic }", "ar")
    return Specimen(page, promise([("a", texts[0]), ("b", texts[1])], "ar"))


@good
def run_in_heading() -> Specimen:
    """A bold heading in the line of its statement."""
    return usual(warn=f"<p><b>Dose.</b> {WARN}</p>", kidney=f"<p><b>Kidneys:</b> {KIDNEY}</p>")


@good
def several_in_a_paragraph() -> Specimen:
    """Statements that share a paragraph."""
    return usual(warn=f"<p>{WARN} {KIDNEY}</p>", kidney="")


@good
def several_in_a_paragraph_untagged() -> Specimen:
    """The same without tags."""
    return usual("body { width: 80mm }", False, warn=f"<p>{WARN} {KIDNEY}</p>", kidney="")


@good
def arabic_table() -> Specimen:
    """A table in Arabic."""
    row = ("البالغون", '<bdi dir="ltr">300 mg</bdi>', "مرة واحدة في اليوم")
    page = html_pdf(f"<table>{table_row(row)}</table>", "html { font-family: LeafArabic }", "ar")
    return Specimen(page, promise([("row", (row[0], "300 mg", row[2]))], "ar"))


@good
def arabic_table_untagged() -> Specimen:
    """The same without tags: nothing but room stands between its cells."""
    row = ("البالغون", "300 ملغ", "مرة واحدة في اليوم")
    page = html_pdf(f"<table>{table_row(row)}</table>", "html { font-family: LeafArabic }", "ar", tagged=False)
    return Specimen(page, promise([("row", row)], "ar"))


@good
def turkish_capitals() -> Specimen:
    """A sentence set in capitals by the rules of Turkish, which keep the dot of the i."""
    words = "İyi hissetmiyorsanız bu ilacı içmeyiniz."
    page = html_pdf(f'<p style="text-transform: uppercase">{words}</p>', language="tr")
    return Specimen(page, promise([("s", words)], "tr"))
