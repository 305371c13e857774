"""Dosage instructions of FHIR: what a prescriber wrote is printed word for word; what stands there in codes alone is
named, and printed only in the words that the map file has for it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from leafgen.batch.mapping import InputMap
from leafgen.batch.record import Fault

#: What an instruction says in words.
_WORDS = ("text", "patientInstruction")
#: What says nothing of the dose.
_SILENT = ("id", "extension", "sequence")


def dose_note(instructions: list[Mapping[str, Any]], locale: str, names: InputMap) -> tuple[str, list[Fault]]:
    """The remark to print of all instructions, in the reader's language where the map has it; and a fault for each
    thing they say that nobody has put in words, with which it is not to be printed."""
    notes, faults = [], []
    for instruction in instructions:
        words = list(_words(instruction))
        if "text" not in instruction:
            words += list(_codes(instruction))
        for said in dict.fromkeys(words):
            known = names.dosage.get(said, {})
            notes.append(known.get(locale, said))
            if locale not in known and said not in _texts(instruction):
                advice = f"enter it in the map file under dosage, in words for {locale or 'each locale'}"
                faults.append(Fault("dose_note", f"the dosage {said!r} is not understood", advice))
    return "; ".join(dict.fromkeys(notes)), faults


def _texts(instruction: Mapping[str, Any]) -> set[str]:
    return set(_words(instruction))


def _words(instruction: Mapping[str, Any]) -> Iterator[str]:
    """What is said in words. An addition that the text has as well is not said twice."""
    text = str(instruction.get("text", "")).strip()
    if text:
        yield text
    additions = [_concept(item) for item in instruction.get("additionalInstruction", [])]
    for said in (*additions, str(instruction.get("patientInstruction", "")).strip()):
        if said and said not in text:
            yield said


def _codes(instruction: Mapping[str, Any]) -> Iterator[str]:
    """What is said in codes, as one short text: the key by which the map file knows it."""
    said = [part for name, value in instruction.items() for part in _part(name, value)]
    if said:
        yield ", ".join(said)


def _part(name: str, value: Any) -> Iterator[str]:
    if name in (*_SILENT, *_WORDS, "additionalInstruction"):
        return
    if name == "asNeededBoolean":
        if value:
            yield "as needed"
    elif name == "asNeededCodeableConcept":
        yield f"as needed for {_concept(value)}"
    elif name == "doseAndRate":
        for item in value:
            yield from (_amount(key, found) for key, found in item.items() if key not in ("type", *_SILENT))
    elif name == "timing":
        yield from _timing(value)
    elif name in ("site", "route", "method"):
        yield f"{name} {_concept(value)}"
    else:
        yield f"{name} {_raw(value)}"


def _timing(timing: Mapping[str, Any]) -> Iterator[str]:
    for name, value in timing.items():
        if name == "repeat":
            rest = dict(value)
            if {"frequency", "period", "periodUnit"} <= rest.keys():
                yield f"{rest.pop('frequency')} x / {rest.pop('period')} {rest.pop('periodUnit')}"
            if "when" in rest:
                yield f"at {' '.join(rest.pop('when'))}"
            yield from (f"{key} {_raw(found)}" for key, found in rest.items())
        elif name == "code":
            yield _concept(value)
        else:
            yield f"{name} {_raw(value)}"


def _amount(name: str, value: Any) -> str:
    if name == "doseQuantity" and set(value) <= {"value", "unit", "system", "code"}:
        return " ".join(
            str(part) for part in (value.get("value", ""), value.get("unit") or value.get("code", ""))
        ).strip()
    return f"{name} {_raw(value)}"


def _concept(value: Mapping[str, Any]) -> str:
    """A coded concept in words; its code where it has none."""
    codings = value.get("coding", [])
    words = (value.get("text"), *(coding.get("display") for coding in codings), *(c.get("code") for c in codings))
    return str(next(filter(None, words), "")).strip() or _raw(value)


def _raw(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
