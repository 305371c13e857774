"""Refusals in the language of the page. What leafgen says it says in English; here its sentences are known by their
form, and said anew with what they name. One that is not known is shown as it is, under words that say so."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import shorten

from leafgen.batch.faults import faults_of
from leafgen.batch.record import Fault
from leafgen.content.language_names import language_name
from leafgen.kernel.diagnostics import Diagnostic
from leafgen.kernel.errors import EnvironmentLacking, LeafgenError
from leafgen.pipeline import Leafgen
from leafgen.web.choices import indication_name
from leafgen.web.sentences import ADVICE, PARTS, RULED, RULES, SENTENCES, TABLES
from leafgen.web.texts import Interface

_FIELD = re.compile(r"\{(\w+)(!r)?\}")
_LETTER = re.compile(r"U\+([0-9A-F]{4,6})")
#: What sentences leave to the reader: the least count, one label, a day as a field wants it, an encoding.
_CONSTANTS = {"least": "1", "count": "1", "example": "2026-11-22", "encoding": "UTF-8"}
#: What the pages do not say anew: they leave it to the English beneath.
_UNSAID = frozenset(("why", "gaps"))
#: Fields that are one choice on the page.
_PLACE = ("clinic", "location", "department")
#: Characters of what is said in English beneath; lists of what there is may be long.
_MOST_DETAIL = 320
#: Of what there is to choose from no more is named: staff choose from the page's own lists.
_MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class Told:
    """One fault: what is wrong and what to do, in the language of the page, and in English as leafgen says it ("" where
    the page says the same)."""

    text: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is nothing: in one sentence ("": the faults say it all), and every fault."""

    text: str
    faults: tuple[Told, ...] = ()
    detail: str = ""


@dataclass(frozen=True, slots=True)
class _Known:
    """A sentence that is known: its key, and how to find what it names."""

    key: str
    form: re.Pattern[str]


def _compiled(sentences: Sequence[tuple[str, str]]) -> tuple[_Known, ...]:
    return tuple(_Known(key, _form(template)) for key, template in sentences)


def _form(template: str) -> re.Pattern[str]:
    """The form of a sentence: `{name}` stands for anything, `{name!r}` for something in quotation marks."""
    at, pattern = 0, ""
    for found in _FIELD.finditer(template):
        anything = "(?:'.*?'|\".*?\")" if found[2] else ".*?"
        pattern += f"{re.escape(template[at : found.start()])}(?P<{found[1]}>{anything})"
        at = found.end()
    return re.compile(pattern + re.escape(template[at:]), re.DOTALL)


_SENTENCES, _RULES, _ADVICE, _TABLES = map(_compiled, (SENTENCES, RULES, ADVICE, TABLES))


