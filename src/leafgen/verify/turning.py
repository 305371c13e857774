"""Words that turn the meaning of a sentence: numbers, units, negations; and the rest, which say what it is about."""

from __future__ import annotations

import re
import unicodedata

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
    "мг г мкг мл ملغ مل "
    "milligrams micrograms grams kilogram kilograms milliliter milliliters millilitre millilitres litre litres liter "
    "seconds second month months year years hourly daily weekly monthly teaspoon teaspoons tablespoon tablespoons "
    "seconde seconden maand maanden jaar theelepel eetlepel "
    "stunde stunden tag tage tagen woche wochen monat monate minute sekunden gramm milligramm mikrogramm teelöffel "
    "heure heures jour jours semaine semaines mois grammes milligrammes microgrammes cuillère "
    "godzina godziny godzin dzień dni tydzień tygodnie tygodni miesiąc minut gramów miligramów mikrogramów łyżeczka "
    "saat gün hafta ay dakika gramı miligram mikrogram kaşık "
    "година години годин день дні днів тиждень тижні тижнів місяць хвилин грамів міліграмів мікрограмів "
    "ساعة ساعات يوم أيام أسبوع أسابيع شهر دقيقة دقائق غرام ملغرام ميكروغرام"
)
AMOUNTS = _words(
    "one two three four five six seven eight nine ten twelve half once twice more less most least "
    "twee drie vier vijf zes zeven acht negen tien twaalf halve anderhalve meer minder hoogstens minstens "
    "zwei drei vier fünf sechs sieben acht neun zehn zwölf halbe mehr weniger höchstens mindestens "
    "deux trois quatre cinq six sept huit neuf dix douze demi demie moins "
    "dwa dwie trzy cztery pięć sześć siedem osiem dziewięć dziesięć pół więcej mniej "
    "iki üç dört beş altı yedi sekiz dokuz yarım "
    "два дві три чотири п'ять шість сім вісім дев'ять десять пів більше менше "
    "ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة ثلاث أربع خمس ست سبع ثماني تسع عشر نصف أكثر أقل "
    "eleven twenty thirty forty fifty sixty seventy eighty ninety hundred thousand double triple maximum minimum "
    "elf twintig dertig veertig vijftig zestig honderd duizend dubbele maximaal minimaal "
    "zwanzig dreißig vierzig fünfzig sechzig hundert tausend doppelte maximal minimal "
    "onze vingt trente quarante cinquante soixante cent mille double plus maximum minimum "
    "dwadzieścia trzydzieści czterdzieści pięćdziesiąt sto tysiąc podwójną najwyżej maksymalnie minimalnie "
    "on yirmi otuz kırk elli altmış yüz bin çift fazla az "
    "двадцять тридцять сорок п'ятдесят сто тисяча подвійну щонайбільше щонайменше максимум мінімум "
    "عشرون عشرين ثلاثون ثلاثين أربعون خمسون خمسين مائة مئة ألف مضاعفة الأقصى الأدنى"
)
"""Numbers and comparisons in words."""
WAYS = _words(
    "with before after stop keep continue start may must can should allowed forbidden prohibited safe unsafe dangerous "
    "harmless always increase decrease raise lower "
    "met voor na stop blijf begin mag moet kunt toegestaan verboden veilig onveilig gevaarlijk altijd verhoog verlaag "
    "mit vor nach dürfen darf müssen muss können erlaubt verboten sicher unsicher gefährlich immer "
    "avec avant après arrêtez continuez pouvez devez permis interdit sûr dangereux toujours augmentez diminuez "
    "z ze przed po przerwij kontynuuj można należy wolno dozwolone zabronione bezpieczne niebezpieczne zawsze "
    "ile önce sonra birlikte bırakın devam edin zorunlu güvenli güvensiz tehlikeli yasak daima "
    "з із зі перед після припиніть продовжуйте можна треба дозволено заборонено безпечно небезпечно завжди "
    "مع قبل بعد توقف استمر يجوز يجب مسموح ممنوع آمن خطير دائما"
)
"""Words for when, whether and in what way, each of which has one that says the opposite."""

