"""Dosage instructions of FHIR: what a prescriber wrote is printed word for word; what stands there in codes alone is
named, and printed only in the words that the map file has for it, or as the dose that it plainly is."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from leafgen.batch.daily import daily_dose
from leafgen.batch.mapping import InputMap
from leafgen.batch.record import Fault
from leafgen.content.products import Product

#: What an instruction says in words.
_WORDS = ("text", "patientInstruction")
#: What says nothing of the dose.
_SILENT = ("id", "extension", "sequence")


def dosage(
    instructions: list[Mapping[str, Any]], locale: str, names: InputMap, product: Product | None = None
) -> tuple[dict[str, str], list[Fault]]:
    """What all instructions come to, by column: the remark to print, in the reader's language where the map has it,
    and the dose where codes alone say how much of the `product` is taken, and when. With a fault for each thing
    they say that nobody has put in words, with which they are not to be printed."""
    notes, faults = [], []
    doses: list[tuple[str, dict[str, str]]] = []
    for instruction in instructions:
        words = list(_words(instruction))
        notes += [names.dosage.get(said, {}).get(locale, said) for said in words]
        for said in _codes(instruction) if "text" not in instruction else ():
            known = names.dosage.get(said, {})
            if said in words or locale in known:
                notes.append(known.get(locale, said))
            elif dose := daily_dose(_coded(instruction), product, names):
                doses.append((said, dose))
            else:
                notes.append(said)
                faults.append(_not_understood(said, locale))
    columns = {"dose_note": "; ".join(dict.fromkeys(notes))}
    if len(doses) == 1:
        return columns | doses[0][1], faults
    # Two doses are no one dose in equal portions: what they come to is for those to say who prescribed them.
    return columns, faults + [_not_understood(said, locale) for said, _ in doses]


def _not_understood(said: str, locale: str) -> Fault:
    advice = f"enter it in the map file under dosage, in words for {locale or 'each locale'}"
    return Fault("dose_note", f"the dosage {said!r} is not understood", advice)


def _coded(instruction: Mapping[str, Any]) -> dict[str, Any]:
    """An instruction without what it says in words, or does not say."""
    spoken = (*_SILENT, *_WORDS, "additionalInstruction")
    return {
        name: value
        for name, value in instruction.items()
        if name not in spoken and not (name == "asNeededBoolean" and not value)
    }


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
