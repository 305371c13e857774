"""Kinds that contradict a statement, or take it back, somewhere else in the file, in every language that is shipped;
and, beside them, sentences that are near and say nothing against it."""

from __future__ import annotations

from typing import Any

import pikepdf

from tests.verify.mutants.by_hand import STATEMENTS, line, lines, page
from tests.verify.mutants.material import Specimen, html_pdf, promise
from tests.verify.mutants.shelf import BADS, GOODS

AGAINST = {
    "with": ("Take the tablets with your evening meal.", "Take the tablets without your evening meal."),
    "before": ("Take the tablets before your evening meal.", "Take the tablets after your evening meal."),
    "stop": ("Stop taking the tablets if you feel unwell.", "Keep taking the tablets if you feel unwell."),
    "most": ("Take a maximum of 350 mg of magnesium a day.", "Take a minimum of 350 mg of magnesium a day."),
    "must": ("You must not take it if you are pregnant.", "You may take it if you are pregnant."),
    "safe": ("The tablets are unsafe for your kidneys.", "The tablets are safe for your kidneys."),
    "grams": ("Do not take more than 350 milligrams a day.", "Do not take more than 350 grams a day."),
    "hundred": ("Take no more than three hundred mg of it.", "Take no more than three thousand mg of it."),
    "raised": ("Do not take more than 350 mg a day.", "Do not take more than 350⁰ mg a day."),
    "round": ("Do not take more than 350 mg a day.", "Do not take more than 350O mg a day."),
}
"""What was promised, and what stands there besides."""

TAKEN_BACK = {
    "en": ("The above does not apply.", "This does not apply to children."),
    "nl": ("Het bovenstaande geldt niet.", "Dit geldt niet voor kinderen."),
    "de": ("Das folgende gilt nicht.", "Dies gilt nicht für Kinder."),
    "fr": ("Cette phrase n'est pas vrai.", "Ceci ne s'applique pas aux enfants."),
    "pl": ("Powyższe nie obowiązuje.", "To nie dotyczy dzieci."),
    "tr": ("Yukarıdaki geçerli değildir.", "Bu çocuklar için geçerli değilse sorunuz."),
    "uk": ("Вищенаведене не діє.", "Це не стосується дітей."),
    "ar": ("ما ورد أعلاه غير صحيح.", "هذا لا ينطبق على الأطفال."),
}
"""Of each language a sentence that takes back what stands beside it, and one that says for whom it does not hold."""


def _besides(own: str, other: str) -> Specimen:
    return page(lines() + line(own, 560) + line(other, 400), [*STATEMENTS, ("own", own)])


def _said(sentence: str, language: str) -> Specimen:
    own = {"ar": "تناول حبتين مع وجبة المساء."}.get(language, "Magnesium 350 mg.")
    css = "html { font-family: LeafArabic }" if language == "ar" else ""
    return Specimen(html_pdf(f"<p>{own}</p><p>{sentence}</p>", css, language), promise([("own", own)], language))


for _name, (_own, _other) in AGAINST.items():
    BADS[f"contradicted-{_name}"] = lambda own=_own, other=_other: _besides(own, other)  # type: ignore[misc]
    GOODS[f"repeated-{_name}"] = lambda own=_own: _besides(own, own)  # type: ignore[misc]
for _language, (_back, _for_whom) in TAKEN_BACK.items():
    BADS[f"taken-back-{_language}"] = lambda back=_back, tag=_language: _said(back, tag)  # type: ignore[misc]
    GOODS[f"said-for-whom-{_language}"] = lambda whom=_for_whom, tag=_language: _said(whom, tag)  # type: ignore[misc]


def _entitled(title: str, bookmark: str) -> Specimen:
    def change(pdf: pikepdf.Pdf, _: Any) -> None:
        pdf.docinfo["/Title"] = title
        with pdf.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem(bookmark, 0))

    return page(lines(), change=change)


_WARN = str(STATEMENTS[0][1])
GOODS["title-of-its-own"] = lambda: _entitled("Magnesium", _WARN)
BADS["title-that-contradicts"] = lambda: _entitled(_WARN.replace("350", "3500"), "Magnesium")
BADS["bookmark-that-contradicts"] = lambda: _entitled("Magnesium", _WARN.replace("350", "3500"))