_TURNING = NEGATIONS | UNITS | AMOUNTS | WAYS
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", "01234567890123456789")
_ROUND = re.compile(r"(?<=\d)[oо]+(?=\d|\b)")
"""The letter o, Latin or Cyrillic, that looks like a nought."""
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
    words = _ROUND.sub(lambda letters: "0" * len(letters[0]), folded_words(text.translate(_RAISED)).lower())
    for token in _TOKEN.findall(words.replace("’", "'")):
        own = token
        if own.startswith("n'"):  # French: n'utilisez
            turns.append("ne")
            own = own[2:]
        if own in _TURNING or _NUMBER.search(own):
            turns.append(own)
            continue
        for verb, turn in _VERBS if language == "tr" else ():
            if found := verb.fullmatch(own):
                own = found[1]
                turns += [turn] if turn else []
                break
        about.append(own)
    return about, turns


_MARKS = "*†‡"
_MOST_WORDS = 7
_POINTING = _words(
    "this these above following below sentence warning advice leaflet label "
    "dit deze bovenstaande onderstaande volgende zin waarschuwing bijsluiter folder etiket "
    "dies diese dieser dieses obige obiges folgende folgendes satz warnung "
    "ceci cette ce ci-dessus suivant suivante phrase notice "
    "to ta ten powyższe powyższy następujące poniższe ulotka "
    "bu yukarıdaki aşağıdaki şu "
    "це цей ця наведене вищенаведене вищезазначене наступне "
    "هذا هذه أعلاه التالي ذلك"
)
_TAKEN_BACK = re.compile(
    r"(?:(?:does|do) not apply|no longer appl(?:y|ies)|not true|untrue|(?:not|no longer) valid|invalid|void|false|"
    r"wrong|incorrect|withdrawn|"
    r"niet van toepassing|geld(?:t|en) niet(?: meer)?|niet waar|niet(?: meer)? geldig|ongeldig|onjuist|vervallen|"
    r"gilt nicht(?: mehr)?|gelten nicht(?: mehr)?|nicht wahr|nicht(?: mehr)? gültig|ungültig|falsch|"
    r"ne s'applique(?:nt)? (?:pas|plus)|(?:pas|plus) (?:vrai|valable)|faux|fausse|"
    r"nie (?:dotyczy|obowiązuje)|nieprawda|nieprawdziwe|nieważn[aey]|"
    r"geçerli değil(?:dir)?|geçersiz(?:dir)?|doğru değil(?:dir)?|yanlış(?:tır)?|"
    r"не (?:діє|стосується)|неправда|неправильно|недійсн[аеіий]+|"
    r"لا ينطبق|لا تنطبق|غير صحيحة?|غير صالحة?|غير ساري)"
)
_TO_BE_IGNORED = re.compile(
    r"(?:please )?(?:ignore|disregard|negeer|ignorieren sie|ignorez|zignoruj|proszę zignorować|ігноруйте|не зважайте|"
    r"تجاهل)\b"
)


def takes_back(sentence: str) -> bool:
    """Whether a sentence says of what stands beside it that it does not hold: "The above does not apply." One that goes
    on ("... to children") says for whom, and takes nothing back."""
    words = unicodedata.normalize("NFC", folded_words(sentence)).lower().replace("’", "'").strip(" .:!;)(")
    marked, words = words[:1] in _MARKS if words else False, words.lstrip(_MARKS + " ")
    if not words or len(words.split()) > _MOST_WORDS:
        return False
    points = marked or any(folded_words(word.strip(",:")) in _POINTING for word in words.split())
    at_end = any(found.end() == len(words) for found in _TAKEN_BACK.finditer(words))
    return points and (at_end or bool(_TO_BE_IGNORED.match(words)))
