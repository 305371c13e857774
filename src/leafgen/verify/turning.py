"""Words that turn the meaning of a sentence: numbers, units, negations; and the rest, which say what it is about."""

from __future__ import annotations

import re

from leafgen.verify.folding import folded_words


def _words(text: str) -> frozenset[str]:
    return frozenset(folded_words(text).split())


NEGATIONS = _words(
    "no not never none nor neither don't doesn't isn't aren't won't shouldn't without cannot can't mustn't "
    "geen niet nooit nimmer noch zonder nicht kein keine keinen keinem keiner keines nie niemals ohne "
    "ne pas jamais sans aucun aucune ni non mai senza nunca jamás sin não sem bez nigdy żaden żadne żadnych ikke ej "
    "inte aldrig не ни нет без ніколи никогда жодних لا ولا فلا لم لن ليس ليست بدون دون غير ألا عدم değil asla yok hiç"
)
UNITS = _words(
    "mg g kg mcg µg μg ug ml l cl dl iu ie ui mmol mol kcal kj % hours hour day days weeks week minutes uur dagen "
    "dag weken week minuten milligram gram microgram tablets tablet capsules capsule tabletten ml. mg. "
    "мг г мкг мл ملغ مل"
)
AMOUNTS = _words(
    "one two three four five six seven eight nine ten twelve half once twice more less most least "
    "twee drie vier vijf zes zeven acht negen tien twaalf halve anderhalve meer minder hoogstens minstens "
    "zwei drei vier fünf sechs sieben acht neun zehn zwölf halbe mehr weniger höchstens mindestens "
    "deux trois quatre cinq six sept huit neuf dix douze demi demie moins "
    "dwa dwie trzy cztery pięć sześć siedem osiem dziewięć dziesięć pół więcej mniej "
    "iki üç dört beş altı yedi sekiz dokuz yarım "
    "два дві три чотири п'ять шість сім вісім дев'ять десять пів більше менше "
    "ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة ثلاث أربع خمس ست سبع ثماني تسع عشر نصف أكثر أقل"
)
"""Numbers and comparisons in words."""

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d](?:[^\W\d]|[\u0300-\u036f])*(?:'[^\W\d]+)*|%|[½¼¾⅓⅔]")
_NUMBER = re.compile(r"\d|[½¼¾⅓⅔]")
_VERBS = (
    (re.compile(r"(\w{2,})m[ae]y[ıi]n(?:[ıi]z)?"), "not"),
    (re.compile(r"(\w{2,})m[ae]z"), "not"),
    (re.compile(r"(\w{2,}?)y?[ıiuü]n(?:[ıiuü]z)?"), ""),
    (re.compile(r"(\w{2,}?)[ae]?[ıiuü]?r"), ""),
)
"""Turkish negates a verb within the word: alınız, almayınız; kullanılır, kullanılmaz."""


def parts(text: str, language: str) -> tuple[list[str], list[str]]:
    """The words that say what a text is about, and those that turn its meaning."""
    about: list[str] = []
    turns: list[str] = []
    for token in _TOKEN.findall(folded_words(text).lower().replace("’", "'")):
        own = token
        if own.startswith("n'"):  # French: n'utilisez
            turns.append("ne")
            own = own[2:]
        if own in NEGATIONS or own in UNITS or own in AMOUNTS or _NUMBER.search(own):
            turns.append(own)
            continue
        for verb, turn in _VERBS if language == "tr" else ():
            if found := verb.fullmatch(own):
                own = found[1]
                turns += [turn] if turn else []
                break
        about.append(own)
    return about, turns
