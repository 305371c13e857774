"""Turns messages into localised statements: the translation, with every placeholder said in the locale's way."""

from __future__ import annotations

import string
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from leafgen.compose.case import Case
from leafgen.compose.composition import Role, Run, Said
from leafgen.compose.request import Request
from leafgen.content.facts import Fact
from leafgen.content.model import SAFETY_KINDS, Kind
from leafgen.kernel.errors import InvalidInput
from leafgen.translate.catalogues import Translations

#: What the request says for a dynamic argument such as `clinic.questions`: one run, or several.
Values = Mapping[str, Run | tuple[Run, ...]]


@dataclass(frozen=True, slots=True)
class Speech:
    """Says things in one locale for one case. `dynamic` holds the runs of dynamic arguments; `printed_dose` is
    what `printed.dose` stands for: `patient.dose` when one was given, else the fact of the sourced daily dose."""

    case: Case
    translations: Translations
    dynamic: Values
    printed_dose: str = ""

    @property
    def request(self) -> Request:
        """The request for which it speaks."""
        return self.case.request

    def say(
        self,
        context: str,
        kind: Kind,
        arguments: Mapping[str, str] | None = None,
        *,
        identity: str = "",
        source: tuple[str, ...] = (),
        values: Values | None = None,
    ) -> Said:
        """The message `context`; `arguments` name facts or dynamic values, `values` give runs outright.

        `identity` is the statement's id where it differs from the context (a label's short form).
        """
        given = values or {}
        named = {name: self._reference(value) for name, value in (arguments or {}).items()}
        facts = tuple(value.partition(":")[0] for value in named.values() if value not in self.dynamic)
        runs = self._runs(self.translations.texts[context], context, lambda name: self._value(name, named, given))
        sources = (*source, *(self.case.fact(fact).source for fact in facts))
        personal = any(value.startswith("patient.") for value in named.values())
        safety = kind in SAFETY_KINDS
        return Said(identity or context, kind, runs, tuple(dict.fromkeys(sources)), facts, safety, personal)

    def wording(self, name: str, values: Values | None = None, *, identity: str = "") -> Said:
        """Furniture: `wording.<name>` with its runs."""
        return self.say(f"wording.{name}", Kind.WORDING, values=values, identity=identity)

    def _reference(self, argument: str) -> str:
        return self.printed_dose if argument == "printed.dose" else argument

    def _value(self, name: str, arguments: Mapping[str, str], values: Values) -> tuple[Run, ...]:
        reference = arguments.get(name, "")
        said = values.get(name) or self.dynamic.get(reference)
        if said is not None:
            return _as_runs(said)
        identity, _, form = reference.partition(":")
        fact = self.case.fact(identity)
        return (Run(self.request.locale.fact(fact, form), Role.QUANTITY, numbers=_ends(fact, form)),)

    @staticmethod
    def _runs(text: str, context: str, value: Callable[[str], tuple[Run, ...]]) -> tuple[Run, ...]:
        runs: list[Run] = []
        for literal, name, _, _ in string.Formatter().parse(text):
            if literal:
                runs.append(Run(literal))
            if name is not None:
                runs.extend(value(name))
        if not runs:
            raise InvalidInput(f"{context} says nothing")
        return tuple(runs)


def pattern_runs(pattern: str, values: Values) -> tuple[Run, ...]:
    """A pattern of the locale with its placeholders filled by runs."""
    return tuple(
        run
        for literal, name, _, _ in string.Formatter().parse(pattern)
        for run in (*((Run(literal),) if literal else ()), *(_as_runs(values[name]) if name else ()))
    )


def _ends(fact: Fact, form: str) -> tuple[Decimal, ...]:
    """The numbers that a form of a fact says, not how they are written: both ends of a range, or one."""
    ends = {"low": (fact.low,), "high": (fact.high,)}
    return ends.get(form, (fact.low, fact.high) if fact.low != fact.high else (fact.low,))


def _as_runs(said: Run | tuple[Run, ...]) -> tuple[Run, ...]:
    return said if isinstance(said, tuple) else (said,)


def plain(identity: str, text: str, role: Role = Role.NAME, kind: Kind = Kind.WORDING) -> Said:
    """Something that is the same in every language: a name, a number already written out."""
    return Said(identity, kind, (Run(text, role),))