class Refusals:
    """Says refusals in the words of one language."""

    def __init__(self, say: Interface, leafgen: Leafgen) -> None:
        self.say = say
        self.leafgen = leafgen
        self.content = leafgen.content

    def of(self, error: LeafgenError) -> Refusal:
        """A refusal as a whole, as the pages show it."""
        if whole := self._said(_TABLES, Fault("", error.message, error.advice)):
            return Refusal(whole.text, tuple(map(self._placed, error.diagnostics)), whole.detail)
        faults = list(faults_of(error))
        if any(fault.place.file == "request" for fault in error.diagnostics):
            return Refusal("", tuple(map(self.fault, faults)))
        if len(faults) == 1 and (said := self._known(faults[0])):
            return Refusal(self._in_field(faults[0].column, said.text), detail=said.detail)
        key = "environment" if isinstance(error, EnvironmentLacking) else "other"
        key = "fault-of-ours" if error.exit_code == 1 else key
        return Refusal(self.say(f"refusal.{key}"), detail=_short(error))

    def fault(self, fault: Fault) -> Told:
        """One fault of a request or a row, with the field it is about."""
        said = self._known(fault) or Told(self.say("refusal.other"), _short(fault))
        return Told(self._in_field(fault.column, said.text), said.detail)

    def in_a_line(self, fault: Fault) -> str:
        """One fault as text alone: what the page says, and behind it what stands beneath it there."""
        told = self.fault(fault)
        return f"{told.text} ({told.detail})" if told.detail else told.text

    def _in_field(self, field: str, text: str) -> str:
        field = "place" if field in _PLACE else field
        return self.say.labelled(self.say.field(field), text) if field else text

    def _placed(self, diagnostic: Diagnostic) -> Told:
        """A fault of a table: in which line, under which header."""
        place = diagnostic.place
        fault = Fault("", diagnostic.message, diagnostic.advice)
        said = self._said(_TABLES, fault) or self._known(fault) or Told(self.say("refusal.other"), _short(diagnostic))
        text = self.say.labelled(place.path, said.text) if place.path else said.text
        text = self.say("refusal.at-line", line=place.line, message=text) if place.line else text
        return Told(text, said.detail)

    def _known(self, fault: Fault) -> Told | None:
        return self._said(_SENTENCES, fault) or self._ruled(fault)

    def _ruled(self, fault: Fault) -> Told | None:
        """What safety rules hold against it: each that is known, or that one does."""
        if not RULED.match(fault.message):
            return None
        found = [(known, match) for known in _RULES if (match := known.form.search(fault.message))]
        said = [self._with(known.key, match.groupdict()) for known, match in found]
        return Told(" ".join(said) or self.say("refusal.rule"), self._detail(fault, unsaid=not said))

    def _said(self, sentences: Sequence[_Known], fault: Fault) -> Told | None:
        """A sentence and its advice in the language of the page; None when it is not known."""
        for message, advice in ((fault.message, fault.advice), (f"{fault.message} ({fault.advice})", "")):
            for known in sentences:
                if match := known.form.fullmatch(message):
                    named = match.groupdict()
                    said = (self._with(known.key, named), *self._advised(advice))
                    return Told(" ".join(said), self._detail(fault, unsaid=bool(_UNSAID & named.keys())))
        return None

    def _detail(self, fault: Fault, *, unsaid: bool) -> str:
        """What leafgen itself says: on a page in English only where it says more."""
        return _short(fault) if unsaid or not self.say.locale.source_language else ""

    def _advised(self, advice: str) -> Iterator[str]:
        for known in _ADVICE:
            if match := known.form.fullmatch(advice):
                named = match.groupdict()
                if len(named.get("known", "").split(", ")) <= _MOST_NAMED:
                    yield self._with(known.key, named)

    def _with(self, key: str, named: Mapping[str, str]) -> str:
        """A text with what the sentence named, in the words of the page where it has words for it."""
        words: Mapping[str, Callable[[str], str]] = {
            "locale": self._language,
            "indication": self._indication,
            "character": _letters,
            "pieces": lambda text: str(PARTS.get(text, 1)),
        }
        said = {name: words.get(name, _unquoted)(text) for name, text in named.items()}
        more = {"language": said.get("locale", ""), "parts": said.get("pieces", ""), **_CONSTANTS}
        return self.say(key, **{**more, **said})

    def _language(self, tag: str) -> str:
        locales = self.content.locales
        return language_name(locales[tag], self.say.locale) if tag in locales else tag

    def _indication(self, id: str) -> str:
        known = self.content.indications
        return indication_name(self.leafgen, self.say, known[id]) if id in known else id


def _short(what: object) -> str:
    return shorten(str(what), _MOST_DETAIL, placeholder=" …")


def _unquoted(text: str) -> str:
    quoted = len(text) > 1 and text[0] == text[-1] and text[0] in "'\""
    return text[1:-1] if quoted else text


def _letters(text: str) -> str:
    """The characters that a refusal names, as they look and by their number."""
    marks = [chr(int(code, 16)) for code in _LETTER.findall(text)]
    shown = (f"{mark} (U+{ord(mark):04X})" if mark.isprintable() else f"U+{ord(mark):04X}" for mark in marks)
    return ", ".join(dict.fromkeys(shown)) or text
